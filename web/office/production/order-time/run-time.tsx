import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { ScrollAside } from "../../scroll-aside.tsx";
import { CorrectTimeDialog } from "../corrections/correct-time-dialog.tsx";
import { lotInWords } from "../lots/lot-words.ts";
import { Face, Mark } from "../mark.tsx";
import type { Order } from "../order-types.ts";
import { useTexts } from "../texts.ts";
import { useNow } from "../use-now.ts";
import {
  clock,
  type Correction,
  endInstead,
  fromTo,
  lastedSeconds,
  proposalFor,
  sideInWords,
  type Stretch,
  type TimeRun,
  whatItWas,
} from "./time-words.ts";
import style from "./order-time.module.css";

type Props = {
  readonly run: TimeRun;
  readonly order: Order;
  readonly corrections: readonly Correction[];
};

/** The time of one run, oldest first, with what was corrected beside what it was corrected to. */
export function RunTime({ run, order, corrections }: Props) {
  const texts = useTexts();
  const { t } = texts;
  const [dialog, setDialog] = useState<{ stretch: Stretch | null }>();
  const place = [
    run.stageName,
    ...(order.lots.length > 1 || order.batchMode === "per_unit" ? [lotInWords(run.lotNumber, texts)] : []),
    ...(run.cycle > 0 ? [t("time.cycle", { count: run.cycle })] : []),
  ].join(" · ");
  return (
    <section className="plate" aria-label={place}>
      <header className={style.runHead}>
        <h3>{place}</h3>
        <Mark tone={run.state === "in_progress" ? "running" : run.state === "done" ? "done" : "plain"}>
          {t(`runState.${run.state}`)}
        </Mark>
        {run.correctable && (
          <Button
            className={style.add ?? ""}
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setDialog({ stretch: null })}
          >
            {t("time.add")}
          </Button>
        )}
      </header>
      <ScrollAside label={t("time.stretches")}>
        <table className="rows stacked">
          <thead>
            <tr>
              <th scope="col">{t("time.person")}</th>
              <th scope="col">{t("time.what")}</th>
              <th scope="col">{t("time.when")}</th>
              <th scope="col" className="figures">
                {t("time.lasted")}
              </th>
              <th scope="col" className="figures">
                {t("time.paid")}
              </th>
              {run.correctable && (
                <th scope="col">
                  <span className="unseen">{t("time.correct")}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {run.stretches.map((stretch) => (
              <Row
                key={stretch.id}
                stretch={stretch}
                corrections={corrections}
                onCorrect={run.correctable ? () => setDialog({ stretch }) : undefined}
              />
            ))}
          </tbody>
        </table>
      </ScrollAside>
      {dialog !== undefined && (
        <CorrectTimeDialog run={run} stretch={dialog.stretch} onClose={() => setDialog(undefined)} />
      )}
    </section>
  );
}

function Row(props: {
  readonly stretch: Stretch;
  readonly corrections: readonly Correction[];
  readonly onCorrect: (() => void) | undefined;
}) {
  const { stretch, corrections, onCorrect } = props;
  const texts = useTexts();
  const { t, duration, time } = texts;
  const { from, to, seconds } = stretch;
  const waiting = stretch.corrected ? undefined : proposalFor(stretch, corrections);
  const instead = waiting === undefined ? null : endInstead(waiting, texts);
  const by = corrections.find((each) => each.id === (stretch.correctedBy ?? stretch.madeBy));
  return (
    <tr data-corrected={stretch.corrected || undefined} className={style.stretch ?? ""}>
      <td>
        <Face name={stretch.memberName} named />
      </td>
      <td data-label={t("time.what")} className={style.told ?? ""}>
        <span className={style.text}>{whatItWas(stretch, texts)}</span>
        {stretch.kind === "pause" && (
          <span className="soft"> · {t(stretch.paid ? "time.pausePaid" : "time.pauseUnpaid")}</span>
        )}
        {stretch.together > 1 && (
          <span className="soft"> · {t("time.shared", { count: stretch.together - 1 })}</span>
        )}
        {stretch.corrected && (
          <div className={style.note}>
            <Mark tone="waiting">{t("time.corrected")}</Mark>
            {by !== undefined && (
              <span>
                {t("time.correctedText", {
                  really:
                    by.after.stretches.length === 0 && by.kind === "time"
                      ? t("time.takenAway")
                      : sideInWords(by.after, by.kind, texts),
                  reason: by.reason,
                })}
              </span>
            )}
          </div>
        )}
        {stretch.asksAt !== null && <Forgotten asksAt={stretch.asksAt} />}
        {instead !== null && (
          <div className={style.note}>
            <Mark tone="waiting">{instead}</Mark>
          </div>
        )}
        {!stretch.corrected && stretch.madeBy !== null && (
          <div className={style.note}>
            <Mark>{t("time.byCorrection")}</Mark>
            {by !== undefined && (
              <span>
                {t("time.byCorrectionText", {
                  before: sideInWords(by.before, by.kind, texts),
                  reason: by.reason,
                })}
              </span>
            )}
          </div>
        )}
      </td>
      <td data-label={t("time.when")} className={style.when ?? ""}>
        <span className={style.text}>{fromTo(from, to, texts)}</span>
      </td>
      <td className="figures" data-label={t("time.lasted")}>
        <span className={style.text}>
          {to === null ? <Running since={from} /> : duration(lastedSeconds(from, to))}
        </span>
      </td>
      <td className="figures" data-label={t("time.paid")}>
        <span className={style.text}>{seconds === null ? "" : seconds === 0 ? "–" : duration(seconds)}</span>
      </td>
      {onCorrect !== undefined && (
        <td className="figures">
          {to !== null && !stretch.corrected && (
            <Button
              variant="subtle"
              size="compact-sm"
              aria-label={t("time.correctOf", { name: stretch.memberName, from: time(from) })}
              onClick={onCorrect}
            >
              {t("time.correct")}
            </Button>
          )}
        </td>
      )}
    </tr>
  );
}

/** As soon as it has gone on for too long, while one looks at it too. */
function Forgotten({ asksAt }: { readonly asksAt: string }) {
  const { t } = useTexts();
  const now = useNow();
  if (now < Date.parse(asksAt)) return null;
  return (
    <div className={style.note}>
      <Mark tone="waiting">{t("time.mayBeForgotten")}</Mark>
      <span>{t("time.mayBeForgottenText")}</span>
    </div>
  );
}

function Running({ since }: { readonly since: string }) {
  const now = useNow(1000);
  return <strong className={style.running}>{clock((now - Date.parse(since)) / 1000)}</strong>;
}
