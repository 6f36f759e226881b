import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type DealOfOrder = {
  readonly id: Id;
  readonly title: string;
  /** what its line sells on top; null where the order is of no line */
  readonly upsellIds: readonly Id[] | null;
};

/**
 * The deal of an order, kept where it is until the command ends: asked for before the order is locked, as the deal's
 * lock comes before any order's. Null where the order has none.
 */
export async function holdDealOfOrder(tx: Tx, orderId: Id): Promise<DealOfOrder | null> {
  const { rows } = await sql<{ id: Id; title: string; line_id: Id | null }>`
    select d.id, d.title, o.deal_line_id as line_id
    from production_order o
    join deal d on d.workspace_id = ${tx.workspaceId} and d.id = o.deal_id
    where o.workspace_id = ${tx.workspaceId} and o.id = ${orderId}
    for key share of d`.execute(tx.db);
  const [deal] = rows;
  if (deal === undefined) return null;
  const { id, title, line_id: lineId } = deal;
  if (lineId === null) return { id, title, upsellIds: null };
  const sold = await tx.db
    .selectFrom("deal_line_upsell")
    .select("upsell_id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("deal_line_id", "=", lineId)
    .execute();
  return { id, title, upsellIds: sold.map((row) => row.upsell_id) };
}
