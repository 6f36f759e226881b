import { sql } from "kysely";
import type { z } from "zod";
import type { Calendar } from "#kernel/calendar.ts";
import type { Id } from "#kernel/id.ts";
import type { Unit } from "#kernel/unit.ts";
import { filesOf, photoOfItem } from "#modules/files/views/files-of.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import type { RichText } from "#modules/templates/contract/rich-text.ts";
import type { BatchMode, StageCheck } from "#modules/templates/contract/template-body.ts";
import type { runCard } from "#modules/production/contract/order-card.ts";
import type { Priority, StoredRunState } from "#modules/production/core/order-state.ts";
import { asksAt, likelyEnd, plannedTogether } from "#modules/production/core/forgotten-time.ts";
import { runStateAt } from "#modules/production/core/run-table.ts";
import { unitOfLot } from "#modules/production/core/unit-needs.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { awaitedOrders, readAwaited } from "./awaited-orders.ts";
import { textOf, waitNameOfRun } from "./order-card.ts";
import { type MaterialsOfRun, readRunMaterials } from "./run-materials.ts";
import { proposals, type Proposed } from "./proposed-operators.ts";
import { crewOf, readRunTimes, type RunTime, workingSince } from "./run-time.ts";
import { upsellsOfOrder } from "./show-order.ts";
import { type OrderPath, readPaths } from "./stage-path.ts";
import { verbsOfRun } from "./verbs.ts";

export type RunCard = z.output<typeof runCard>;

type Row = {
  id: Id;
  order_id: Id;
  number: number;
  item_name: string;
  variant_name: string;
  photo_id: Id | null;
  unit: Unit;
  cycle: number;
  units: number;
  lot_id: Id;
  lot_units: number;
  lot_number: string;
  lot_attributes: OrderAttributes;
  progress: number;
  ordered: number;
  received: number;
  batch_mode: BatchMode;
  stage_id: Id;
  stage_name: string;
  state: StoredRunState;
  instruction: RichText;
  checks: StageCheck[];
  photo_required: boolean;
  available_at: Date;
  wait_name: string | null;
  block_reason: string | null;
  block_note: string | null;
  operator_id: Id | null;
  operator_name: string | null;
  performer_member_id: Id | null;
  performer_trade_id: Id | null;
  performer_role: string | null;
  performer_subcontractor_id: Id | null;
  has_left: boolean;
  /** units that it has finished and sent on, while it goes on with the rest */
  sent_on: number;
  opens_stage: boolean;
  is_gone: boolean;
  begun_later: Id[] | null;
  started_at: Date | null;
  finished_at: Date | null;
  planned_seconds: number;
  once_seconds: number;
  is_chosen: boolean;
  priority: Priority;
  due_at: Date | null;
  notes: string;
  consumption: "at_start" | "at_completion";
  upsells: { id: Id; name: string }[] | null;
  awaited: number | null;
  calendar: Calendar;
};

/** Another run that may be taken in the same tap; its own page need not be read. */
export type Together = {
  readonly runId: Id;
  readonly lotNumber: string;
  readonly lotAttributes: OrderAttributes;
};

