import { sql } from "kysely";
import type { z } from "zod";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import type { StoredRunState } from "#modules/production/core/order-state.ts";
import { runStateAt } from "#modules/production/core/run-table.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { findDoneStages } from "./done-stages.ts";
import { type OrderCard, pageColumns, readCards, textOf } from "./order-card.ts";
import { verbsOfOrder, verbsOfRun } from "./verbs.ts";

type Route = typeof productionRoutes.showOrder;
type Stage = z.output<Route["output"]>["stages"][number];

/** An order of a thousand units has a thousand runs a stage: the open ones and the newest are shown. */
const runsOfStage = 200;

export async function showOrder(tx: Tx, input: Input<Route>, viewer: Viewer): Promise<Result<Output<Route>>> {
  const page = sql`select ${pageColumns}, 1 as place from production_order o
    where o.workspace_id = ${tx.workspaceId} and o.id = ${input.orderId}`;
  const [card] = await readCards(tx, page, viewer);
  if (card === undefined) return no("order_unknown", {}, ["orderId"]);
  const header = await readHeader(tx, card.id);
  const stages = await readStages(tx, card, header.ordered_and_over, viewer);
  return ok({
    ...card,
    version: header.version,
    itemId: header.item_id,
    variantId: header.variant_id,
    templateId: header.template_id,
    templateName: header.template_name,
    templateNumber: header.template_number,
    over: header.over,
    inWork: header.in_work,
    writtenOff: header.written_off,
    withdrawn: header.withdrawn,
    notes: header.notes,
    cancelReason: header.cancel_reason,
    responsible:
      header.responsible_id === null || header.responsible_name === null
        ? null
        : { id: header.responsible_id, name: header.responsible_name },
    createdByName: header.created_by_name,
    plannedStart: textOf(header.planned_start),
    startedAt: textOf(header.started_at),
    warehouseName: header.warehouse_name,
    contactName: viewer.may("contact.read") ? header.contact_name : null,
    upsells: header.upsells,
    stages,
    verbs: verbsOfOrder(card, viewer),
    materials: header.materials,
  });
}

type HeaderRow = {
  version: number;
  item_id: Id;
  variant_id: Id;
  template_id: Id;
  template_name: string;
  template_number: number;
  over: number;
  ordered_and_over: number;
  in_work: number;
  written_off: number;
  withdrawn: number;
  notes: string;
  cancel_reason: string | null;
  responsible_id: Id | null;
  responsible_name: string | null;
  created_by_name: string | null;
  planned_start: Date | null;
  started_at: Date | null;
  warehouse_name: string;
  contact_name: string | null;
  upsells: string[];
  materials: number;
};

async function readHeader(tx: Tx, orderId: Id): Promise<HeaderRow> {
  const nameOf = (column: "responsible_id" | "created_by") =>
    sql`(select m.name from member m where m.workspace_id = ${tx.workspaceId} and m.id = ${sql.ref(`o.${column}`)})`;
  const { rows } = await sql<HeaderRow>`
    select o.version, o.variant_id, v.item_id, t.id as template_id, t.name as template_name, tv.number as template_number,
      o.over, o.ordered + o.over as ordered_and_over, o.in_work, o.written_off, o.withdrawn, o.notes, o.cancel_reason,
      o.responsible_id, ${nameOf("responsible_id")} as responsible_name, ${nameOf("created_by")} as created_by_name,
      o.planned_start, o.started_at, w.name as warehouse_name,
      (select c.name from deal d join contact c on c.workspace_id = ${tx.workspaceId} and c.id = d.contact_id
        where d.workspace_id = ${tx.workspaceId} and d.id = o.deal_id) as contact_name,
      ${upsellsOfLine(tx)} as upsells,
      (select count(*) from order_norm n where n.workspace_id = ${tx.workspaceId} and n.order_id = o.id) as materials
    from production_order o
    join variant v on v.workspace_id = ${tx.workspaceId} and v.id = o.variant_id
    join template_version tv on tv.workspace_id = ${tx.workspaceId} and tv.id = o.template_version_id
    join template t on t.workspace_id = ${tx.workspaceId} and t.id = tv.template_id
    join warehouse w on w.workspace_id = ${tx.workspaceId} and w.id = o.warehouse_id
    where o.workspace_id = ${tx.workspaceId} and o.id = ${orderId}`.execute(tx.db);
  const row = rows[0];
  if (row === undefined) throw new Error(`Order ${orderId} lacks a part that the schema promises`);
  return row;
}

/** Names of the upsells of order `o`'s deal line, as an array. */
export const upsellsOfLine = (tx: Tx) => sql<string[]>`array(
  select u.name from deal_line_upsell lu join upsell u on u.workspace_id = ${tx.workspaceId} and u.id = lu.upsell_id
  where lu.workspace_id = ${tx.workspaceId} and lu.deal_line_id = o.deal_line_id order by u.name)`;

