import { no, ok } from "#kernel/result.ts";
import { catalogRoutes } from "#modules/catalog/contract/routes.ts";
import { lockItem } from "#modules/catalog/store/item.ts";
import { insertUpsell } from "#modules/catalog/store/upsell.ts";
import { defineCommand } from "../run-command.ts";

export const addUpsell = defineCommand("addUpsell", catalogRoutes.addUpsell, async (tx, input, act) => {
  if ((await lockItem(tx, input.itemId)) === null) return no("item_unknown", {}, ["itemId"]);
  const upsellId = act.newId();
  const { itemId, name, price } = input;
  await insertUpsell(tx, { id: upsellId, itemId, name, price });
  act.append({
    kind: "upsell_added",
    thing: "upsell",
    thingId: upsellId,
    version: 1,
    data: { itemId, name, price },
  });
  return ok({ upsellId });
});
