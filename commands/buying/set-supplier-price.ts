import { decimal } from "#kernel/decimal.ts";
import { no, ok } from "#kernel/result.ts";
import { buyingRoutes } from "#modules/buying/contract/routes.ts";
import { findUnknown } from "#modules/inventory/views/find-unknown.ts";
import { defineCommand } from "../run-command.ts";
import { keepPrices } from "./keep-prices.ts";

/** The preferred one of a variant is whoever was last said to be: nothing has to be taken from another supplier. */
export const setSupplierPrice = defineCommand(
  "setSupplierPrice",
  buyingRoutes.setSupplierPrice,
  async (tx, input, act) => {
    const { supplierId, variantId, price, pack, articleNumber, preferred, withdrawn } = input;
    const unknown = await findUnknown(tx, { variantIds: [variantId], warehouseIds: [] });
    if (unknown.variants.size > 0) return no("variant_unknown", {}, ["variantId"]);
    const found = await keepPrices(tx, act, supplierId, [variantId], () => ({
      variantId,
      price: decimal(price),
      packName: pack?.name ?? null,
      packContains: pack === null ? null : decimal(pack.contains),
      articleNumber,
      preferred: preferred && !withdrawn,
      withdrawn,
    }));
    return found ? ok({}) : no("supplier_unknown", {}, ["supplierId"]);
  },
);
