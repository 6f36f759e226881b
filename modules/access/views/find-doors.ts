import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** The doors of `auth`, which are outside of any workspace: asked before one is known. */
type Global = Pick<Tx, "db">;

/** Where a slug leads a person to; null for a workspace that is none of theirs, or none at all. */
export async function findDoor(
  global: Global,
  slug: string,
  userId: string,
): Promise<{ workspaceId: string; memberId: Id } | null> {
  const row = await global.db
    .selectFrom("auth.workspace_address as a")
    .innerJoin("auth.workspace_door as d", "d.workspace_id", "a.workspace_id")
    .select(["d.workspace_id as workspaceId", "d.member_id as memberId"])
    .where("a.slug", "=", slug)
    .where("a.removed_at", "is", null)
    .where("d.user_id", "=", userId)
    .executeTakeFirst();
  return row ?? null;
}

/** The workspace at a slug, for a PIN session that says which workspace it is of. */
export async function isAddressOf(global: Global, slug: string, workspaceId: string): Promise<boolean> {
  const row = await global.db
    .selectFrom("auth.workspace_address")
    .select("slug")
    .where("slug", "=", slug)
    .where("workspace_id", "=", workspaceId)
    .executeTakeFirst();
  return row !== undefined;
}

/** A person's doors, at most 50, examples last. */
export async function findDoors(
  global: Global,
  userId: string,
): Promise<{ workspaceId: string; memberId: Id; isExample: boolean }[]> {
  const rows = await global.db
    .selectFrom("auth.workspace_door as d")
    .innerJoin("auth.workspace_address as a", "a.workspace_id", "d.workspace_id")
    .select(["d.workspace_id as workspaceId", "d.member_id as memberId", "a.example_of as exampleOf"])
    .where("d.user_id", "=", userId)
    .where("a.removed_at", "is", null)
    .orderBy((order) => order("a.example_of", "is not", null))
    .orderBy("d.workspace_id")
    .limit(50)
    .execute();
  return rows.map(({ exampleOf, ...door }) => ({ ...door, isExample: exampleOf !== null }));
}
