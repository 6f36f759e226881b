import { sql } from "kysely";
import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Unit } from "#kernel/unit.ts";
import type { AskedAttribute, OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { dealTables, revenueOf } from "./deal-rows.ts";

/** Decimals inside JSON are texts. */
export type FoundLine = {
  id: Id;
  variantId: Id;
  itemId: Id;
  itemName: string;
  variantName: string;
  unit: Unit;
  quantity: string;
  price: string;
  sum: string;
  promisedDate: string | null;
  upsells: { id: Id; name: string; price: string }[];
  attributes: OrderAttributes;
  asked: AskedAttribute[];
  shipped: string;
  /** what left stock for it was worth */
  shippedValue: string;
  hasTemplate: boolean;
};
export type FoundDeal = {
  id: Id;
  number: number;
  title: string;
  version: number;
  contactId: Id | null;
  contactName: string | null;
  contactPhone: string | null;
  companyId: Id | null;
  companyName: string | null;
  pipelineId: Id;
  statusId: Id;
  statusSince: Date;
  statuses: { id: Id; name: string; kind: "open" | "won" | "lost"; position: number }[];
  responsibleId: Id | null;
  responsibleName: string | null;
  notes: string;
  createdAt: Date;
  lines: FoundLine[];
  revenue: Decimal;
  /** what of it has left stock */
  shippedRevenue: Decimal;
};

/** A deal with its people, its pipeline and its lines, in one statement; null where there is none. */
export async function selectDeal(tx: Tx, dealId: Id): Promise<FoundDeal | null> {
  const { rows } = await sql<FoundDeal>`
    select d.id, d.number, d.title, d.version, c.id as "contactId", c.name as "contactName",
      c.phone as "contactPhone", co.id as "companyId", co.name as "companyName", d.pipeline_id as "pipelineId",
      d.status_id as "statusId", d.status_since as "statusSince", m.id as "responsibleId",
      m.name as "responsibleName", d.notes, d.created_at as "createdAt",
      (select jsonb_agg(jsonb_build_object('id', b.id, 'name', b.name, 'kind', b.kind, 'position', b.position)
          order by b.position, b.id)
        from deal_status b
        where b.workspace_id = ${tx.workspaceId} and b.pipeline_id = d.pipeline_id
          and (not b.archived or b.id = d.status_id)) as statuses,
      (select ${revenueOf(tx, "l")} from deal_line l
        where l.workspace_id = ${tx.workspaceId} and l.deal_id = d.id and not l.removed) as revenue,
      (select coalesce(sum(round(l.shipped * (l.price + coalesce((
          select sum(u.price) from deal_line_upsell u
          where u.workspace_id = ${tx.workspaceId} and u.deal_line_id = l.id
        ), 0)), 4)), 0)
        from deal_line l
        where l.workspace_id = ${tx.workspaceId} and l.deal_id = d.id and not l.removed) as "shippedRevenue",
      ${linesOf(tx)} as lines
    from ${dealTables(tx)}
    where d.workspace_id = ${tx.workspaceId} and d.id = ${dealId}`.execute(tx.db);
  return rows[0] ?? null;
}

const linesOf = (tx: Tx) => sql`coalesce((
  select jsonb_agg(jsonb_build_object(
      'id', l.id, 'variantId', l.variant_id, 'itemId', i.id, 'itemName', i.name, 'variantName', v.name, 'unit', i.unit,
      'quantity', trim_scale(l.quantity)::text, 'price', trim_scale(l.price)::text,
      'sum', trim_scale(l.quantity * (l.price + upsells.price))::text,
      'promisedDate', l.promised_date, 'upsells', upsells.list, 'attributes', l.attributes, 'asked', i.asked,
      'shipped', trim_scale(l.shipped)::text,
      'shippedValue', (
        select coalesce(-sum(mv.value), 0)::text from movement mv
        where mv.workspace_id = ${tx.workspaceId} and mv.deal_line_id = l.id and mv.kind = 'shipment'),
      'hasTemplate', exists (
        select from template t where t.workspace_id = ${tx.workspaceId} and t.item_id = i.id and not t.archived)
    ) order by l.position, l.id)
  from deal_line l
  join variant v on v.workspace_id = ${tx.workspaceId} and v.id = l.variant_id
  join item i on i.workspace_id = ${tx.workspaceId} and i.id = v.item_id
  cross join lateral (
    select coalesce(sum(x.price), 0) as price, coalesce(jsonb_agg(jsonb_build_object(
      'id', u.id, 'name', u.name, 'price', trim_scale(x.price)::text) order by x.id), '[]') as list
    from deal_line_upsell x join upsell u on u.workspace_id = ${tx.workspaceId} and u.id = x.upsell_id
    where x.workspace_id = ${tx.workspaceId} and x.deal_line_id = l.id
  ) upsells
  where l.workspace_id = ${tx.workspaceId} and l.deal_id = d.id and not l.removed
), '[]')`;
