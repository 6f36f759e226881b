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
      join order_stage s on s.workspace_id = ${tx.workspaceId} and s.id = r.order_stage_id
      join lot l on l.workspace_id = ${tx.workspaceId} and l.id = r.lot_id
      where r.workspace_id = ${tx.workspaceId} and r.state = 'waiting' and r.operator_id is null
        and s.performer_kind = 'chosen_at_start' and ${only}
      order by r.urgency desc, r.due_at, r.available_at, r.id
      limit ${most}`.execute(tx.db),
    sql<OperatorLoad>`
      select m.id as "memberId", m.name, m.trade_ids as "tradeIds", coalesce(load.seconds, 0)::int as seconds
      from member m
      left join (
        -- Looked up run by run: the planner takes every second open run for somebody's, and would read all stages.
        select r.operator_id, sum((
          select s.set_up_seconds + s.batch_seconds + s.unit_seconds * (
            select l.units from lot l where l.workspace_id = ${tx.workspaceId} and l.id = r.lot_id)
          from order_stage s where s.workspace_id = ${tx.workspaceId} and s.id = r.order_stage_id)) as seconds
        from run r
        where r.workspace_id = ${tx.workspaceId} and r.operator_id is not null
          and r.state in ('waiting', 'in_progress', 'paused', 'blocked', 'held', 'escalated')
        group by r.operator_id
      ) load on load.operator_id = m.id
      where m.workspace_id = ${tx.workspaceId} and m.active and 'operator' = any(m.roles)`.execute(tx.db),
  ]);
  const total = found.rows[0]?.total ?? 0;
  return { runs: found.rows, members: operators.rows, left: Math.max(0, total - found.rows.length) };
}

/** The place of the first id that is no run of this workspace; null: all of them are. */
export async function missingRun(tx: Tx, runIds: readonly Id[]): Promise<number | null> {
  if (runIds.length === 0) return null;
  const rows = await tx.db
    .selectFrom("run")
    .select("id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "in", [...runIds])
    .execute();
  const known = new Set(rows.map((row) => row.id));
  const place = runIds.findIndex((id) => !known.has(id));
  return place < 0 ? null : place;
}

const plannedSeconds = sql`(s.set_up_seconds + s.batch_seconds + s.unit_seconds * l.units)`;
