import { zero } from "#kernel/decimal.ts";
import { asTexts, type Batch } from "./batch-state.ts";
import { changeBalance } from "./change-balance.ts";
import type { Stock, StockContext } from "./stock-state.ts";

/** A corrected date goes to wherever the batch lies: it is taken in its new turn. */
export function dateBatch(
  stock: Stock,
  { id: batchId, bestBefore }: Pick<Batch, "id" | "bestBefore">,
  context: StockContext,
): Stock {
  let after = stock;
  for (const balance of stock.state.balances.values()) {
    const level = balance.batches.find((candidate) => candidate.batchId === batchId);
    if (level === undefined || level.bestBefore === bestBefore) continue;
    const dated = asTexts([{ batchId, bestBefore, quantity: zero }]);
    after = changeBalance(after, { kind: "stock_batch_dated", balance, dated }, context);
  }
  return after;
}
