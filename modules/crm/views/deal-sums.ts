import { type RawBuilder, sql } from "kysely";
import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { DealOrder, DealShipment } from "../core/deal-money.ts";
import { type DealSums, type DealToSum, sumDeals } from "../core/sum-deals.ts";
import { revenueOf } from "./deal-rows.ts";

type FoundDeal = { id: Id; kind: DealToSum["kind"]; revenue: Decimal };
type FoundOrder = DealOrder & { dealId: Id };
type FoundShipment = DealShipment & { dealId: Id };

/**
 * Revenue, real cost and profit over all deals that `chosen` names, a subquery of their ids; three statements, however
 * many there are. Of the lines only those that have shipped something are read: the others cost nothing by themselves.
 */
export async function selectDealSums(tx: Tx, chosen: RawBuilder<unknown>): Promise<DealSums> {
  const { rows: deals } = await sql<FoundDeal>`
    select d.id, s.kind, (
      select ${revenueOf(tx, "l")} from deal_line l
      where l.workspace_id = ${tx.workspaceId} and l.deal_id = d.id and not l.removed) as revenue
    from deal d join deal_status s on s.workspace_id = ${tx.workspaceId} and s.id = d.status_id
    where d.workspace_id = ${tx.workspaceId} and d.id in (${chosen})`.execute(tx.db);
  const { rows: orders } = await sql<FoundOrder>`
    select o.deal_id as "dealId", o.deal_line_id as "lineId", o.variant_id as "variantId", o.status,
      o.received::numeric as received, o.planned_cost as "plannedCost", o.cost
    from production_order o
    where o.workspace_id = ${tx.workspaceId} and o.deal_id in (${chosen})`.execute(tx.db);
  const { rows: shipments } = await sql<FoundShipment>`
    select l.deal_id as "dealId", l.id as "lineId", l.variant_id as "variantId", l.shipped, (
      select coalesce(-sum(mv.value), 0) from movement mv
      where mv.workspace_id = ${tx.workspaceId} and mv.deal_line_id = l.id and mv.kind = 'shipment') as value
    from deal_line l
    where l.workspace_id = ${tx.workspaceId} and l.deal_id in (${chosen}) and not l.removed and l.shipped > 0
    order by l.position, l.id`.execute(tx.db);
  const ordersOf = Map.groupBy(orders, ({ dealId }) => dealId);
  const shipmentsOf = Map.groupBy(shipments, ({ dealId }) => dealId);
  return sumDeals(
    deals.map(({ id, kind, revenue }) => ({
      kind,
      revenue,
      orders: ordersOf.get(id) ?? [],
      shipments: shipmentsOf.get(id) ?? [],
    })),
  );
}
