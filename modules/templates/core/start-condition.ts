import { type Decimal, text } from "#kernel/decimal.ts";
import { evaluateFormula, truthOf } from "./formula/formula.ts";
import { parseBodyFormula } from "./formula-values.ts";
import { startNames } from "./product-names.ts";

/** A deal's line as the condition of a start trigger sees it. */
export type LineToStart = {
  readonly quantity: number;
  /** names of the upsells on the line */
  readonly upsells: readonly string[];
  /** of the whole deal: what it is worth, and what of it is paid */
  readonly amount: Decimal;
  readonly paid: Decimal;
};

/** What can't be reckoned (a share of nothing) does not hold: better no order than one that nobody wanted. */
export function startsFor(condition: string | null, line: LineToStart): boolean {
  if (condition === null) return true;
  const formula = parseBodyFormula(condition);
  if (!formula.ok) return false;
  const plain = (names: readonly string[], value: Decimal) =>
    names.map((name) => [name, { amount: text(value), unit: null }] as const);
  const value = evaluateFormula(formula.value, {
    quantity: String(line.quantity),
    attributes: Object.fromEntries([
      ...plain(startNames.amount, line.amount),
      ...plain(startNames.paid, line.paid),
    ]),
    upsells: line.upsells,
  });
  const holds = value.ok ? truthOf(value.value) : value;
  return holds.ok && holds.value;
}
