import { sql } from "kysely";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { fileRoutes } from "#modules/production/contract/order-file-routes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

type Route = typeof fileRoutes.countOfOrder;

export async function countOfOrder(
  tx: Tx,
  { orderId }: Input<Route>,
  _viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const { rows } = await sql<Output<Route>>`
    select
      (select count(*)::int from work_interval w
        where w.workspace_id = ${tx.workspaceId} and w.order_id = o.id and w.kind = 'work' and not w.voided and w.leads) as time,
      ((select count(distinct (l.role, lower(f.name)))::int from file_link l
          join file f on f.workspace_id = ${tx.workspaceId} and f.id = l.file_id
          where l.workspace_id = ${tx.workspaceId} and l.thing = 'order' and l.thing_id = o.id and l.removed_at is null)
        + (select count(distinct l.file_id)::int
          from (
            select 'run' as thing, r.id from run r where r.workspace_id = ${tx.workspaceId} and r.order_id = o.id
            union all
            select 'defect', d.id from defect d
            where d.workspace_id = ${tx.workspaceId} and d.order_id = o.id and not d.undone
          ) part
          join file_link l on l.workspace_id = ${tx.workspaceId} and l.thing = part.thing and l.thing_id = part.id
            and l.removed_at is null)) as files,
      (select count(*)::int from fact f
        where f.workspace_id = ${tx.workspaceId} and f.thing = 'order' and f.thing_id = o.id) as history
    from production_order o
    where o.workspace_id = ${tx.workspaceId} and o.id = ${orderId}`.execute(tx.db);
  const [counts] = rows;
  return counts === undefined ? no("order_unknown", {}, ["orderId"]) : ok(counts);
}
