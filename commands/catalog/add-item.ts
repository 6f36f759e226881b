import { no, ok } from "#kernel/result.ts";
import { catalogRoutes } from "#modules/catalog/contract/routes.ts";
import { isWholeUnit } from "#modules/catalog/core/sellable-unit.ts";
import { insertItem } from "#modules/catalog/store/item.ts";
import { insertListPrices } from "#modules/catalog/store/list-price.ts";
import { insertVariants } from "#modules/catalog/store/variant.ts";
import { defineCommand } from "../run-command.ts";
import { refuseCodeTwice, variantAdded } from "./variant-fact.ts";

export const addItem = defineCommand("addItem", catalogRoutes.addItem, async (tx, input, act) => {
  const { kind, name, unit, shelfLifeDays, traced = false, asked = [] } = input;
  if (kind === "product" && !isWholeUnit(unit)) return no("product_in_whole_units", { unit }, ["unit"]);
  const twice = refuseCodeTwice(input.variants);
  if (twice !== null) return twice;

  const itemId = act.newId();
  await insertItem(tx, { id: itemId, kind, name, unit, shelfLifeDays, traced, asked, now: act.now });
  act.append({
    kind: "item_added",
    thing: "item",
    thingId: itemId,
    version: 1,
    data: { kind, name, unit, shelfLifeDays, ...(traced ? { traced } : {}), asked },
  });
  const variants = input.variants.map((variant) => ({ ...variant, id: act.newId(), itemId }));
  await insertVariants(tx, variants);
  await insertListPrices(
    tx,
    variants.flatMap(({ id, listPrice }) =>
      listPrice === null ? [] : [{ id: act.newId(), variantId: id, price: listPrice, validFrom: act.now }],
    ),
  );
  for (const variant of variants) act.append(variantAdded(variant));
  return ok({ itemId, variantIds: variants.map((variant) => variant.id) });
});
