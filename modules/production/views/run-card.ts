import { sql } from "kysely";
import type { z } from "zod";
import { type Decimal, roundQuantity, text, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Unit } from "#kernel/unit.ts";
import { photoOfItem } from "#modules/files/views/files-of.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { BatchMode } from "#modules/templates/contract/template-body.ts";
import type { runCard } from "#modules/production/contract/order-card.ts";
import type { Priority, StoredRunState } from "#modules/production/core/order-state.ts";
import { runStateAt } from "#modules/production/core/run-table.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { textOf, waitNameOfRun } from "./order-card.ts";
import { upsellsOfLine } from "./show-order.ts";
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
  lot_units: number;
  lot_number: string;
  progress: number;
  ordered: number;
  received: number;
  batch_mode: BatchMode;
  stage_name: string;
  next_stage_name: string | null;
  state: StoredRunState;
  instruction: string;
  available_at: Date;
  wait_name: string | null;
  block_reason: string | null;
  block_note: string | null;
  operator_id: Id | null;
  operator_name: string | null;
  performer_member_id: Id | null;
  performer_trade_id: Id | null;
  performer_role: string | null;
  started_at: Date | null;
  finished_at: Date | null;
  worked_seconds: number | null;
  working_since: Date | null;
  planned_seconds: number;
  priority: Priority;
  due_at: Date | null;
  notes: string;
  consumption: "at_start" | "at_completion";
  upsells: string[];
};

type MaterialRow = {
  run_id: Id;
  norm_id: Id;
  variant_id: Id;
  item_name: string;
  variant_name: string;
  unit: Unit;
  required: Decimal;
  consumed: Decimal | null;
};

/** The operator's cards of these runs. They show no price and no rate, whoever looks. */
export async function readRunCards(tx: Tx, runIds: readonly Id[], viewer: Viewer): Promise<Map<Id, RunCard>> {
  if (runIds.length === 0) return new Map();
  const me = viewer.actor.kind === "member" ? viewer.actor.memberId : null;
  const { rows } = await sql<Row>`
    select r.id, r.order_id, o.number, i.name as item_name, v.name as variant_name, i.unit,
      ${photoOfItem(tx, sql`i.id`)} as photo_id, r.cycle, r.units, l.units as lot_units,
      l.number as lot_number, r.progress,
      o.ordered, o.received, o.batch_mode, s.name as stage_name,
      (select next.name from order_stage next
        where next.workspace_id = ${tx.workspaceId} and next.order_id = r.order_id and s.key = any(next.waits_for)
        order by next.position limit 1) as next_stage_name,
      r.state, s.instruction, r.available_at,
      case when r.state = 'waiting' and r.available_at > ${viewer.now} then ${waitNameOfRun(tx)} end as wait_name,
      (select b.name from stop_reason b where b.workspace_id = ${tx.workspaceId} and b.id = r.block_reason_id) as block_reason,
      r.block_note, r.operator_id,
      (select m.name from member m where m.workspace_id = ${tx.workspaceId} and m.id = r.operator_id) as operator_name,
      r.performer_member_id, r.performer_trade_id, r.performer_role, r.started_at, r.finished_at,
      time.worked_seconds, time.working_since,
      s.set_up_seconds + s.batch_seconds + s.unit_seconds::bigint * r.units as planned_seconds,
      o.priority, o.due_at, o.notes, s.consumption, ${upsellsOfLine(tx)} as upsells
    from run r
    join production_order o on o.workspace_id = ${tx.workspaceId} and o.id = r.order_id
    join order_stage s on s.workspace_id = ${tx.workspaceId} and s.id = r.order_stage_id
    join lot l on l.workspace_id = ${tx.workspaceId} and l.id = r.lot_id
    join variant v on v.workspace_id = ${tx.workspaceId} and v.id = o.variant_id
    join item i on i.workspace_id = ${tx.workspaceId} and i.id = v.item_id
    left join lateral (
      select coalesce(sum(w.seconds) filter (where w.kind = 'work'), 0) as worked_seconds,
        min(w.started_at) filter (where w.kind = 'work' and w.ended_at is null and w.member_id = ${me}) as working_since
      from work_interval w
      where w.workspace_id = ${tx.workspaceId} and w.run_id = r.id and not w.voided
    ) time on r.started_at is not null
    where r.workspace_id = ${tx.workspaceId} and r.id = any(${runIds}::uuid[])`.execute(tx.db);
  const materials = Map.groupBy(await readMaterials(tx, runIds), (material) => material.run_id);
  return new Map(rows.map((row) => [row.id, cardOf(row, materials.get(row.id) ?? [], viewer)]));
}

