import { CloseButton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useRoute } from "#web/shared/queries.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { useMoreTexts } from "#web/shared/texts.tsx";
import { loadFactTexts } from "../../more-texts.ts";
import { sentenceOf } from "../fact-sentence.ts";
import type { Order } from "../order-types.ts";
import { StageRuns } from "../stages/stage-runs.tsx";
import { type ProductionTexts, useTexts } from "../texts.ts";
import { useNow } from "../use-now.ts";
import { RiverDrawing } from "./river-drawing.tsx";
import { layOut } from "./river-layout.ts";
import { cellNames, type Moment, momentsOf, type River } from "./river-moments.ts";
import { RiverPlayer } from "./river-player.tsx";
import { RiverTable } from "./river-table.tsx";
import { backInWords } from "./river-words.ts";
import style from "./river.module.css";

/** Where every unit of the order is, and was: replayed from its facts. */
export function OrderRiver({ order }: { readonly order: Order }) {
  const { t } = useTexts();
  const worded = useMoreTexts(loadFactTexts);
  const { data, refusal, refetch } = useRoute("showOrderRiver", { orderId: order.id });
  if (refusal !== undefined) return <RefusalNotice refusal={refusal} retry={refetch} />;
  if (data === undefined || !worded) return <PageSkeleton lines={8} />;
  if (order.startedAt === null && data.frames.length < 2)
    return <EmptyState title={t("river.empty.title")} text={t("river.empty.text")} />;
  return <ShownRiver order={order} river={data} />;
}

function ShownRiver({ order, river }: { readonly order: Order; readonly river: River }) {
  const texts = useTexts();
  const { t, number, dateTime } = texts;
  const isPhone = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  const moments = useMemo(() => momentsOf(river), [river]);
  const layout = useMemo(() => layOut(river.stages), [river]);
  // By its fact: new moments, and moments left out, leave it where it is. Without one it is now.
  const [factId, setFactId] = useState<string | null>(null);
  const [openStage, setOpenStage] = useState<string | null>(null);
  const last = moments.length - 1;
  const found = factId === null ? -1 : moments.findIndex((moment) => moment.frame.factId === factId);
  const at = found < 0 ? last : found;
  const onMove = useCallback(
    (to: number) => setFactId(to >= moments.length - 1 ? null : (moments[to]?.frame.factId ?? null)),
    [moments],
  );
  const moment = moments[at];
  if (moment === undefined) return null;
  const { frame } = moment;
  const sentence = sentenceOf(frame, texts);
  const onOpen = (stageId: string): void => setOpenStage(openStage === stageId ? null : stageId);
  return (
    <section className={style.river} aria-label={t("river.label")}>
      <RiverPlayer
        at={at}
        count={moments.length}
        words={`${dateTime(frame.at)}: ${sentence}`}
        onMove={onMove}
      />
      <p className={style.caption}>
        <span className={style.when}>{dateTime(frame.at)}</span> {sentence}
        <span className="soft">
          {" "}
          {frame.byWhom === "automation"
            ? t("facts.automation")
            : (frame.byName ?? t("order.history.system"))}
          {frame.acts > 1 && ` · ${t("river.before", { count: frame.acts - 1 })}`}
        </span>
      </p>
      {!isPhone && (
        <>
          <Legend moments={moments} texts={texts} />
          <RiverDrawing
            stages={river.stages}
            layout={layout}
            moment={moment}
            openStage={openStage}
            onOpen={onOpen}
          />
        </>
      )}
      <div className={isPhone ? undefined : "unseen"}>
        <RiverTable
          stages={river.stages}
          moment={moment}
          onOpen={isPhone ? onOpen : null}
          openStage={openStage}
        />
      </div>
      <Totals moment={moment} texts={texts} />
      {moment.back.length > 0 && (
        <ul className={style.backs}>
          {moment.back.map((back) => (
            <li key={back.place} data-now={back.now > 0 || undefined}>
              <IconArrowBackUp size={16} aria-hidden />
              <span>{backInWords(back, order, texts)}</span>
            </li>
          ))}
        </ul>
      )}
      {openStage !== null && (
        <LotsOfStage key={openStage} order={order} stageId={openStage} onClose={() => setOpenStage(null)} />
      )}
      {layout.lanes > 1 && <p className={style.note}>{t("river.sideBySide")}</p>}
      {river.acts > river.frames.length && moments.some((each) => each.frame.acts > 1) && (
        <p className={style.note}>
          {t("river.thinned", {
            shown: number(String(river.frames.length)),
            acts: number(String(river.acts)),
          })}
        </p>
      )}
    </section>
  );
}

type Words = { readonly texts: ProductionTexts };

/** What the colours mean, of those that this order has shown. */
function Legend({ moments, texts: { t } }: Words & { readonly moments: readonly Moment[] }) {
  const used = useMemo(
    () =>
      cellNames.filter((name) => moments.some((moment) => moment.stages.some((cells) => cells[name] > 0))),
    [moments],
  );
  const wentBack = moments.some((moment) => moment.back.length > 0);
  return (
    <ul className={style.legend} aria-hidden>
      {used.map((name) => (
        <li key={name} data-cell={name}>
          {t(`river.name.${name}`)}
        </li>
      ))}
      {wentBack && <li data-cell="back">{t("river.name.back")}</li>}
    </ul>
  );
}

/** The law of units in words: what was ordered is received, in work, written off or withdrawn. */
function Totals({ moment, texts: { t, number } }: Words & { readonly moment: Moment }) {
  const { counts } = moment.frame;
  const words = (count: number): string => number(String(count));
  const parts = [
    counts.inWork > 0 ? t("river.inWork", { count: words(counts.inWork) }) : null,
    counts.received > 0
      ? `${t("river.received").toLocaleLowerCase()} ${t("river.receivedOf", { count: words(counts.received), total: words(counts.total) })}`
      : null,
    counts.writtenOff > 0 ? t("river.cell.writtenOff", { count: words(counts.writtenOff) }) : null,
    counts.withdrawn > 0 ? t("river.cell.withdrawn", { count: words(counts.withdrawn) }) : null,
  ].filter((part) => part !== null);
  return (
    <p className={style.totals}>
      <strong>{t("river.totals")}:</strong> {parts.join(" · ")}
    </p>
  );
}

/** The runs behind a band, as they are now, with what may be done with them. */
function LotsOfStage(props: {
  readonly order: Order;
  readonly stageId: string;
  readonly onClose: () => void;
}) {
  const { order, stageId, onClose } = props;
  const { t } = useTexts();
  const now = useNow();
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  const stage = order.stages.find((one) => one.id === stageId);
  if (stage === undefined) return null;
  return (
    <div className={style.lots}>
      <div className={style.lotsHead}>
        <h2 ref={head} tabIndex={-1}>
          {t("river.lots", { stage: stage.name })}
        </h2>
        <CloseButton aria-label={t("action.close")} onClick={onClose} />
      </div>
      {stage.runs.length === 0 ? (
        <p>{t("order.notReached")}</p>
      ) : (
        <StageRuns order={order} stage={stage} now={now} />
      )}
    </div>
  );
}
