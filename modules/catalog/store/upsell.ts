import { type Decimal, decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export async function insertUpsell(
  tx: Tx,
  row: { id: Id; itemId: Id; name: string; price: string },
): Promise<void> {
  await tx.db
    .insertInto("upsell")
    .values({
      workspace_id: tx.workspaceId,
      id: row.id,
      item_id: row.itemId,
      name: row.name,
      price: decimal(row.price),
    })
    .execute();
}

export type Upsell = { name: string; price: Decimal; archived: boolean };

export async function lockUpsell(tx: Tx, id: Id): Promise<(Upsell & { version: number }) | null> {
  const row = await tx.db
    .selectFrom("upsell")
    .select(["name", "price", "archived", "version"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function updateUpsell(tx: Tx, id: Id, changed: Partial<Upsell>, version: number): Promise<void> {
  await tx.db
    .updateTable("upsell")
    .set({ ...changed, version })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}

export type UpsellOffer = { readonly itemId: Id; readonly price: Decimal };

/** Of the ids, those that can be sold now. */
export async function findUpsellsInUse(tx: Tx, ids: readonly Id[]): Promise<Map<Id, UpsellOffer>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.db
    .selectFrom("upsell")
    .select(["id", "item_id", "price"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "in", [...ids])
    .where("archived", "=", false)
    .execute();
  return new Map(rows.map((row) => [row.id, { itemId: row.item_id, price: row.price }]));
}
