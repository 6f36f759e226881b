import { text, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { areParallel } from "#kernel/stage-graph.ts";
import { type Moment, type OrderChange, record } from "./order-change.ts";
import {
  activeStages,
  carriedBy,
  isInWork,
  isOpen,
  type Lot,
  lotOf,
  openRunsOfLot,
  type OrderStage,
  type OrderState,
  type Run,
  runOf,
  stageGraph,
  stageOf,
  stagesBefore,
} from "./order-state.ts";
import type { CostShareData, ReachedRun } from "./order-fact.ts";

/**
 * How lots move through the stage graph. A run exists for a lot at a stage once everything the stage waits
 * for is done for that lot; runs are made when reached, not ahead.
 */
export function isStageDone(state: OrderState, lotId: Id, stage: OrderStage): boolean {
  return lotOf(state, lotId).done[stage.id] !== undefined;
}

function openRunAt(state: OrderState, lotId: Id, stageId: Id): Run | undefined {
  return openRunsOfLot(state, lotId).find((run) => run.stageId === stageId);
}

/** The latest of (finish + wait) over what the stage waits for; null while something isn't done. */
export function availableAt(state: OrderState, lotId: Id, stage: OrderStage, notBefore: Date): Date | null {
  const { done } = lotOf(state, lotId);
  let latest = notBefore;
  for (const before of stagesBefore(state, stage)) {
    const doneAt = done[before.id];
    if (doneAt === undefined) return null;
    const ready = new Date(Date.parse(doneAt) + before.waitMinimumSeconds * 1000);
    if (ready > latest) latest = ready;
  }
  return latest;
}

/** Past this a run shows as late and starts only with a supervisor's reason; null where no maximum is set. */
export function latestStart(state: OrderState, run: Run): Date | null {
  const { done } = lotOf(state, run.lotId);
  let earliest: Date | null = null;
  for (const before of stagesBefore(state, stageOf(state, run.stageId))) {
    const doneAt = done[before.id];
    if (doneAt === undefined || before.waitMaximumSeconds === null) continue;
    const limit = new Date(Date.parse(doneAt) + before.waitMaximumSeconds * 1000);
    if (earliest === null || limit < earliest) earliest = limit;
  }
  return earliest;
}

function reachable(state: OrderState, lot: Lot, moment: Moment): ReachedRun[] {
  if (lot.state !== "in_work" && lot.state !== "held") return [];
  // Where a part joins its batch again, the batch's held run is the one that goes on.
  const joinsAt = lot.mergesInto === null ? null : runOf(state, lot.mergesInto).stageId;
  return activeStages(state).flatMap((stage) => {
    if (stage.id === joinsAt) return [];
    if (lot.done[stage.id] !== undefined || openRunAt(state, lot.id, stage.id) !== undefined) return [];
    const available = availableAt(state, lot.id, stage, moment.now);
    if (available === null) return [];
    return [
      {
        runId: moment.newId(),
        lotId: lot.id,
        stageId: stage.id,
        cycle: lot.begun[stage.id] ?? 0,
        units: lot.units,
        availableAt: available.toISOString(),
      },
    ];
  });
}

/** Opens a run at every stage that the lots have reached and not yet begun. */
export function reachStages(change: OrderChange, lotIds: readonly Id[], moment: Moment): OrderChange {
  const runs = lotIds.flatMap((lotId) => reachable(change.state, lotOf(change.state, lotId), moment));
  const [first, ...others] = runs;
  if (first === undefined) return change;
  const at = moment.now.toISOString();
  if (others.length > 0) return record(change, { kind: "runs_reached", data: { runs, at } });
  return record(change, { kind: "run_reached", data: { ...first, at } });
}

export function isLotThrough(state: OrderState, lotId: Id): boolean {
  const { done } = lotOf(state, lotId);
  return activeStages(state).every((stage) => done[stage.id] !== undefined);
}

/** A stage of another branch: counts must be equal where branches join. */
export function hasSiblingBranch(state: OrderState, run: Run): boolean {
  const graph = stageGraph(state);
  const { key } = stageOf(state, run.stageId);
  return activeStages(state).some((stage) => areParallel(graph, stage.key, key));
}

/** When a lot that is through may be received: a wait after a last stage delays it. */
export function receivableAt(state: OrderState, lotId: Id, notBefore: Date): Date {
  const { done } = lotOf(state, lotId);
  const { below } = stageGraph(state);
  let latest = notBefore;
  for (const stage of activeStages(state)) {
    const doneAt = done[stage.id];
    if ((below.get(stage.key)?.size ?? 0) > 0 || doneAt === undefined) continue;
    const ready = new Date(Date.parse(doneAt) + stage.waitMinimumSeconds * 1000);
    if (ready > latest) latest = ready;
  }
  return latest;
}

/**
 * Moves lots on after what has just happened to them: parts that have caught up join their batch again, held
 * runs that wait for nobody go on, and stages that were reached open. Lots that are through are the command's
 * to receive (`lotsToReceive`), since stock is not the order's.
 */
export function moveOn(change: OrderChange, lotIds: readonly Id[], moment: Moment): OrderChange {
  let next = reachStages(
    change,
    lotIds.filter((lotId) => isInWork(lotOf(change.state, lotId))),
    moment,
  );
  next = mergeCaughtUp(next, moment);
  next = resumeHeld(next, moment);
  return next;
}

/** Lots in work that are through, those first that changed; a wait after the last stage keeps them. */
export function lotsToReceive(state: OrderState): Lot[] {
  return [...state.lots.values()].filter(
    (lot) => lot.state === "in_work" && lot.units > 0 && isLotThrough(state, lot.id),
  );
}

/** Whole mode: a part that stands before the stage that caught it, with all done that its batch has done. */
function mergeCaughtUp(change: OrderChange, moment: Moment): OrderChange {
  let next = change;
  for (const { id } of change.state.lots.values()) {
    const lot = lotOf(next.state, id);
    if (lot.mergesInto === null || lot.state !== "in_work") continue;
    const held = runOf(next.state, lot.mergesInto);
    const parent = lotOf(next.state, held.lotId);
    const own = openRunsOfLot(next.state, lot.id);
    const available = availableAt(next.state, lot.id, stageOf(next.state, held.stageId), moment.now);
    if (available === null || own.some((run) => run.startedAt !== null || run.state !== "waiting")) continue;
    // Side by side with it, its batch may be further on, or less far, on another branch: then they wait.
    if (!sameKeys(lot.done, parent.done)) continue;
    for (const run of own) next = voidRun(next, run, moment);
    next = mergeLot(next, lot.id, parent.id, available, moment);
  }
  return next;
}

const sameKeys = (a: object, b: object): boolean => {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key));
};

