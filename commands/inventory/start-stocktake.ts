import { no, ok } from "#kernel/result.ts";
import { stocktakeRoutes } from "#modules/inventory/contract/stocktake-routes.ts";
import { insertStocktake, isCounting } from "#modules/inventory/store/stocktake.ts";
import { findUnknown } from "#modules/inventory/views/find-unknown.ts";
import { defineCommand } from "../run-command.ts";
import { stockContextOf } from "./stock-context.ts";

export const startStocktake = defineCommand(
  "startStocktake",
  stocktakeRoutes.startStocktake,
  async (tx, { warehouseId, note }, act) => {
    const unknown = await findUnknown(tx, { variantIds: [], warehouseIds: [warehouseId] });
    if (unknown.warehouses.size > 0) return no("warehouse_unknown", {}, ["warehouseId"]);
    if (await isCounting(tx, warehouseId)) return no("stocktake_counting", {}, ["warehouseId"]);
    const stocktakeId = act.newId();
    await insertStocktake(tx, {
      id: stocktakeId,
      warehouseId,
      note,
      by: stockContextOf(act).memberId,
      at: act.now,
    });
    act.append({
      kind: "stocktake_started",
      thing: "stocktake",
      thingId: stocktakeId,
      version: 1,
      data: { warehouseId, note },
    });
    return ok({ stocktakeId });
  },
);