/** The operator's cards of these runs. They show no price and no rate, whoever looks. */
export async function readRunCards(
  tx: Tx,
  runIds: readonly Id[],
  viewer: Viewer,
  togetherWith: (runId: Id) => Together[] = () => [],
): Promise<Map<Id, RunCard>> {
  if (runIds.length === 0) return new Map();
  const rows = await readRows(tx, runIds, viewer);
  const orderIds = [...new Set(rows.map((row) => row.order_id))];
  const [paths, timeOf, materials, drawings, awaited, reasons, proposed] = await Promise.all([
    readPaths(tx, orderIds),
    readRunTimes(
      tx,
      rows.filter((row) => row.started_at !== null).map((row) => row.id),
      viewer.now,
    ),
    readRunMaterials(
      tx,
      rows.map((row) => ({
        id: row.id,
        orderId: row.order_id,
        stageId: row.stage_id,
        cycle: row.cycle,
        units: row.lot_units + row.sent_on,
        ordered: row.ordered,
        unit: row.batch_mode === "per_unit" ? unitOfLot(row.lot_number) : null,
        opensStage: row.opens_stage,
        isBegun: row.started_at !== null,
        isOpen: !isOver(row),
      })),
    ),
    readDrawings(tx, orderIds),
    readAwaited(
      tx,
      rows.filter((row) => row.started_at === null && !isOver(row)).map((row) => row.order_id),
    ),
    readReturns(
      tx,
      rows.filter((row) => row.cycle > 0 && row.state !== "done"),
    ),
    proposals(
      tx,
      rows
        .filter((row) => row.is_chosen && row.state === "waiting" && row.operator_id === null)
        .map((row) => row.id),
    ),
  ]);
  const forgottenOf = ownWork(rows, timeOf, viewer);
  return new Map(
    rows.flatMap((row) => {
      const path = paths.get(row.order_id);
      if (path === undefined) return [];
      const around = {
        path,
        time: timeOf(row.id),
        materials: materials.get(row.id) ?? { rows: [], hasPick: false },
        together: togetherWith(row.id),
        drawings: drawings(row.order_id),
        returnedFor: reasons.get(row.lot_id) ?? null,
        proposed: proposed.get(row.id) ?? null,
        forgotten: forgottenOf(row),
        awaited: (awaited.get(row.order_id) ?? []).filter(({ stageId }) => stageId === row.stage_id),
      };
      return [[row.id, cardOf(row, around, viewer)]];
    }),
  );
}

