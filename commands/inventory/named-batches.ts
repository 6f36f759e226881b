import { decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { NamedBatch } from "#modules/inventory/core/pick-batches.ts";

/** Batches as they were asked for, as the rules read them. */
export function namedBatchesOf(
  asked: readonly { readonly batchId: Id; readonly quantity: string }[],
): readonly NamedBatch[] {
  return asked.map(({ batchId, quantity }) => ({ batchId, quantity: decimal(quantity) }));
}

/** The field that a refusal is about: the batches where they were named wrongly, else the other one. */
export function pathOfBatches(code: string, other: string): string[] {
  return code === "batch_short" || code === "batches_too_many" ? ["batches"] : [other];
}
