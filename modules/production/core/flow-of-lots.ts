import { text, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { type Moment, type OrderChange, record } from "./order-change.ts";
import { lotOf, type OrderStage, type OrderState, type Run } from "./order-state.ts";

/**
 * How lots move through the stage graph. A run exists for a lot at a stage once everything the stage waits
 * for is done for that lot; runs are made when reached, not ahead.
 */
export function lastRunAt(state: OrderState, lotId: Id, stageId: Id): Run | null {
  let last: Run | null = null;
  for (const run of state.runs.values()) {
    if (run.lotId !== lotId || run.stageId !== stageId || run.state === "ended") continue;
    if (last === null || run.cycle > last.cycle) last = run;
  }
  return last;
}

export function isStageDone(state: OrderState, lotId: Id, stage: OrderStage): boolean {
  return lastRunAt(state, lotId, stage.id)?.state === "done";
}

/** The latest of (finish + wait) over what the stage waits for; null while something isn't done. */
export function availableAt(state: OrderState, lotId: Id, stage: OrderStage, notBefore: Date): Date | null {
  let latest = notBefore;
  for (const key of stage.waitsFor) {
    const before = state.stages.find((candidate) => candidate.key === key);
    const run = before === undefined ? null : lastRunAt(state, lotId, before.id);
    if (before === undefined || run?.state !== "done" || run.finishedAt === null) return null;
    const ready = new Date(run.finishedAt.getTime() + before.waitMinimumSeconds * 1000);
    if (ready > latest) latest = ready;
  }
  return latest;
}

/** Past this a run shows as late and starts only with a supervisor's reason; null where no maximum is set. */
export function latestStart(state: OrderState, run: Run): Date | null {
  const stage = state.stages.find((candidate) => candidate.id === run.stageId);
  let earliest: Date | null = null;
  for (const key of stage?.waitsFor ?? []) {
    const before = state.stages.find((candidate) => candidate.key === key);
    const done = before === undefined ? null : lastRunAt(state, run.lotId, before.id);
    const finishedAt = done?.finishedAt ?? null;
    const most = before?.waitMaximumSeconds ?? null;
    if (finishedAt === null || most === null) continue;
    const limit = new Date(finishedAt.getTime() + most * 1000);
    if (earliest === null || limit < earliest) earliest = limit;
  }
  return earliest;
}

/** Opens a run at every stage that the lot has reached and not yet begun. */
export function reachStages(change: OrderChange, lotId: Id, moment: Moment): OrderChange {
  let next = change;
  const lot = lotOf(change.state, lotId);
  for (const stage of change.state.stages) {
    if (lastRunAt(next.state, lotId, stage.id) !== null) continue;
    const available = availableAt(next.state, lotId, stage, moment.now);
    if (available === null) continue;
    next = record(next, {
      kind: "run_reached",
      data: {
        runId: moment.newId(),
        lotId,
        stageId: stage.id,
        cycle: 0,
        units: lot.units,
        availableAt: available.toISOString(),
        at: moment.now.toISOString(),
      },
    });
  }
  return next;
}

export function isLotThrough(state: OrderState, lotId: Id): boolean {
  return state.stages.every((stage) => isStageDone(state, lotId, stage));
}

/** Another branch of this lot is still open: counts must be equal where branches join. */
export function hasOpenSibling(state: OrderState, run: Run): boolean {
  return [...state.runs.values()].some(
    (other) =>
      other.id !== run.id && other.lotId === run.lotId && other.state !== "done" && other.state !== "ended",
  );
}

/**
 * A lot whose stages are all done is received at what its units carry. Where losses are a separate line, only
 * the first-pass part is; the rework part is the loss. Source: domain.md section 6, Receipt.
 */
export function receiveLot(change: OrderChange, lotId: Id, moment: Moment): OrderChange {
  const lot = lotOf(change.state, lotId);
  const separate = change.state.order.defectAccounting === "separate";
  const amount = separate ? lot.firstPass : lot.firstPass.plus(lot.rework);
  const received = record(change, {
    kind: "lot_received",
    data: {
      lotId,
      units: lot.units,
      amount: text(amount),
      loss: text(separate ? lot.rework : zero),
      at: moment.now.toISOString(),
    },
  });
  const { order } = received.state;
  if (order.inWork > 0) return received;
  return record(received, {
    kind: "order_finished",
    data: {
      received: order.received,
      ordered: order.ordered,
      cost: text(order.cost),
      at: moment.now.toISOString(),
    },
  });
}
