import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** Locks the deal of a line (the deal's lock comes before any order's) and reads the line; null where none is. */
export async function lockDealLine(
  tx: Tx,
  dealLineId: Id,
): Promise<{ dealId: Id; variantId: Id; promisedDate: string | null } | null> {
  const row = await tx.db
    .selectFrom("deal_line as l")
    .innerJoin("deal as d", (join) =>
      join.onRef("d.workspace_id", "=", "l.workspace_id").onRef("d.id", "=", "l.deal_id"),
    )
    .select(["l.deal_id", "l.variant_id", "l.promised_date"])
    .where("l.workspace_id", "=", tx.workspaceId)
    .where("l.id", "=", dealLineId)
    .where("l.removed", "=", false)
    .forUpdate("d")
    .executeTakeFirst();
  return row === undefined
    ? null
    : { dealId: row.deal_id, variantId: row.variant_id, promisedDate: row.promised_date };
}
