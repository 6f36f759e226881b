import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/**
 * Locks the deal of a line (the deal's lock comes before any order's) and then reads the line, so that what
 * another did to it while we waited is seen; null where there is none.
 */
export async function lockDealLine(
  tx: Tx,
  dealLineId: Id,
): Promise<{ dealId: Id; variantId: Id; promisedDate: string | null } | null> {
  const deal = await tx.db
    .selectFrom("deal")
    .select("id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", (query) =>
      query
        .selectFrom("deal_line")
        .select("deal_line.deal_id")
        .where("deal_line.workspace_id", "=", tx.workspaceId)
        .where("deal_line.id", "=", dealLineId),
    )
    .forUpdate()
    .executeTakeFirst();
  if (deal === undefined) return null;
  const row = await tx.db
    .selectFrom("deal_line")
    .select(["variant_id", "promised_date"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", dealLineId)
    .where("removed", "=", false)
    .executeTakeFirst();
  return row === undefined
    ? null
    : { dealId: deal.id, variantId: row.variant_id, promisedDate: row.promised_date };
}
