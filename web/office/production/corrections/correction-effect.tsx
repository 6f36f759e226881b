import { decimal } from "#kernel/decimal.ts";
import type { OutputOf } from "#modules/routes.ts";
import { clock, materialName } from "../order-time/time-words.ts";
import { useTexts } from "../texts.ts";
import style from "./corrections.module.css";

type Effect = OutputOf<"previewTimeCorrection">;

/** What a correction would change: hours, stock, and money where the reader may see it. */
export function CorrectionEffect({
  effect,
  kind,
}: {
  readonly effect: Effect;
  readonly kind: "time" | "material";
}) {
  const { t, duration, money, quantity } = useTexts();
  const paid = (seconds: number, other: number): string =>
    seconds !== other && duration(seconds) === duration(other) ? clock(seconds) : duration(seconds);
  const { cost } = effect;
  const differs = cost !== null && !decimal(cost.difference).eq(0);
  const parts =
    cost === null
      ? []
      : (
          [
            ["correct.effectCarried", cost.carried],
            ["correct.effectLate", cost.late],
            ["correct.effectLoss", cost.loss],
          ] as const
        ).filter(([, sum]) => !decimal(sum).eq(0));
  return (
    <section className={style.effect} aria-label={t("correct.effect")} aria-live="polite">
      <h3>{t("correct.effect")}</h3>
      <ul>
        {effect.people.map((person) => (
          <li key={person.memberId}>
            {t("correct.effectPaid", {
              name: person.name,
              before: paid(person.secondsBefore, person.secondsAfter),
              after: paid(person.secondsAfter, person.secondsBefore),
            })}
            {effect.captured && person.amountBefore !== null && person.amountAfter !== null && (
              <span className="soft">
                {" "}
                (
                {t("correct.effectAmount", {
                  before: money(person.amountBefore),
                  after: money(person.amountAfter),
                })}
                )
              </span>
            )}
          </li>
        ))}
        {effect.stock.map((row) => {
          const back = decimal(row.quantity).gt(0);
          return (
            <li key={row.variantId}>
              {t(back ? "correct.effectStockBack" : "correct.effectStockOut", {
                amount: quantity(decimal(row.quantity).abs().toFixed(), row.unit),
                name: materialName(row),
                warehouse: row.warehouseName,
                left: quantity(row.onHandAfter, row.unit),
              })}
            </li>
          );
        })}
        {cost !== null && differs && (
          <li>
            {t("correct.effectCost", {
              before: money(cost.before),
              after: money(cost.after),
              difference: signed(cost.difference, money),
            })}
            <ul>
              {parts.map(([id, sum]) => (
                <li key={id}>{t(id, { sum: signed(sum, money) })}</li>
              ))}
            </ul>
          </li>
        )}
      </ul>
      <p className="soft">
        {!effect.captured
          ? t("correct.effectTimeOnly")
          : t(kind === "time" ? "correct.effectRates" : "correct.effectPrices")}
      </p>
    </section>
  );
}

export const signed = (amount: string, money: (amount: string) => string): string =>
  decimal(amount).gt(0) ? `+${money(amount)}` : money(amount);
