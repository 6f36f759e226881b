import { decimal } from "#kernel/decimal.ts";
import { no, ok } from "#kernel/result.ts";
import { inventoryRoutes } from "#modules/inventory/contract/routes.ts";
import { balanceOf } from "#modules/inventory/core/stock-state.ts";
import { transferStock as transfer } from "#modules/inventory/core/transfer-stock.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { findUnknown } from "#modules/inventory/views/find-unknown.ts";
import { defineCommand } from "../run-command.ts";
import { namedBatchesOf, pathOfBatches } from "./named-batches.ts";
import { stockContextOf } from "./stock-context.ts";

export const transferStock = defineCommand(
  "transferStock",
  inventoryRoutes.transferStock,
  async (tx, input, act) => {
    const { variantId, fromWarehouseId, toWarehouseId, note } = input;
    if (fromWarehouseId.toLowerCase() === toWarehouseId.toLowerCase()) {
      return no("same_warehouse", {}, ["toWarehouseId"]);
    }
    const unknown = await findUnknown(tx, {
      variantIds: [variantId],
      warehouseIds: [fromWarehouseId, toWarehouseId],
    });
    if (unknown.variants.size > 0) return no("variant_unknown", {}, ["variantId"]);
    if (unknown.warehouses.has(fromWarehouseId)) return no("warehouse_unknown", {}, ["fromWarehouseId"]);
    if (unknown.warehouses.has(toWarehouseId)) return no("warehouse_unknown", {}, ["toWarehouseId"]);

    const before = await lockStock(tx, [
      { variantId, warehouseId: fromWarehouseId },
      { variantId, warehouseId: toWarehouseId },
    ]);
    const after = transfer(
      before,
      {
        fromBalanceId: balanceOf(before, variantId, fromWarehouseId).id,
        toBalanceId: balanceOf(before, variantId, toWarehouseId).id,
        quantity: decimal(input.quantity),
        batches: namedBatchesOf(input.batches),
        note,
      },
      stockContextOf(act),
    );
    if (!after.ok) {
      const { code, data } = after.refusal;
      return no(code, data, pathOfBatches(code, "quantity"));
    }
    await saveStock(tx, before, after.value, act);
    return ok({});
  },
);