type StageRow = {
  id: Id;
  key: string;
  name: string;
  instruction: string;
  performer_kind: string;
  performer_name: string | null;
  planned_seconds: number;
  wait_name: string | null;
  wait_minimum_seconds: number;
  waits_for: string[];
  planned_start: Date | null;
  planned_finish: Date | null;
};

type RunRow = {
  id: Id;
  order_stage_id: Id;
  lot_number: string;
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
  worked_seconds: number;
  paused_seconds: number;
  working_since: Date | null;
};

async function readStages(tx: Tx, card: OrderCard, units: number, viewer: Viewer): Promise<Stage[]> {
  const { rows: stages } = await sql<StageRow>`
    select s.id, s.key, s.name, s.instruction, s.performer_kind, coalesce(m.name, t.name, s.performer_role) as performer_name,
      s.set_up_seconds + s.batch_seconds + s.unit_seconds::bigint * ${units} as planned_seconds,
      s.wait_name, s.wait_minimum_seconds, s.waits_for, s.planned_start, s.planned_finish
    from order_stage s
    left join member m on m.workspace_id = ${tx.workspaceId} and m.id = s.performer_member_id
    left join trade t on t.workspace_id = ${tx.workspaceId} and t.id = s.performer_trade_id
    where s.workspace_id = ${tx.workspaceId} and s.order_id = ${card.id}
    order by s.position`.execute(tx.db);
  const { rows: runs } = await sql<RunRow>`
    select r.id, r.order_stage_id, l.number as lot_number, r.cycle, r.state, r.units, r.progress, r.operator_id,
      m.name as operator_name, r.available_at, r.released_early, r.started_at, r.finished_at,
      r.performer_member_id, r.performer_trade_id, r.performer_role,
      b.name as block_reason, r.block_note, r.comment,
      time.worked_seconds, time.paused_seconds, time.working_since
    from (
      select run.*, row_number() over (
        partition by order_stage_id order by state in ('done', 'ended'), cycle desc, since desc, id) as place
      from run where workspace_id = ${tx.workspaceId} and order_id = ${card.id}
    ) r
    join lot l on l.workspace_id = ${tx.workspaceId} and l.id = r.lot_id
    left join member m on m.workspace_id = ${tx.workspaceId} and m.id = r.operator_id
    left join stop_reason b on b.workspace_id = ${tx.workspaceId} and b.id = r.block_reason_id
    left join lateral (
      select coalesce(sum(i.seconds) filter (where i.kind = 'work'), 0) as worked_seconds,
        coalesce(sum(floor(extract(epoch from coalesce(i.ended_at, ${viewer.now}) - i.started_at)))
          filter (where i.kind = 'pause'), 0)::bigint as paused_seconds,
        min(i.started_at) filter (where i.kind = 'work' and i.ended_at is null) as working_since
      from work_interval i
      where i.workspace_id = ${tx.workspaceId} and i.run_id = r.id and not i.voided
    ) time on true
    where r.place <= ${runsOfStage}
    order by l.id, r.cycle, r.id`.execute(tx.db);
  const isCancelled = card.status === "cancelled";
  const needed = runs.filter((run) => (run.state === "ended" ? isCancelled : run.state !== "done"));
  const done = findDoneStages(
    stages.map((stage) => ({ id: stage.id, key: stage.key, waitsFor: stage.waits_for })),
    needed.map((run) => run.order_stage_id),
  );
  return stages.map((stage) => ({
    id: stage.id,
    key: stage.key,
    name: stage.name,
    instruction: stage.instruction,
    performer: { kind: stage.performer_kind, name: stage.performer_name },
    plannedSeconds: stage.planned_seconds,
    waitName: stage.wait_name,
    waitSeconds: stage.wait_minimum_seconds,
    plannedStart: textOf(stage.planned_start),
    plannedFinish: textOf(stage.planned_finish),
    done: done.has(stage.id),
    runs: runs.filter((run) => run.order_stage_id === stage.id).map((run) => runOf(run, viewer)),
  }));
}

function runOf(row: RunRow, viewer: Viewer): Stage["runs"][number] {
  const run = {
    state: row.state,
    availableAt: row.available_at,
    operatorId: row.operator_id,
    performerMemberId: row.performer_member_id,
    performerTradeId: row.performer_trade_id,
    performerRole: row.performer_role,
  };
  return {
    id: row.id,
    lotNumber: row.lot_number,
    cycle: row.cycle,
    state: runStateAt(run, viewer.now),
    units: row.units,
    progress: row.progress,
    operatorId: row.operator_id,
    operatorName: row.operator_name,
    availableAt: row.available_at.toISOString(),
    releasedEarly: row.released_early,
    startedAt: textOf(row.started_at),
    finishedAt: textOf(row.finished_at),
    workedSeconds: row.worked_seconds,
    pausedSeconds: row.paused_seconds,
    workingSince: textOf(row.working_since),
    blockReason: row.block_reason,
    blockNote: row.block_note,
    comment: row.comment,
    verbs: verbsOfRun(run, viewer),
  };
}
