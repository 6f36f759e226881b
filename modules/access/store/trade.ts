import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type Trade = { name: string; archived: boolean };

export async function insertTrade(tx: Tx, id: Id, name: string): Promise<void> {
  await tx.db.insertInto("trade").values({ workspace_id: tx.workspaceId, id, name }).execute();
}

export async function lockTrade(tx: Tx, id: Id): Promise<(Trade & { version: number }) | null> {
  const row = await tx.db
    .selectFrom("trade")
    .select(["name", "archived", "version"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function updateTrade(tx: Tx, id: Id, changed: Partial<Trade>, version: number): Promise<void> {
  await tx.db
    .updateTable("trade")
    .set({ ...changed, version })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}

/** The place of the first id that is no trade of this workspace, or null. */
export async function findUnknownTrade(tx: Tx, ids: readonly Id[]): Promise<number | null> {
  if (ids.length === 0) return null;
  const rows = await tx.db
    .selectFrom("trade")
    .select("id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "in", [...ids])
    .execute();
  const known = new Set(rows.map((row) => row.id));
  const place = ids.findIndex((id) => !known.has(id.toLowerCase()));
  return place === -1 ? null : place;
}

export async function listTradeIds(tx: Tx): Promise<Id[]> {
  const rows = await tx.db
    .selectFrom("trade")
    .select("id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("archived", "=", false)
    .execute();
  return rows.map(({ id }) => id);
}
