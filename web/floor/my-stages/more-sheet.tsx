import { useState } from "react";
import { serverNow } from "../server-clock.ts";
import { BigButton } from "../shell/big-button.tsx";
import { Sheet } from "../shell/sheet.tsx";
import { useTexts } from "../texts.ts";
import { productOf } from "./card-words.ts";
import { workedAt } from "./clock-text.ts";
import { type CardGroup, materialsOf, timeOf } from "./group-cards.ts";
import style from "./sheets.module.css";
import type { RunCard } from "./show-taps.ts";
import { Stepper } from "./stepper.tsx";
import { readUnits } from "./typed-number.ts";

type Props = {
  readonly group: CardGroup;
  readonly close: () => void;
  readonly cancelStart: () => void;
  readonly record: (units: number) => void;
  readonly leave: () => void;
};

/** The rarer acts, away from the thumb's way to Finish. */
export function MoreSheet({ group, close, cancelStart, record, leave }: Props) {
  const { t } = useTexts();
  const { lead, units } = group;
  const [asking, setAsking] = useState<"progress" | "cancel">();
  if (asking === "cancel") return <CancelSheet group={group} close={close} cancelStart={cancelStart} />;
  if (asking === "progress") return <ProgressSheet card={lead} close={close} record={record} />;
  return (
    <Sheet
      title={lead.stageName}
      close={close}
      foot={<BigButton onClick={close}>{t("action.close")}</BigButton>}
    >
      <div className={style.apart}>
        {lead.verbs.includes("recordProgress") && lead.units > 1 && units.length === 1 && (
          <BigButton size="huge" onClick={() => setAsking("progress")}>
            {t("floor.progress.open")}
          </BigButton>
        )}
        {/* Whoever is alone on it pauses; leaving is for a crew. */}
        {lead.verbs.includes("leaveRun") && lead.crew.length > 1 && (
          <BigButton size="huge" onClick={leave}>
            {t("floor.leave")}
          </BigButton>
        )}
        {lead.verbs.includes("cancelStart") && (
          <BigButton size="huge" onClick={() => setAsking("cancel")}>
            {t("verb.cancelStart")}
          </BigButton>
        )}
      </div>
    </Sheet>
  );
}

/** Names what will happen: this can't be taken back. */
function CancelSheet({ group, close, cancelStart }: Omit<Props, "record" | "leave">) {
  const { t, duration, quantity, list } = useTexts();
  const card = group.lead;
  const [seconds] = useState(() => Math.floor(workedAt(timeOf(group), serverNow())));
  const all = group.units.map(({ runId }) => runId);
  const back = materialsOf(group, all).filter(({ consumed }) => !/^0(\.0*)?$/.test(consumed));
  const names = back.map((material) =>
    t("floor.cancel.material", {
      quantity: quantity(material.consumed, material.unit),
      name: productOf(material),
    }),
  );
  return (
    <Sheet
      title={t("floor.cancel.title", { stage: card.stageName })}
      close={close}
      foot={
        <>
          <BigButton size="huge" onClick={close}>
            {t("floor.cancel.keep")}
          </BigButton>
          <BigButton size="huge" tone="destroy" onClick={cancelStart}>
            {t("verb.cancelStart")}
          </BigButton>
        </>
      }
    >
      <p className={style.words}>{t("floor.cancel.time", { time: duration(seconds) })}</p>
      {names.length > 0 && (
        <p className={style.words}>{t("floor.cancel.materials", { materials: list(names) })}</p>
      )}
    </Sheet>
  );
}

type ProgressProps = Pick<Props, "close" | "record"> & { readonly card: RunCard };

function ProgressSheet({ card, close, record }: ProgressProps) {
  const { t, quantity, lookUp } = useTexts();
  const [typed, setTyped] = useState(String(card.progress));
  const read = readUnits(typed);
  const count = read.value === null ? null : Number(read.value);
  const problem = read.problem ?? (count !== null && count > card.units ? "too_large" : null);
  return (
    <Sheet
      title={t("floor.progress.title")}
      close={close}
      foot={
        <div className={style.pair}>
          <BigButton onClick={close}>{t("action.cancel")}</BigButton>
          <BigButton
            size="huge"
            tone="start"
            disabled={problem !== null || count === null}
            onClick={() => record(count ?? 0)}
          >
            {t("floor.progress.save")}
          </BigButton>
        </div>
      }
    >
      <Stepper
        label={t("floor.finish.units")}
        unit={lookUp(`unit.${card.unit}`) ?? card.unit}
        value={typed}
        change={setTyped}
        count={count}
        fewest={0}
        most={card.units}
        problem={problem}
        note={t("floor.units.partOf", {
          units: String(count ?? ""),
          total: quantity(String(card.units), card.unit),
        })}
      />
    </Sheet>
  );
}