/** What each run's stage takes, and what the run has taken: summed apart, so that the join multiplies nothing. */
async function readMaterials(tx: Tx, runIds: readonly Id[]): Promise<MaterialRow[]> {
  const { rows } = await sql<MaterialRow>`
    select r.id as run_id, n.id as norm_id, n.variant_id, i.name as item_name, v.name as variant_name, i.unit, n.required,
      taken.consumed
    from run r
    join order_norm n on n.workspace_id = ${tx.workspaceId} and n.order_id = r.order_id
      and n.order_stage_id = r.order_stage_id
    join variant v on v.workspace_id = ${tx.workspaceId} and v.id = n.variant_id
    join item i on i.workspace_id = ${tx.workspaceId} and i.id = v.item_id
    left join (
      select m.run_id, m.order_norm_id, -sum(m.quantity) as consumed
      from movement m
      where m.workspace_id = ${tx.workspaceId} and m.run_id = any(${runIds}::uuid[])
      group by m.run_id, m.order_norm_id
    ) taken on taken.run_id = r.id and taken.order_norm_id = n.id
    where r.workspace_id = ${tx.workspaceId} and r.id = any(${runIds}::uuid[])
    order by n.position, n.id`.execute(tx.db);
  return rows;
}

function cardOf(row: Row, materials: readonly MaterialRow[], viewer: Viewer): RunCard {
  const run = {
    state: row.state,
    availableAt: row.available_at,
    operatorId: row.operator_id,
    performerMemberId: row.performer_member_id,
    performerTradeId: row.performer_trade_id,
    performerRole: row.performer_role,
  };
  return {
    runId: row.id,
    orderId: row.order_id,
    orderNumber: row.number,
    lotNumber: row.lot_number,
    itemName: row.item_name,
    variantName: row.variant_name,
    photoId: row.photo_id,
    unit: row.unit,
    units: row.units,
    progress: row.progress,
    ordered: row.ordered,
    received: row.received,
    batchMode: row.batch_mode,
    stageName: row.stage_name,
    nextStageName: row.next_stage_name,
    state: runStateAt(run, viewer.now),
    instruction: row.instruction,
    availableAt: row.available_at.toISOString(),
    waitName: row.wait_name,
    blockReason: row.block_reason,
    blockNote: row.block_note,
    operatorId: row.operator_id,
    operatorName: row.operator_name,
    startedAt: textOf(row.started_at),
    finishedAt: textOf(row.finished_at),
    workedSeconds: row.worked_seconds ?? 0,
    workingSince: textOf(row.working_since),
    plannedSeconds: row.planned_seconds,
    priority: row.priority,
    dueAt: textOf(row.due_at),
    notes: row.notes,
    consumption: row.consumption,
    materials: materials.map((material) => ({
      normId: material.norm_id,
      variantId: material.variant_id,
      itemName: material.item_name,
      variantName: material.variant_name,
      unit: material.unit,
      norm: text(offeredOf(row, material.required)),
      consumed: text(material.consumed ?? zero),
    })),
    upsells: row.upsells,
    verbs: verbsOfRun(run, viewer),
  };
}

/** offeredAmount of the core, which works on a whole order: the lot's share, nothing for a rework run. */
function offeredOf(row: Row, required: Decimal): Decimal {
  if (row.cycle > 0) return zero;
  if (row.lot_units >= row.ordered) return required;
  return roundQuantity(required.times(row.lot_units).div(row.ordered));
}
