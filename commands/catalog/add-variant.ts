import { no, ok } from "#kernel/result.ts";
import { catalogRoutes } from "#modules/catalog/contract/routes.ts";
import { lockItem } from "#modules/catalog/store/item.ts";
import { insertListPrices } from "#modules/catalog/store/list-price.ts";
import { insertVariants } from "#modules/catalog/store/variant.ts";
import { defineCommand } from "../run-command.ts";
import { variantAdded } from "./variant-fact.ts";

export const addVariant = defineCommand("addVariant", catalogRoutes.addVariant, async (tx, input, act) => {
  if ((await lockItem(tx, input.itemId)) === null) return no("item_unknown", {}, ["itemId"]);
  const variant = { ...input, id: act.newId() };
  await insertVariants(tx, [variant]);
  if (input.listPrice !== null) {
    const price = { id: act.newId(), variantId: variant.id, price: input.listPrice, validFrom: act.now };
    await insertListPrices(tx, [price]);
  }
  act.append(variantAdded(variant));
  return ok({ variantId: variant.id });
});
