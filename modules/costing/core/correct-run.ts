import { type Decimal, decimal, roundMoney, sum, zero } from "#kernel/decimal.ts";
import type { Id, NewId } from "#kernel/id.ts";
import type { CostLine } from "./capture-run.ts";
import { labourAmount } from "./plan-cost.ts";

/**
 * What is captured is never computed again: a correction takes a line back by its mirror, and puts another beside
 * it, at the very rate or price that was captured. Source: domain.md section 6.
 */
export type CapturedLine = CostLine & {
  readonly runId: Id;
  /** null: the line stands */
  readonly reversedBy: "undone" | "corrected" | null;
};
export type CorrectionLine = CostLine & { readonly reversesId: Id | null };
/** A rate an hour, or a price a unit. */
export type Captured = { readonly rate: Decimal; readonly noPrice: boolean };

type Of = Pick<CostLine, "category" | "variantId" | "memberId">;

export const isOf = (line: CapturedLine, of: Of): boolean =>
  line.category === of.category && line.variantId === of.variantId && line.memberId === of.memberId;

export const standing = (lines: readonly CapturedLine[]): CapturedLine[] =>
  lines.filter((line) => line.reversedBy === null);

/** What was captured for the person or material, also where it has been corrected to nothing since. Oldest first. */
export function capturedRate(lines: readonly CapturedLine[], of: Of): Captured | null {
  const line =
    standing(lines).findLast((each) => isOf(each, of)) ??
    lines.findLast((each) => isOf(each, of) && each.reversedBy === "corrected");
  return line === undefined ? null : { rate: line.rate, noPrice: line.noPrice };
}

/** Takes the lines back and puts one of `quantity` in their place; none where it is zero. */
export function replaceLines(
  was: readonly CapturedLine[],
  now: Of & Captured & { readonly quantity: Decimal },
  newId: NewId,
): CorrectionLine[] {
  const reversed = was.map(({ runId: _, reversedBy: __, ...line }) => ({
    ...line,
    id: newId(),
    quantity: line.quantity.neg(),
    amount: line.amount.neg(),
    reversesId: line.id,
  }));
  if (now.quantity.eq(0)) return reversed;
  const amount =
    now.category === "labour"
      ? labourAmount(now.quantity.toNumber(), now.rate)
      : roundMoney(now.quantity.times(now.rate));
  return [...reversed, { ...now, id: newId(), amount, reversesId: null }];
}

/**
 * The labour of a run by the seconds that count now. A person keeps the rate that was captured; of one who had none,
 * the rate that was in effect when the run ended.
 */
export function correctLabour(
  lines: readonly CapturedLine[],
  seconds: ReadonlyMap<Id, number>,
  rateAtEnd: (memberId: Id) => Decimal | undefined,
  newId: NewId,
): CorrectionLine[] {
  const labour = lines.filter((line) => line.category === "labour");
  const members = new Set([...labour.flatMap((line) => line.memberId ?? []), ...seconds.keys()]);
  return [...members].flatMap((memberId) => {
    const of = { category: "labour" as const, variantId: null, memberId };
    const was = standing(labour).filter((line) => isOf(line, of));
    const quantity = decimal(seconds.get(memberId) ?? 0);
    if (sum(was.map((line) => line.quantity)).eq(quantity)) return [];
    const atEnd = rateAtEnd(memberId);
    const rate = capturedRate(labour, of) ?? { rate: atEnd ?? zero, noPrice: atEnd === undefined };
    return replaceLines(was, { ...of, ...rate, quantity }, newId);
  });
}

export const totalOfLines = (lines: readonly CorrectionLine[]): Decimal =>
  sum(lines.map((line) => line.amount));
