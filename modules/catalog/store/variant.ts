import { type Decimal, decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type Attributes = Record<string, { amount: string; unit: string } | { text: string }>;
export type Variant = {
  name: string;
  sku: string | null;
  barcode: string | null;
  attributes: Attributes;
  salePrice: Decimal | null;
  archived: boolean;
};
export type NewVariant = Omit<Variant, "archived" | "salePrice"> & {
  id: Id;
  itemId: Id;
  salePrice: string | null;
};

export async function insertVariants(tx: Tx, rows: readonly NewVariant[]): Promise<void> {
  await tx.db
    .insertInto("variant")
    .values(
      rows.map((row) => ({
        workspace_id: tx.workspaceId,
        id: row.id,
        item_id: row.itemId,
        name: row.name,
        sku: row.sku,
        barcode: row.barcode,
        attributes: JSON.stringify(row.attributes),
        sale_price: row.salePrice === null ? null : decimal(row.salePrice),
      })),
    )
    .execute();
}

export async function lockVariant(tx: Tx, id: Id): Promise<(Variant & { version: number }) | null> {
  const row = await tx.db
    .selectFrom("variant")
    .select(["name", "sku", "barcode", "attributes", "sale_price", "archived", "version"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (row === undefined) return null;
  const { sale_price: salePrice, attributes, ...rest } = row;
  return { ...rest, salePrice, attributes: attributes as Attributes };
}

export async function updateVariant(
  tx: Tx,
  id: Id,
  changed: Partial<Variant>,
  version: number,
): Promise<void> {
  await tx.db
    .updateTable("variant")
    .set({
      ...(changed.name === undefined ? {} : { name: changed.name }),
      ...(changed.sku === undefined ? {} : { sku: changed.sku }),
      ...(changed.barcode === undefined ? {} : { barcode: changed.barcode }),
      ...(changed.attributes === undefined ? {} : { attributes: JSON.stringify(changed.attributes) }),
      ...(changed.salePrice === undefined ? {} : { sale_price: changed.salePrice }),
      ...(changed.archived === undefined ? {} : { archived: changed.archived }),
      version,
    })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}

/** Of the ids, those that can be sold or made now, with their item. */
export async function findVariantsInUse(tx: Tx, ids: readonly Id[]): Promise<Map<Id, { itemId: Id }>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.db
    .selectFrom("variant as v")
    .innerJoin("item as i", (join) =>
      join.onRef("i.workspace_id", "=", "v.workspace_id").onRef("i.id", "=", "v.item_id"),
    )
    .select(["v.id", "v.item_id"])
    .where("v.workspace_id", "=", tx.workspaceId)
    .where("v.id", "in", [...ids])
    .where("v.archived", "=", false)
    .where("i.archived", "=", false)
    .execute();
  return new Map(rows.map((row) => [row.id, { itemId: row.item_id }]));
}
