import { decimal, text } from "#kernel/decimal.ts";
import { no, ok } from "#kernel/result.ts";
import { takeNumbers } from "#modules/access/store/number-series.ts";
import { buyingRoutes } from "#modules/buying/contract/routes.ts";
import { readExpected } from "#modules/buying/views/read-expected.ts";
import { stockKey } from "#modules/inventory/store/stock.ts";
import { sayInUnit } from "../inventory/say-in-unit.ts";
import { defineCommand } from "../run-command.ts";
import { checkGoods, makePurchases, type WantedPurchase } from "./make-purchases.ts";

/**
 * Drafts of what was proposed, one for each supplier and warehouse. From here on the goods are expected, so the same
 * proposal comes no second time. Two people who take up one proposal wait in line for the number: the second one is
 * told that it has been ordered.
 */
export const createPurchases = defineCommand(
  "createPurchases",
  buyingRoutes.createPurchases,
  async (tx, input, act) => {
    const at = (field: "supplierId" | "warehouseId" | "variantId") =>
      input.rows.map((row, place) => ({ id: row[field], path: ["rows", place, field] }));
    const checked = await checkGoods(tx, {
      suppliers: at("supplierId"),
      warehouses: at("warehouseId"),
      variants: at("variantId"),
      amounts: input.rows.map((row, place) => ({ ...row, path: ["rows", place, "quantity"] })),
    });
    if (!checked.ok) return checked;

    const wanted = new Map<string, WantedPurchase>();
    for (const { supplierId, warehouseId, expected: _, ...line } of input.rows) {
      const key = `${supplierId} ${warehouseId}`;
      const lines = [...(wanted.get(key)?.lines ?? []), line];
      wanted.set(key, { supplierId, warehouseId, expectedDate: null, notes: "", lines });
    }
    const first = await takeNumbers(tx, "purchase", wanted.size, act.newId);
    const expected = await readExpected(tx, input.rows);
    const stale = input.rows.findIndex((row) => {
      const now = expected.get(stockKey(row.variantId, row.warehouseId)) ?? decimal(0);
      return row.expected !== undefined && now.gt(row.expected);
    });
    if (stale !== -1) {
      const row = input.rows[stale];
      const now = row && expected.get(stockKey(row.variantId, row.warehouseId));
      const said = { variantId: row?.variantId, expected: text(now ?? decimal(0)) };
      return sayInUnit(tx, no("proposal_stale", said, ["rows", stale]));
    }
    const purchases = await makePurchases(tx, act, [...wanted.values()], first, "proposal");
    return ok({
      purchases: purchases.map(({ id, number, supplierId }) => ({ purchaseId: id, number, supplierId })),
    });
  },
);
