import { sql } from "kysely";
import { localDate } from "#kernel/calendar.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { inventoryRoutes } from "../contract/routes.ts";
import { ofBatch, stateColumn } from "./batch-columns.ts";

type Route = typeof inventoryRoutes.listOrderBatches;
type Told = Output<Route>;

/**
 * What went into an order by norm, less what came back, and what it made. Norms of which nothing was told apart are
 * left out; what of the others had no batch is `unknown`.
 */
export async function listOrderBatches(
  tx: Tx,
  { orderId }: Input<Route>,
  viewer: Viewer,
): Promise<Result<Told>> {
  const today = localDate(viewer.now, viewer.timeZone);
  const { rows } = await sql<Told & { known: boolean }>`
    with moved as (
      select m.id, m.order_norm_id as norm_id, b.variant_id, -m.quantity as quantity
      from movement m join balance b on b.workspace_id = m.workspace_id and b.id = m.balance_id
      where m.workspace_id = ${tx.workspaceId} and m.order_id = ${orderId} and m.order_norm_id is not null
    ),
    parts as (
      select moved.norm_id, moved.variant_id, p.batch_id, -sum(p.quantity) as quantity
      from moved join movement_batch p on p.workspace_id = ${tx.workspaceId} and p.movement_id = moved.id
      group by moved.norm_id, moved.variant_id, p.batch_id having sum(p.quantity) < 0
    ),
    by_norm as (
      select norm_id, variant_id, sum(quantity) as quantity from moved group by norm_id, variant_id having sum(quantity) > 0
    )
    select
      exists (select from production_order o where o.workspace_id = ${tx.workspaceId} and o.id = ${orderId}) as known,
      coalesce((
        select jsonb_agg(jsonb_build_object('normId', n.norm_id, 'variantId', v.id, 'itemName', i.name,
          'variantName', v.name, 'unit', i.unit, 'parts', coalesce(own.parts, '[]'),
          'unknown', trim_scale(n.quantity - coalesce(own.quantity, 0))::text) order by i.name, v.name, n.norm_id)
        from by_norm n
        join variant v on v.workspace_id = ${tx.workspaceId} and v.id = n.variant_id
        join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
        left join lateral (
          select sum(parts.quantity) as quantity,
            jsonb_agg(jsonb_build_object('batchId', t.id, 'number', t.number, 'bestBefore', t.best_before,
              'state', ${stateColumn(today)}, 'supplier', t.supplier,
              'quantity', trim_scale(parts.quantity)::text) order by t.best_before nulls last, t.id) as parts
          from parts join batch t on t.workspace_id = ${tx.workspaceId} and t.id = parts.batch_id
          where parts.norm_id = n.norm_id and parts.variant_id = n.variant_id
        ) as own on true
        where own.quantity > 0 or i.traced), '[]') as used,
      coalesce((
        select jsonb_agg(jsonb_build_object('batchId', t.id, 'number', t.number, 'bestBefore', t.best_before,
          'state', ${stateColumn(today)}, 'variantName', v.name, 'itemName', i.name, 'unit', i.unit,
          'quantity', trim_scale(out.quantity)::text) order by t.id)
        from (
          select p.batch_id, sum(p.quantity) as quantity
          from movement m join movement_batch p on p.workspace_id = m.workspace_id and p.movement_id = m.id
          where m.workspace_id = ${tx.workspaceId} and m.order_id = ${orderId} and m.kind = 'output'
          group by p.batch_id having sum(p.quantity) > 0
        ) as out
        join batch t on t.workspace_id = ${tx.workspaceId} and t.id = out.batch_id
        ${ofBatch}), '[]') as made`.execute(tx.db);
  const [row] = rows;
  if (row === undefined || !row.known) return no("order_unknown", {}, ["orderId"]);
  return ok({ used: row.used, made: row.made });
}
