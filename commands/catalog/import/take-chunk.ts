import { decimal, roundMoney } from "#kernel/decimal.ts";
import { no, ok } from "#kernel/result.ts";
import { fillsStock } from "#modules/catalog/core/import/check-columns.ts";
import { indexItems } from "#modules/catalog/core/import/known-items.ts";
import { type RowToTake, type Taken, takeRows } from "#modules/catalog/core/import/take-rows.ts";
import { addToCounts, findItemImport, updateItemImport } from "#modules/catalog/store/item-import.ts";
import { nextRowsToTake, saveOutcomes } from "#modules/catalog/store/item-import-row.ts";
import { type ItemKeys, loadKnownItems } from "#modules/catalog/store/load-known-items.ts";
import { saveTaken } from "#modules/catalog/store/save-taken.ts";
import { receiveStock } from "#modules/inventory/core/receive-stock.ts";
import { balanceOf } from "#modules/inventory/core/stock-state.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { sendWrites } from "#server/database/write-rows.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { stockContextOf } from "../../inventory/stock-context.ts";
import { type Act, defineCommand } from "../../run-command.ts";
import { importSteps } from "./steps.ts";

/** So many rows are one transaction: some ten statements, and locks for a quarter of a second. */
export const rowsOfChunk = 500;

/**
 * Takes the next good rows. Whatever has been taken before stays out by its outcome, so that a file that a crash has
 * stopped goes on where it was.
 */
export const takeChunk = defineCommand("takeImportChunk", importSteps.takeChunk, async (tx, input, act) => {
  const before = await findItemImport(tx, input.importId, { lock: true });
  if (before === null || before.state !== "taking" || before.chunkCount !== input.chunk) {
    return ok({ ended: before?.state !== "taking" });
  }
  if (fillsStock(before.columns) && !act.may("stock.write"))
    return no("not_allowed", { action: "stock.write" });
  const rows = await nextRowsToTake(tx, before.id, rowsOfChunk);
  const known = indexItems(await loadKnownItems(tx, keysOf(rows), act.now, { lock: true }));
  const taken = takeRows(rows, known, act.newId);
  await saveTaken(tx, taken, act);
  for (const fact of taken.facts) act.append(fact);
  await receiveOpenings(tx, taken, act);

  const numbers = rows.map((row) => row.number);
  await saveOutcomes(tx, before.id, numbers, taken.failed);
  const ended = rows.length < rowsOfChunk;
  const version = before.version + 1;
  await addToCounts(tx, before.id, { taken: rows.length - taken.failed.size, failed: taken.failed.size });
  await updateItemImport(tx, before.id, {
    chunk_count: input.chunk + 1,
    version,
    ...(ended ? { state: "done", ended_at: act.now } : {}),
  });
  act.append({
    kind: ended ? "item_import_ended" : "item_import_chunk_taken",
    thing: "item_import",
    thingId: before.id,
    version,
    data: {
      ...(ended ? { from: "taking", to: "done" } : {}),
      chunk: input.chunk,
      taken: rows.length - taken.failed.size,
      failed: [...taken.failed.keys()],
    },
  });
  return ok({ ended });
});

function keysOf(rows: readonly RowToTake[]): ItemKeys {
  return {
    itemIds: rows.map((row) => row.itemId),
    variantIds: rows.map((row) => row.variantId),
    skus: rows.flatMap(({ wish }) => wish.sku ?? []),
    barcodes: rows.flatMap(({ wish }) => wish.barcode ?? []),
    names: [],
  };
}

/** What lies there when the books begin comes in as a receipt, at the price that the row says. */
async function receiveOpenings(tx: Tx, { openings }: Taken, act: Act): Promise<void> {
  if (openings.length === 0) return;
  // The balances' rows point at variants that may be among the writes.
  await sendWrites(tx);
  const before = await lockStock(tx, openings);
  let stock = before;
  for (const { variantId, warehouseId, quantity, price } of openings) {
    const amount = decimal(quantity);
    stock = receiveStock(
      stock,
      {
        balanceId: balanceOf(stock, variantId, warehouseId).id,
        quantity: amount,
        value: roundMoney(amount.times(decimal(price))),
        kind: "receipt",
      },
      stockContextOf(act),
    );
  }
  await saveStock(tx, before, stock, act);
}
