import type { Id } from "#kernel/id.ts";
import type { OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type DealLineToMake = {
  readonly dealId: Id;
  readonly variantId: Id;
  readonly promisedDate: string | null;
  readonly attributes: OrderAttributes;
  readonly upsellIds: readonly Id[];
};

/**
 * Locks the deal of a line (the deal's lock comes before any order's) and then reads the line, so that what
 * another did to it while we waited is seen; null where there is none.
 */
export async function lockDealLine(tx: Tx, dealLineId: Id): Promise<DealLineToMake | null> {
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
    .select((line) => [
      "variant_id",
      "promised_date",
      "attributes",
      line
        .selectFrom("deal_line_upsell as u")
        .select((upsell) => upsell.fn.agg<Id[] | null>("array_agg", ["u.upsell_id"]).as("ids"))
        .where("u.workspace_id", "=", tx.workspaceId)
        .where("u.deal_line_id", "=", dealLineId)
        .as("upsell_ids"),
    ])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", dealLineId)
    .where("removed", "=", false)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    dealId: deal.id,
    variantId: row.variant_id,
    promisedDate: row.promised_date,
    attributes: row.attributes as OrderAttributes,
    upsellIds: row.upsell_ids ?? [],
  };
}
