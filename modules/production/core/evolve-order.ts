import { decimal, type Decimal, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { ClosedInterval, OrderFact, OrderFactData, UsedMaterial } from "./order-fact.ts";
import type { Lot, Order, OrderNorm, OrderStage, OrderState, Run, WorkInterval } from "./order-state.ts";

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

/** Follows from the work and is never set by hand: domain.md section 3. */
function statusOf(order: Order): Order["status"] {
  if (order.cancelReason !== null) return "cancelled";
  if (order.inWork === 0) return "done";
  if (order.received > 0) return "partially_done";
  return order.startedAt === null ? "pending" : "in_progress";
}

function applied(state: OrderState, fact: Exclude<OrderFact, { kind: "order_created" }>): OrderState {
  switch (fact.kind) {
    case "run_reached":
      return { ...state, runs: put(state.runs, reached(state, fact.data)) };
    case "run_released_early":
      return onRun(state, fact.data.runId, () => ({
        releasedEarly: true,
        availableAt: new Date(fact.data.availableAt),
        since: new Date(fact.data.at),
      }));
    case "run_started":
      return started(state, fact.data);
    case "run_paused":
      return paused(state, fact.data);
    case "run_resumed":
      return resumed(state, fact.data);
    case "run_progressed":
      return onRun(state, fact.data.runId, () => ({ progress: fact.data.units }));
    case "materials_consumed":
      return onNorms(state, fact.data.materials, (consumed, quantity) => consumed.plus(quantity));
    case "materials_returned":
      return onNorms(state, fact.data.materials, (consumed, quantity) => consumed.minus(quantity));
    case "start_cancelled":
      return startCancelled(state, fact.data);
    case "run_blocked":
      return onRun(closed(state, fact.data.closed, fact.data.at), fact.data.runId, () => ({
        state: "blocked",
        stateBeforeBlock: fact.data.before,
        blockReasonId: fact.data.reasonId,
        blockNote: fact.data.note,
        since: new Date(fact.data.at),
      }));
    case "run_unblocked":
      return onRun(state, fact.data.runId, (run) => ({
        state: run.stateBeforeBlock ?? "waiting",
        stateBeforeBlock: null,
        blockReasonId: null,
        blockNote: null,
        since: new Date(fact.data.at),
      }));
    case "run_reassigned":
      return onRun(closed(state, fact.data.closed, fact.data.at), fact.data.runId, (run) => ({
        assignedId: fact.data.to,
        operatorId: fact.data.to,
        state: run.state === "in_progress" ? "paused" : run.state,
      }));
    case "run_finished":
      return onRun(closed(state, fact.data.closed, fact.data.at), fact.data.runId, () => ({
        state: "done",
        units: fact.data.units,
        progress: fact.data.units,
        comment: fact.data.comment === "" ? null : fact.data.comment,
        finishedAt: new Date(fact.data.at),
        since: new Date(fact.data.at),
      }));
    case "run_ended":
      return onRun(closed(state, fact.data.closed, fact.data.at), fact.data.runId, () => ({
        state: "ended",
        finishedAt: new Date(fact.data.at),
        since: new Date(fact.data.at),
      }));
    case "units_over_yielded":
      return overYielded(state, fact.data);
    case "run_cost_captured":
      return costCaptured(state, fact.data);
    case "lot_received":
      return lotReceived(state, fact.data);
    case "order_finished":
      return onOrder(state, { finishedAt: new Date(fact.data.at) });
    case "order_changed":
      return orderChanged(state, fact.data);
    case "order_cancelled":
      return orderCancelled(state, fact.data);
  }
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
    position,
    plannedStart: instant(stage.plannedStart),
    plannedFinish: instant(stage.plannedFinish),
  }));
  const norms: OrderNorm[] = data.norms.map((norm, position) => ({
    ...norm,
    position,
    perUnit: decimal(norm.perUnit),
    perBatch: decimal(norm.perBatch),
    loss: decimal(norm.loss),
    allowance: decimal(norm.allowance),
    roundingStep: norm.roundingStep === null ? null : decimal(norm.roundingStep),
    required: decimal(norm.required),
    consumed: zero,
    plannedPrice: decimal(norm.plannedPrice),
  }));
  const lots: Lot[] = data.lots.map((lot) => ({
    ...lot,
    parentId: null,
    state: "in_work",
    firstPass: zero,
    rework: zero,
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

function reached(state: OrderState, data: OrderFactData["run_reached"]): Run {
  const stage = state.stages.find((candidate) => candidate.id === data.stageId);
  return {
    id: data.runId,
    lotId: data.lotId,
    stageId: data.stageId,
    cycle: data.cycle,
    state: "waiting",
    stateBeforeBlock: null,
    units: data.units,
    progress: 0,
    // a stage of a named member is theirs from the first moment
    assignedId: stage?.performerMemberId ?? null,
    operatorId: stage?.performerMemberId ?? null,
    availableAt: new Date(data.availableAt),
    releasedEarly: false,
    plannedStart: stage?.plannedStart ?? null,
    plannedFinish: stage?.plannedFinish ?? null,
    startedAt: null,
    finishedAt: null,
    blockReasonId: null,
    blockNote: null,
    comment: null,
    costCaptured: false,
    performerMemberId: stage?.performerMemberId ?? null,
    performerTradeId: stage?.performerTradeId ?? null,
    performerRole: stage?.performerRole ?? null,
    since: new Date(data.at),
  };
}

function started(state: OrderState, data: OrderFactData["run_started"]): OrderState {
  const at = new Date(data.at);
  const withRun = onRun(state, data.runId, () => ({
    state: "in_progress",
    operatorId: data.operatorId,
    startedAt: at,
    since: at,
  }));
  const interval = workInterval(data.intervalId, data.runId, data.operatorId, at);
  return onOrder(
    { ...withRun, intervals: put(withRun.intervals, interval) },
    { startedAt: state.order.startedAt ?? at },
  );
}

function paused(state: OrderState, data: OrderFactData["run_paused"]): OrderState {
  const at = new Date(data.at);
  const withClosed = closed(state, data.closed, data.at);
  const pauses: WorkInterval[] = data.pauses.map((pause) => ({
    ...workInterval(pause.intervalId, data.runId, pause.memberId, at),
    kind: "pause",
    reasonId: data.reasonId,
    paid: data.paid,
  }));
  return onRun({ ...withClosed, intervals: put(withClosed.intervals, ...pauses) }, data.runId, () => ({
    state: "paused",
    since: at,
  }));
}

function resumed(state: OrderState, data: OrderFactData["run_resumed"]): OrderState {
  const at = new Date(data.at);
  const withClosed = closed(state, data.closed, data.at);
  const interval = workInterval(data.intervalId, data.runId, data.memberId, at);
  return onRun({ ...withClosed, intervals: put(withClosed.intervals, interval) }, data.runId, () => ({
    state: "in_progress",
    operatorId: data.memberId,
    since: at,
  }));
}

/** Nothing of the start remains: its time is void; the order's own start goes with it if it was the only one. */
function startCancelled(state: OrderState, data: OrderFactData["start_cancelled"]): OrderState {
  const voided = data.voided.flatMap((id) => {
    const interval = state.intervals.get(id);
    if (interval === undefined) return [];
    return [{ ...interval, voided: true, endedAt: interval.endedAt ?? endOf(interval, data.at), seconds: 0 }];
  });
  const after = onRun({ ...state, intervals: put(state.intervals, ...voided) }, data.runId, (run) => ({
    state: "waiting",
    operatorId: run.assignedId,
    startedAt: null,
    progress: 0,
    since: new Date(data.at),
  }));
  const anyStarted = [...after.runs.values()].some((run) => run.startedAt !== null);
  return onOrder(after, anyStarted ? {} : { startedAt: null });
}

function overYielded(state: OrderState, data: OrderFactData["units_over_yielded"]): OrderState {
  const lot = state.lots.get(data.lotId);
  if (lot === undefined) throw new Error(`Lot ${data.lotId} is not loaded`);
  return onOrder(
    { ...state, lots: put(state.lots, { ...lot, units: lot.units + data.units }) },
    { over: state.order.over + data.units, inWork: state.order.inWork + data.units },
  );
}

/** A share of units that have been received already is a late difference; of units that are gone, a loss. */
function costCaptured(state: OrderState, data: OrderFactData["run_cost_captured"]): OrderState {
  let { lots } = state;
  let { carried, lateDifference, separateLoss } = state.order;
  for (const share of data.shares) {
    const lot = lots.get(share.lotId);
    if (lot === undefined) throw new Error(`Lot ${share.lotId} is not loaded`);
    const amount = decimal(share.amount);
    if (lot.state === "finished") lateDifference = lateDifference.plus(amount);
    else if (lot.state === "written_off" || lot.state === "withdrawn")
      separateLoss = separateLoss.plus(amount);
    else carried = carried.plus(amount);
    lots = put(
      lots,
      share.part === "first_pass"
        ? { ...lot, firstPass: lot.firstPass.plus(amount) }
        : { ...lot, rework: lot.rework.plus(amount) },
    );
  }
  const withRun = onRun({ ...state, lots }, data.runId, () => ({ costCaptured: true }));
  return onOrder(withRun, { cost: state.order.cost.plus(data.total), carried, lateDifference, separateLoss });
}

function lotReceived(state: OrderState, data: OrderFactData["lot_received"]): OrderState {
  const lot = state.lots.get(data.lotId);
  if (lot === undefined) throw new Error(`Lot ${data.lotId} is not loaded`);
  const at = new Date(data.at);
  return onOrder(
    { ...state, lots: put(state.lots, { ...lot, state: "finished", finishedAt: at }) },
    {
      received: state.order.received + data.units,
      inWork: state.order.inWork - data.units,
      receivedCost: state.order.receivedCost.plus(data.amount),
      separateLoss: state.order.separateLoss.plus(data.loss),
      carried: state.order.carried.minus(data.amount).minus(data.loss),
    },
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
    return lot === undefined ? [] : [{ ...lot, state: "withdrawn" as const }];
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

function workInterval(id: Id, runId: Id, memberId: Id, startedAt: Date): WorkInterval {
  return {
    id,
    runId,
    memberId,
    kind: "work",
    reasonId: null,
    paid: true,
    startedAt,
    endedAt: null,
    seconds: null,
    voided: false,
  };
}

function closed(state: OrderState, intervals: readonly ClosedInterval[], at: string): OrderState {
  const changed = intervals.flatMap(({ intervalId, seconds }) => {
    const interval = state.intervals.get(intervalId);
    return interval === undefined ? [] : [{ ...interval, endedAt: endOf(interval, at), seconds }];
  });
  return { ...state, intervals: put(state.intervals, ...changed) };
}

/**
 * Not before it began: a command that waited for another's lock, or came by another server, may carry an
 * earlier moment than the one before it.
 */
function endOf(interval: WorkInterval, at: string): Date {
  const end = new Date(at);
  return end < interval.startedAt ? interval.startedAt : end;
}

function onRun(state: OrderState, runId: Id, change: (run: Run) => Partial<Run>): OrderState {
  const run = state.runs.get(runId);
  if (run === undefined) throw new Error(`Run ${runId} of order ${state.order.id} is not loaded`);
  return { ...state, runs: put(state.runs, { ...run, ...change(run) }) };
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

function onOrder(state: OrderState, change: Partial<Order>): OrderState {
  return { ...state, order: { ...state.order, ...change } };
}

function put<T extends { readonly id: Id }>(
  map: ReadonlyMap<Id, T>,
  ...rows: readonly T[]
): ReadonlyMap<Id, T> {
  if (rows.length === 0) return map;
  const copy = new Map(map);
  for (const row of rows) copy.set(row.id, row);
  return copy;
}

const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));
