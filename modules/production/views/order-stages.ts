import { sql } from "kysely";
import type { z } from "zod";
import type { Id } from "#kernel/id.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { filesOf } from "#modules/files/views/files-of.ts";
import type {
  CheckAnswer,
  OrderStatus,
  orderStage,
  RunState,
} from "#modules/production/contract/order-card.ts";
import { proposeOperators } from "#modules/production/core/propose-operators.ts";
import type { StoredRunState } from "#modules/production/core/order-state.ts";
import { runStateAt } from "#modules/production/core/run-table.ts";
import { loadRunsToSpread } from "#modules/production/store/runs-to-spread.ts";
import type { RichText } from "#modules/templates/contract/rich-text.ts";
import type { StageCheck } from "#modules/templates/contract/template-body.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { awaitedOrders, readAwaited } from "./awaited-orders.ts";
import { isStageDone, openRunStates, textOf } from "./order-card.ts";
import { crewOf, readRunTimes, type RunTime, workingSince } from "./run-time.ts";
import { type StagePath, stagePath } from "./stage-path.ts";
import { verbsOfRun } from "./verbs.ts";

type Stage = z.output<typeof orderStage>;
type Proposed = Stage["runs"][number]["proposed"];

/**
 * An order of a thousand units has a thousand runs a stage. Of each stage the open ones come first, then rework,
 * then what is done, the newest first; what is not shown is counted.
 */
const shownRuns = 200;

type StageRow = {
  id: Id;
  key: string;
  name: string;
  instruction: RichText;
  active: boolean;
  optional: boolean;
  consumption: "at_start" | "at_completion";
  rework_limit: number | null;
  checks: StageCheck[];
  photo_required: boolean;
  performer_kind: string;
  performer_name: string | null;
  planned_seconds: number;
  wait_name: string | null;
  wait_minimum_seconds: number;
  waitsFor: string[];
  planned_start: Date | null;
  planned_finish: Date | null;
  is_done: boolean;
  has_pick: boolean;
};

type RunRow = {
  id: Id;
  order_stage_id: Id;
  lot_id: Id;
  lot_number: string;
  lot_units: number;
  cycle: number;
  state: StoredRunState;
  units: number;
  progress: number;
  operator_id: Id | null;
  operator_name: string | null;
  available_at: Date;
  released_early: boolean;
  started_at: Date | null;
  finished_at: Date | null;
  performer_member_id: Id | null;
  performer_trade_id: Id | null;
  performer_role: string | null;
  block_reason: string | null;
  block_note: string | null;
  comment: string | null;
  checks: CheckAnswer[];
  concession: string | null;
  has_left: boolean;
  is_gone: boolean;
  begun_later: Id[] | null;
};

type CountRow = { order_stage_id: Id; state: RunState; runs: number; units: number };

export async function readStages(
  tx: Tx,
  order: { readonly id: Id; readonly status: OrderStatus; readonly units: number },
  viewer: Viewer,
): Promise<Stage[]> {
  const { rows: stages } = await sql<StageRow>`
    select s.id, s.key, s.name, s.instruction, s.active, s.optional, s.consumption, s.rework_limit, s.checks, s.photo_required,
      s.performer_kind, coalesce(m.name, t.name, s.performer_role) as performer_name,
      s.set_up_seconds + s.batch_seconds + s.unit_seconds::bigint * ${order.units} as planned_seconds,
      s.wait_name, s.wait_minimum_seconds, s.waits_for as "waitsFor", s.planned_start, s.planned_finish,
      ${isStageDone(tx, { id: sql`s.order_id`, status: sql`${order.status}::text` })} as is_done,
      exists (select from order_norm n
        where n.workspace_id = ${tx.workspaceId} and n.order_id = s.order_id and n.order_stage_id = s.id
          and n.item_id is not null) as has_pick
    from order_stage s
    left join member m on m.workspace_id = ${tx.workspaceId} and m.id = s.performer_member_id
    left join trade t on t.workspace_id = ${tx.workspaceId} and t.id = s.performer_trade_id
    where s.workspace_id = ${tx.workspaceId} and s.order_id = ${order.id}
    order by s.position`.execute(tx.db);
  const runs = await readRuns(tx, order.id);
  const awaited = (await readAwaited(tx, [order.id])).get(order.id) ?? [];
  const awaitedAt = (stage: StageRow) =>
    stage.is_done ? [] : awaited.filter(({ stageId }) => stageId === stage.id);
  const counts = await readCounts(tx, order.id, viewer.now);
  const runIds = runs.map((run) => run.id);
  const timeOf = await readRunTimes(tx, runIds, viewer.now);
  const photos = await filesOf(tx, "run", runIds, "photo");
  const proposedOf = await proposals(
    tx,
    runs.filter((run) => stages.some((stage) => stage.id === run.order_stage_id && isChosen(stage, run))),
  );
  const path = stagePath(stages);
  const runsOf = Map.groupBy(runs, (run) => run.order_stage_id);
  return stages.map((stage) => ({
    id: stage.id,
    key: stage.key,
    name: stage.name,
    instruction: stage.instruction,
    active: stage.active,
    optional: stage.optional,
    after: stage.active ? path.before(stage).map((before) => before.id) : [],
    consumption: stage.consumption,
    reworkLimit: stage.rework_limit,
    checks: stage.checks,
    photoRequired: stage.photo_required,
    performer: { kind: stage.performer_kind, name: stage.performer_name },
    plannedSeconds: stage.planned_seconds,
    waitName: stage.wait_name,
    waitSeconds: stage.wait_minimum_seconds,
    plannedStart: textOf(stage.planned_start),
    plannedFinish: textOf(stage.planned_finish),
    done: stage.active && stage.is_done,
    awaits: awaitedOrders(awaitedAt(stage)),
    awaitsBind: awaitedAt(stage).some(({ binds }) => binds),
    counts: counts
      .filter((count) => count.order_stage_id === stage.id)
      .map(({ state, runs: number, units }) => ({ state, runs: number, units })),
    runs: (runsOf.get(stage.id) ?? []).map((run) =>
      runOf(run, {
        viewer,
        stage,
        path,
        time: timeOf(run.id),
        photoIds: (photos.get(run.id) ?? []).map((photo) => photo.id),
        proposed: proposedOf.get(run.id) ?? null,
      }),
    ),
  }));
}

