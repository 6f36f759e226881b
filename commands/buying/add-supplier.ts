import { ok } from "#kernel/result.ts";
import { buyingRoutes } from "#modules/buying/contract/routes.ts";
import { insertSupplier } from "#modules/buying/store/supplier.ts";
import { defineCommand } from "../run-command.ts";

export const addSupplier = defineCommand("addSupplier", buyingRoutes.addSupplier, async (tx, input, act) => {
  const supplierId = act.newId();
  await insertSupplier(tx, { ...input, id: supplierId, now: act.now });
  act.append({
    kind: "supplier_added",
    thing: "supplier",
    thingId: supplierId,
    version: 1,
    data: { name: input.name, leadDays: input.leadDays },
  });
  return ok({ supplierId });
});
