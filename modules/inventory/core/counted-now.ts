import { type Decimal, atLeastZero } from "#kernel/decimal.ts";

/** A count of a stocktake: what was there, and what the books said at that very moment. */
export type Count = { readonly counted: Decimal; readonly onHand: Decimal };

/**
 * What a count says is there now: the difference that it found is carried over what has moved since. Counting goes
 * on for hours, and what the floor took meanwhile is no difference. Where more has left since than was counted,
 * nothing is there.
 */
export function countedNow(count: Count, onHandNow: Decimal): Decimal {
  return atLeastZero(onHandNow.plus(count.counted).minus(count.onHand));
}
