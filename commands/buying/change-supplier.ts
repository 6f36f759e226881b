import { changesOf } from "#kernel/changes.ts";
import { no, ok } from "#kernel/result.ts";
import { buyingRoutes } from "#modules/buying/contract/routes.ts";
import { lockSupplier, type Supplier, updateSupplier } from "#modules/buying/store/supplier.ts";
import { withoutPersonalData } from "../crm/personal-data.ts";
import { defineCommand } from "../run-command.ts";

export const changeSupplier = defineCommand(
  "changeSupplier",
  buyingRoutes.changeSupplier,
  async (tx, input, act) => {
    const { supplierId, ...wish } = input;
    const before = await lockSupplier(tx, supplierId);
    if (before === null) return no("supplier_unknown", {}, ["supplierId"]);
    const changes = changesOf<Supplier>(before, wish);
    if (changes.none) return ok({});
    const version = before.version + 1;
    await updateSupplier(tx, supplierId, changes.fields, version);
    const data = withoutPersonalData(changes.fromTo);
    act.append({ kind: "supplier_changed", thing: "supplier", thingId: supplierId, version, data });
    return ok({});
  },
);
