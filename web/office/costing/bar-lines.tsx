import { decimal } from "#kernel/decimal.ts";
import { useTexts } from "../production/texts.ts";
import type { BarKind, StoryBar } from "./story-steps.ts";
import { Difference, isNeutral, lineName, measureInWords } from "./story-words.tsx";
import style from "./costing.module.css";

const fromWords = {
  norm: "story.from.norm",
  units: "story.from.units",
  still_planned: "story.from.still_planned",
} as const satisfies Partial<Record<BarKind, string>>;
const toWords = {
  quoted: "story.from.quoted",
  norm: "story.to.norm",
  units: "story.to.units",
  still_planned: "story.to.still_planned",
} as const satisfies Partial<Record<BarKind, string>>;
const oneSided: readonly BarKind[] = ["quoted", "rework", "scrap"];

const worded = <Words extends object>(words: Words, kind: BarKind): Words[keyof Words] | undefined =>
  kind in words ? words[kind as keyof Words] : undefined;

/** Why a bar is as long as it is: which material or person, at which stage, how much at which price. */
export function BarLines({ bar, name }: { readonly bar: StoryBar; readonly name: string }) {
  const texts = useTexts();
  const { t, exactMoney } = texts;
  const bothSides = !oneSided.includes(bar.kind);
  const from = t(worded(fromWords, bar.kind) ?? "story.from.quoted");
  const to = t(worded(toWords, bar.kind) ?? "story.to.real");
  return (
    <>
      <p className={style.why}>{t(`story.why.${bar.kind}`)}</p>
      {bar.lines.length === 0 ? (
        <p className={style.why}>{t("story.noLines")}</p>
      ) : (
        <div className={style.lines}>
          <table className="rows stacked">
            <caption className="unseen">{t("story.lines", { bar: name })}</caption>
            <thead>
              <tr>
                <th scope="col">{t("order.cost.what")}</th>
                <th scope="col">{t("board.stage")}</th>
                {bothSides && (
                  <th scope="col" className="figures">
                    {from}
                  </th>
                )}
                <th scope="col" className="figures">
                  {to}
                </th>
                <th scope="col" className="figures">
                  {t("order.cost.amount")}
                </th>
              </tr>
            </thead>
            <tbody>
              {bar.lines.map((line, place) => (
                <tr key={place}>
                  <td>{lineName(line, texts)}</td>
                  <td>
                    {line.cycle === 0
                      ? line.stageName
                      : t("order.cycle", { stage: line.stageName, cycle: line.cycle })}
                  </td>
                  {bothSides && (
                    <td className="figures" data-label={from}>
                      {measureInWords(line.from, line.unit, texts)}
                    </td>
                  )}
                  <td className="figures" data-label={to}>
                    {measureInWords(line.to, line.unit, texts)}
                  </td>
                  <td className="figures">
                    {bar.kind === "quoted" ? (
                      exactMoney(line.amount)
                    ) : (
                      <Difference amount={decimal(line.amount)} exact neutral={isNeutral(bar.kind)} />
                    )}
                  </td>
                </tr>
              ))}
              {bar.more.count > 0 && (
                <tr>
                  <td colSpan={bothSides ? 4 : 3}>{t("story.more", { count: bar.more.count })}</td>
                  <td className="figures">{exactMoney(bar.more.amount)}</td>
                </tr>
              )}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
