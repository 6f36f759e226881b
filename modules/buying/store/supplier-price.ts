import { sql } from "kysely";
import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { insertRows } from "#server/database/write-rows.ts";

export type SupplierPrice = {
  readonly supplierId: Id;
  readonly variantId: Id;
  readonly price: Decimal;
  readonly packName: string | null;
  readonly packContains: Decimal | null;
  readonly articleNumber: string;
  readonly preferred: boolean;
  readonly withdrawn: boolean;
};

export const offerKey = (supplierId: Id, variantId: Id): string => `${supplierId} ${variantId}`;

/** What suppliers offer of variants now, by offerKey; withdrawn offers too. */
export async function findSupplierPrices(
  tx: Tx,
  pairs: readonly { readonly supplierId: Id; readonly variantId: Id }[],
): Promise<ReadonlyMap<string, SupplierPrice>> {
  const { rows } = await sql<SupplierPrice>`
    select distinct on (p.variant_id, p.supplier_id) p.supplier_id as "supplierId", p.variant_id as "variantId",
      p.price, p.pack_name as "packName", p.pack_contains as "packContains", p.article_number as "articleNumber",
      p.preferred, p.withdrawn
    from supplier_price p
    join (
      select distinct "supplierId", "variantId"
      from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as given("supplierId" uuid, "variantId" uuid)
    ) as k on p.supplier_id = k."supplierId" and p.variant_id = k."variantId"
    where p.workspace_id = ${tx.workspaceId}
    order by p.variant_id, p.supplier_id, p.valid_from desc, p.id desc`.execute(tx.db);
  return new Map(rows.map((row) => [offerKey(row.supplierId, row.variantId), row]));
}

/** Dated and never rewritten: the newest row of a supplier and a variant is in effect. */
export async function insertSupplierPrices(
  tx: Tx,
  rows: readonly (SupplierPrice & { readonly id: Id; readonly now: Date })[],
): Promise<void> {
  await insertRows(
    tx,
    "supplier_price",
    rows.map((row) => ({
      workspace_id: tx.workspaceId,
      id: row.id,
      supplier_id: row.supplierId,
      variant_id: row.variantId,
      price: row.price,
      pack_name: row.packName,
      pack_contains: row.packContains,
      article_number: row.articleNumber,
      preferred: row.preferred,
      withdrawn: row.withdrawn,
      valid_from: row.now,
    })),
  );
}
