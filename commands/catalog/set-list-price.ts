import { text } from "#kernel/decimal.ts";
import { no, ok } from "#kernel/result.ts";
import { catalogRoutes } from "#modules/catalog/contract/routes.ts";
import { findListPrice, insertListPrices } from "#modules/catalog/store/list-price.ts";
import { lockVariant, updateVariant } from "#modules/catalog/store/variant.ts";
import { defineCommand } from "../run-command.ts";

export const setListPrice = defineCommand(
  "setListPrice",
  catalogRoutes.setListPrice,
  async (tx, input, act) => {
    const { variantId } = input;
    const variant = await lockVariant(tx, variantId);
    if (variant === null) return no("variant_unknown", {}, ["variantId"]);
    const before = await findListPrice(tx, variantId, act.now);
    if (before !== null && before.eq(input.price)) return ok({});
    await insertListPrices(tx, [{ id: act.newId(), variantId, price: input.price, validFrom: act.now }]);
    const version = variant.version + 1;
    await updateVariant(tx, variantId, {}, version);
    act.append({
      kind: "list_price_set",
      thing: "variant",
      thingId: variantId,
      version,
      data: {
        from: before === null ? null : text(before),
        to: input.price,
        validFrom: act.now.toISOString(),
      },
    });
    return ok({});
  },
);
