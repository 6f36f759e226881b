import { sql } from "kysely";
import { localDate } from "#kernel/calendar.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { inventoryRoutes } from "../contract/routes.ts";
import { lying, ofBatch, stateColumn } from "./batch-columns.ts";

type Route = typeof inventoryRoutes.showBatch;
type Row = Omit<Output<Route>, "receivedAt"> & { receivedAt: Date };

/** What a batch is, and where it lies. Transfers go nowhere: they count neither as in nor as out. */
export async function showBatch(
  tx: Tx,
  { batchId }: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const today = localDate(viewer.now, viewer.timeZone);
  const { rows } = await sql<Row>`
    select t.id, t.number, t.best_before as "bestBefore", ${stateColumn(today)} as state, t.variant_id as "variantId",
      i.name as "itemName", v.name as "variantName", i.unit, t.received_at as "receivedAt",
      t.supplier as supplier, t.order_id as "orderId", o.number as "orderNumber",
      trim_scale(coalesce(lies.on_hand, 0))::text as "onHand", coalesce(lies.places, '[]') as places,
      t.note, t.version, trim_scale(coalesce(moved.came, 0))::text as "cameIn",
      trim_scale(coalesce(moved.went, 0))::text as "wentOut"
    from batch t
    ${ofBatch}
    left join production_order o on o.workspace_id = t.workspace_id and o.id = t.order_id
    ${lying}
    left join lateral (
      select sum(p.quantity) filter (where m.kind in ('receipt', 'output') or (m.kind = 'adjustment' and p.quantity > 0)) as came,
        -sum(p.quantity) filter (where m.kind in ('issue', 'return', 'shipment', 'scrap') or (m.kind = 'adjustment' and p.quantity < 0)) as went
      from movement_batch p join movement m on m.workspace_id = p.workspace_id and m.id = p.movement_id
      where p.workspace_id = t.workspace_id and p.batch_id = t.id
    ) as moved on true
    where t.workspace_id = ${tx.workspaceId} and t.id = ${batchId}`.execute(tx.db);
  const [row] = rows;
  if (row === undefined) return no("batch_unknown", {}, ["batchId"]);
  return ok({ ...row, receivedAt: row.receivedAt.toISOString() });
}
