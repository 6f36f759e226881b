import { type RawBuilder, sql } from "kysely";
import type { z } from "zod";
import type { Id } from "#kernel/id.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { filesOf } from "#modules/files/views/files-of.ts";
import type { CheckAnswer, stageRun } from "#modules/production/contract/order-card.ts";
import type { StoredRunState } from "#modules/production/core/order-state.ts";
import { runStateAt } from "#modules/production/core/run-table.ts";
import { encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { openRunStates, textOf } from "./order-card.ts";
import { proposals, type Proposed } from "./proposed-operators.ts";
import { crewOf, readRunTimes, type RunTime, workingSince } from "./run-time.ts";
import type { StageOfPath, StagePath } from "./stage-path.ts";
import { verbsOfRun } from "./verbs.ts";

type StageRun = z.output<typeof stageRun>;

/**
 * An order of a thousand units has a thousand runs a stage. Of each stage the open ones come first, then rework,
 * then what is done, the newest first: the card brings so many, the others come page by page.
 */
const shownRuns = 200;

/** A stage as far as its runs are told by it. */
export type StageOfRuns = StageOfPath & { readonly performer_kind: string; readonly has_pick: boolean };

export type RunRow = {
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
  performer_subcontractor_id: Id | null;
  block_reason: string | null;
  block_note: string | null;
  comment: string | null;
  checks: CheckAnswer[];
  concession: string | null;
  has_left: boolean;
  is_gone: boolean;
  begun_later: Id[] | null;
  /** what the order of the runs goes by, but for the cycle */
  is_over: boolean;
  since: Date;
};

/** Where a page of a stage's runs ends. */
export type RunsAfter = {
  readonly isOver: boolean;
  readonly cycle: number;
  readonly since: Date;
  readonly id: Id;
};
export const runsCursorShape = "nniu";
const cursorAfter = (run: RunRow): string =>
  encodeCursor([Number(run.is_over), run.cycle, run.since.toISOString(), run.id]);

/** The first runs of each stage of an order, and where the others of it go on. */
export async function readFirstRuns(
  tx: Tx,
  orderId: Id,
): Promise<(stageId: Id) => { readonly runs: RunRow[]; readonly next: string | null }> {
  const rows = await readRuns(
    tx,
    sql`select * from (
      select run.*, row_number() over (partition by order_stage_id order by ${inOrder}) as place
      from run where workspace_id = ${tx.workspaceId} and order_id = ${orderId} and state <> 'void'
    ) ranked where place <= ${shownRuns + 1}`,
  );
  const byStage = Map.groupBy(rows, (run) => run.order_stage_id);
  return (stageId) => {
    const { runs, next } = pageOfRuns(byStage.get(stageId) ?? [], shownRuns);
    // A card reads lot by lot, in the order in which they came to be.
    return { runs: runs.toSorted(byLot), next };
  };
}

const byLot = (a: RunRow, b: RunRow): number =>
  compare(a.lot_id, b.lot_id) || a.cycle - b.cycle || compare(a.id, b.id);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The further runs of one stage. */
export async function readNextRuns(
  tx: Tx,
  stageId: Id,
  after: RunsAfter | null,
  limit: number,
): Promise<{ readonly runs: RunRow[]; readonly next: string | null }> {
  const isOver = sql`state not in ${openRunStates}`;
  const beyond =
    after === null
      ? sql`true`
      : sql`((${isOver}) > ${after.isOver} or ((${isOver}) = ${after.isOver} and (cycle < ${after.cycle}
          or (cycle = ${after.cycle} and (since < ${after.since} or (since = ${after.since} and id > ${after.id}))))))`;
  const rows = await readRuns(
    tx,
    sql`select * from run
      where workspace_id = ${tx.workspaceId} and order_stage_id = ${stageId} and state <> 'void' and ${beyond}
      order by ${inOrder} limit ${limit + 1}`,
  );
  return pageOfRuns(rows, limit);
}

const inOrder = sql`state not in ${openRunStates}, cycle desc, since desc, id`;

function pageOfRuns(rows: readonly RunRow[], most: number) {
  const runs = rows.slice(0, most);
  const last = runs.at(-1);
  return { runs, next: rows.length > most && last !== undefined ? cursorAfter(last) : null };
}

/** `begun_later`: of a run that is done, the stages that its units have begun since. */
async function readRuns(tx: Tx, runs: RawBuilder<unknown>): Promise<RunRow[]> {
  const { rows } = await sql<RunRow>`
    select r.id, r.order_stage_id, r.lot_id, l.number as lot_number, l.units as lot_units, r.cycle, r.state, r.units, r.progress,
      r.operator_id, m.name as operator_name, r.available_at, r.released_early, r.started_at, r.finished_at,
      r.performer_member_id, r.performer_trade_id, r.performer_role, r.performer_subcontractor_id,
      b.name as block_reason, r.block_note, r.comment, r.checks, r.concession,
      r.left_units <> '[]' as has_left, l.state not in ('in_work', 'held', 'finished') as is_gone,
      case when r.state = 'done' then (
        select array_agg(later.order_stage_id) from run later
        where later.workspace_id = ${tx.workspaceId} and later.lot_id = r.lot_id and later.started_at >= r.finished_at
          and later.state <> 'void') end as begun_later,
      r.state not in ${openRunStates} as is_over, r.since
    from (${runs}) r
    join lot l on l.workspace_id = ${tx.workspaceId} and l.id = r.lot_id
    left join member m on m.workspace_id = ${tx.workspaceId} and m.id = r.operator_id
    left join stop_reason b on b.workspace_id = ${tx.workspaceId} and b.id = r.block_reason_id
    order by is_over, r.cycle desc, r.since desc, r.id`.execute(tx.db);
  return rows;
}

/** Tells these runs of an order: their time, photos and who is proposed are read at once. */
export async function runTeller(
  tx: Tx,
  { stages, path, runs }: { stages: readonly StageOfRuns[]; path: StagePath; runs: readonly RunRow[] },
  viewer: Viewer,
): Promise<(run: RunRow) => StageRun> {
  const runIds = runs.map((run) => run.id);
  const timeOf = await readRunTimes(tx, runIds, viewer.now);
  const photos = await filesOf(tx, "run", runIds, "photo");
  const byId = new Map(stages.map((stage) => [stage.id, stage]));
  const isChosen = (run: RunRow): boolean =>
    byId.get(run.order_stage_id)?.performer_kind === "chosen_at_start" &&
    run.state === "waiting" &&
    run.operator_id === null;
  const proposedOf = await proposals(
    tx,
    runs.filter(isChosen).map((run) => run.id),
  );
  return (run) => {
    const stage = byId.get(run.order_stage_id);
    if (stage === undefined) throw new Error(`Run ${run.id} is at a stage of another order`);
    return runOf(run, {
      viewer,
      stage,
      path,
      time: timeOf(run.id),
      photoIds: (photos.get(run.id) ?? []).map((photo) => photo.id),
      proposed: proposedOf.get(run.id) ?? null,
    });
  };
}

type Around = {
  readonly viewer: Viewer;
  readonly stage: StageOfRuns;
  readonly path: StagePath;
  readonly time: RunTime;
  readonly photoIds: string[];
  readonly proposed: Proposed | null;
};

function runOf(row: RunRow, around: Around): StageRun {
  const { viewer, stage, path, time } = around;
  const isOver = row.state === "done" || row.state === "ended";
  const run = {
    state: row.state,
    availableAt: row.available_at,
    operatorId: row.operator_id,
    performerMemberId: row.performer_member_id,
    performerTradeId: row.performer_trade_id,
    performerRole: row.performer_role,
    performerSubcontractorId: row.performer_subcontractor_id,
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
