import type { Id } from "#kernel/id.ts";
import { closed, endOf, isWorkedOn, onLot, onOrder, onRun, opened, put, seen } from "./evolve-parts.ts";
import type { OrderFactData, ReachedRun } from "./order-fact.ts";
import { lotOf, type OrderState, type Run, runOf } from "./order-state.ts";

/** What facts do to runs and to people's time. */
export function runsReached(state: OrderState, runs: readonly ReachedRun[], at: string): OrderState {
  return { ...state, runs: put(state.runs, ...runs.map((run) => newRun(state, run, at))) };
}

export function newRun(state: OrderState, data: ReachedRun, at: string): Run {
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
    checks: [],
    concession: null,
    opensStage: false,
    returnsTo: null,
    left: [],
    costCaptured: false,
    performerMemberId: stage?.performerMemberId ?? null,
    performerTradeId: stage?.performerTradeId ?? null,
    performerRole: stage?.performerRole ?? null,
    performerSubcontractorId: stage?.performerSubcontractorId ?? null,
    since: new Date(at),
  };
}

export function runStarted(state: OrderState, data: OrderFactData["run_started"]): OrderState {
  const at = new Date(data.at);
  const run = state.runs.get(data.runId);
  const opensStage = !isBegunAnywhere(state, run?.stageId ?? "");
  const withRun = onRun(state, data.runId, () => ({
    state: "in_progress",
    opensStage,
    operatorId: data.operatorId,
    startedAt: at,
    since: at,
  }));
  const { intervalId, operatorId } = data;
  const withTime =
    intervalId === null || operatorId === null
      ? withRun
      : opened(
          withRun,
          [
            {
              intervalId,
              runId: data.runId,
              memberId: operatorId,
              kind: "work",
              reasonId: null,
              paid: true,
              togetherId: data.togetherId ?? null,
              leads: data.leads ?? true,
            },
          ],
          data.at,
        );
  const begun = run === undefined ? withTime : countBegun(withTime, run, 1);
  return onOrder(begun, { startedAt: state.order.startedAt ?? at });
}

/** By any lot; of a thousand the first that was is enough. */
function isBegunAnywhere(state: OrderState, stageId: Id): boolean {
  for (const lot of state.lots.values()) if ((lot.begun[stageId] ?? 0) > 0) return true;
  return false;
}

/** The cycle of the units' next run at this stage. */
function countBegun(state: OrderState, run: Run, by: 1 | -1): OrderState {
  return onLot(state, run.lotId, (lot) => {
    const { [run.stageId]: times = 0, ...others } = lot.begun;
    const after = times + by;
    return { begun: after === 0 ? others : { ...others, [run.stageId]: after } };
  });
}

export function runPaused(state: OrderState, data: OrderFactData["run_paused"]): OrderState {
  const pauses = data.pauses.map((pause) => ({
    ...pause,
    runId: data.runId,
    kind: "pause" as const,
    reasonId: data.reasonId,
    paid: data.paid,
    togetherId: pause.togetherId ?? null,
    leads: pause.leads ?? true,
  }));
  return afterStop(opened(closed(state, data, data.at), pauses, data.at), data.runId, data.at);
}

/** Paused once nobody works on it; one of a crew who stops leaves it in progress. */
function afterStop(state: OrderState, runId: Id, at: string): OrderState {
  if (isWorkedOn(state, runId)) return state;
  return onRun(state, runId, (run) =>
    run.state === "in_progress" ? { state: "paused", since: new Date(at) } : {},
  );
}

export function runResumed(state: OrderState, data: OrderFactData["run_resumed"]): OrderState {
  const withTime = opened(
    closed(state, data, data.at),
    [
      {
        intervalId: data.intervalId,
        runId: data.runId,
        memberId: data.memberId,
        kind: "work",
        reasonId: null,
        paid: true,
        togetherId: data.togetherId ?? null,
        leads: data.leads ?? true,
      },
    ],
    data.at,
  );
  return onRun(withTime, data.runId, (run) => ({
    state: "in_progress",
    // in a crew the run stays with who had it
    operatorId: run.state === "in_progress" ? run.operatorId : data.memberId,
    since: run.state === "in_progress" ? run.since : new Date(data.at),
  }));
}

export function crewJoined(state: OrderState, data: OrderFactData["crew_joined"]): OrderState {
  const withTime = opened(
    closed(state, data, data.at),
    [
      {
        intervalId: data.intervalId,
        runId: data.runId,
        memberId: data.memberId,
        kind: "work",
        reasonId: null,
        paid: true,
        togetherId: null,
        leads: true,
      },
    ],
    data.at,
  );
  return onRun(withTime, data.runId, (run) =>
    run.state === "paused" ? { state: "in_progress", since: new Date(data.at) } : {},
  );
}

export function crewLeft(state: OrderState, data: OrderFactData["crew_left"]): OrderState {
  return afterStop(closed(state, data, data.at), data.runId, data.at);
}

