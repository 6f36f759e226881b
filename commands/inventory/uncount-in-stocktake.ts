import { no, ok } from "#kernel/result.ts";
import { stocktakeRoutes } from "#modules/inventory/contract/stocktake-routes.ts";
import {
  linesOfStocktake,
  removeStocktakeLine,
  updateStocktake,
} from "#modules/inventory/store/stocktake.ts";
import { defineCommand } from "../run-command.ts";
import { openStocktake } from "./open-stocktake.ts";

export const uncountInStocktake = defineCommand(
  "uncountInStocktake",
  stocktakeRoutes.uncountInStocktake,
  async (tx, { stocktakeId, variantId }, act) => {
    const opened = await openStocktake(tx, stocktakeId);
    if (!opened.ok) return opened;
    const [line] = await linesOfStocktake(tx, stocktakeId, variantId);
    if (line === undefined) return no("variant_unknown", {}, ["variantId"]);
    if (line.removed) return ok({});
    await removeStocktakeLine(tx, stocktakeId, variantId);
    const version = await updateStocktake(tx, opened.value, null);
    act.append({
      kind: "stocktake_uncounted",
      thing: "stocktake",
      thingId: stocktakeId,
      version,
      data: { variantId },
    });
    return ok({});
  },
);
