import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type DefectReason = { name: string; photo_id: Id | null; archived: boolean };

export async function insertDefectReasons(
  tx: Tx,
  rows: readonly { id: Id; name: string; photo_id: Id | null }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.db
    .insertInto("defect_reason")
    .values(rows.map((row) => ({ workspace_id: tx.workspaceId, ...row })))
    .execute();
}

export async function lockDefectReason(tx: Tx, id: Id): Promise<(DefectReason & { version: number }) | null> {
  const row = await tx.db
    .selectFrom("defect_reason")
    .select(["name", "photo_id", "archived", "version"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function updateDefectReason(
  tx: Tx,
  id: Id,
  changed: Partial<DefectReason>,
  version: number,
): Promise<void> {
  await tx.db
    .updateTable("defect_reason")
    .set({ ...changed, version })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}

/** The place of the first id that is no reason of the dictionary, or an archived one; null: all may be chosen. */
export async function missingDefectReason(tx: Tx, ids: readonly Id[]): Promise<number | null> {
  if (ids.length === 0) return null;
  const rows = await tx.db
    .selectFrom("defect_reason")
    .select("id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "in", [...ids])
    .where("archived", "=", false)
    .execute();
  const known = new Set(rows.map((row) => row.id));
  const place = ids.findIndex((id) => !known.has(id));
  return place < 0 ? null : place;
}
