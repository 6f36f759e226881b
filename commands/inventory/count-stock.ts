import { decimal } from "#kernel/decimal.ts";
import { no, ok } from "#kernel/result.ts";
import { inventoryRoutes } from "#modules/inventory/contract/routes.ts";
import { adjustStock } from "#modules/inventory/core/adjust-stock.ts";
import { balanceOf } from "#modules/inventory/core/stock-state.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { findUnknown } from "#modules/inventory/views/find-unknown.ts";
import { defineCommand } from "../run-command.ts";
import { stockContextOf } from "./stock-context.ts";

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

  const lines = input.lines.map((line) => ({ variantId: line.variantId, counted: decimal(line.counted) }));
  const before = await lockStock(
    tx,
    lines.map(({ variantId, counted }) => ({
      variantId,
      warehouseId,
      needed: (balance) => balance.onHand.minus(counted),
    })),
    { withYielding: true },
  );
  let stock = before;
  for (const { variantId, counted } of lines) {
    const balanceId = balanceOf(stock, variantId, warehouseId).id;
    stock = adjustStock(stock, { balanceId, counted, note }, stockContextOf(act));
  }
  await saveStock(tx, before, stock, act);
  return ok({ adjusted: stock.movements.length });
});
