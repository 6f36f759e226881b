import { decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { hasOpenSibling, latestStart } from "./flow-of-lots.ts";
import { type Moment, type OrderChange, record, unchanged } from "./order-change.ts";
import { lotOf, type OrderState, type Run } from "./order-state.ts";
import { checkVerb } from "./run-table.ts";
import { closeIntervals, openIntervalsOf, type PauseBounds } from "./work-time.ts";

/**
 * The verbs of the run table, each from state to facts. Materials and cost are the command's to bring in
 * from their own areas; here are the lot, the run and people's time.
 */
const iso = (moment: Moment): string => moment.now.toISOString();

export function startRun(
  state: OrderState,
  run: Run,
  by: { memberId: Id; lateReason: string | null },
  moment: Moment,
): Result<OrderChange> {
  const allowed = checkVerb(run, "startRun", moment.now);
  if (!allowed.ok) return allowed;
  const latest = latestStart(state, run);
  if (latest !== null && moment.now > latest && by.lateReason === null) {
    return no("wait_exceeded", { latest: latest.toISOString() });
  }
  return ok(
    record(unchanged(state), {
      kind: "run_started",
      data: {
        runId: run.id,
        // Started from the office for the person it is given to; else whoever starts becomes the operator.
        operatorId: run.operatorId ?? by.memberId,
        intervalId: moment.newId(),
        lateReason: by.lateReason,
        at: iso(moment),
      },
    }),
  );
}

export function pauseRun(
  state: OrderState,
  run: Run,
  reason: { id: Id | null; paid: boolean },
  moment: Moment,
  bounds: PauseBounds,
): Result<OrderChange> {
  const allowed = checkVerb(run, "pauseRun", moment.now);
  if (!allowed.ok) return allowed;
  const open = openIntervalsOf(state, run.id);
  const people = [
    ...new Set(open.filter((interval) => interval.kind === "work").map((each) => each.memberId)),
  ];
  return ok(
    record(unchanged(state), {
      kind: "run_paused",
      data: {
        runId: run.id,
        closed: closeIntervals(open, moment.now, bounds),
        pauses: people.map((memberId) => ({ intervalId: moment.newId(), memberId })),
        reasonId: reason.id,
        paid: reason.paid,
        at: iso(moment),
      },
    }),
  );
}

export function resumeRun(
  state: OrderState,
  run: Run,
  by: { memberId: Id },
  moment: Moment,
  bounds: PauseBounds,
): Result<OrderChange> {
  const allowed = checkVerb(run, "resumeRun", moment.now);
  if (!allowed.ok) return allowed;
  return ok(
    record(unchanged(state), {
      kind: "run_resumed",
      data: {
        runId: run.id,
        closed: closeIntervals(openIntervalsOf(state, run.id), moment.now, bounds),
        intervalId: moment.newId(),
        memberId: run.operatorId ?? by.memberId,
        at: iso(moment),
      },
    }),
  );
}

export function recordProgress(
  state: OrderState,
  run: Run,
  units: number,
  moment: Moment,
): Result<OrderChange> {
  const allowed = checkVerb(run, "recordProgress", moment.now);
  if (!allowed.ok) return allowed;
  const most = lotOf(state, run.lotId).units;
  if (units > most) return no("more_units_than_run", { units, most }, ["units"]);
  if (units === run.progress) return ok(unchanged(state));
  return ok(
    record(unchanged(state), { kind: "run_progressed", data: { runId: run.id, from: run.progress, units } }),
  );
}

/** Ends a person's and a batch's work on the run. Fewer units than the lot has need a decision about the rest. */
export function finishRun(
  state: OrderState,
  run: Run,
  result: { units: number; comment: string },
  moment: Moment,
  bounds: PauseBounds,
): Result<OrderChange> {
  const allowed = checkVerb(run, "finishRun", moment.now);
  if (!allowed.ok) return allowed;
  const lot = lotOf(state, run.lotId);
  const extra = result.units - lot.units;
  if (extra < 0) return no("finish_short", { units: result.units, lot: lot.units }, ["units"]);
  let change = unchanged(state);
  if (extra > 0) {
    const { order } = state;
    const most = decimal(order.ordered).times(decimal(1).plus(order.overYield)).round(0, 0).toNumber();
    // Counts are equal where branches join, and a unit is one: there is nothing over to be had.
    const fixed = order.batchMode === "per_unit" || hasOpenSibling(state, run);
    const over = fixed ? 0 : Math.max(0, most - order.inWork - order.received);
    if (extra > over) {
      return no("over_yield", { units: result.units, most: lot.units + over }, ["units"]);
    }
    change = record(change, { kind: "units_over_yielded", data: { lotId: lot.id, units: extra } });
  }
  return ok(
    record(change, {
      kind: "run_finished",
      data: {
        runId: run.id,
        units: result.units,
        closed: closeIntervals(openIntervalsOf(state, run.id), moment.now, bounds),
        comment: result.comment,
        at: iso(moment),
      },
    }),
  );
}

export function cancelStart(state: OrderState, run: Run, moment: Moment): Result<OrderChange> {
  const allowed = checkVerb(run, "cancelStart", moment.now);
  if (!allowed.ok) return allowed;
  const voided = [...state.intervals.values()]
    .filter((interval) => interval.runId === run.id && !interval.voided)
    .map((interval) => interval.id);
  return ok(
    record(unchanged(state), { kind: "start_cancelled", data: { runId: run.id, voided, at: iso(moment) } }),
  );
}

export function blockRun(
  state: OrderState,
  run: Run,
  reason: { id: Id; note: string },
  moment: Moment,
  bounds: PauseBounds,
): Result<OrderChange> {
  const allowed = checkVerb(run, "blockRun", moment.now);
  if (!allowed.ok) return allowed;
  return ok(
    record(unchanged(state), {
      kind: "run_blocked",
      data: {
        runId: run.id,
        reasonId: reason.id,
        note: reason.note,
        // In progress comes back as paused: nobody's time runs while it was blocked.
        before: run.state === "waiting" ? "waiting" : "paused",
        closed: closeIntervals(openIntervalsOf(state, run.id), moment.now, bounds),
        at: iso(moment),
      },
    }),
  );
}

export function unblockRun(state: OrderState, run: Run, moment: Moment): Result<OrderChange> {
  const allowed = checkVerb(run, "unblockRun", moment.now);
  if (!allowed.ok) return allowed;
  return ok(record(unchanged(state), { kind: "run_unblocked", data: { runId: run.id, at: iso(moment) } }));
}

export function releaseRunEarly(
  state: OrderState,
  run: Run,
  reason: string,
  moment: Moment,
): Result<OrderChange> {
  const allowed = checkVerb(run, "releaseRunEarly", moment.now);
  if (!allowed.ok) return allowed;
  return ok(
    record(unchanged(state), {
      kind: "run_released_early",
      data: { runId: run.id, reason, availableAt: iso(moment), at: iso(moment) },
    }),
  );
}

export function reassignRun(
  state: OrderState,
  run: Run,
  to: Id | null,
  moment: Moment,
  bounds: PauseBounds,
): Result<OrderChange> {
  const allowed = checkVerb(run, "reassignRun", moment.now);
  if (!allowed.ok) return allowed;
  if (to === run.operatorId) return ok(unchanged(state));
  return ok(
    record(unchanged(state), {
      kind: "run_reassigned",
      data: {
        runId: run.id,
        from: run.operatorId,
        to,
        closed: closeIntervals(openIntervalsOf(state, run.id), moment.now, bounds),
        at: iso(moment),
      },
    }),
  );
}
