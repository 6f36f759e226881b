import { no, ok } from "#kernel/result.ts";
import { catalogRoutes } from "#modules/catalog/contract/routes.ts";
import { lockItem } from "#modules/catalog/store/item.ts";
import { insertPack } from "#modules/catalog/store/pack.ts";
import { defineCommand } from "../run-command.ts";

export const addPack = defineCommand("addPack", catalogRoutes.addPack, async (tx, input, act) => {
  const { itemId, name, contains } = input;
  if ((await lockItem(tx, itemId)) === null) return no("item_unknown", {}, ["itemId"]);
  const packId = act.newId();
  await insertPack(tx, { id: packId, itemId, name, contains });
  act.append({
    kind: "pack_added",
    thing: "pack",
    thingId: packId,
    version: 1,
    data: { itemId, name, contains },
  });
  return ok({ packId });
});
