import { decimal, text } from "#kernel/decimal.ts";
import { no, ok } from "#kernel/result.ts";
import { inventoryRoutes } from "#modules/inventory/contract/routes.ts";
import { lockMinimumLevel, updateMinimumLevel } from "#modules/inventory/store/minimum-level.ts";
import { lockStock } from "#modules/inventory/store/stock.ts";
import { findUnknown } from "#modules/inventory/views/find-unknown.ts";
import { defineCommand } from "../run-command.ts";

/** How much is to be there at least, and what it is filled up to; a minimum of 0 takes the level away. */
export const setMinimumLevel = defineCommand(
  "setMinimumLevel",
  inventoryRoutes.setMinimumLevel,
  async (tx, input, act) => {
    const { variantId, warehouseId } = input;
    const unknown = await findUnknown(tx, { variantIds: [variantId], warehouseIds: [warehouseId] });
    if (unknown.variants.size > 0) return no("variant_unknown", {}, ["variantId"]);
    if (unknown.warehouses.size > 0) return no("warehouse_unknown", {}, ["warehouseId"]);
    const minimum = decimal(input.minimum);
    const fillUpTo = minimum.eq(0) || input.fillUpTo === null ? null : decimal(input.fillUpTo);
    if (fillUpTo?.lt(minimum) === true) return no("fill_below_minimum", {}, ["fillUpTo"]);

    // The list of stock is a list of balances: the level of what was never there has to be seen too.
    await lockStock(tx, [{ variantId, warehouseId, needed: decimal(0) }]);
    const before = await lockMinimumLevel(tx, { variantId, warehouseId }, act.newId);
    const same =
      before.minimum.eq(minimum) &&
      (before.fillUpTo === null ? fillUpTo === null : fillUpTo !== null && before.fillUpTo.eq(fillUpTo));
    if (same) return ok({});
    const version = before.version + 1;
    await updateMinimumLevel(tx, { id: before.id, minimum, fillUpTo, version });
    act.append({
      kind: "minimum_level_set",
      thing: "minimum_level",
      thingId: before.id,
      version,
      data: {
        variantId,
        warehouseId,
        minimum: { from: text(before.minimum), to: text(minimum) },
        fillUpTo: {
          from: before.fillUpTo === null ? null : text(before.fillUpTo),
          to: fillUpTo === null ? null : text(fillUpTo),
        },
      },
    });
    return ok({});
  },
);
