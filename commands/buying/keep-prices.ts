import { decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { lockSupplier, updateSupplier } from "#modules/buying/store/supplier.ts";
import {
  findSupplierPrices,
  insertSupplierPrices,
  offerKey,
  type SupplierPrice,
} from "#modules/buying/store/supplier-price.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { Act } from "../run-command.ts";

export type NewPrice = Omit<SupplierPrice, "supplierId">;

/**
 * Writes what a supplier offers from now on, where that differs from what is in effect; `wish` makes the new row of
 * the one before (null: none was). Under the supplier's lock; one fact for all of them. Answers false where there is
 * no such supplier.
 */
export async function keepPrices(
  tx: Tx,
  act: Act,
  supplierId: Id,
  variantIds: readonly Id[],
  wish: (variantId: Id, before: SupplierPrice | null) => NewPrice,
): Promise<boolean> {
  const supplier = await lockSupplier(tx, supplierId);
  if (supplier === null) return false;
  const before = await findSupplierPrices(
    tx,
    variantIds.map((variantId) => ({ supplierId, variantId })),
  );
  const changed = variantIds.flatMap((variantId) => {
    const old = before.get(offerKey(supplierId, variantId)) ?? null;
    const row = { ...wish(variantId, old), supplierId };
    if (old === null ? row.withdrawn : isSame(old, row)) return [];
    return [{ row, old }];
  });
  if (changed.length === 0) return true;
  await insertSupplierPrices(
    tx,
    changed.map(({ row }) => ({ ...row, id: act.newId(), now: act.now })),
  );
  const version = supplier.version + 1;
  await updateSupplier(tx, supplierId, {}, version);
  act.append({
    kind: "supplier_price_set",
    thing: "supplier",
    thingId: supplierId,
    version,
    data: {
      prices: changed.map(({ row, old }) => ({
        variantId: row.variantId,
        price: { from: old === null || old.withdrawn ? null : text(decimal(old.price)), to: text(row.price) },
        pack:
          row.packName === null || row.packContains === null
            ? null
            : { name: row.packName, contains: text(row.packContains) },
        articleNumber: row.articleNumber,
        preferred: row.preferred,
        withdrawn: row.withdrawn,
      })),
    },
  });
  return true;
}

function isSame(a: NewPrice, b: NewPrice): boolean {
  const contains = (row: NewPrice): string | null => row.packContains && text(decimal(row.packContains));
  return (
    decimal(a.price).eq(b.price) &&
    a.packName === b.packName &&
    contains(a) === contains(b) &&
    a.articleNumber === b.articleNumber &&
    a.preferred === b.preferred &&
    a.withdrawn === b.withdrawn
  );
}
