import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** Whether the member is of this workspace and active. */
export async function isActiveMember(tx: Tx, memberId: Id): Promise<boolean> {
  const row = await tx.db
    .selectFrom("member")
    .select("id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", memberId)
    .where("active", "=", true)
    .executeTakeFirst();
  return row !== undefined;
}
