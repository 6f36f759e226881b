import { changesOf } from "#kernel/changes.ts";
import { decimal } from "#kernel/decimal.ts";
import { no, ok } from "#kernel/result.ts";
import { catalogRoutes } from "#modules/catalog/contract/routes.ts";
import { lockVariant, updateVariant, type Variant } from "#modules/catalog/store/variant.ts";
import { defineCommand } from "../run-command.ts";

export const changeVariant = defineCommand(
  "changeVariant",
  catalogRoutes.changeVariant,
  async (tx, input, act) => {
    const before = await lockVariant(tx, input.variantId);
    if (before === null) return no("variant_unknown", {}, ["variantId"]);
    const { name, sku, barcode, attributes, archived } = input;
    const salePrice =
      input.salePrice === undefined || input.salePrice === null ? input.salePrice : decimal(input.salePrice);
    // A Big says itself as its plain text in JSON: compared and recorded as such.
    const changes = changesOf<Variant>(before, { name, sku, barcode, attributes, salePrice, archived });
    if (changes.none) return ok({});
    const version = before.version + 1;
    await updateVariant(tx, input.variantId, changes.fields, version);
    act.append({
      kind: "variant_changed",
      thing: "variant",
      thingId: input.variantId,
      version,
      data: changes.fromTo,
    });
    return ok({});
  },
);
