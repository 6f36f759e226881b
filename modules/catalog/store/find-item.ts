import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export async function findItem(tx: Tx, itemId: Id): Promise<{ readonly name: string } | null> {
  const row = await tx.db
    .selectFrom("item")
    .select("name")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", itemId)
    .executeTakeFirst();
  return row ?? null;
}
