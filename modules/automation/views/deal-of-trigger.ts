import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { DealToStart, EndedOrder, LineOfDeal } from "../core/decide-effects.ts";
import type { DealCover, DealToMove } from "../core/decide-move.ts";

/** A deal as a start trigger sees it: where it stands, and its lines with what they have already. */
export async function readDealToStart(tx: Tx, dealId: Id): Promise<(DealToStart & { statusId: Id }) | null> {
  const deal = await tx.db
    .selectFrom("deal")
    .select(["title", "status_id as statusId"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", dealId)
    .executeTakeFirst();
  if (deal === undefined) return null;
  const { rows } = await sql<LineOfDeal>`
    select l.id as "lineId", l.variant_id as "variantId", i.id as "itemId",
      case when v.name = i.name then i.name else i.name || ', ' || v.name end as product,
      l.quantity::integer as quantity,
      exists (select from template t where t.workspace_id = ${tx.workspaceId} and t.item_id = i.id
        and not t.archived) as "hasTemplate",
      exists (select from production_order o where o.workspace_id = ${tx.workspaceId} and o.deal_id = ${dealId}
        and o.deal_line_id = l.id and o.status <> 'cancelled') as "hasOrder"
    from deal_line l
    join variant v on v.workspace_id = l.workspace_id and v.id = l.variant_id
    join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    where l.workspace_id = ${tx.workspaceId} and l.deal_id = ${dealId} and not l.removed
    order by l.position`.execute(tx.db);
  return { dealId, deal: deal.title, statusId: deal.statusId, lines: rows };
}

export async function readEndedOrder(tx: Tx, orderId: Id): Promise<EndedOrder | null> {
  const row = await tx.db
    .selectFrom("production_order")
    .select(["deal_id as dealId", "template_version_id as templateVersionId"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", orderId)
    .executeTakeFirst();
  return row === undefined ? null : { orderId, ...row };
}

export type DealInProduction = DealToMove & DealCover & { readonly title: string };

/** Where a deal stands, and how far good units cover the lines that have orders. */
export async function readDealInProduction(tx: Tx, dealId: Id): Promise<DealInProduction | null> {
  const deal = await tx.db
    .selectFrom("deal as d")
    .innerJoin("deal_status as s", (join) =>
      join.onRef("s.workspace_id", "=", "d.workspace_id").onRef("s.id", "=", "d.status_id"),
    )
    .select(["d.title", "s.id as statusId", "s.name as statusName", "s.kind as statusKind"])
    .where("d.workspace_id", "=", tx.workspaceId)
    .where("d.id", "=", dealId)
    .executeTakeFirst();
  if (deal === undefined) return null;
  const { rows } = await sql<{ openOrders: number; quantity: number | null; received: number }>`
    select count(*) filter (where o.status not in ('done', 'cancelled'))::integer as "openOrders",
      l.quantity::integer as quantity, coalesce(sum(o.received), 0)::integer as received
    from production_order o
    left join deal_line l on l.workspace_id = o.workspace_id and l.id = o.deal_line_id and not l.removed
    where o.workspace_id = ${tx.workspaceId} and o.deal_id = ${dealId}
    group by l.id, l.quantity`.execute(tx.db);
  return {
    ...deal,
    statusKind: deal.statusKind as DealToMove["statusKind"],
    openOrders: rows.reduce((sum, row) => sum + row.openOrders, 0),
    lines: rows.flatMap(({ quantity, received }) => (quantity === null ? [] : [{ quantity, received }])),
  };
}
