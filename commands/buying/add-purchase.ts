import { ok } from "#kernel/result.ts";
import { takeNumber } from "#modules/access/store/number-series.ts";
import { buyingRoutes } from "#modules/buying/contract/routes.ts";
import { defineCommand } from "../run-command.ts";
import { checkGoods, makePurchases } from "./make-purchases.ts";

export const addPurchase = defineCommand("addPurchase", buyingRoutes.addPurchase, async (tx, input, act) => {
  const checked = await checkGoods(tx, {
    suppliers: [{ id: input.supplierId, path: ["supplierId"] }],
    warehouses: [{ id: input.warehouseId, path: ["warehouseId"] }],
    variants: input.lines.map((line, place) => ({
      id: line.variantId,
      path: ["lines", place, "variantId"],
    })),
    amounts: input.lines.map((line, place) => ({ ...line, path: ["lines", place, "quantity"] })),
  });
  if (!checked.ok) return checked;
  const number = await takeNumber(tx, "purchase", act.newId);
  const [purchase] = await makePurchases(tx, act, [input], number, "hand");
  if (purchase === undefined) throw new Error("One was asked for");
  return ok({ purchaseId: purchase.id, number });
});
