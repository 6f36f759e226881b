import { type Decimal, atLeastZero, greater, sum, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Lying } from "./batch-state.ts";

/** A count of a stocktake: what was there, and what the books said at that very moment. */
export type Count = { readonly counted: Decimal; readonly onHand: Decimal };
/** The same of one batch. */
export type BatchCount = Count & { readonly batchId: Id };

/**
 * What a count says is there now: the difference that it found is carried over what has moved since. Counting goes
 * on for hours, and what the floor took meanwhile is no difference. Where more has left since than was counted,
 * nothing is there.
 */
export function countedNow(count: Count, onHandNow: Decimal): Decimal {
  return atLeastZero(onHandNow.plus(count.counted).minus(count.onHand));
}

/**
 * The same where batches were counted one by one: each difference stays with its batch. What more has left of one
 * than was counted is made up by no other: batches that were not counted lie there as the books say.
 */
export function countedBatchesNow(
  count: Count & { readonly batches: readonly BatchCount[] },
  balance: Lying,
): { readonly counted: Decimal; readonly batches: readonly { batchId: Id; counted: Decimal }[] } {
  const levelOf = (batchId: Id): Decimal =>
    balance.batches.find((level) => level.batchId === batchId)?.quantity ?? zero;
  const batches = count.batches.map((batch) => ({
    batchId: batch.batchId,
    counted: countedNow(batch, levelOf(batch.batchId)),
  }));
  const named = new Set(count.batches.map((batch) => batch.batchId));
  const others = balance.batches.filter((level) => !named.has(level.batchId));
  const lying = sum([...others.map((level) => level.quantity), ...batches.map((batch) => batch.counted)]);
  return { counted: greater(countedNow(count, balance.onHand), lying), batches };
}
