import type { Selectable } from "kysely";
import type { DB } from "#db/types.ts";
import type { WorkspaceId } from "#kernel/id.ts";
import type { Row } from "#server/database/write-rows.ts";
import type { Role } from "#modules/access/contract/roles.ts";
import type { OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import type { RichText } from "#modules/templates/contract/rich-text.ts";
import type { BatchMode, PriceKind, StageCheck } from "#modules/templates/contract/template-body.ts";
import type { CheckAnswer, LotState, OrderStatus } from "../contract/order-card.ts";
import type { Standing } from "../core/board-places.ts";
import { priorityRank } from "../core/order-state.ts";
import type { UnitNeeds } from "../core/unit-needs.ts";
import type {
  CountByStage,
  DoneStages,
  LeftUnits,
  Lot,
  Order,
  OrderNorm,
  OrderStage,
  Priority,
  Run,
  StoredRunState,
  WorkInterval,
} from "../core/order-state.ts";

/** Between the tables' rows and the state that the core works on; the CHECKs of the schema hold the texts. */

export function orderFromRow(row: Selectable<DB["production_order"]>, upsellIds: readonly string[]): Order {
  return {
    id: row.id,
    number: row.number,
    templateVersionId: row.template_version_id,
    variantId: row.variant_id,
    batchMode: row.batch_mode as BatchMode,
    status: row.status as OrderStatus,
    priority: row.priority as Priority,
    dueDate: row.due_date,
    dueAt: row.due_at,
    notes: row.notes,
    dealId: row.deal_id,
    dealLineId: row.deal_line_id,
    responsibleId: row.responsible_id,
    warehouseId: row.warehouse_id,
    defectAccounting: row.defect_accounting as Order["defectAccounting"],
    overYield: row.over_yield,
    attributes: row.attributes as OrderAttributes,
    upsellIds,
    parentId: row.parent_id,
    parentNormId: row.parent_norm_id,
    semiFinished: row.semi_finished as Order["semiFinished"],
    batchOrderId: row.batch_order_id,
    gathers: row.gathers,
    givenUnits: row.given_units,
    givenCost: row.given_cost,
    ordered: row.ordered,
    over: row.over,
    received: row.received,
    inWork: row.in_work,
    writtenOff: row.written_off,
    withdrawn: row.withdrawn,
    plannedStart: row.planned_start,
    plannedFinish: row.planned_finish,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    cancelReason: row.cancel_reason,
    planned: {
      material: row.planned_material,
      labour: row.planned_labour,
      subcontracting: row.planned_subcontracting,
      total: row.planned_cost,
    },
    cost: row.cost,
    receivedCost: row.received_cost,
    separateLoss: row.separate_loss,
    lateDifference: row.late_difference,
    carried: row.carried,
    version: row.version,
    createdAt: row.created_at,
    createdBy: row.created_by,
  };
}

/** `standing`: as countOnBoard has counted it. */
export function orderToRow(workspaceId: WorkspaceId, order: Order, standing: Standing | undefined): Row {
  return {
    standing: standing ?? [],
    workspace_id: workspaceId,
    id: order.id,
    number: order.number,
    template_version_id: order.templateVersionId,
    variant_id: order.variantId,
    batch_mode: order.batchMode,
    status: order.status,
    priority: order.priority,
    due_date: order.dueDate,
    due_at: order.dueAt,
    notes: order.notes,
    deal_id: order.dealId,
    deal_line_id: order.dealLineId,
    responsible_id: order.responsibleId,
    warehouse_id: order.warehouseId,
    defect_accounting: order.defectAccounting,
    over_yield: order.overYield,
    attributes: order.attributes,
    parent_id: order.parentId,
    parent_norm_id: order.parentNormId,
    semi_finished: order.semiFinished,
    batch_order_id: order.batchOrderId,
    gathers: order.gathers,
    given_units: order.givenUnits,
    given_cost: order.givenCost,
    ordered: order.ordered,
    over: order.over,
    received: order.received,
    in_work: order.inWork,
    written_off: order.writtenOff,
    withdrawn: order.withdrawn,
    planned_start: order.plannedStart,
    planned_finish: order.plannedFinish,
    started_at: order.startedAt,
    finished_at: order.finishedAt,
    cancel_reason: order.cancelReason,
    planned_cost: order.planned.total,
    planned_material: order.planned.material,
    planned_labour: order.planned.labour,
    planned_subcontracting: order.planned.subcontracting,
    cost: order.cost,
    received_cost: order.receivedCost,
    separate_loss: order.separateLoss,
    late_difference: order.lateDifference,
    carried: order.carried,
    version: order.version,
    created_at: order.createdAt,
    created_by: order.createdBy,
  };
}

export function stageFromRow(row: Selectable<DB["order_stage"]>): OrderStage {
  return {
    id: row.id,
    key: row.key,
    position: row.position,
    name: row.name,
    instruction: row.instruction as RichText,
    active: row.active,
    optional: row.optional,
    checks: row.checks as unknown as readonly StageCheck[],
    photoRequired: row.photo_required,
    performerKind: row.performer_kind as OrderStage["performerKind"],
    performerMemberId: row.performer_member_id,
    performerTradeId: row.performer_trade_id,
    performerRole: row.performer_role as Role | null,
    performerSubcontractorId: row.performer_subcontractor_id,
    price:
      row.price_kind === null || row.price_amount === null
        ? null
        : { kind: row.price_kind as PriceKind, amount: row.price_amount },
    setUpSeconds: row.set_up_seconds,
    unitSeconds: row.unit_seconds,
    batchSeconds: row.batch_seconds,
    waitName: row.wait_name,
    waitMinimumSeconds: row.wait_minimum_seconds,
    waitMaximumSeconds: row.wait_maximum_seconds,
    waitsFor: row.waits_for,
    consumption: row.consumption as OrderStage["consumption"],
    reworkLimit: row.rework_limit,
    plannedStart: row.planned_start,
    plannedFinish: row.planned_finish,
  };
}

export function stageToRow(workspaceId: WorkspaceId, orderId: string, stage: OrderStage): Row {
  return {
    workspace_id: workspaceId,
    id: stage.id,
    order_id: orderId,
    key: stage.key,
    position: stage.position,
    name: stage.name,
    instruction: stage.instruction,
    active: stage.active,
    optional: stage.optional,
    checks: stage.checks,
    photo_required: stage.photoRequired,
    performer_kind: stage.performerKind,
    performer_member_id: stage.performerMemberId,
    performer_trade_id: stage.performerTradeId,
    performer_role: stage.performerRole,
    performer_subcontractor_id: stage.performerSubcontractorId,
    price_kind: stage.price?.kind ?? null,
    price_amount: stage.price?.amount ?? null,
    set_up_seconds: stage.setUpSeconds,
    unit_seconds: stage.unitSeconds,
    batch_seconds: stage.batchSeconds,
    wait_name: stage.waitName,
    wait_minimum_seconds: stage.waitMinimumSeconds,
    wait_maximum_seconds: stage.waitMaximumSeconds,
    waits_for: stage.waitsFor,
    consumption: stage.consumption,
    rework_limit: stage.reworkLimit,
    planned_start: stage.plannedStart,
    planned_finish: stage.plannedFinish,
  };
}

export function normFromRow(row: Selectable<DB["order_norm"]>): OrderNorm {
  return {
    id: row.id,
    stageId: row.order_stage_id,
    position: row.position,
    key: row.key,
    variantId: row.variant_id,
    itemId: row.item_id,
    warehouseId: row.warehouse_id,
    perUnit: row.per_unit,
    perBatch: row.per_batch,
    loss: row.loss,
    allowance: row.allowance,
    roundingStep: row.rounding_step,
    required: row.required,
    consumed: row.consumed,
    plannedPrice: row.planned_price,
    unitNeeds: row.unit_needs as unknown as UnitNeeds,
  };
}

export function normToRow(workspaceId: WorkspaceId, orderId: string, norm: OrderNorm): Row {
  return {
    workspace_id: workspaceId,
    id: norm.id,
    order_id: orderId,
    order_stage_id: norm.stageId,
    position: norm.position,
    key: norm.key,
    variant_id: norm.variantId,
    item_id: norm.itemId,
    warehouse_id: norm.warehouseId,
    per_unit: norm.perUnit,
    per_batch: norm.perBatch,
    loss: norm.loss,
    allowance: norm.allowance,
    rounding_step: norm.roundingStep,
    required: norm.required,
    consumed: norm.consumed,
    planned_price: norm.plannedPrice,
    unit_needs: norm.unitNeeds,
  };
}

export function lotFromRow(row: Selectable<DB["lot"]>): Lot {
  return {
    id: row.id,
    number: row.number,
    parentId: row.parent_id,
    state: row.state as LotState,
    units: row.units,
    firstPass: row.first_pass,
    rework: row.rework,
    absorbed: row.absorbed,
    done: row.done as DoneStages,
    begun: row.begun as CountByStage,
    returns: row.returns as CountByStage,
    mergesInto: row.merges_into_run_id,
    receivableAt: row.receivable_at,
    attributes: row.attributes as OrderAttributes,
    finishedAt: row.finished_at,
  };
}

export function lotToRow(workspaceId: WorkspaceId, orderId: string, lot: Lot): Row {
  return {
    workspace_id: workspaceId,
    id: lot.id,
    order_id: orderId,
    number: lot.number,
    parent_id: lot.parentId,
    state: lot.state,
    units: lot.units,
    first_pass: lot.firstPass,
    rework: lot.rework,
    absorbed: lot.absorbed,
    done: lot.done,
    begun: lot.begun,
    returns: lot.returns,
    merges_into_run_id: lot.mergesInto,
    receivable_at: lot.receivableAt,
    attributes: lot.attributes,
    finished_at: lot.finishedAt,
  };
}

export function runFromRow(row: Selectable<DB["run"]>): Run {
  return {
    id: row.id,
    lotId: row.lot_id,
    stageId: row.order_stage_id,
    cycle: row.cycle,
    state: row.state as StoredRunState,
    stateBeforeBlock: row.state_before_block as Run["stateBeforeBlock"],
    units: row.units,
    progress: row.progress,
    assignedId: row.assigned_id,
    operatorId: row.operator_id,
    availableAt: row.available_at,
    releasedEarly: row.released_early,
    plannedStart: row.planned_start,
    plannedFinish: row.planned_finish,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    blockReasonId: row.block_reason_id,
    blockNote: row.block_note,
    comment: row.comment,
    checks: row.checks as unknown as readonly CheckAnswer[],
    concession: row.concession,
    opensStage: row.opens_stage,
    returnsTo: row.returns_to_id,
    left: row.left_units as unknown as readonly LeftUnits[],
    costCaptured: row.cost_captured,
    performerMemberId: row.performer_member_id,
    performerTradeId: row.performer_trade_id,
    performerRole: row.performer_role as Role | null,
    performerSubcontractorId: row.performer_subcontractor_id,
    since: row.since,
  };
}

/** `order` lends its priority and due date: My Stages sorts by them without a look at the order. */
export function runToRow(
  workspaceId: WorkspaceId,
  order: Pick<Order, "id" | "priority" | "dueAt" | "status">,
  run: Run,
  stageName: string,
): Row {
  return {
    workspace_id: workspaceId,
    id: run.id,
    order_id: order.id,
    urgency: priorityRank[order.priority],
    due_at: order.dueAt,
    begun: order.status !== "pending",
    stage_name: stageName,
    lot_id: run.lotId,
    order_stage_id: run.stageId,
    cycle: run.cycle,
    state: run.state,
    state_before_block: run.stateBeforeBlock,
    units: run.units,
    progress: run.progress,
    assigned_id: run.assignedId,
    operator_id: run.operatorId,
    available_at: run.availableAt,
    released_early: run.releasedEarly,
    planned_start: run.plannedStart,
    planned_finish: run.plannedFinish,
    started_at: run.startedAt,
    finished_at: run.finishedAt,
    block_reason_id: run.blockReasonId,
    block_note: run.blockNote,
    comment: run.comment,
    checks: run.checks,
    concession: run.concession,
    opens_stage: run.opensStage,
    returns_to_id: run.returnsTo,
    left_units: run.left,
    cost_captured: run.costCaptured,
    performer_member_id: run.performerMemberId,
    performer_trade_id: run.performerTradeId,
    performer_role: run.performerRole,
    performer_subcontractor_id: run.performerSubcontractorId,
    since: run.since,
  };
}

export function intervalFromRow(row: Selectable<DB["work_interval"]>): WorkInterval {
  return {
    id: row.id,
    runId: row.run_id,
    memberId: row.member_id,
    kind: row.kind as WorkInterval["kind"],
    reasonId: row.reason_id,
    paid: row.paid,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    seconds: row.seconds,
    voided: row.voided,
    togetherId: row.together_id,
    leads: row.leads,
    seenAt: row.seen_at,
  };
}

export function intervalToRow(workspaceId: WorkspaceId, orderId: string, interval: WorkInterval): Row {
  return {
    workspace_id: workspaceId,
    id: interval.id,
    order_id: orderId,
    run_id: interval.runId,
    member_id: interval.memberId,
    kind: interval.kind,
    reason_id: interval.reasonId,
    paid: interval.paid,
    started_at: interval.startedAt,
    ended_at: interval.endedAt,
    seconds: interval.seconds,
    voided: interval.voided,
    together_id: interval.togetherId,
    leads: interval.leads,
    seen_at: interval.seenAt,
  };
}
