import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** Whether a deal's line has an order alive or done already: entering a status again makes no second one. */
export async function lineHasOrder(tx: Tx, dealLineId: Id): Promise<boolean> {
  const row = await tx.db
    .selectFrom("production_order")
    .select("id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("deal_line_id", "=", dealLineId)
    .where("status", "<>", "cancelled")
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
