import { decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { CheckAnswer } from "#modules/production/contract/order-card.ts";
import { hasSiblingBranch, latestStart, moveOn } from "./flow-of-lots.ts";
import { type Moment, type OrderChange, record, unchanged } from "./order-change.ts";
import { intervalsOf, lotOf, type OrderState, type Run, runOf, type WorkInterval } from "./order-state.ts";
import { checkVerb } from "./run-table.ts";
import { splitOff } from "./split-lot.ts";
import { closeWork, openIntervalsOf, type PauseBounds, seenOf, stretchOf } from "./work-time.ts";

/**
 * The verbs of the run table, each from state to facts. Materials and cost are the command's to bring in
 * from their own areas; here are the lot, the run and people's time.
 */
const iso = (moment: Moment): string => moment.now.toISOString();

/** Runs that one tap takes together: of one stage and of different lots, so that their time can be shared. */
export function takenTogether(state: OrderState, runIds: readonly Id[]): Result<Run[]> {
  const runs: Run[] = [];
  for (const [place, runId] of runIds.entries()) {
    const run = state.runs.get(runId);
    if (run === undefined) return no("run_unknown", {}, place === 0 ? ["runId"] : ["alsoRunIds", place - 1]);
    const [first] = runs;
    const apart =
      runs.some((other) => other.id === run.id) || (first !== undefined && first.stageId !== run.stageId);
    if (apart) return no("runs_not_together", {}, ["alsoRunIds", place - 1]);
    runs.push(run);
  }
  return ok(runs);
}

export function startRuns(
  state: OrderState,
  runs: readonly Run[],
  by: { memberId: Id; lateReason: string | null; awaitedReason?: string | undefined },
  moment: Moment,
): Result<OrderChange> {
  const togetherId = runs.length > 1 ? moment.newId() : null;
  let change = unchanged(state);
  for (const [place, run] of runs.entries()) {
    const allowed = checkVerb(run, "startRun", moment.now);
    if (!allowed.ok) return allowed;
    const latest = latestStart(state, run);
    if (latest !== null && moment.now > latest && by.lateReason === null) {
      return no("wait_exceeded", { latest: latest.toISOString() });
    }
    change = record(change, {
      kind: "run_started",
      data: {
        runId: run.id,
        // Started from the office for the person it is given to; else whoever starts becomes the operator.
        // What a subcontractor does is nobody's time: whoever writes it down is the fact's actor.
        operatorId: run.performerSubcontractorId === null ? (runs[0]?.operatorId ?? by.memberId) : null,
        intervalId: run.performerSubcontractorId === null ? moment.newId() : null,
        togetherId,
        leads: place === 0,
        lateReason: by.lateReason,
        ...(by.awaitedReason === undefined ? {} : { awaitedReason: by.awaitedReason }),
        at: iso(moment),
      },
    });
  }
  return ok(change);
}

/**
 * Acts on one's own stretch, with all the runs that it is on; somebody who doesn't work on the run (a
 * supervisor) pauses it for everybody.
 */
export function pauseRun(
  state: OrderState,
  run: Run,
  reason: { id: Id | null; paid: boolean },
  by: Id | null,
  moment: Moment,
  bounds: PauseBounds,
): Result<OrderChange> {
  const allowed = checkVerb(run, "pauseRun", moment.now);
  if (!allowed.ok) return allowed;
  const open = openIntervalsOf(state, run.id);
  const working = open.filter((interval) => interval.kind === "work");
  const own = working.filter((interval) => interval.memberId === by);
  // One of a crew who has paused already does not pause the others.
  if (own.length === 0 && open.some((interval) => interval.memberId === by)) {
    return no("verb_not_now", { verb: "pauseRun", state: "paused" });
  }
  const stopping = own.length > 0 ? own : working;
  const members = new Set(stopping.map((interval) => interval.memberId));
  const runIds = runsOfStretches(state, stopping, run.id);
  let change = unchanged(state);
  const { closed } = closeWork(
    state,
    runIds,
    moment,
    bounds,
    (interval) => members.has(interval.memberId) && interval.kind === "work",
  );
  const together = new Map<Id, Id | null>();
  for (const memberId of members) together.set(memberId, runIds.length > 1 ? moment.newId() : null);
  const paused = new Set<Id>();
  for (const runId of runIds) {
    const ofRun = openIntervalsOf(state, runId).filter(
      (interval) => interval.kind === "work" && members.has(interval.memberId),
    );
    change = record(change, {
      kind: "run_paused",
      data: {
        runId,
        closed: closed.filter((each) => ofRun.some((interval) => interval.id === each.intervalId)),
        pauses: [...new Set(ofRun.map((interval) => interval.memberId))].map((memberId) => {
          const leads = !paused.has(memberId);
          paused.add(memberId);
          return { intervalId: moment.newId(), memberId, togetherId: together.get(memberId) ?? null, leads };
        }),
        reasonId: reason.id,
        paid: reason.paid,
        at: iso(moment),
      },
    });
  }
  return ok(change);
}

/** The runs that these intervals are on together with it, it first. */
function runsOfStretches(state: OrderState, intervals: readonly WorkInterval[], runId: Id): Id[] {
  const ids = new Set<Id>([runId]);
  for (const interval of intervals) for (const each of stretchOf(state, interval)) ids.add(each.runId);
  return [...ids];
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
  const open = openIntervalsOf(state, run.id);
  const pauseOf = (memberId: Id): WorkInterval | undefined =>
    open.find((interval) => interval.kind === "pause" && interval.memberId === memberId);
  // One's own pause; from the office, the pause of the person whose run it is.
  const memberId = pauseOf(by.memberId) === undefined ? (run.operatorId ?? by.memberId) : by.memberId;
  const working = open.filter((interval) => interval.kind === "work").map((interval) => interval.memberId);
  // Who works on it has nothing to resume, and resumes nobody else of the crew.
  if (working.includes(memberId) || working.includes(by.memberId)) {
    return no("verb_not_now", { verb: "resumeRun", state: allowed.value });
  }
  const pause = pauseOf(memberId);
  const runIds = (pause === undefined ? [run.id] : runsOfStretches(state, [pause], run.id)).filter(
    (runId) => {
      const each = runOf(state, runId);
      return runId === run.id || each.state === "paused" || each.state === "in_progress";
    },
  );
  const { closed, continued } = closeWork(
    state,
    runIds,
    moment,
    bounds,
    (interval) => interval.kind === "pause" && interval.memberId === memberId,
  );
  const togetherId = runIds.length > 1 ? moment.newId() : null;
  let change = unchanged(state);
  for (const [place, runId] of runIds.entries()) {
    const ofRun = new Set(openIntervalsOf(state, runId).map((interval) => interval.id));
    change = record(change, {
      kind: "run_resumed",
      data: {
        runId,
        closed: closed.filter((each) => ofRun.has(each.intervalId)),
        continued: place === 0 ? continued : [],
        intervalId: moment.newId(),
        memberId,
        togetherId,
        leads: place === 0,
        at: iso(moment),
      },
    });
  }
  return ok(change);
}

/** One more of a crew; whoever had it keeps it. */
export function joinRun(
  state: OrderState,
  run: Run,
  memberId: Id,
  moment: Moment,
  bounds: PauseBounds,
): Result<OrderChange> {
  const allowed = checkVerb(run, "joinRun", moment.now);
  if (!allowed.ok) return allowed;
  const own = openIntervalsOf(state, run.id).filter((interval) => interval.memberId === memberId);
  if (own.some((interval) => interval.kind === "work")) return no("already_in_crew");
  const closing = closeWork(state, [run.id], moment, bounds, (interval) => interval.memberId === memberId);
  return ok(
    record(unchanged(state), {
      kind: "crew_joined",
      data: { runId: run.id, intervalId: moment.newId(), memberId, ...closing, at: iso(moment) },
    }),
  );
}

/** One's own time on all of them ends, also where it is one stretch. */
export function leaveRuns(
  state: OrderState,
  runs: readonly Run[],
  memberId: Id,
  moment: Moment,
  bounds: PauseBounds,
): Result<OrderChange> {
  const together = runs.map((run) => run.id);
  const isOwn = (interval: WorkInterval): boolean => interval.memberId === memberId;
  let change = unchanged(state);
  for (const run of runs) {
    const allowed = checkVerb(run, "leaveRun", moment.now);
    if (!allowed.ok) return allowed;
    if (!openIntervalsOf(state, run.id).some(isOwn)) return no("not_in_crew");
    const closing = closeWork(change.state, [run.id], moment, bounds, isOwn, together);
    change = record(change, {
      kind: "crew_left",
      data: { runId: run.id, memberId, ...closing, at: iso(moment) },
    });
  }
  return ok(change);
}

export function recordProgress(
  state: OrderState,
  run: Run,
  units: number,
  moment: Moment,
  by: Id | null = null,
): Result<OrderChange> {
  const allowed = checkVerb(run, "recordProgress", moment.now);
  if (!allowed.ok) return allowed;
  const most = lotOf(state, run.lotId).units;
  if (units > most) return no("more_units_than_run", { units, most }, ["units"]);
  if (units === run.progress) return ok(unchanged(state));
  return ok(
    record(unchanged(state), {
      kind: "run_progressed",
      data: { runId: run.id, from: run.progress, units, ...seenOf(state, run.id, by, moment) },
    }),
  );
}

/** Asked whether they still work, somebody said yes: of the whole stretch, on whatever runs it is. */
export function confirmWork(state: OrderState, run: Run, memberId: Id, moment: Moment): Result<OrderChange> {
  const allowed = checkVerb(run, "pauseRun", moment.now);
  if (!allowed.ok) return allowed;
  const { seen } = seenOf(state, run.id, memberId, moment);
  if (seen === undefined) return no("not_in_crew");
  return ok(
    record(unchanged(state), {
      kind: "work_confirmed",
      data: { runId: run.id, memberId, seen, at: iso(moment) },
    }),
  );
}

export type Finishing = {
  readonly units: number;
  readonly comment: string;
  readonly checks: readonly CheckAnswer[];
  readonly photos: number;
  readonly concession: string | null;
};

/**
 * Ends a run with all units of its lot, or more of them; fewer need a word about the rest before. `together`: the
 * runs that the same tap finishes.
 */
export function finishRun(
  before: OrderChange,
  runId: Id,
  result: Finishing,
  moment: Moment,
  bounds: PauseBounds,
  together: readonly Id[] = [],
): Result<OrderChange> {
  const { state } = before;
  const run = runOf(state, runId);
  const allowed = checkVerb(run, "finishRun", moment.now);
  if (!allowed.ok) return allowed;
  const lot = lotOf(state, run.lotId);
  const extra = result.units - lot.units;
  if (extra < 0) return no("finish_short", { units: result.units, lot: lot.units }, ["units"]);
  let change = before;
  if (extra > 0) {
    const over = overYieldLeft(state, run);
    if (extra > over) return no("over_yield", { units: result.units, most: lot.units + over }, ["units"]);
    change = record(change, { kind: "units_over_yielded", data: { lotId: lot.id, units: extra } });
  }
  return ok(
    record(change, {
      kind: "run_finished",
      data: {
        runId,
        units: result.units,
        ...closeWork(change.state, [runId], moment, bounds, undefined, together),
        comment: result.comment,
        checks: [...result.checks],
        photos: result.photos,
        concession: result.concession,
        at: iso(moment),
      },
    }),
  );
}

/** How many units beyond the lot's a finish may still make: alive and finished ≤ ordered × (1 + over-yield). */
export function overYieldLeft(state: OrderState, run: Run): number {
  const { order } = state;
  // Counts are equal where branches join, and a unit is one: there is nothing over to be had.
  if (order.batchMode === "per_unit" || hasSiblingBranch(state, run)) return 0;
  const most = decimal(order.ordered).times(decimal(1).plus(order.overYield)).round(0, 0).toNumber();
  return Math.max(0, most - order.inWork - order.received);
}

/** Whether the finished part of a lot may go on while the rest stays at work. */
export function canLeaveRest(state: OrderState, run: Run): boolean {
  return (
    state.order.batchMode === "split" && !hasSiblingBranch(state, run) && lotOf(state, run.lotId).units > 1
  );
}

/** The finished part goes on as a lot of its own; the run goes on with the rest. Split mode. */
export function sendUnitsOn(
  before: OrderChange,
  runId: Id,
  result: Pick<Finishing, "units" | "checks">,
  moment: Moment,
  by: Id | null = null,
): Result<{ change: OrderChange; partId: Id }> {
  const { state } = before;
  const run = runOf(state, runId);
  const allowed = checkVerb(run, "finishRun", moment.now);
  if (!allowed.ok) return allowed;
  const lot = lotOf(state, run.lotId);
  if (!canLeaveRest(state, run)) return no("leave_rest_not_here", {}, ["leaveRest"]);
  if (result.units <= 0 || result.units >= lot.units) {
    return no("finish_short", { units: result.units, lot: lot.units }, ["units"]);
  }
  const parted = splitOff(before, lot.id, result.units, {}, moment);
  const sent = record(parted.change, {
    kind: "units_sent_on",
    data: {
      runId,
      lotId: parted.partId,
      units: result.units,
      checks: [...result.checks],
      ...seenOf(parted.change.state, runId, by, moment),
      at: iso(moment),
    },
  });
  return ok({ partId: parted.partId, change: moveOn(sent, [parted.partId], moment) });
}

/** Of one run, or of several that one tap takes back: a stretch on all of them ends once. */
export function cancelStarts(
  state: OrderState,
  runs: readonly Run[],
  moment: Moment,
  bounds: PauseBounds,
): Result<OrderChange> {
  const together = runs.map((run) => run.id);
  let change = unchanged(state);
  for (const run of runs) {
    const allowed = checkVerb(run, "cancelStart", moment.now);
    if (!allowed.ok) return allowed;
    // Units that have left took work of this start along: it can't be made undone for the others.
    if (run.left.length > 0) return no("units_have_left");
    const own = intervalsOf(change.state, run.id);
    const { closed, continued } = closeWork(change.state, [run.id], moment, bounds, undefined, together);
    change = record(change, {
      kind: "start_cancelled",
      data: {
        runId: run.id,
        voided: own.map((interval) => interval.id),
        closed: closed.filter((each) => own.every((interval) => interval.id !== each.intervalId)),
        continued,
        at: iso(moment),
      },
    });
  }
  // A part that nobody works on any longer may join its batch.
  return ok(moveOn(change, [], moment));
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
        ...closeWork(state, [run.id], moment, bounds),
        at: iso(moment),
      },
    }),
  );
}

export function unblockRun(state: OrderState, run: Run, moment: Moment): Result<OrderChange> {
  const allowed = checkVerb(run, "unblockRun", moment.now);
  if (!allowed.ok) return allowed;
  const unblocked = record(unchanged(state), {
    kind: "run_unblocked",
    data: { runId: run.id, at: iso(moment) },
  });
  return ok(moveOn(unblocked, [], moment));
}

export function releaseRunsEarly(
  state: OrderState,
  runs: readonly Run[],
  reason: string,
  moment: Moment,
): Result<OrderChange> {
  let change = unchanged(state);
  for (const run of runs) {
    const allowed = checkVerb(run, "releaseRunEarly", moment.now);
    if (!allowed.ok) return allowed;
    change = record(change, {
      kind: "run_released_early",
      data: { runId: run.id, reason, availableAt: iso(moment), at: iso(moment) },
    });
  }
  return ok(change);
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
        ...closeWork(state, [run.id], moment, bounds),
        at: iso(moment),
      },
    }),
  );
}
