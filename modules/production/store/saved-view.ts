import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { SavedSearch } from "#modules/production/contract/saved-view-routes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type SavedView = { name: string; shared: boolean; search: SavedSearch; removed: boolean };

/** Held until the end of the transaction, so that two who add at once count one after the other. */
export async function countSavedViews(tx: Tx, memberId: Id): Promise<number> {
  await sql`select from member where workspace_id = ${tx.workspaceId} and id = ${memberId} for no key update`.execute(
    tx.db,
  );
  const row = await tx.db
    .selectFrom("saved_view")
    .select(({ fn }) => fn.countAll<string>().as("count"))
    .where("workspace_id", "=", tx.workspaceId)
    .where("member_id", "=", memberId)
    .where("removed", "=", false)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function insertSavedView(
  tx: Tx,
  row: { id: Id; memberId: Id; name: string; shared: boolean; search: SavedSearch; now: Date },
): Promise<void> {
  await tx.db
    .insertInto("saved_view")
    .values({
      workspace_id: tx.workspaceId,
      id: row.id,
      member_id: row.memberId,
      name: row.name,
      shared: row.shared,
      search: JSON.stringify(row.search),
      created_at: row.now,
    })
    .execute();
}

export async function lockSavedView(
  tx: Tx,
  id: Id,
): Promise<(SavedView & { memberId: Id; version: number }) | null> {
  const row = await tx.db
    .selectFrom("saved_view")
    .select(["member_id", "name", "shared", "search", "removed", "version"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (row === undefined) return null;
  const { member_id, search, ...rest } = row;
  // As the contract let it in.
  return { ...rest, memberId: member_id, search: search as SavedSearch };
}

export async function updateSavedView(
  tx: Tx,
  id: Id,
  { search, ...changed }: Partial<SavedView>,
  version: number,
): Promise<void> {
  await tx.db
    .updateTable("saved_view")
    .set({ ...changed, ...(search === undefined ? {} : { search: JSON.stringify(search) }), version })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}

export async function saveOpeningView(
  tx: Tx,
  row: { id: Id; memberId: Id; viewId: Id | null },
): Promise<void> {
  await tx.db
    .insertInto("opening_view")
    .values({ workspace_id: tx.workspaceId, id: row.id, member_id: row.memberId, view_id: row.viewId })
    .onConflict((conflict) =>
      conflict.columns(["workspace_id", "member_id"]).doUpdateSet({ view_id: row.viewId }),
    )
    .execute();
}
