import { changesOf } from "#kernel/changes.ts";
import { decimal } from "#kernel/decimal.ts";
import { no, ok } from "#kernel/result.ts";
import { catalogRoutes } from "#modules/catalog/contract/routes.ts";
import { lockUpsell, updateUpsell, type Upsell } from "#modules/catalog/store/upsell.ts";
import { defineCommand } from "../run-command.ts";

/** Lines of deals carry the price at which it was sold to them. */
export const changeUpsell = defineCommand(
  "changeUpsell",
  catalogRoutes.changeUpsell,
  async (tx, input, act) => {
    const before = await lockUpsell(tx, input.upsellId);
    if (before === null) return no("upsell_unknown", {}, ["upsellId"]);
    const { name, archived } = input;
    const price = input.price === undefined ? undefined : decimal(input.price);
    const changes = changesOf<Upsell>(before, { name, price, archived });
    if (changes.none) return ok({});
    const version = before.version + 1;
    await updateUpsell(tx, input.upsellId, changes.fields, version);
    const data = changes.fromTo;
    act.append({ kind: "upsell_changed", thing: "upsell", thingId: input.upsellId, version, data });
    return ok({});
  },
);
