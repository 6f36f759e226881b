import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { lockStocktake, type Stocktake } from "#modules/inventory/store/stocktake.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** Locks a stocktake that is still being counted. */
export async function openStocktake(tx: Tx, stocktakeId: Id): Promise<Result<Stocktake>> {
  const stocktake = await lockStocktake(tx, stocktakeId);
  if (stocktake === null) return no("stocktake_unknown", {}, ["stocktakeId"]);
  if (stocktake.state !== "counting") return no("stocktake_over", { state: stocktake.state });
  return ok(stocktake);
}
