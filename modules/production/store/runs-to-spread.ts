import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { OperatorLoad, RunToGive } from "../core/propose-operators.ts";

/**
 * The waiting runs that nobody has been given and whose operator is chosen at start, the most urgent first, `most`
 * of them; and the active operators with the planned work that is open on their names. Looked at without a lock:
 * who gives them looks again at each order under its lock.
 */
export async function loadRunsToSpread(
  tx: Tx,
  runIds: readonly Id[] | null,
  most: number,
): Promise<{ runs: RunToGive[]; members: OperatorLoad[]; left: number }> {
  const only = runIds === null ? sql`true` : sql`r.id = any(${[...runIds]}::uuid[])`;
  const [found, operators] = await Promise.all([
    sql<RunToGive & { total: number }>`
      select r.id as "runId", r.order_id as "orderId", r.performer_trade_id as "tradeId",
        ${plannedSeconds} as seconds, (count(*) over ())::int as total
      from run r
      join order_stage s on s.workspace_id = r.workspace_id and s.id = r.order_stage_id
      join lot l on l.workspace_id = r.workspace_id and l.id = r.lot_id
      where r.workspace_id = ${tx.workspaceId} and r.state = 'waiting' and r.operator_id is null
        and s.performer_kind = 'chosen_at_start' and ${only}
      order by r.urgency desc, r.due_at, r.available_at, r.id
      limit ${most}`.execute(tx.db),
    sql<OperatorLoad>`
      select m.id as "memberId", m.name, m.trade_ids as "tradeIds", coalesce((
        select sum(${plannedSeconds})
        from run r
        join order_stage s on s.workspace_id = r.workspace_id and s.id = r.order_stage_id
        join lot l on l.workspace_id = r.workspace_id and l.id = r.lot_id
        where r.workspace_id = m.workspace_id and r.operator_id = m.id
          and r.state in ('waiting', 'in_progress', 'paused', 'blocked', 'held', 'escalated')), 0)::int as seconds
      from member m
      where m.workspace_id = ${tx.workspaceId} and m.active and 'operator' = any(m.roles)`.execute(tx.db),
  ]);
  const total = found.rows[0]?.total ?? 0;
  return { runs: found.rows, members: operators.rows, left: Math.max(0, total - found.rows.length) };
}

const plannedSeconds = sql`(s.set_up_seconds + s.batch_seconds + s.unit_seconds * l.units)`;