export function voidRun(change: OrderChange, run: Run, moment: Moment): OrderChange {
  return record(change, { kind: "run_voided", data: { runId: run.id, at: moment.now.toISOString() } });
}

export function mergeLot(
  change: OrderChange,
  from: Id,
  into: Id,
  available: Date | null,
  moment: Moment,
): OrderChange {
  const lot = lotOf(change.state, from);
  return record(change, {
    kind: "lots_merged",
    data: {
      from,
      into,
      units: lot.units,
      shares: moveShares(lot, into, moment),
      availableAt: available?.toISOString() ?? null,
      at: moment.now.toISOString(),
    },
  });
}

/** All that a lot's units carry goes to another lot. */
function moveShares(lot: Lot, into: Id, moment: Moment): CostShareData[] {
  return (["first_pass", "rework", "absorbed"] as const).flatMap((part) => {
    const amount = lot[fieldOf[part]];
    if (amount.eq(0)) return [];
    return [
      { id: moment.newId(), lotId: lot.id, part, amount: text(amount.neg()) },
      { id: moment.newId(), lotId: into, part, amount: text(amount) },
    ];
  });
}
export const fieldOf = { first_pass: "firstPass", rework: "rework", absorbed: "absorbed" } as const;

/** A held run that no part is on its way to goes on. */
export function resumeHeld(change: OrderChange, moment: Moment): OrderChange {
  let next = change;
  for (const run of change.state.runs.values()) {
    if (run.state !== "held") continue;
    const awaited = [...next.state.lots.values()].some((lot) => lot.mergesInto === run.id);
    if (awaited) continue;
    next = record(next, {
      kind: "run_resumed_after_hold",
      data: { runId: run.id, at: moment.now.toISOString() },
    });
  }
  return next;
}

/**
 * A lot whose stages are all done is received at what its units carry. Where losses are a separate line, only
 * the first-pass part is; the rework part is the loss. Source: domain.md section 6, Receipt.
 */
export function receiveLot(change: OrderChange, lotId: Id, moment: Moment): OrderChange {
  const lot = lotOf(change.state, lotId);
  const separate = change.state.order.defectAccounting === "separate";
  const amount = separate ? lot.firstPass : carriedBy(lot);
  const received = record(change, {
    kind: "lot_received",
    data: {
      lotId,
      units: lot.units,
      amount: text(amount),
      loss: text(separate ? carriedBy(lot).minus(lot.firstPass) : zero),
      at: moment.now.toISOString(),
    },
  });
  return finishOrder(received, moment);
}

/** The order is over when no unit is in work any more. */
export function finishOrder(change: OrderChange, moment: Moment): OrderChange {
  const { order } = change.state;
  if (order.inWork > 0 || order.finishedAt !== null) return change;
  return record(change, {
    kind: "order_finished",
    data: {
      received: order.received,
      ordered: order.ordered,
      cost: text(order.cost),
      at: moment.now.toISOString(),
    },
  });
}

export { isOpen };
