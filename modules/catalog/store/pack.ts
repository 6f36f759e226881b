import { type Decimal, decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type Pack = { name: string; contains: Decimal; archived: boolean };

export async function insertPack(
  tx: Tx,
  row: { id: Id; itemId: Id; name: string; contains: string },
): Promise<void> {
  await tx.db
    .insertInto("pack")
    .values({
      workspace_id: tx.workspaceId,
      id: row.id,
      item_id: row.itemId,
      name: row.name,
      contains: decimal(row.contains),
    })
    .execute();
}

export async function lockPack(tx: Tx, id: Id): Promise<(Pack & { version: number }) | null> {
  const row = await tx.db
    .selectFrom("pack")
    .select(["name", "contains", "archived", "version"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function updatePack(tx: Tx, id: Id, changed: Partial<Pack>, version: number): Promise<void> {
  await tx.db
    .updateTable("pack")
    .set({ ...changed, version })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}