/** Nothing of the start remains: its time is void; the order's own start goes with it if it was the only one. */
export function startCancelled(state: OrderState, data: OrderFactData["start_cancelled"]): OrderState {
  const voided = data.voided.flatMap((id) => {
    const interval = state.intervals.get(id);
    if (interval === undefined) return [];
    return [{ ...interval, voided: true, endedAt: interval.endedAt ?? endOf(interval, data.at), seconds: 0 }];
  });
  const run = state.runs.get(data.runId);
  const withTime = closed(state, data, data.at);
  const withRun = onRun(
    { ...withTime, intervals: put(withTime.intervals, ...voided) },
    data.runId,
    (each) => ({
      state: "waiting",
      operatorId: each.assignedId,
      startedAt: null,
      opensStage: false,
      progress: 0,
      left: [],
      since: new Date(data.at),
    }),
  );
  const after = run === undefined ? withRun : countBegun(withRun, run, -1);
  const anyBegun = [...after.lots.values()].some((lot) => Object.keys(lot.begun).length > 0);
  return onOrder(after, anyBegun ? {} : { startedAt: null });
}

export function runBlocked(state: OrderState, data: OrderFactData["run_blocked"]): OrderState {
  return onRun(closed(state, data, data.at), data.runId, () => ({
    state: "blocked",
    stateBeforeBlock: data.before,
    blockReasonId: data.reasonId,
    blockNote: data.note,
    since: new Date(data.at),
  }));
}

export function runUnblocked(state: OrderState, data: OrderFactData["run_unblocked"]): OrderState {
  return onRun(state, data.runId, (run) => ({
    state: run.stateBeforeBlock ?? "waiting",
    stateBeforeBlock: null,
    blockReasonId: null,
    blockNote: null,
    since: new Date(data.at),
  }));
}

export function runReassigned(state: OrderState, data: OrderFactData["run_reassigned"]): OrderState {
  return onRun(closed(state, data, data.at), data.runId, (run) => ({
    assignedId: data.to,
    operatorId: data.to,
    state: run.state === "in_progress" ? "paused" : run.state,
  }));
}

export function runFinished(state: OrderState, data: OrderFactData["run_finished"]): OrderState {
  const run = state.runs.get(data.runId);
  const finished = onRun(closed(state, data, data.at), data.runId, (each) => ({
    state: "done",
    units: data.units,
    progress: data.units,
    comment: data.comment === "" ? null : data.comment,
    checks: data.checks ?? each.checks,
    concession: data.concession ?? null,
    finishedAt: new Date(data.at),
    since: new Date(data.at),
  }));
  if (run === undefined) return finished;
  return onLot(finished, run.lotId, (lot) => ({ done: { ...lot.done, [run.stageId]: data.at } }));
}

export function unitsSentOn(state: OrderState, data: OrderFactData["units_sent_on"]): OrderState {
  const stageId = state.runs.get(data.runId)?.stageId ?? "";
  const withRun = onRun(state, data.runId, (run) => ({
    progress: Math.max(0, run.progress - data.units),
    checks: data.checks,
    left: run.left.map((each) => (each.lotId === data.lotId ? { ...each, sent: data.units } : each)),
  }));
  return onLot(seen(withRun, data.seen), data.lotId, (lot) => ({
    done: { ...lot.done, [stageId]: data.at },
  }));
}

export function runEnded(state: OrderState, data: OrderFactData["run_ended"]): OrderState {
  const ended = onRun(closed(state, data, data.at), data.runId, () => ({
    state: "ended",
    finishedAt: new Date(data.at),
    since: new Date(data.at),
  }));
  return noLongerHeld(ended, data.runId);
}

export function runVoided(state: OrderState, data: OrderFactData["run_voided"]): OrderState {
  const voided = onRun(state, data.runId, () => ({ state: "void", since: new Date(data.at) }));
  return noLongerHeld(voided, data.runId);
}

/** The lot is held as long as one of its runs is. */
function noLongerHeld(state: OrderState, runId: Id): OrderState {
  const { lotId } = runOf(state, runId);
  if (lotOf(state, lotId).state !== "held") return state;
  const held = [...state.runs.values()].some((run) => run.lotId === lotId && run.state === "held");
  return held ? state : onLot(state, lotId, () => ({ state: "in_work" }));
}

export function runHeld(state: OrderState, data: OrderFactData["run_held"]): OrderState {
  const run = state.runs.get(data.runId);
  const held = onRun(closed(state, data, data.at), data.runId, () => ({
    state: "held",
    since: new Date(data.at),
  }));
  return run === undefined ? held : onLot(held, run.lotId, () => ({ state: "held" }));
}

/** As it would have stood: paused where somebody had begun it, blocked where it was. */
export function runResumedAfterHold(
  state: OrderState,
  data: OrderFactData["run_resumed_after_hold"],
): OrderState {
  const going = onRun(state, data.runId, (each) => ({
    state: each.blockReasonId !== null ? "blocked" : each.startedAt === null ? "waiting" : "paused",
    since: new Date(data.at),
  }));
  return noLongerHeld(going, data.runId);
}
