import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type Item = { name: string; shelfLifeDays: number | null; archived: boolean };

export async function insertItem(
  tx: Tx,
  row: { id: Id; kind: string; name: string; unit: string; shelfLifeDays: number | null; now: Date },
): Promise<void> {
  await tx.db
    .insertInto("item")
    .values({
      workspace_id: tx.workspaceId,
      id: row.id,
      kind: row.kind,
      name: row.name,
      unit: row.unit,
      shelf_life_days: row.shelfLifeDays,
      created_at: row.now,
    })
    .execute();
}

export async function lockItem(tx: Tx, id: Id): Promise<(Item & { version: number }) | null> {
  const row = await tx.db
    .selectFrom("item")
    .select(["name", "shelf_life_days as shelfLifeDays", "archived", "version"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function updateItem(tx: Tx, id: Id, changed: Partial<Item>, version: number): Promise<void> {
  await tx.db
    .updateTable("item")
    .set({
      ...(changed.name === undefined ? {} : { name: changed.name }),
      ...(changed.shelfLifeDays === undefined ? {} : { shelf_life_days: changed.shelfLifeDays }),
      ...(changed.archived === undefined ? {} : { archived: changed.archived }),
      version,
    })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}
