import { sql } from "kysely";
import { localDate } from "#kernel/calendar.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { inventoryRoutes } from "../contract/routes.ts";
import { lying, ofBatch, stateColumn } from "./batch-columns.ts";

type Route = typeof inventoryRoutes.traceBatch;
type Told = Output<Route>;

const mostLevels = 12;
const mostBatches = 500;

/**
 * Where a batch went, or where it came from: one statement that walks from batch to order to batch. What an order
 * used went into everything that it made: a recall asks for what may be touched, and lots part and join. What came
 * back whole was not used. Deals' titles and customers are null where the reader may not see them.
 */
export async function traceBatch(
  tx: Tx,
  { batchId, direction }: Input<Route>,
  viewer: Viewer,
): Promise<Result<Told>> {
  const today = localDate(viewer.now, viewer.timeZone);
  const seesDeals = viewer.may("deal.read") || viewer.may("deal.ship");
  const seesPeople = viewer.may("contact.read");
  const ordersThatUsed = sql`
    select m.order_id from movement_batch p
    join movement m on m.workspace_id = p.workspace_id and m.id = p.movement_id
    where p.workspace_id = ${tx.workspaceId} and p.batch_id = way.batch_id and m.run_id is not null
    group by m.order_id having sum(p.quantity) < 0`;
  const batchesThatWentIn = sql`
    select p.batch_id as id from movement m
    join movement_batch p on p.workspace_id = m.workspace_id and p.movement_id = m.id
    where m.workspace_id = ${tx.workspaceId} and m.order_id = here.order_id and m.run_id is not null
    group by p.batch_id having sum(p.quantity) < 0`;
  const step =
    direction === "forward"
      ? sql`cross join lateral (${ordersThatUsed}) as used
          join batch next on next.workspace_id = ${tx.workspaceId} and next.order_id = used.order_id`
      : sql`join batch here on here.workspace_id = ${tx.workspaceId} and here.id = way.batch_id
          cross join lateral (${batchesThatWentIn}) as next`;
  const { rows } = await sql<Omit<Told, "cut"> & { deepest: number; count: number }>`
    with recursive way as (
      select t.id as batch_id, 0 as level from batch t
      where t.workspace_id = ${tx.workspaceId} and t.id = ${batchId}
      union
      select next.id, way.level + 1 from way ${step}
      where way.level < ${mostLevels}
    ),
    met as (
      select batch_id, min(level) as level from way group by batch_id order by min(level), batch_id limit ${mostBatches}
    ),
    told as (
      select met.level, jsonb_build_object('id', t.id, 'number', t.number, 'bestBefore', t.best_before,
        'state', ${stateColumn(today)}, 'variantId', t.variant_id, 'itemName', i.name, 'variantName', v.name,
        'unit', i.unit, 'supplier', t.supplier, 'receivedAt', t.received_at, 'orderId', t.order_id,
        'orderNumber', o.number, 'onHand', trim_scale(coalesce(lies.on_hand, 0))::text) as batch
      from met
      join batch t on t.workspace_id = ${tx.workspaceId} and t.id = met.batch_id
      ${ofBatch}
      left join production_order o on o.workspace_id = t.workspace_id and o.id = t.order_id
      ${lying}
    ),
    used as (
      select p.batch_id, m.order_id, -sum(p.quantity) as quantity,
        array_agg(distinct lot.number order by lot.number) as lots
      from met
      join movement_batch p on p.workspace_id = ${tx.workspaceId} and p.batch_id = met.batch_id
      join movement m on m.workspace_id = p.workspace_id and m.id = p.movement_id
      join run r on r.workspace_id = m.workspace_id and r.id = m.run_id
      join lot on lot.workspace_id = r.workspace_id and lot.id = r.lot_id
      ${
        direction === "forward"
          ? sql``
          : sql`where m.order_id in (select t.order_id from met join batch t
              on t.workspace_id = ${tx.workspaceId} and t.id = met.batch_id)`
      }
      group by p.batch_id, m.order_id having sum(p.quantity) < 0
    ),
    made as (
      select m.order_id, p.batch_id, sum(p.quantity) as quantity
      from met
      join movement_batch p on p.workspace_id = ${tx.workspaceId} and p.batch_id = met.batch_id
      join movement m on m.workspace_id = p.workspace_id and m.id = p.movement_id and m.kind = 'output'
      group by m.order_id, p.batch_id having sum(p.quantity) > 0
    ),
    shipped as (
      select p.batch_id, l.deal_id, -sum(p.quantity) as quantity, max(m.at) as last_at
      from met
      join movement_batch p on p.workspace_id = ${tx.workspaceId} and p.batch_id = met.batch_id
      join movement m on m.workspace_id = p.workspace_id and m.id = p.movement_id
      join deal_line l on l.workspace_id = m.workspace_id and l.id = m.deal_line_id
      where ${direction === "forward"}
      group by p.batch_id, l.deal_id having sum(p.quantity) < 0
    )
    select
      (select count(*)::integer from way) as count,
      (select max(level) from way) as deepest,
      coalesce((select jsonb_agg(batch order by level, batch ->> 'id') from told), '[]') as batches,
      coalesce((
        select jsonb_agg(jsonb_build_object('batchId', u.batch_id, 'orderId', u.order_id, 'orderNumber', o.number,
          'itemName', i.name, 'variantName', v.name, 'quantity', trim_scale(u.quantity)::text, 'lots', u.lots)
          order by o.number)
        from used u
        join production_order o on o.workspace_id = ${tx.workspaceId} and o.id = u.order_id
        join variant v on v.workspace_id = o.workspace_id and v.id = o.variant_id
        join item i on i.workspace_id = v.workspace_id and i.id = v.item_id), '[]') as used,
      coalesce((
        select jsonb_agg(jsonb_build_object('orderId', e.order_id, 'batchId', e.batch_id,
          'quantity', trim_scale(e.quantity)::text) order by e.batch_id)
        from made e), '[]') as made,
      coalesce((
        select jsonb_agg(jsonb_build_object('batchId', s.batch_id, 'dealId', d.id, 'dealNumber', d.number,
          'dealTitle', case when ${seesDeals} then d.title end,
          'customer', case when ${seesPeople} then coalesce(c.name, k.name) end,
          'quantity', trim_scale(s.quantity)::text, 'lastAt', s.last_at) order by d.number)
        from shipped s
        join deal d on d.workspace_id = ${tx.workspaceId} and d.id = s.deal_id
        left join contact k on k.workspace_id = d.workspace_id and k.id = d.contact_id
        left join company c on c.workspace_id = d.workspace_id and c.id = d.company_id), '[]') as shipped`.execute(
    tx.db,
  );
  const [row] = rows;
  if (row === undefined || row.batches.length === 0) return no("batch_unknown", {}, ["batchId"]);
  const { batches, used, made, shipped, deepest, count } = row;
  const cut = deepest === mostLevels || (count > mostBatches && batches.length === mostBatches);
  const instant = (at: string): string => new Date(at).toISOString();
  return ok({
    batches: batches.map((batch) => ({ ...batch, receivedAt: instant(batch.receivedAt) })),
    used,
    made,
    shipped: shipped.map((sent) => ({ ...sent, lastAt: instant(sent.lastAt) })),
    cut,
  });
}
