import { text } from "#kernel/decimal.ts";
import { useTexts } from "../production/texts.ts";
import { ScrollAside } from "../scroll-aside.tsx";
import { type BarAmount, stepsOf } from "./story-steps.ts";
import { Difference, isNeutral, stepName } from "./story-words.tsx";
import style from "./costing.module.css";

/** The same story in figures, to the fourth place, so that they add up on paper. */
export function StoryTable({
  bars,
  provisional,
}: {
  readonly bars: readonly BarAmount[];
  readonly provisional: boolean;
}) {
  const texts = useTexts();
  const { t, exactMoney } = texts;
  return (
    <>
      <ScrollAside label={t("story.heading")}>
        <table className={style.numbers}>
          <thead>
            <tr>
              <th scope="col">{t("story.bar")}</th>
              <th scope="col">{t("order.cost.amount")}</th>
              <th scope="col">{t("story.running")}</th>
            </tr>
          </thead>
          <tbody>
            {stepsOf(bars).map((step) => (
              <tr key={step.kind} data-total={step.isTotal || undefined}>
                <th scope="row">{stepName(step.kind, texts, provisional)}</th>
                <td>
                  {step.isTotal ? (
                    ""
                  ) : (
                    <Difference amount={step.amount} exact neutral={isNeutral(step.kind)} />
                  )}
                </td>
                <td>{exactMoney(text(step.to))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollAside>
      <p className={style.remark}>{t("story.exact")}</p>
    </>
  );
}
