import { ok } from "#kernel/result.ts";
import { stocktakeRoutes } from "#modules/inventory/contract/stocktake-routes.ts";
import { updateStocktake } from "#modules/inventory/store/stocktake.ts";
import { defineCommand } from "../run-command.ts";
import { stockContextOf } from "./stock-context.ts";
import { openStocktake } from "./open-stocktake.ts";

export const cancelStocktake = defineCommand(
  "cancelStocktake",
  stocktakeRoutes.cancelStocktake,
  async (tx, { stocktakeId }, act) => {
    const opened = await openStocktake(tx, stocktakeId);
    if (!opened.ok) return opened;
    const ended = {
      state: "cancelled",
      by: stockContextOf(act).memberId,
      at: act.now,
      adjusted: null,
    } as const;
    const version = await updateStocktake(tx, opened.value, ended);
    act.append({ kind: "stocktake_cancelled", thing: "stocktake", thingId: stocktakeId, version, data: {} });
    return ok({});
  },
);
