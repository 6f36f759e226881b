import { sql } from "kysely";
import type { z } from "zod";
import type { Id } from "#kernel/id.ts";
import type { batchOfOrder } from "#modules/production/contract/order-card.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

type Batch = z.output<typeof batchOfOrder>;

/** How far these batch orders are: the furthest stage at which they have an open run, and the stages that are done. */
export async function readBatches(tx: Tx, batchIds: readonly Id[]): Promise<ReadonlyMap<Id, Batch>> {
  if (batchIds.length === 0) return new Map();
  const { rows } = await sql<Batch>`
    select o.id as "orderId", o.number, o.status, o.ordered, o.received, furthest.name as "stageName",
      stages.done as "stagesDone", stages.total as "stagesTotal"
    from production_order o
    left join lateral (
      select s.name from run r
      join order_stage s on s.workspace_id = ${tx.workspaceId} and s.id = r.order_stage_id
      where r.workspace_id = ${tx.workspaceId} and r.order_id = o.id
        and r.state in ('waiting', 'in_progress', 'paused', 'blocked', 'held', 'escalated')
      order by s.position desc limit 1
    ) furthest on o.status in ('in_progress', 'partially_done')
    cross join lateral (
      select count(*)::integer as total, count(*) filter (where o.status = 'done' or not exists (
        select from lot l
        where l.workspace_id = ${tx.workspaceId} and l.order_id = o.id and not jsonb_exists(l.done, s.id::text)
          and (l.state in ('in_work', 'held', 'escalated') or (o.status = 'cancelled' and l.state = 'withdrawn' and l.units > 0))
      ))::integer as done
      from order_stage s
      where s.workspace_id = ${tx.workspaceId} and s.order_id = o.id and s.active
    ) stages
    where o.workspace_id = ${tx.workspaceId} and o.id = any(${[...new Set(batchIds)]}::uuid[])`.execute(
    tx.db,
  );
  return new Map(rows.map((row) => [row.orderId, row]));
}
