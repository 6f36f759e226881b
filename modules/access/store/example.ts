import type { Id, WorkspaceId } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/**
 * An example is a workspace of its own; which one it was made for stands at its address, outside of both. `auth` has no
 * row-level security, so each statement names what it means.
 */
export type ExampleAddress = { readonly workspaceId: string; readonly slug: string };

/** Makes the workspace that was just given its address an example of another. */
export async function markExample(tx: Tx, exampleOf: WorkspaceId): Promise<void> {
  await tx.db
    .updateTable("auth.workspace_address")
    .set({ example_of: exampleOf })
    .where("workspace_id", "=", tx.workspaceId)
    .execute();
}

/** What this workspace is the example of, its address locked; null when it is none, or removed already. */
export async function lockExample(tx: Tx): Promise<{ exampleOf: string } | null> {
  const row = await tx.db
    .selectFrom("auth.workspace_address")
    .select("example_of as exampleOf")
    .where("workspace_id", "=", tx.workspaceId)
    .where("removed_at", "is", null)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined || row.exampleOf === null ? null : { exampleOf: row.exampleOf };
}

/** The example beside this workspace, its address locked. */
export async function lockExampleBeside(tx: Tx, which: "open" | "removed"): Promise<ExampleAddress | null> {
  const row = await tx.db
    .selectFrom("auth.workspace_address")
    .select(["workspace_id as workspaceId", "slug"])
    .where("example_of", "=", tx.workspaceId)
    .where("removed_at", which === "open" ? "is" : "is not", null)
    .orderBy("removed_at", "desc")
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** From now on its address leads nowhere, and nobody comes in who was in. `null` opens it again. */
export async function closeExample(tx: Tx, workspaceId: string, removedAt: Date | null): Promise<void> {
  await tx.db
    .updateTable("auth.workspace_address")
    .set({ removed_at: removedAt })
    .where("workspace_id", "=", workspaceId)
    .execute();
}

/** The person behind a member; null for one who only has a PIN. */
export async function findPersonOf(
  tx: Tx,
  memberId: Id,
): Promise<{ userId: string; name: string; email: string | null } | null> {
  const row = await tx.db
    .selectFrom("member")
    .select(["user_id as userId", "name", "email"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", memberId)
    .executeTakeFirst();
  if (row === undefined || row.userId === null) return null;
  return { userId: row.userId, name: row.name, email: row.email };
}
