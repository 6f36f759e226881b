import { sum, text, zero } from "#kernel/decimal.ts";
import { no, ok } from "#kernel/result.ts";
import { stocktakeRoutes } from "#modules/inventory/contract/stocktake-routes.ts";
import { countBatches } from "#modules/inventory/core/count-batches.ts";
import { countedBatchesNow } from "#modules/inventory/core/counted-now.ts";
import { type Balance, balanceOf } from "#modules/inventory/core/stock-state.ts";
import { datesOfBatches } from "#modules/inventory/store/batch-rows.ts";
import { variantsInWarehouse } from "#modules/inventory/store/read-stock.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { linesOfStocktake, updateStocktake, writeAdjusted } from "#modules/inventory/store/stocktake.ts";
import { defineCommand } from "../run-command.ts";
import { stockContextOf } from "./stock-context.ts";
import { openStocktake } from "./open-stocktake.ts";

/** Books what the counts found; reservations yield where less is there than was reserved. */
export const postStocktake = defineCommand(
  "postStocktake",
  stocktakeRoutes.postStocktake,
  async (tx, { stocktakeId, uncounted }, act) => {
    const opened = await openStocktake(tx, stocktakeId);
    if (!opened.ok) return opened;
    const { warehouseId, note } = opened.value;
    const counts = new Map(
      (await linesOfStocktake(tx, stocktakeId))
        .filter((line) => !line.removed)
        .map((line) => [line.variantId, line]),
    );
    const others =
      uncounted === "stay"
        ? []
        : (await variantsInWarehouse(tx, warehouseId)).filter((variantId) => !counts.has(variantId));
    const variantIds = [...counts.keys(), ...others];
    if (variantIds.length === 0) return no("stocktake_empty");

    const dates = await datesOfBatches(
      tx,
      [...counts.values()].flatMap((count) => count.batches.map((batch) => batch.batchId)),
    );
    const foundAt = (balance: Balance) => {
      const count = counts.get(balance.variantId);
      return count === undefined ? { counted: zero, batches: [] } : countedBatchesNow(count, balance);
    };
    const before = await lockStock(
      tx,
      variantIds.map((variantId) => ({
        variantId,
        warehouseId,
        needed: (balance) => balance.onHand.minus(foundAt(balance).counted),
      })),
      { withYielding: true },
    );
    const context = stockContextOf(act);
    let stock = before;
    const adjusted = variantIds.flatMap((variantId) => {
      const balance = balanceOf(stock, variantId, warehouseId);
      const count = counts.get(variantId) ?? { counted: zero, onHand: balance.onHand };
      const movementsBefore = stock.movements.length;
      const found = foundAt(balance);
      const batches = found.batches.map(({ batchId, counted }) => {
        const level = balance.batches.find((lying) => lying.batchId === batchId);
        const bestBefore = level === undefined ? (dates.get(batchId) ?? null) : level.bestBefore;
        return { batch: { id: batchId, bestBefore }, counted };
      });
      const counting = { balanceId: balance.id, counted: found.counted, note, batches };
      const after = countBatches(stock, counting, context);
      if (!after.ok) throw new Error(`Counted batches exceed their sum: ${after.refusal.code}`);
      stock = after.value;
      const made = stock.movements.slice(movementsBefore);
      if (made.length === 0) return [];
      return [
        {
          id: act.newId(),
          variantId,
          counted: count.counted,
          onHand: count.onHand,
          adjusted: sum(made.map((movement) => movement.quantity)),
          value: sum(made.map((movement) => movement.value)),
        },
      ];
    });
    await saveStock(tx, before, stock, act);
    const who = { by: context.memberId, at: act.now };
    await writeAdjusted(tx, stocktakeId, adjusted, who);
    const version = await updateStocktake(tx, opened.value, {
      state: "posted",
      ...who,
      adjusted: adjusted.length,
    });
    act.append({
      kind: "stocktake_posted",
      thing: "stocktake",
      thingId: stocktakeId,
      version,
      data: {
        uncounted,
        adjusted: adjusted.map(({ variantId, adjusted: quantity, value }) => ({
          variantId,
          quantity: text(quantity),
          value: text(value),
        })),
      },
    });
    return ok({ adjusted: adjusted.length });
  },
);
