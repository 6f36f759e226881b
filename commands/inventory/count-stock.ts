import { decimal } from "#kernel/decimal.ts";
import { no, ok } from "#kernel/result.ts";
import { inventoryRoutes } from "#modules/inventory/contract/routes.ts";
import { countBatches } from "#modules/inventory/core/count-batches.ts";
import { balanceOf } from "#modules/inventory/core/stock-state.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { findUnknown } from "#modules/inventory/views/find-unknown.ts";
import { defineCommand } from "../run-command.ts";
import { comingBatches } from "./coming-batches.ts";
import { stockContextOf } from "./stock-context.ts";
import { checkWholePieces } from "./whole-pieces.ts";

/** Stocktake: `adjusted` is how many lines differed. Reservations yield where less is there than was reserved. */
export const countStock = defineCommand("countStock", inventoryRoutes.countStock, async (tx, input, act) => {
  const { warehouseId, note } = input;
  const variantIds = input.lines.map((line) => line.variantId.toLowerCase());
  const twice = variantIds.findIndex((id, place) => variantIds.indexOf(id) !== place);
  if (twice !== -1) return no("variant_twice", {}, ["lines", twice, "variantId"]);
  const unknown = await findUnknown(tx, { variantIds, warehouseIds: [warehouseId] });
  if (unknown.warehouses.size > 0) return no("warehouse_unknown", {}, ["warehouseId"]);
  const place = variantIds.findIndex((id) => unknown.variants.has(id));
  if (place !== -1) return no("variant_unknown", {}, ["lines", place, "variantId"]);

  const whole = await checkWholePieces(
    tx,
    input.lines.flatMap(({ variantId, counted, batches }, at) => [
      ...batches.map((batch, part) => ({
        variantId,
        quantity: batch.counted,
        path: ["lines", at, "batches", part, "counted"],
      })),
      { variantId, quantity: counted, path: ["lines", at, "counted"] },
    ]),
  );
  if (!whole.ok) return whole;
  const named = input.lines.flatMap((line, at) =>
    line.batches.map((batch, part) => ({ line: at, variantId: line.variantId, batch, part })),
  );
  const again = named.find((row) =>
    named.some(
      (other) => other.line === row.line && other.part < row.part && other.batch.number === row.batch.number,
    ),
  );
  if (again !== undefined)
    return no("batch_twice", {}, ["lines", again.line, "batches", again.part, "number"]);
  // What is counted of a batch that nobody has received is a batch from now on.
  const batches = await comingBatches(
    tx,
    named.map((row) => ({ ...row, path: ["lines", row.line, "batches", row.part] })),
    act,
    { required: false },
  );
  if (!batches.ok) return batches;
  const lines = input.lines.map((line, at) => ({
    variantId: line.variantId,
    counted: decimal(line.counted),
    batches: named.flatMap((row, index) => {
      const batch = batches.value[index];
      return row.line !== at || batch === null || batch === undefined
        ? []
        : [{ batch, counted: decimal(row.batch.counted) }];
    }),
  }));
  const before = await lockStock(
    tx,
    lines.map(({ variantId, counted }) => ({
      variantId,
      warehouseId,
      // Batch by batch, more is found before what is missing goes: it can only yield less.
      needed: (balance) => balance.onHand.minus(counted),
    })),
    { withYielding: true },
  );
  let stock = before;
  for (const [at, { variantId, counted, batches: parts }] of lines.entries()) {
    const balanceId = balanceOf(stock, variantId, warehouseId).id;
    const after = countBatches(stock, { balanceId, counted, note, batches: parts }, stockContextOf(act));
    if (!after.ok) return no(after.refusal.code, after.refusal.data, ["lines", at, "counted"]);
    stock = after.value;
  }
  await saveStock(tx, before, stock, act);
  return ok({ adjusted: new Set(stock.movements.map((movement) => movement.balanceId)).size });
});
