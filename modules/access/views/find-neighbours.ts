import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type Neighbour = { readonly slug: string; readonly workspaceId: string };

/**
 * The workspaces on both sides of the wall between a workspace and its example, as far as the member may enter them:
 * only addresses, never a row of theirs.
 */
export async function findNeighbours(
  tx: Tx,
  memberId: Id,
): Promise<{ isExample: boolean; own: Neighbour | null; example: Neighbour | null }> {
  const here = await tx.db
    .selectFrom("auth.workspace_address")
    .select("example_of as exampleOf")
    .where("workspace_id", "=", tx.workspaceId)
    .executeTakeFirst();
  const exampleOf = here?.exampleOf ?? null;
  const open = await tx.db
    .selectFrom("auth.workspace_address as a")
    .innerJoin("auth.workspace_door as d", "d.workspace_id", "a.workspace_id")
    .innerJoin("member as m", "m.user_id", "d.user_id")
    .select(["a.slug", "a.workspace_id as workspaceId"])
    .where("m.workspace_id", "=", tx.workspaceId)
    .where("m.id", "=", memberId)
    .where("a.removed_at", "is", null)
    .where((where) =>
      exampleOf === null
        ? where("a.example_of", "=", tx.workspaceId)
        : where("a.workspace_id", "=", exampleOf),
    )
    .limit(1)
    .executeTakeFirst();
  const neighbour = open ?? null;
  return exampleOf === null
    ? { isExample: false, own: null, example: neighbour }
    : { isExample: true, own: neighbour, example: null };
}

/** An example that was removed: its rows are there still, and nobody comes in. */
export async function isRemoved(tx: Tx): Promise<boolean> {
  const row = await tx.db
    .selectFrom("auth.workspace_address")
    .select("slug")
    .where("workspace_id", "=", tx.workspaceId)
    .where("removed_at", "is not", null)
    .executeTakeFirst();
  return row !== undefined;
}
