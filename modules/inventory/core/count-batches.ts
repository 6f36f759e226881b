import { type Decimal, sum, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { adjustStock } from "./adjust-stock.ts";
import { type Batch, unknownOf } from "./batch-state.ts";
import { saidInUnit } from "./said-in-unit.ts";
import { type Stock, type StockContext, balanceById } from "./stock-state.ts";

export type Counting = {
  readonly balanceId: Id;
  /** all that is there, whatever the batch: zero or more */
  readonly counted: Decimal;
  readonly note: string;
  /** how much of it is of which batch; what lies of others is left as it is, the rest has no batch */
  readonly batches: readonly {
    readonly batch: Pick<Batch, "id" | "bestBefore">;
    readonly counted: Decimal;
  }[];
};

type Step = { readonly batch: Pick<Batch, "id" | "bestBefore"> | null; readonly difference: Decimal };

/**
 * A stocktake that tells batches apart: each difference is an adjustment of its own, what was found before what
 * is missing, so that nobody's reservation yields to what another batch makes up for. Without batches it is a plain
 * count. Refuses count_below_batches {counted, batches} where the batches add up to more than was counted.
 */
export function countBatches(stock: Stock, counting: Counting, context: StockContext): Result<Stock> {
  const { balanceId, counted, note } = counting;
  if (counting.batches.length === 0) return ok(adjustStock(stock, { balanceId, counted, note }, context));
  const balance = balanceById(stock, balanceId);
  const named = new Set(counting.batches.map(({ batch }) => batch.id));
  const others = sum(
    balance.batches.filter((level) => !named.has(level.batchId)).map((level) => level.quantity),
  );
  const inBatches = others.plus(sum(counting.batches.map((row) => row.counted)));
  if (inBatches.gt(counted)) {
    const below = no("count_below_batches", { counted: text(counted), batches: text(inBatches) });
    return saidInUnit(stock, balance.variantId, below);
  }
  const ofBatches = counting.batches.map(({ batch, counted: there }): Step => {
    const level = balance.batches.find((candidate) => candidate.batchId === batch.id);
    return { batch, difference: level === undefined ? there : there.minus(level.quantity) };
  });
  const hole = balance.onHand.lt(0) ? balance.onHand : balance.onHand.minus(balance.onHand);
  const withoutBatch: Step = {
    batch: null,
    difference: counted.minus(inBatches).minus(unknownOf(balance)).minus(hole),
  };
  const steps = [withoutBatch, ...ofBatches];
  let after = stock;
  for (const { batch, difference } of [
    ...steps.filter((step) => step.difference.gt(0)),
    ...steps.filter((step) => step.difference.lt(0)),
  ]) {
    after = adjustStock(
      after,
      {
        balanceId,
        counted: balanceById(after, balanceId).onHand.plus(difference),
        note,
        batch: batch === null ? null : { batchId: batch.id, bestBefore: batch.bestBefore },
      },
      context,
    );
  }
  return ok(after);
}
