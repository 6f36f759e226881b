import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export async function insertWarehouses(tx: Tx, rows: readonly { id: Id; name: string }[]): Promise<void> {
  await tx.db
    .insertInto("warehouse")
    .values(rows.map((row) => ({ workspace_id: tx.workspaceId, ...row })))
    .execute();
}
