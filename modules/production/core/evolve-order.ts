import { decimal, type Decimal, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import {
  costCaptured,
  escalationResolved,
  lotEscalated,
  lotReceived,
  lotReturned,
  lotSplit,
  lotsMerged,
  lotWrittenOff,
  quantityChanged,
  returnCounted,
} from "./evolve-lot.ts";
import {
  givenCostCorrected,
  orderAggregated,
  orderGivenBack,
  orderLeftBatch,
  unitsGiven,
} from "./evolve-aggregation.ts";
import { costCorrected, materialCorrected, timeCorrected } from "./evolve-correction.ts";
import { instant, onLot, onNorm, onOrder, onRun, put, seen, withOwnMaps } from "./evolve-parts.ts";
import {
  crewJoined,
  crewLeft,
  runBlocked,
  runEnded,
  runFinished,
  runHeld,
  runPaused,
  runReassigned,
  runResumed,
  runResumedAfterHold,
  runsReached,
  runStarted,
  runUnblocked,
  runVoided,
  startCancelled,
  unitsSentOn,
} from "./evolve-run.ts";
import type { NormData, OrderFact, OrderFactData, StageData, UsedMaterial } from "./order-fact.ts";
import { intervalOfImage, lotOfImage, normWithImage, orderWithImage, runOfImage } from "./order-image.ts";
import {
  type Lot,
  lotOf,
  openRunsOfLot,
  type Order,
  type OrderNorm,
  type OrderStage,
  type OrderState,
} from "./order-state.ts";

/**
 * One fact later. Folding an order's facts by version gives its state; commands go through this same
 * function, so that the state that is saved and the state that the log tells can't drift.
 */
export function evolveOrder(before: OrderState | null, orderId: Id, fact: OrderFact): OrderState {
  if (fact.kind === "order_created") return created(orderId, fact.data);
  if (before === null) throw new Error(`The log of order ${orderId} begins with ${fact.kind}`);
  const after = applied(before, fact);
  const order = { ...after.order, version: before.order.version + 1 };
  return { ...after, order: { ...order, status: statusOf(order) } };
}

/** The state that a log tells, from its first fact on. */
export function foldOrder(orderId: Id, facts: readonly OrderFact[]): OrderState {
  const [first, ...others] = facts;
  if (first === undefined) throw new Error(`No fact tells of order ${orderId}`);
  return withOwnMaps(evolveOrder(null, orderId, first), (made) =>
    others.reduce((state, fact) => evolveOrder(state, orderId, fact), made),
  );
}

/** Follows from the work and is never set by hand: domain.md section 3. */
function statusOf(order: Order): Order["status"] {
  if (order.cancelReason !== null) return "cancelled";
  if (order.inWork === 0) return "done";
  if (order.batchOrderId !== null) return "aggregated";
  if (order.received > 0) return "partially_done";
  return order.startedAt === null ? "pending" : "in_progress";
}

function applied(state: OrderState, fact: Exclude<OrderFact, { kind: "order_created" }>): OrderState {
  switch (fact.kind) {
    case "run_reached":
      return runsReached(state, [fact.data], fact.data.at);
    case "runs_reached":
      return runsReached(state, fact.data.runs, fact.data.at);
    case "run_released_early":
      return onRun(state, fact.data.runId, () => ({
        releasedEarly: true,
        availableAt: new Date(fact.data.availableAt),
        since: new Date(fact.data.at),
      }));
    case "run_started":
      return runStarted(state, fact.data);
    case "run_paused":
      return runPaused(state, fact.data);
    case "run_resumed":
      return runResumed(state, fact.data);
    case "crew_joined":
      return crewJoined(state, fact.data);
    case "crew_left":
      return crewLeft(state, fact.data);
    case "run_progressed":
      return seen(
        onRun(state, fact.data.runId, () => ({ progress: fact.data.units })),
        fact.data.seen,
      );
    case "work_confirmed":
      return seen(state, fact.data.seen);
    case "materials_consumed":
      return onNorms(state, fact.data.materials, (consumed, quantity) => consumed.plus(quantity));
    case "materials_returned":
      return onNorms(state, fact.data.materials, (consumed, quantity) => consumed.minus(quantity));
    case "material_picked":
      return onNorm(state, fact.data.normId, () => ({ variantId: fact.data.to }));
    case "start_cancelled":
      return startCancelled(state, fact.data);
    case "run_blocked":
      return runBlocked(state, fact.data);
    case "run_unblocked":
      return runUnblocked(state, fact.data);
    case "run_reassigned":
      return runReassigned(state, fact.data);
    case "run_finished":
      return runFinished(state, fact.data);
    case "units_sent_on":
      return unitsSentOn(state, fact.data);
    case "run_ended":
      return runEnded(state, fact.data);
    case "run_voided":
      return runVoided(state, fact.data);
    case "run_held":
      return runHeld(state, fact.data);
    case "run_resumed_after_hold":
      return runResumedAfterHold(state, fact.data);
    case "units_over_yielded":
      return overYielded(state, fact.data);
    case "run_cost_captured":
      return costCaptured(state, fact.data);
    case "defect_reported":
      return defectReported(state, fact.data);
    case "lot_split":
      return lotSplit(state, fact.data);
    case "lots_merged":
      return mergedAt(lotsMerged(state, fact.data), fact.data);
    case "lot_returned":
      return lotReturned(state, fact.data);
    case "return_counted":
      return returnCounted(state, fact.data);
    case "lot_escalated":
      return lotEscalated(state, fact.data);
    case "escalation_resolved":
      return escalationResolved(state, fact.data);
    case "lot_written_off":
      return lotWrittenOff(state, fact.data);
    case "lot_let_go":
      return onLot(state, fact.data.lotId, () => ({ mergesInto: null }));
    case "lot_awaits_receipt":
      return onLot(state, fact.data.lotId, () => ({ receivableAt: new Date(fact.data.until) }));
    case "lot_received":
      return lotReceived(state, fact.data);
    case "time_corrected":
      return timeCorrected(state, fact.data);
    case "material_corrected":
      return materialCorrected(state, fact.data);
    case "run_cost_corrected":
      return costCorrected(state, fact.data);
    // They wait, and are decided on: the order is as it was.
    case "correction_proposed":
    case "correction_decided":
    case "correction_withdrawn":
      return state;
    case "order_aggregated":
      return orderAggregated(state, fact.data);
    case "order_left_batch":
      return orderLeftBatch(state);
    case "order_given_back":
      return orderGivenBack(state, fact.data);
    case "given_cost_corrected":
      return givenCostCorrected(state, fact.data);
    case "units_given":
      return unitsGiven(state, fact.data);
    // It tells whom the units leave with; how many they are is told by the fact after it.
    case "member_taken_out":
      return state;
    case "order_finished":
      return onOrder(state, { finishedAt: new Date(fact.data.at) });
    case "order_changed":
      return orderChanged(state, fact.data);
    case "quantity_changed":
      return quantityChanged(state, fact.data);
    case "upsells_changed":
      return onOrder(state, { upsellIds: fact.data.to });
    case "stage_switched":
      return switched(state, [fact.data]);
    case "norms_changed":
      return normsChanged(state, fact.data);
    case "order_cancelled":
      return orderCancelled(state, fact.data);
    case "work_undone":
      return workUndone(state, fact.data);
  }
}

/** The units' way is told by the facts around it. What was made of them so far is not more than there are left. */
function defectReported(state: OrderState, data: OrderFactData["defect_reported"]): OrderState {
  const { units } = lotOf(state, data.lotId);
  const capped = openRunsOfLot(state, data.lotId)
    .filter((run) => run.progress > units)
    .map((run) => ({ ...run, progress: units }));
  return seen({ ...state, runs: put(state.runs, ...capped) }, data.seen);
}

/** The held run waits no shorter than the units that come back to it must. */
function mergedAt(state: OrderState, data: OrderFactData["lots_merged"]): OrderState {
  if (data.availableAt === null) return state;
  const availableAt = new Date(data.availableAt);
  const held = [...state.runs.values()].filter((run) => run.lotId === data.into && run.state === "held");
  return {
    ...state,
    runs: put(
      state.runs,
      ...held.filter((run) => run.availableAt < availableAt).map((run) => ({ ...run, availableAt })),
    ),
  };
}

function switched(
  state: OrderState,
  changes: readonly { readonly stageId: Id; readonly active: boolean }[],
): OrderState {
  if (changes.length === 0) return state;
  const active = new Map(changes.map((change) => [change.stageId, change.active]));
  return {
    ...state,
    stages: state.stages.map((stage) => {
      const wanted = active.get(stage.id);
      return wanted === undefined || wanted === stage.active ? stage : { ...stage, active: wanted };
    }),
  };
}

function normsChanged(state: OrderState, data: OrderFactData["norms_changed"]): OrderState {
  const added = data.added.map((norm, place) => newNorm(norm, state.norms.size + place));
  const changed = data.changed.reduce(
    (after, { normId, perUnit, perBatch, required, unitNeeds }) =>
      onNorm(after, normId, () => ({
        perUnit: decimal(perUnit),
        perBatch: decimal(perBatch),
        required: decimal(required),
        unitNeeds: unitNeeds ?? null,
      })),
    state,
  );
  return { ...changed, norms: put(changed.norms, ...added) };
}

function workUndone(state: OrderState, data: OrderFactData["work_undone"]): OrderState {
  const norms = data.norms.reduce(
    (after, image) => onNorm(after, image.id, (norm) => normWithImage(norm, image)),
    state,
  );
  return switched(
    {
      ...norms,
      order: orderWithImage(state.order, data.order),
      runs: put(state.runs, ...data.runs.map(runOfImage)),
      lots: put(state.lots, ...data.lots.map(lotOfImage)),
      intervals: put(state.intervals, ...data.intervals.map(intervalOfImage)),
    },
    data.stages,
  );
}

function created(orderId: Id, data: OrderFactData["order_created"]): OrderState {
  const order: Order = {
    id: orderId,
    number: data.number,
    templateVersionId: data.templateVersionId,
    variantId: data.variantId,
    batchMode: data.batchMode,
    status: "pending",
    priority: data.priority,
    dueDate: data.dueDate,
    dueAt: instant(data.dueAt),
    notes: data.notes,
    dealId: data.dealId,
    dealLineId: data.dealLineId,
    responsibleId: data.responsibleId,
    warehouseId: data.warehouseId,
    defectAccounting: data.defectAccounting,
    overYield: decimal(data.overYield),
    attributes: data.attributes ?? {},
    upsellIds: data.upsellIds ?? [],
    parentId: data.parentId ?? null,
    parentNormId: data.parentNormId ?? null,
    semiFinished: data.semiFinished ?? "warn",
    batchOrderId: null,
    gathers: data.gathers !== undefined,
    givenUnits: 0,
    givenCost: zero,
    ordered: data.ordered,
    over: 0,
    received: 0,
    inWork: data.ordered,
    writtenOff: 0,
    withdrawn: 0,
    plannedStart: new Date(data.plannedStart),
    plannedFinish: new Date(data.plannedFinish),
    startedAt: null,
    finishedAt: null,
    cancelReason: null,
    planned: {
      material: decimal(data.planned.material),
      labour: decimal(data.planned.labour),
      subcontracting: decimal(data.planned.subcontracting),
      total: decimal(data.planned.total),
    },
    cost: zero,
    receivedCost: zero,
    separateLoss: zero,
    lateDifference: zero,
    carried: zero,
    version: 1,
    createdAt: new Date(data.at),
    createdBy: data.createdBy,
  };
  const stages: OrderStage[] = data.stages.map((stage, position) => ({
    ...stage,
    active: stage.active ?? true,
    optional: stage.optional ?? false,
    checks: stage.checks ?? [],
    photoRequired: stage.photoRequired ?? false,
    performerSubcontractorId: stage.performerSubcontractorId ?? null,
    price: agreedPrice(stage.price),
    position,
    plannedStart: instant(stage.plannedStart),
    plannedFinish: instant(stage.plannedFinish),
  }));
  const norms = data.norms.map(newNorm);
  const lots: Lot[] = data.lots.map((lot) => ({
    ...lot,
    parentId: null,
    state: "in_work",
    firstPass: zero,
    rework: zero,
    absorbed: zero,
    done: {},
    begun: {},
    returns: {},
    mergesInto: null,
    receivableAt: null,
    attributes: lot.attributes ?? {},
    finishedAt: null,
  }));
  return {
    order,
    stages,
    norms: new Map(norms.map((norm) => [norm.id, norm])),
    lots: new Map(lots.map((lot) => [lot.id, lot])),
    runs: new Map(),
    intervals: new Map(),
  };
}

const agreedPrice = (price: StageData["price"]): OrderStage["price"] =>
  price === null || price === undefined ? null : { kind: price.kind, amount: decimal(price.amount) };

function newNorm(norm: NormData, position: number): OrderNorm {
  return {
    ...norm,
    key: norm.key ?? null,
    itemId: norm.itemId ?? null,
    position,
    perUnit: decimal(norm.perUnit),
    perBatch: decimal(norm.perBatch),
    loss: decimal(norm.loss),
    allowance: decimal(norm.allowance),
    roundingStep: norm.roundingStep === null ? null : decimal(norm.roundingStep),
    required: decimal(norm.required),
    consumed: zero,
    plannedPrice: decimal(norm.plannedPrice),
    unitNeeds: norm.unitNeeds ?? null,
  };
}

function overYielded(state: OrderState, data: OrderFactData["units_over_yielded"]): OrderState {
  const lot = state.lots.get(data.lotId);
  if (lot === undefined) throw new Error(`Lot ${data.lotId} is not loaded`);
  return onOrder(
    { ...state, lots: put(state.lots, { ...lot, units: lot.units + data.units }) },
    { over: state.order.over + data.units, inWork: state.order.inWork + data.units },
  );
}

function orderChanged(state: OrderState, data: OrderFactData["order_changed"]): OrderState {
  return onOrder(state, {
    ...(data.dueDate === undefined ? {} : { dueDate: data.dueDate.to, dueAt: instant(data.dueDate.dueAt) }),
    ...(data.priority === undefined ? {} : { priority: data.priority.to }),
    ...(data.notes === undefined ? {} : { notes: data.notes.to }),
    ...(data.responsibleId === undefined ? {} : { responsibleId: data.responsibleId.to }),
  });
}

/** What withdrawn lots carried stays in the order's cost as a separate loss: it was spent. */
function orderCancelled(state: OrderState, data: OrderFactData["order_cancelled"]): OrderState {
  const lots = data.withdrawn.flatMap(({ lotId }) => {
    const lot = state.lots.get(lotId);
    if (lot === undefined) return [];
    return [{ ...lot, state: "withdrawn" as const, mergesInto: null, receivableAt: null }];
  });
  const units = data.withdrawn.reduce((total, row) => total + row.units, 0);
  return onOrder(
    { ...state, lots: put(state.lots, ...lots) },
    {
      cancelReason: data.reason,
      finishedAt: new Date(data.at),
      inWork: state.order.inWork - units,
      withdrawn: state.order.withdrawn + units,
      separateLoss: state.order.separateLoss.plus(data.loss),
      carried: state.order.carried.minus(data.loss),
    },
  );
}

function onNorms(
  state: OrderState,
  materials: readonly UsedMaterial[],
  change: (consumed: Decimal, quantity: string) => Decimal,
): OrderState {
  const norms = materials.reduce((all, { normId, quantity }) => {
    const norm = all.get(normId);
    return norm === undefined ? all : put(all, { ...norm, consumed: change(norm.consumed, quantity) });
  }, state.norms);
  return { ...state, norms };
}
