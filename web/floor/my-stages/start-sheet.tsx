import { useState } from "react";
import { decimal } from "#kernel/decimal.ts";
import type { RequestOf } from "#modules/routes.ts";
import { BigButton } from "../shell/big-button.tsx";
import { Sheet } from "../shell/sheet.tsx";
import { useTexts } from "../texts.ts";
import { toPick } from "./card-words.ts";
import style from "./sheets.module.css";
import type { RunCard } from "./show-taps.ts";

type Picks = NonNullable<RequestOf<"startRun">["picks"]>;
type Props = {
  readonly card: RunCard;
  readonly refused: string | undefined;
  readonly close: () => void;
  readonly start: (picks: Picks) => void;
};

/** Which cloth, which board: what awaits selection is picked as the work begins. One question, one tap. */
export function StartSheet({ card, refused, close, start }: Props) {
  const { t, quantity } = useTexts();
  const [picked, setPicked] = useState<Readonly<Record<string, string>>>({});
  const open = toPick(card);
  const picks = open.flatMap(({ normId }) => {
    const variantId = picked[normId];
    return variantId === undefined ? [] : [{ normId, variantId }];
  });
  const choose = (normId: string, variantId: string): void => {
    if (open.length === 1) start([{ normId, variantId }]);
    else setPicked({ ...picked, [normId]: variantId });
  };
  return (
    <Sheet
      title={t("floor.startOf", { stage: card.stageName })}
      close={close}
      foot={
        open.length === 1 ? (
          <BigButton onClick={close}>{t("floor.start.keep")}</BigButton>
        ) : (
          <div className={style.pair}>
            <BigButton onClick={close}>{t("floor.start.keep")}</BigButton>
            <BigButton
              size="huge"
              tone="start"
              disabled={picks.length < open.length}
              onClick={() => start(picks)}
            >
              {t("verb.start")}
            </BigButton>
          </div>
        )
      }
    >
      {refused !== undefined && (
        <p className={style.refused} role="alert">
          {refused}
        </p>
      )}
      {open.map(({ normId, itemName, norm, unit, choices }) => (
        <fieldset key={normId} className={style.section}>
          <legend>{t("floor.start.which", { item: itemName })}</legend>
          {!decimal(norm).eq(0) && (
            <p className={style.note}>{t("floor.finish.norm", { quantity: quantity(norm, unit) })}</p>
          )}
          <div className={style.choices}>
            {choices.map(({ variantId, variantName, free }) => {
              const short = decimal(free).lt(decimal(norm));
              return (
                <BigButton
                  key={variantId}
                  size="huge"
                  {...(open.length === 1 ? {} : { chosen: picked[normId] === variantId })}
                  onClick={() => choose(normId, variantId)}
                >
                  <span className={style.choice}>
                    <b>{variantName}</b>
                    <span className={style.free} data-short={short}>
                      {t(short ? "floor.start.short" : "floor.start.free", {
                        quantity: quantity(free, unit),
                      })}
                    </span>
                  </span>
                </BigButton>
              );
            })}
          </div>
        </fieldset>
      ))}
    </Sheet>
  );
}
