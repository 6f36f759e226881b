import { sql } from "kysely";
import type { Tx } from "#server/database/workspace-transaction.ts";

/**
 * The global side of a workspace: its address, and the doors by which people enter. `auth` has no row-level
 * security, so each statement names what it means.
 */

/** Takes the first of the addresses that is free, or null where another took them all in the meantime. */
export async function takeAddress(tx: Tx, wanted: readonly string[]): Promise<string | null> {
  const taken = await sql<{ slug: string }>`
    insert into auth.workspace_address (slug, workspace_id)
    select w.slug, ${tx.workspaceId}
    from unnest(${[...wanted]}::text[]) with ordinality as w(slug, place)
    where not exists (select from auth.workspace_address a where a.slug = w.slug)
    order by w.place
    limit 1
    on conflict (slug) do nothing
    returning slug`.execute(tx.db);
  return taken.rows[0]?.slug ?? null;
}

export async function openDoor(tx: Tx, userId: string, memberId: string): Promise<void> {
  await tx.db
    .insertInto("auth.workspace_door")
    .values({ user_id: userId, workspace_id: tx.workspaceId, member_id: memberId })
    .execute();
}

/**
 * Whether the person may enter any workspace yet. Their row stays locked until the transaction ends, so that
 * two sign-ups at once make one workspace.
 */
export async function lockPersonWithoutDoor(tx: Tx, userId: string): Promise<boolean> {
  await tx.db.selectFrom("auth.user").select("id").where("id", "=", userId).forUpdate().execute();
  const door = await tx.db
    .selectFrom("auth.workspace_door")
    .select("workspace_id")
    .where("user_id", "=", userId)
    .limit(1)
    .executeTakeFirst();
  return door === undefined;
}
