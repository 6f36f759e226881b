import { sql } from "kysely";
import { type Decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { StoredRunState } from "#modules/production/core/order-state.ts";
import { runStateAt } from "#modules/production/core/run-table.ts";
import type { PriceKind } from "#modules/templates/contract/template-body.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { subcontractingRoutes } from "#modules/subcontracting/contract/routes.ts";

type Route = typeof subcontractingRoutes.showOrderSubcontractors;
type StageRow = {
  id: Id;
  name: string;
  active: boolean;
  subcontractor: Output<Route>["stages"][number]["subcontractor"];
  kind: PriceKind;
  amount: Decimal;
  planned: Decimal | null;
  captured: Decimal | null;
  planned_start: Date | null;
  planned_finish: Date | null;
  done: boolean;
  there: number;
  back: number;
  runs_total: number;
};
type RunRow = {
  id: Id;
  stage_id: Id;
  lot_number: string;
  cycle: number;
  state: StoredRunState;
  units: number;
  available_at: Date;
  planned_finish: Date | null;
  started_at: Date | null;
  finished_at: Date | null;
  comment: string | null;
};
const mostRuns = 50;
const openStates = sql`('waiting', 'in_progress', 'paused', 'blocked', 'held', 'escalated')`;

/** What of an order is made outside the house. What an undone finish had brought back is not back. */
export async function showOrderSubcontractors(
  tx: Tx,
  { orderId }: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const { rows: orders } = await sql<{ status: string }>`
    select o.status from production_order o where o.workspace_id = ${tx.workspaceId} and o.id = ${orderId}`.execute(
    tx.db,
  );
  const [order] = orders;
  if (order === undefined) return no("order_unknown", {}, ["orderId"]);
  const [stages, runs] = await Promise.all([readStages(tx, orderId, order.status), readRuns(tx, orderId)]);
  const [seesPlan, seesCost] = [viewer.may("order.planned_cost"), viewer.may("order.cost")];
  const byStage = Map.groupBy(runs, (run) => run.stage_id);
  const money = (amount: Decimal | null, sees: boolean): string | null =>
    sees && amount !== null ? text(amount) : null;
  return ok({
    stages: stages.map((stage) => ({
      stageId: stage.id,
      name: stage.name,
      active: stage.active,
      subcontractor: stage.subcontractor,
      price: { kind: stage.kind, amount: money(stage.amount, seesPlan) },
      planned: money(stage.planned, seesPlan),
      captured: money(stage.captured, seesCost),
      plannedStart: stage.planned_start?.toISOString() ?? null,
      plannedFinish: stage.planned_finish?.toISOString() ?? null,
      done: stage.done,
      unitsThere: stage.there,
      unitsBack: stage.back,
      runs: (byStage.get(stage.id) ?? []).map((run) => toldRun(run, viewer.now)),
      runsTotal: stage.runs_total,
    })),
  });
}

function toldRun(run: RunRow, now: Date): Output<Route>["stages"][number]["runs"][number] {
  const isOver = run.state === "done" || run.state === "ended";
  return {
    runId: run.id,
    lotNumber: run.lot_number,
    cycle: run.cycle,
    state: runStateAt({ state: run.state, availableAt: run.available_at }, now),
    units: run.units,
    availableAt: run.available_at.toISOString(),
    plannedFinish: run.planned_finish?.toISOString() ?? null,
    overdue: !isOver && run.planned_finish !== null && run.planned_finish < now,
    startedAt: run.started_at?.toISOString() ?? null,
    finishedAt: run.finished_at?.toISOString() ?? null,
    comment: run.comment,
  };
}

async function readStages(tx: Tx, orderId: Id, status: string): Promise<StageRow[]> {
  const { rows } = await sql<StageRow>`
    select s.id, s.name, s.active, s.price_kind as kind, s.price_amount as amount, s.planned_start, s.planned_finish,
      jsonb_build_object('id', c.id, 'name', c.name, 'phone', c.phone, 'email', c.email, 'archived', c.archived)
        as subcontractor,
      (select sum(p.amount) from planned_cost_line p
        where p.workspace_id = ${tx.workspaceId} and p.order_id = s.order_id and p.order_stage_id = s.id
          and p.category = 'subcontracting') as planned,
      (select sum(l.amount) from cost_line l
        where l.workspace_id = ${tx.workspaceId} and l.order_id = s.order_id and l.order_stage_id = s.id
          and l.category = 'subcontracting') as captured,
      s.active and (${status}::text = 'done' or (lots.passed > 0 and lots.ahead = 0)) as done,
      runs.there, lots.passed as back, runs.total as runs_total
    from order_stage s
    join subcontractor c on c.workspace_id = ${tx.workspaceId} and c.id = s.performer_subcontractor_id
    cross join lateral (
      select coalesce(sum(l.units) filter (where jsonb_exists(l.done, s.id::text)), 0)::integer as passed,
        coalesce(sum(l.units) filter (where not jsonb_exists(l.done, s.id::text)
          and l.state in ('in_work', 'held', 'escalated')), 0)::integer as ahead
      from lot l
      where l.workspace_id = ${tx.workspaceId} and l.order_id = s.order_id and l.state <> 'merged'
    ) lots
    cross join lateral (
      select coalesce(sum(r.units) filter (where r.state in ${openStates}), 0)::integer as there,
        count(*)::integer as total
      from run r
      where r.workspace_id = ${tx.workspaceId} and r.order_stage_id = s.id and r.state <> 'void'
    ) runs
    where s.workspace_id = ${tx.workspaceId} and s.order_id = ${orderId}
      and s.performer_subcontractor_id is not null
    order by s.position`.execute(tx.db);
  return rows;
}

async function readRuns(tx: Tx, orderId: Id): Promise<RunRow[]> {
  const { rows } = await sql<RunRow>`
    select * from (
      select r.id, r.order_stage_id as stage_id, l.number as lot_number, r.cycle, r.state,
        case when r.state in ${openStates} then l.units else r.units end as units,
        r.available_at, r.planned_finish, r.started_at, r.finished_at, r.comment,
        row_number() over (
          partition by r.order_stage_id order by r.state not in ${openStates}, r.cycle desc, r.since desc, r.id) as place
      from run r
      join lot l on l.workspace_id = ${tx.workspaceId} and l.id = r.lot_id
      where r.workspace_id = ${tx.workspaceId} and r.order_id = ${orderId} and r.state <> 'void'
        and r.performer_subcontractor_id is not null
    ) ranked
    where place <= ${mostRuns}
    order by place`.execute(tx.db);
  return rows;
}
