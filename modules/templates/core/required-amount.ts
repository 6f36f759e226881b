import { type Decimal, one, roundQuantity } from "#kernel/decimal.ts";

/** Amounts of a norm for the whole order, in the item's unit. */
export type AmountsOfNorm = {
  /** per unit, summed over the units */
  readonly perUnitSum: Decimal;
  readonly perBatch: Decimal;
  readonly loss: Decimal;
  readonly allowance: Decimal;
  readonly roundingStep: Decimal | null;
};

/**
 * (per unit, summed over the units + per batch) × (1 + allowance) ÷ (1 − loss), rounded half-up to 6 places and
 * only then up to the step: what is less than a millionth over a whole number of packs must not open another
 * pack. Source: domain.md section 2.
 */
export function requiredAmount(norm: AmountsOfNorm): Decimal {
  const plain = norm.perUnitSum.plus(norm.perBatch);
  const exact = plain.times(one.plus(norm.allowance)).div(one.minus(norm.loss));
  const required = roundQuantity(exact);
  const step = norm.roundingStep;
  if (step === null) return required;
  const rest = required.mod(step);
  return rest.eq(0) ? required : required.minus(rest).plus(step);
}
