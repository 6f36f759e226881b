import { ok } from "#kernel/result.ts";
import { inventoryRoutes } from "#modules/inventory/contract/routes.ts";
import { insertWarehouses } from "#modules/inventory/store/warehouse-rows.ts";
import { defineCommand } from "../run-command.ts";

export const addWarehouse = defineCommand(
  "addWarehouse",
  inventoryRoutes.addWarehouse,
  async (tx, { name }, act) => {
    const warehouseId = act.newId();
    await insertWarehouses(tx, [{ id: warehouseId, name }]);
    act.append({
      kind: "warehouse_added",
      thing: "warehouse",
      thingId: warehouseId,
      version: 1,
      data: { name },
    });
    return ok({ warehouseId });
  },
);