const isChosen = (stage: StageRow, run: RunRow): boolean =>
  stage.performer_kind === "chosen_at_start" && run.state === "waiting" && run.operator_id === null;

async function proposals(tx: Tx, runs: readonly RunRow[]): Promise<ReadonlyMap<Id, NonNullable<Proposed>>> {
  if (runs.length === 0) return new Map();
  const ids = runs.map((run) => run.id);
  const open = await loadRunsToSpread(tx, ids, ids.length);
  const names = new Map(open.members.map((member) => [member.memberId, member.name]));
  const proposed = proposeOperators(open.runs, open.members);
  return new Map(
    [...proposed].map(([runId, memberId]) => [runId, { memberId, name: names.get(memberId) ?? "" }]),
  );
}

/** `begun_later`: of a run that is done, the stages that its units have begun since. */
async function readRuns(tx: Tx, orderId: Id): Promise<RunRow[]> {
  const { rows } = await sql<RunRow>`
    select r.id, r.order_stage_id, r.lot_id, l.number as lot_number, l.units as lot_units, r.cycle, r.state, r.units, r.progress,
      r.operator_id, m.name as operator_name, r.available_at, r.released_early, r.started_at, r.finished_at,
      r.performer_member_id, r.performer_trade_id, r.performer_role,
      b.name as block_reason, r.block_note, r.comment, r.checks, r.concession,
      r.left_units <> '[]' as has_left, l.state not in ('in_work', 'held', 'finished') as is_gone,
      case when r.state = 'done' then (
        select array_agg(later.order_stage_id) from run later
        where later.workspace_id = ${tx.workspaceId} and later.lot_id = r.lot_id and later.started_at >= r.finished_at
          and later.state <> 'void') end as begun_later
    from (
      select run.*, row_number() over (
        partition by order_stage_id
        order by state not in ${openRunStates}, cycle desc, since desc, id) as place
      from run where workspace_id = ${tx.workspaceId} and order_id = ${orderId} and state <> 'void'
    ) r
    join lot l on l.workspace_id = ${tx.workspaceId} and l.id = r.lot_id
    left join member m on m.workspace_id = ${tx.workspaceId} and m.id = r.operator_id
    left join stop_reason b on b.workspace_id = ${tx.workspaceId} and b.id = r.block_reason_id
    where r.place <= ${shownRuns}
    order by l.id, r.cycle, r.id`.execute(tx.db);
  return rows;
}

async function readCounts(tx: Tx, orderId: Id, now: Date): Promise<CountRow[]> {
  const { rows } = await sql<CountRow>`
    select r.order_stage_id, case when r.state = 'waiting' and r.available_at <= ${now} then 'ready' else r.state end as state,
      count(*) as runs, sum(case when r.state in ${openRunStates} then l.units else r.units end) as units
    from run r
    join lot l on l.workspace_id = ${tx.workspaceId} and l.id = r.lot_id
    where r.workspace_id = ${tx.workspaceId} and r.order_id = ${orderId} and r.state <> 'void'
    group by 1, 2
    order by 2`.execute(tx.db);
  return rows;
}

type Around = {
  readonly viewer: Viewer;
  readonly stage: StageRow;
  readonly path: StagePath;
  readonly time: RunTime;
  readonly photoIds: string[];
  readonly proposed: Proposed;
};

function runOf(row: RunRow, around: Around): Stage["runs"][number] {
  const { viewer, stage, path, time } = around;
  const isOver = row.state === "done" || row.state === "ended";
  const run = {
    state: row.state,
    availableAt: row.available_at,
    operatorId: row.operator_id,
    performerMemberId: row.performer_member_id,
    performerTradeId: row.performer_trade_id,
    performerRole: row.performer_role,
    crew: time.crew,
    hasPick: stage.has_pick,
    hasLeft: row.has_left,
    isFollowed: row.is_gone || (row.begun_later ?? []).some((later) => path.isFrom(stage, later)),
  };
  return {
    id: row.id,
    lotId: row.lot_id,
    lotNumber: row.lot_number,
    cycle: row.cycle,
    state: runStateAt(run, viewer.now),
    // A lot grows and shrinks while a run of it is open; what a run ended with stays.
    units: isOver ? row.units : row.lot_units,
    progress: row.progress,
    operatorId: row.operator_id,
    operatorName: row.operator_name,
    availableAt: row.available_at.toISOString(),
    releasedEarly: row.released_early,
    startedAt: textOf(row.started_at),
    finishedAt: textOf(row.finished_at),
    workedSeconds: time.workedSeconds,
    pausedSeconds: time.pausedSeconds,
    workingSince: textOf(workingSince(time)),
    blockReason: row.block_reason,
    blockNote: row.block_note,
    comment: row.comment,
    crew: crewOf(time),
    checks: row.checks,
    photoIds: around.photoIds,
    concession: row.concession,
    proposed: around.proposed,
    verbs: verbsOfRun(run, viewer),
  };
}
