import { changesOf } from "#kernel/changes.ts";
import { no, ok } from "#kernel/result.ts";
import { catalogRoutes } from "#modules/catalog/contract/routes.ts";
import { type Item, lockItem, updateItem } from "#modules/catalog/store/item.ts";
import { liesInBatches } from "#modules/inventory/store/batch-rows.ts";
import { defineCommand } from "../run-command.ts";

export const changeItem = defineCommand("changeItem", catalogRoutes.changeItem, async (tx, input, act) => {
  const before = await lockItem(tx, input.itemId);
  if (before === null) return no("item_unknown", {}, ["itemId"]);
  const { name, shelfLifeDays, traced, asked, archived } = input;
  const changes = changesOf<Item>(before, { name, shelfLifeDays, traced, asked, archived });
  if (changes.none) return ok({});
  // Goods that spoil have batches all the same, by their dates.
  const spoils = (shelfLifeDays === undefined ? before.shelfLifeDays : shelfLifeDays) !== null;
  if (changes.fields.traced === false && !spoils && (await liesInBatches(tx, input.itemId))) {
    return no("batches_left", {}, ["traced"]);
  }
  const version = before.version + 1;
  await updateItem(tx, input.itemId, changes.fields, version);
  act.append({ kind: "item_changed", thing: "item", thingId: input.itemId, version, data: changes.fromTo });
  return ok({});
});