async function readRows(tx: Tx, runIds: readonly Id[], viewer: Viewer): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select r.id, r.order_id, o.number, i.name as item_name, v.name as variant_name, i.unit,
      ${photoOfItem(tx, sql`i.id`)} as photo_id, r.cycle, r.units, l.id as lot_id, l.units as lot_units,
      l.number as lot_number, o.attributes || l.attributes as lot_attributes, r.progress,
      o.ordered, o.received, o.batch_mode, s.id as stage_id, s.name as stage_name,
      r.state, s.instruction, s.checks, s.photo_required, r.available_at,
      case when r.state = 'waiting' and r.available_at > ${viewer.now} then ${waitNameOfRun(tx)} end as wait_name,
      case when r.block_reason_id is not null then (
        select b.name from stop_reason b where b.workspace_id = ${tx.workspaceId} and b.id = r.block_reason_id) end as block_reason,
      r.block_note, r.operator_id,
      (select m.name from member m where m.workspace_id = ${tx.workspaceId} and m.id = r.operator_id) as operator_name,
      r.performer_member_id, r.performer_trade_id, r.performer_role, r.performer_subcontractor_id, r.started_at, r.finished_at,
      r.left_units <> '[]' as has_left, r.opens_stage,
      case when r.left_units = '[]' then 0 else (
        select coalesce(round(sum((sent.part ->> 'sent')::numeric)), 0)
        from jsonb_array_elements(r.left_units) sent(part))::int end as sent_on, l.state not in ('in_work', 'held', 'finished') as is_gone,
      case when r.state = 'done' and ${viewer.may("run.reopen")} then (
        select array_agg(later.order_stage_id) from run later
        where later.workspace_id = ${tx.workspaceId} and later.lot_id = r.lot_id and later.started_at >= r.finished_at
          and later.state <> 'void') end as begun_later,
      s.set_up_seconds + s.batch_seconds + s.unit_seconds::bigint * l.units as planned_seconds,
      s.set_up_seconds + s.batch_seconds as once_seconds, s.performer_kind = 'chosen_at_start' as is_chosen,
      o.priority, o.due_at, o.notes, s.consumption, ${upsellsOfOrder(tx)} as upsells,
      case when r.state = 'held' then (
        select sum(part.units) from lot part
        where part.workspace_id = ${tx.workspaceId} and part.order_id = r.order_id
          and part.merges_into_run_id = r.id) end as awaited,
      (select w.calendar from workspace w where w.workspace_id = ${tx.workspaceId}) as calendar
    from run r
    join production_order o on o.workspace_id = ${tx.workspaceId} and o.id = r.order_id
    join order_stage s on s.workspace_id = ${tx.workspaceId} and s.id = r.order_stage_id
    join lot l on l.workspace_id = ${tx.workspaceId} and l.id = r.lot_id
    join variant v on v.workspace_id = ${tx.workspaceId} and v.id = o.variant_id
    join item i on i.workspace_id = ${tx.workspaceId} and i.id = v.item_id
    where r.workspace_id = ${tx.workspaceId} and r.id = any(${[...runIds]}::uuid[])`.execute(tx.db);
  return rows;
}

type Returned = NonNullable<RunCard["returnedFor"]>;

/** Why these lots were sent back last, with what the photos showed. */
async function readReturns(tx: Tx, rows: readonly Row[]): Promise<ReadonlyMap<Id, Returned>> {
  if (rows.length === 0) return new Map();
  const { rows: defects } = await sql<{ id: Id; lot_id: Id; reason: string; note: string }>`
    select distinct on (d.lot_id) d.id, d.lot_id, reason.name as reason, d.note
    from defect d
    join defect_reason reason on reason.workspace_id = ${tx.workspaceId} and reason.id = d.reason_id
    where d.workspace_id = ${tx.workspaceId} and d.order_id = any(${[...new Set(rows.map((row) => row.order_id))]}::uuid[])
      and d.lot_id = any(${rows.map((row) => row.lot_id)}::uuid[]) and d.decision = 'return' and not d.undone
    order by d.lot_id, d.at desc, d.id desc`.execute(tx.db);
  const photos = await filesOf(
    tx,
    "defect",
    defects.map((defect) => defect.id),
    "photo",
  );
  return new Map(
    defects.map((defect) => [
      defect.lot_id,
      {
        reasonName: defect.reason,
        note: defect.note,
        photoIds: (photos.get(defect.id) ?? []).map((photo) => photo.id),
      },
    ]),
  );
}

/** The drawings of these orders; the last one of a name is the current. */
async function readDrawings(tx: Tx, orderIds: readonly Id[]): Promise<(orderId: Id) => RunCard["drawings"]> {
  const files = await filesOf(tx, "order", orderIds, "drawing");
  return (orderId) => {
    const current = new Map(
      (files.get(orderId) ?? []).map(({ id, name, kind }) => [name.toLowerCase(), { id, name, kind }]),
    );
    return [...current.values()].sort((a, b) => a.name.localeCompare(b.name));
  };
}

type AwaitedAtStage = NonNullable<ReturnType<Awaited<ReturnType<typeof readAwaited>>["get"]>>;
type Around = {
  readonly path: OrderPath;
  readonly time: RunTime;
  readonly materials: MaterialsOfRun;
  readonly together: Together[];
  readonly drawings: RunCard["drawings"];
  readonly returnedFor: Returned | null;
  readonly awaited: AwaitedAtStage;
  readonly proposed: Proposed | null;
  readonly forgotten: RunCard["forgotten"];
};

const isOver = ({ state }: Row): boolean => state === "done" || state === "ended" || state === "void";

/** From when on the reader is asked whether they still work on a run; null where their time does not run. */
function ownWork(
  rows: readonly Row[],
  timeOf: (runId: Id) => RunTime,
  viewer: Viewer,
): (row: Row) => RunCard["forgotten"] {
  const me = viewer.actor.kind === "member" ? viewer.actor.memberId : null;
  const ownOf = (row: Row) => timeOf(row.id).crew.find((each) => each.working && each.memberId === me);
  const together = Map.groupBy(rows, (row) => ownOf(row)?.togetherId ?? null);
  return (row) => {
    const own = ownOf(row);
    if (own === undefined) return null;
    const runs = own.togetherId === null ? [row] : (together.get(own.togetherId) ?? [row]);
    const work = {
      startedAt: own.since,
      seenAt: own.seenAt,
      plannedSeconds: plannedTogether(
        runs.map((run) => ({ plannedSeconds: run.planned_seconds, onceSeconds: run.once_seconds })),
      ),
    };
    return {
      asksAt: asksAt(work, { calendar: row.calendar, timeZone: viewer.timeZone }).toISOString(),
      likelyEnd: likelyEnd(work).toISOString(),
    };
  };
}

/** Begun and over it waits for nothing; a return takes what is typed. What has come may do for part of a batch. */
function awaitsOf(row: Row, materials: MaterialsOfRun, awaited: AwaitedAtStage) {
  const lacks =
    row.started_at === null && row.cycle === 0
      ? awaited.filter(({ normId, reserved }) => {
          const norm = materials.rows.find((material) => material.normId === normId)?.norm;
          return norm !== undefined && reserved.lt(norm);
        })
      : [];
  return { awaits: awaitedOrders(lacks), awaitsBind: lacks.some(({ binds }) => binds) };
}

function cardOf(
  row: Row,
  { path, time, materials, together, drawings, returnedFor, awaited, proposed, forgotten }: Around,
  viewer: Viewer,
): RunCard {
  const me = viewer.actor.kind === "member" ? viewer.actor.memberId : null;
  const stage = path.stages.get(row.stage_id);
  if (stage === undefined) throw new Error(`Run ${row.id} is at a stage of another order`);
  const run = {
    state: row.state,
    availableAt: row.available_at,
    operatorId: row.operator_id,
    performerMemberId: row.performer_member_id,
    performerTradeId: row.performer_trade_id,
    performerRole: row.performer_role,
    performerSubcontractorId: row.performer_subcontractor_id,
    crew: time.crew,
    hasPick: materials.hasPick,
    hasLeft: row.has_left,
    isFollowed: row.is_gone || (row.begun_later ?? []).some((later) => path.isFrom(stage, later)),
  };
  const waits = awaitsOf(row, materials, awaited);
  const verbs = verbsOfRun(run, viewer);
  // Whoever may say why it begins all the same is asked for the reason.
  const bound = waits.awaitsBind && !viewer.may("run.release_early");
  return {
    runId: row.id,
    orderId: row.order_id,
    orderNumber: row.number,
    lotId: row.lot_id,
    lotNumber: row.lot_number,
    lotAttributes: row.lot_attributes,
    cycle: row.cycle,
    itemName: row.item_name,
    variantName: row.variant_name,
    photoId: row.photo_id,
    unit: row.unit,
    // A lot grows and shrinks while a run of it is open; what a run ended with stays.
    units: isOver(row) ? row.units : row.lot_units,
    progress: row.progress,
    ordered: row.ordered,
    received: row.received,
    batchMode: row.batch_mode,
    stageId: row.stage_id,
    stageName: row.stage_name,
    nextStageName: path.next(stage)[0]?.name ?? null,
    state: runStateAt(run, viewer.now),
    instruction: row.instruction,
    checks: row.checks,
    photoRequired: row.photo_required,
    // Units that nobody has begun to work on here stand before this stage already.
    returnStages: path
      .upTo(stage)
      .filter((to) => to.id !== stage.id || row.started_at !== null)
      .map((to) => ({ stageId: to.id, name: to.name })),
    together,
    awaited: row.awaited ?? 0,
    returnedFor,
    crew: crewOf(time),
    canLeaveRest: row.batch_mode === "split" && row.lot_units > 1 && !path.hasSiblings(stage),
    availableAt: row.available_at.toISOString(),
    ...waits,
    waitName: row.wait_name,
    blockReason: row.block_reason,
    blockNote: row.block_note,
    operatorId: row.operator_id,
    operatorName: row.operator_name,
    startedAt: textOf(row.started_at),
    finishedAt: textOf(row.finished_at),
    workedSeconds: time.workedSeconds,
    workingSince: textOf(workingSince(time, me)),
    forgotten,
    plannedSeconds: row.planned_seconds,
    onceSeconds: row.once_seconds,
    proposed,
    priority: row.priority,
    dueAt: textOf(row.due_at),
    notes: row.notes,
    consumption: row.consumption,
    materials: materials.rows,
    upsells: (row.upsells ?? []).map((upsell) => upsell.name),
    drawings,
    verbs: bound ? verbs.filter((verb) => verb !== "startRun") : verbs,
  };
}
