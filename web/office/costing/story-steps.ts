import { type Decimal, decimal, sum, zero } from "#kernel/decimal.ts";
import type { OutputOf } from "#modules/routes.ts";

export type Story = OutputOf<"showCostStory">;
export type StoryBar = Story["bars"][number];
export type BarKind = StoryBar["kind"];
export type BarAmount = Pick<StoryBar, "kind" | "amount">;

/** A row of the waterfall: it leads from one running total to the next; a total stands on the ground. */
export type Step = {
  readonly kind: BarKind | "expected" | "real";
  readonly amount: Decimal;
  readonly from: Decimal;
  readonly to: Decimal;
  readonly isTotal: boolean;
};

/**
 * The bars as a waterfall, without those that change nothing. What is still planned comes last: before it stands what
 * all will have cost if the rest goes as planned, behind it what was spent so far.
 */
export function stepsOf(bars: readonly BarAmount[]): Step[] {
  const steps: Step[] = [];
  let sofar = zero;
  const total = (kind: Step["kind"]): void => {
    steps.push({ kind, amount: sofar, from: zero, to: sofar, isTotal: true });
  };
  for (const { kind, amount: told } of bars) {
    const amount = decimal(told);
    if (kind !== "quoted" && amount.eq(0)) continue;
    if (kind === "still_planned") total("expected");
    const to = sofar.plus(amount);
    steps.push({ kind, amount, from: sofar, to, isTotal: kind === "quoted" });
    sofar = to;
  }
  total("real");
  return steps;
}

// Most orders are in no batch: that it made no difference is nothing to say.
const unnamed: ReadonlySet<BarKind> = new Set(["quoted", "batch", "still_planned"]);

/** The bars that change nothing, which are named in one line. */
export const unchangedOf = (bars: readonly BarAmount[]): BarKind[] =>
  // What a batch made is told by the batch's own story.
  bars.some(({ kind, amount }) => kind === "batch" && !decimal(amount).eq(0))
    ? []
    : bars.filter(({ kind, amount }) => !unnamed.has(kind) && decimal(amount).eq(0)).map(({ kind }) => kind);

/** Where the drawing begins and ends; zero is always in it. */
export function scaleOf(steps: readonly Step[]): { readonly low: number; readonly high: number } {
  const ends = steps.flatMap(({ from, to }) => [Number(from.toFixed()), Number(to.toFixed())]);
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  return { low, high: high === low ? low + 1 : high };
}

/** By how much all differs from what was quoted (expected, while units are in work), and the bars that moved most. */
export function differenceOf(bars: readonly BarAmount[]): {
  readonly quoted: Decimal;
  readonly difference: Decimal;
  readonly reasons: readonly BarAmount[];
} {
  const changes = bars.filter(({ kind }) => kind !== "quoted" && kind !== "still_planned");
  const quoted = decimal(bars.find(({ kind }) => kind === "quoted")?.amount ?? "0");
  const reasons = changes
    .filter(({ amount }) => !decimal(amount).eq(0))
    .toSorted((a, b) => decimal(b.amount).abs().cmp(decimal(a.amount).abs()))
    .slice(0, 2);
  return { quoted, difference: sum(changes.map(({ amount }) => decimal(amount))), reasons };
}
