import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { type BatchMode, type TemplateBody, templateBodyField } from "../contract/template-body.ts";
import { openOrders } from "./open-orders.ts";

/** An order as far as another version of its template could be worked out for it. */
export type RecentOrder = {
  readonly orderId: Id;
  readonly orderNumber: number;
  readonly variantId: Id;
  readonly variantName: string;
  readonly quantity: number;
  readonly batchMode: BatchMode;
  readonly attributes: OrderAttributes;
  /** of the lots that the order began with; [] where no unit has values of its own */
  readonly unitAttributes: readonly OrderAttributes[];
  readonly upsellIds: readonly Id[];
  readonly createdAt: Date;
  readonly open: boolean;
  readonly versionId: Id;
  readonly versionNumber: number;
};

/** The last orders of an item that were not cancelled, newest first. */
export async function readRecentOrders(tx: Tx, itemId: Id, limit: number): Promise<RecentOrder[]> {
  const { rows } = await sql<RecentOrder>`
    select o.id as "orderId", o.number as "orderNumber", o.variant_id as "variantId", v.name as "variantName",
      o.ordered as quantity, o.batch_mode as "batchMode", o.attributes, o.created_at as "createdAt",
      ${openOrders} as open, tv.id as "versionId", tv.number as "versionNumber",
      array(
        select u.upsell_id from order_upsell u
        where u.workspace_id = ${tx.workspaceId} and u.order_id = o.id and not u.removed order by u.id
      ) as "upsellIds",
      coalesce((
        select jsonb_agg(l.attributes order by l.id) filter (where o.batch_mode = 'per_unit')
        from lot l where l.workspace_id = ${tx.workspaceId} and l.order_id = o.id and l.parent_id is null
        having bool_or(l.attributes <> '{}')
      ), '[]') as "unitAttributes"
    from production_order o
    join variant v on v.workspace_id = o.workspace_id and v.id = o.variant_id and v.item_id = ${itemId}
    join template_version tv on tv.workspace_id = o.workspace_id and tv.id = o.template_version_id
    where o.workspace_id = ${tx.workspaceId} and o.status <> 'cancelled'
    order by o.number desc
    limit ${limit}`.execute(tx.db);
  return rows;
}

/** Whole documents, each once. */
export async function readBodies(tx: Tx, versionIds: readonly Id[]): Promise<ReadonlyMap<Id, TemplateBody>> {
  if (versionIds.length === 0) return new Map();
  const rows = await tx.db
    .selectFrom("template_version")
    .select(["id", "body"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "in", [...new Set(versionIds)])
    .execute();
  return new Map(rows.map(({ id, body }) => [id, templateBodyField.parse(body)]));
}

export type RunningOrders = {
  readonly count: number;
  readonly orders: readonly { orderId: Id; orderNumber: number; versionNumber: number }[];
};

/** Open orders of a template, by number; all of them counted. */
export async function readRunningOrders(tx: Tx, templateId: Id, limit: number): Promise<RunningOrders> {
  type Row = RunningOrders["orders"][number] & { count: number };
  const { rows } = await sql<Row>`
    select o.id as "orderId", o.number as "orderNumber", tv.number as "versionNumber",
      (count(*) over ())::integer as count
    from template_version tv
    join production_order o on o.workspace_id = tv.workspace_id and o.template_version_id = tv.id
      and ${openOrders}
    where tv.workspace_id = ${tx.workspaceId} and tv.template_id = ${templateId}
    order by o.number
    limit ${limit}`.execute(tx.db);
  return { count: rows[0]?.count ?? 0, orders: rows.map(({ count: _count, ...order }) => order) };
}
