import { sql } from "kysely";
import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type FoundOrder = {
  id: Id;
  number: number;
  lineId: Id | null;
  variantId: Id;
  variantName: string;
  itemName: string;
  status: string;
  ordered: number;
  received: number;
  stageName: string | null;
  stageState: string | null;
  availableAt: Date | null;
  stagesDone: number;
  stagesTotal: number;
  plannedFinish: Date | null;
  dueDate: string | null;
  shortages: number;
  plannedCost: Decimal;
  cost: Decimal;
  /** the batch order that makes its units, or made them */
  batchId: Id | null;
  batchNumber: number | null;
};

/**
 * The Production block of a deal, one statement for all its orders. The stage shown is the furthest that a run is
 * open at. A stage is still needed while a run is open at it or at a stage before it; of a cancelled order, what
 * its ended runs had still before them. Short is a norm of a needed stage with required > reserved + consumed.
 */
export async function selectOrdersOfDeal(tx: Tx, dealId: Id, now: Date): Promise<FoundOrder[]> {
  const { rows } = await sql<FoundOrder>`
    select o.id, o.number, o.deal_line_id as "lineId", o.variant_id as "variantId", v.name as "variantName",
      i.name as "itemName", o.status, o.ordered, o.received, furthest.name as "stageName",
      case when furthest.state = 'waiting' and furthest.available_at <= ${now} then 'ready' else furthest.state end
        as "stageState",
      furthest.available_at as "availableAt", stages.done as "stagesDone", stages.total as "stagesTotal",
      o.planned_finish as "plannedFinish", o.due_date as "dueDate", stages.short as shortages,
      o.planned_cost as "plannedCost", o.cost, batch.number as "batchNumber", batch.id as "batchId"
    from production_order o
    left join production_order batch on batch.workspace_id = ${tx.workspaceId} and batch.id = o.batch_order_id
    join variant v on v.workspace_id = ${tx.workspaceId} and v.id = o.variant_id
    join item i on i.workspace_id = ${tx.workspaceId} and i.id = v.item_id
    left join lateral (
      select s.name, r.state, r.available_at
      from run r join order_stage s on s.workspace_id = ${tx.workspaceId} and s.id = r.order_stage_id
      -- what is gathered stands where its batch stands
      where r.workspace_id = ${tx.workspaceId}
        and r.order_id = case o.status when 'aggregated' then o.batch_order_id else o.id end
        and r.state in ('waiting', 'in_progress', 'paused', 'blocked')
      order by s.position desc, r.state = 'in_progress' desc, r.available_at, r.id
      limit 1
    ) furthest on o.status in ('pending', 'aggregated', 'in_progress', 'partially_done')
    cross join lateral (
      with recursive needed(key) as (
        select s.key
        from run r join order_stage s on s.workspace_id = ${tx.workspaceId} and s.id = r.order_stage_id
        where r.workspace_id = ${tx.workspaceId}
          and r.order_id = case o.status when 'aggregated' then o.batch_order_id else o.id end
          and (r.state in ('waiting', 'in_progress', 'paused', 'blocked')
            or r.state = 'ended' and o.status = 'cancelled')
        union
        select s.key
        from needed n join order_stage s on s.workspace_id = ${tx.workspaceId} and n.key = any(s.waits_for)
        where s.order_id = case o.status when 'aggregated' then o.batch_order_id else o.id end
      )
      select count(*) as total, count(*) filter (where s.key not in (select key from needed)) as done,
        coalesce(sum((
          select count(*)
          from order_norm n
          join reservation h on h.workspace_id = ${tx.workspaceId} and h.order_norm_id = n.id
          where n.workspace_id = ${tx.workspaceId} and n.order_stage_id = s.id and n.order_id = o.id
            and not h.closed and h.quantity < h.wanted
        )) filter (where s.key in (select key from needed) and o.status <> 'cancelled'), 0)::integer as short
      from order_stage s where s.workspace_id = ${tx.workspaceId} and s.order_id = o.id
    ) stages
    where o.workspace_id = ${tx.workspaceId} and o.deal_id = ${dealId}
    order by o.number`.execute(tx.db);
  return rows;
}
