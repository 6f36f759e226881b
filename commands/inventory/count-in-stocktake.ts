import { decimal, text, zero } from "#kernel/decimal.ts";
import { no, ok } from "#kernel/result.ts";
import { stocktakeRoutes } from "#modules/inventory/contract/stocktake-routes.ts";
import { readOnHand } from "#modules/inventory/store/read-stock.ts";
import {
  linesOfStocktake,
  updateStocktake,
  upsertStocktakeLine,
} from "#modules/inventory/store/stocktake.ts";
import { findUnknown } from "#modules/inventory/views/find-unknown.ts";
import { defineCommand } from "../run-command.ts";
import { stockContextOf } from "./stock-context.ts";
import { openStocktake } from "./open-stocktake.ts";

/** The books are read at the moment of the count, and kept beside it: the difference is between these two. */
export const countInStocktake = defineCommand(
  "countInStocktake",
  stocktakeRoutes.countInStocktake,
  async (tx, input, act) => {
    const { stocktakeId, variantId } = input;
    const opened = await openStocktake(tx, stocktakeId);
    if (!opened.ok) return opened;
    const { warehouseId } = opened.value;
    const unknown = await findUnknown(tx, { variantIds: [variantId], warehouseIds: [] });
    if (unknown.variants.size > 0) return no("variant_unknown", {}, ["variantId"]);
    const [line] = await linesOfStocktake(tx, stocktakeId, variantId);
    const onHand = await readOnHand(tx, variantId, warehouseId);
    const typed = decimal(input.counted);
    const before = input.add && line?.removed === false ? line : undefined;
    // What was counted before stands as it was then; what has moved since belongs to the books on both sides.
    const sofar = before === undefined ? zero : before.counted.plus(onHand).minus(before.onHand);
    const counted = sofar.lt(0) ? typed : sofar.plus(typed);
    const { memberId } = stockContextOf(act);
    await upsertStocktakeLine(tx, {
      id: act.newId(),
      stocktakeId,
      variantId,
      counted,
      onHand,
      by: memberId,
      at: act.now,
    });
    const version = await updateStocktake(tx, opened.value, null);
    act.append({
      kind: "stocktake_counted",
      thing: "stocktake",
      thingId: stocktakeId,
      version,
      data: { variantId, counted: text(counted), onHand: text(onHand) },
    });
    return ok({ counted: text(counted), difference: text(counted.minus(onHand)) });
  },
);
