import { type Decimal, decimal, text } from "#kernel/decimal.ts";
import { roundAmount } from "../production/round-amount.ts";
import { type ProductionTexts, useTexts } from "../production/texts.ts";
import { differenceOf, type BarAmount, type Step, type StoryBar } from "./story-steps.ts";
import style from "./costing.module.css";

export type StoryLine = StoryBar["lines"][number];

export function stepName(
  kind: Step["kind"],
  { t }: Pick<ProductionTexts, "t">,
  provisional: boolean,
): string {
  if (kind === "real") return t(provisional ? "story.bar.realSoFar" : "story.bar.real");
  return t(`story.bar.${kind}`);
}

/** With its sign: "+48.00", "−18.00". */
export function signed(amount: Decimal, worded: (amount: string) => string): string {
  return `${amount.gt(0) ? "+" : amount.lt(0) ? "−" : ""}${worded(text(amount.abs()))}`;
}

/** Fewer good units and what is not spent yet are neither dearer nor cheaper: the plan for them is off, that is all. */
export const isNeutral = (kind: Step["kind"]): boolean => kind === "units" || kind === "still_planned";

/** A difference: its sign, its colour, and an arrow for who does not see the colour. */
export function Difference({
  amount,
  exact = false,
  neutral = false,
}: {
  readonly amount: Decimal;
  readonly exact?: boolean;
  readonly neutral?: boolean;
}) {
  const { t, money, exactMoney } = useTexts();
  const worded = exact ? exactMoney : money;
  if (amount.eq(0)) return <>{worded("0")}</>;
  if (neutral) return <>{signed(amount, worded)}</>;
  const dearer = amount.gt(0);
  return (
    <span className={dearer ? style.dearer : style.cheaper}>
      <span aria-hidden>{dearer ? "▲ " : "▼ "}</span>
      {signed(amount, worded)}
      <span className="unseen"> {t(dearer ? "story.dearer" : "story.cheaper")}</span>
    </span>
  );
}

/** In one sentence: by how much it differs from the quote, and the two biggest reasons. */
export function storySentence(
  bars: readonly BarAmount[],
  provisional: boolean,
  { t, money, percent, list }: Pick<ProductionTexts, "t" | "money" | "percent" | "list">,
): string {
  const { quoted, difference, reasons } = differenceOf(bars);
  if (reasons.length === 0) return t("story.sentence.same");
  const dearer = difference.gte(0);
  const said = provisional
    ? dearer
      ? "story.sentence.expectedDearer"
      : "story.sentence.expectedCheaper"
    : dearer
      ? "story.sentence.dearer"
      : "story.sentence.cheaper";
  const share = quoted.eq(0) ? "–" : percent(text(difference.abs().div(quoted).round(4)));
  const because = reasons.map(({ kind, amount }) =>
    t("story.sentence.reason", { name: t(`story.bar.${kind}`), sum: signed(decimal(amount), money) }),
  );
  return `${t(said, { sum: money(text(difference.abs())), share })} ${t("story.sentence.reasons", { reasons: list(because) })}`;
}

/** "12.5 kg × 3.20"; without a rate, how much alone. */
export function measureInWords(
  side: StoryLine["from"],
  unit: string,
  { t, quantity, unitPrice }: Pick<ProductionTexts, "t" | "quantity" | "unitPrice">,
): string {
  if (side === null) return "";
  const much = quantity(roundAmount(side.quantity), unit);
  return side.rate === null ? much : t("story.times", { quantity: much, rate: unitPrice(side.rate) });
}

export function lineName(line: StoryLine, { t, list }: Pick<ProductionTexts, "t" | "list">): string {
  if (line.category !== "labour") return line.name === "" ? t("story.unnamed") : line.name;
  const name = line.name === "" ? t("story.wholeTime") : line.name;
  return line.people.length === 0 ? name : t("story.people", { name, people: list(line.people) });
}
