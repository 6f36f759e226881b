import { useState } from "react";
import { readDecimal } from "#web/shared/decimal-text.ts";
import { serverNow } from "../server-clock.ts";
import { BigButton } from "../shell/big-button.tsx";
import { Sheet } from "../shell/sheet.tsx";
import { useTexts } from "../texts.ts";
import { productOf } from "./card-parts.tsx";
import { workedAt } from "./clock-text.ts";
import { NumberInput } from "./number-input.tsx";
import style from "./sheets.module.css";
import type { RunCard } from "./show-taps.ts";

type Props = {
  readonly card: RunCard;
  readonly close: () => void;
  readonly cancelStart: () => void;
  readonly record: (units: number) => void;
};

/** The rarer acts, away from the thumb's way to Finish. */
export function MoreSheet({ card, close, cancelStart, record }: Props) {
  const { t } = useTexts();
  const [asking, setAsking] = useState<"progress" | "cancel">();
  if (asking === "cancel") return <CancelSheet card={card} close={close} cancelStart={cancelStart} />;
  if (asking === "progress") return <ProgressSheet card={card} close={close} record={record} />;
  return (
    <Sheet
      title={card.stageName}
      close={close}
      foot={<BigButton onClick={close}>{t("action.close")}</BigButton>}
    >
      <div className={style.apart}>
        {card.verbs.includes("recordProgress") && card.units > 1 && (
          <BigButton size="huge" onClick={() => setAsking("progress")}>
            {t("floor.progress.open")}
          </BigButton>
        )}
        {card.verbs.includes("cancelStart") && (
          <BigButton size="huge" onClick={() => setAsking("cancel")}>
            {t("verb.cancelStart")}
          </BigButton>
        )}
      </div>
    </Sheet>
  );
}

/** Names what will happen: this can't be taken back. */
function CancelSheet({ card, close, cancelStart }: Omit<Props, "record">) {
  const { t, duration, quantity, list } = useTexts();
  const [seconds] = useState(() => Math.floor(workedAt(card, serverNow())));
  const back = card.materials.filter(({ consumed }) => !/^0(\.0*)?$/.test(consumed));
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

function ProgressSheet({ card, close, record }: Omit<Props, "cancelStart">) {
  const { t, quantity, lookUp } = useTexts();
  const [typed, setTyped] = useState(String(card.progress));
  const value = readDecimal(typed, 0);
  const wrong = value === null || value.startsWith("-") || Number(value) > card.units;
  return (
    <Sheet
      title={t("floor.progress.title")}
      close={close}
      foot={
        <div className={style.pair}>
          <BigButton onClick={close}>{t("action.cancel")}</BigButton>
          <BigButton size="huge" tone="start" disabled={wrong} onClick={() => record(Number(value))}>
            {t("floor.progress.save")}
          </BigButton>
        </div>
      }
    >
      <div className={style.units}>
        <BigButton
          aria-label={t("floor.finish.less")}
          disabled={wrong || value === "0"}
          onClick={() => setTyped(String(Number(value) - 1))}
        >
          −
        </BigButton>
        <NumberInput
          label={t("floor.finish.units")}
          unit={lookUp(`unit.${card.unit}`) ?? card.unit}
          whole
          value={typed}
          change={setTyped}
          problem={
            value === null
              ? "not_a_number"
              : value.startsWith("-")
                ? "below_zero"
                : wrong
                  ? "too_large"
                  : null
          }
          note={t("floor.units.partOf", {
            units: value ?? "",
            total: quantity(String(card.units), card.unit),
          })}
        />
        <BigButton
          aria-label={t("floor.finish.more")}
          disabled={wrong || Number(value) >= card.units}
          onClick={() => setTyped(String(Number(value) + 1))}
        >
          +
        </BigButton>
      </div>
    </Sheet>
  );
}
