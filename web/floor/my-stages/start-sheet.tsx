import { useState } from "react";
import { decimal } from "#kernel/decimal.ts";
import { BigButton } from "../shell/big-button.tsx";
import { Sheet } from "../shell/sheet.tsx";
import { useTexts } from "../texts.ts";
import { toPick } from "./card-words.ts";
import { Note } from "./note.tsx";
import { Refusal } from "./part.tsx";
import style from "./sheets.module.css";
import type { RunCard } from "./show-taps.ts";
import type { StartWith } from "./use-acts.ts";

type Props = {
  readonly card: RunCard;
  /** Why the last try was refused, in words. */
  readonly refused: string | undefined;
  /** The longest wait has passed: a supervisor says why it begins all the same. */
  readonly late: boolean;
  /** What it needs is still being made: a supervisor says why it begins all the same. */
  readonly awaited: boolean;
  readonly close: () => void;
  readonly start: (parts: StartWith) => void;
};

/** Which cloth, which board: what awaits selection is picked as the work begins. One question, one tap. */
export function StartSheet({ card, refused, late, awaited, close, start }: Props) {
  const { t, quantity } = useTexts();
  const [picked, setPicked] = useState<Readonly<Record<string, string>>>({});
  const open = toPick(card);
  const picks = open.flatMap(({ normId }) => {
    const variantId = picked[normId];
    return variantId === undefined ? [] : [{ normId, variantId }];
  });
  const [lateReason, setLateReason] = useState("");
  const [awaitedReason, setAwaitedReason] = useState("");
  // With nothing else to say, the choice itself starts.
  const atOnce = open.length === 1 && !late && !awaited;
  const begin = (all: typeof picks): void =>
    start({
      ...(all.length === 0 ? {} : { picks: all }),
      ...(late ? { lateReason: lateReason.trim() } : {}),
      ...(awaited ? { awaitedReason: awaitedReason.trim() } : {}),
    });
  const choose = (normId: string, variantId: string): void => {
    if (atOnce) begin([{ normId, variantId }]);
    else setPicked({ ...picked, [normId]: variantId });
  };
  return (
    <Sheet
      title={t("floor.startOf", { stage: card.stageName })}
      close={close}
      foot={
        atOnce ? (
          <BigButton onClick={close}>{t("floor.start.keep")}</BigButton>
        ) : (
          <div className={style.pair}>
            <BigButton onClick={close}>{t("floor.start.keep")}</BigButton>
            <BigButton
              size="huge"
              tone="start"
              disabled={
                picks.length < open.length ||
                (late && lateReason.trim() === "") ||
                (awaited && awaitedReason.trim() === "")
              }
              onClick={() => begin(picks)}
            >
              {t("verb.start")}
            </BigButton>
          </div>
        )
      }
    >
      {refused !== undefined && <Refusal words={refused} />}
      {awaited && <Note label={t("floor.start.awaited")} value={awaitedReason} change={setAwaitedReason} />}
      {late && <Note label={t("floor.start.late")} value={lateReason} change={setLateReason} />}
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
                  {...(atOnce ? {} : { chosen: picked[normId] === variantId })}
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
