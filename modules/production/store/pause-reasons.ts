import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** Whether pauses of these reasons are paid; archived ones count too, since the pause was when they were in use. */
export async function loadPauseReasons(tx: Tx, reasonIds: readonly Id[]): Promise<ReadonlyMap<Id, boolean>> {
  if (reasonIds.length === 0) return new Map();
  const rows = await tx.db
    .selectFrom("stop_reason")
    .select(["id", "paid"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "in", [...reasonIds])
    .where("kind", "=", "pause")
    .execute();
  return new Map(rows.map((row) => [row.id, row.paid]));
}
