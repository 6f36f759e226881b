import { changesOf } from "#kernel/changes.ts";
import { no, ok } from "#kernel/result.ts";
import { inventoryRoutes } from "#modules/inventory/contract/routes.ts";
import { dateBatch } from "#modules/inventory/core/date-batch.ts";
import { batchWithNumber, lockBatch, warehousesOfVariant } from "#modules/inventory/store/batch-rows.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { defineCommand } from "../run-command.ts";
import { stockContextOf } from "./stock-context.ts";

/** What was typed wrongly is put right; a date also where the batch lies, so that what expires first goes first. */
export const changeBatch = defineCommand(
  "changeBatch",
  inventoryRoutes.changeBatch,
  async (tx, input, act) => {
    const { batchId, number, bestBefore, supplier, note } = input;
    const batch = await lockBatch(tx, batchId);
    if (batch === null) return no("batch_unknown", {}, ["batchId"]);
    const changes = changesOf(
      { number: batch.number, bestBefore: batch.bestBefore, supplier: batch.supplier, note: batch.note },
      { number, bestBefore, supplier, note },
    );
    if (changes.none) return ok({});
    const after = { ...batch, ...changes.fields, version: batch.version + 1 };
    if (
      after.number !== batch.number &&
      (await batchWithNumber(tx, batch.variantId, after.number)) !== null
    ) {
      return no("batch_number_taken", {}, ["number"]);
    }
    const places = await warehousesOfVariant(tx, batch.variantId);
    const before = await lockStock(
      tx,
      places.map((warehouseId) => ({ variantId: batch.variantId, warehouseId })),
    );
    const change = { batch: after, kind: "batch_changed", data: changes.fromTo } as const;
    const dated = dateBatch(before, after, stockContextOf(act));
    await saveStock(tx, before, { ...dated, batches: [...dated.batches, change] }, act);
    return ok({});
  },
);
