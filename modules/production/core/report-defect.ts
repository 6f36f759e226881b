import { text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { DefectDecision } from "#modules/production/contract/order-card.ts";
import { finishOrder, moveOn, reachStages, voidRun } from "./flow-of-lots.ts";
import { type Moment, type OrderChange, record, unchanged } from "./order-change.ts";
import {
  carriedBy,
  isAtOrBefore,
  isOpen,
  lotOf,
  openRunsOfLot,
  type OrderStage,
  type OrderState,
  type Run,
  runOf,
  stageGraph,
  stageOf,
} from "./order-state.ts";
import { checkVerb } from "./run-table.ts";
import { passLoss } from "./share-cost.ts";
import { splitOff } from "./split-lot.ts";
import { closeWork, type PauseBounds, seenOf } from "./work-time.ts";

/** What a person says of units that failed. Source: domain.md section 4. */
export type Defect = {
  readonly reasonId: Id;
  readonly units: number;
  readonly decision: DefectDecision;
  readonly toStageId: Id | null;
  /** null: at the stage that caught it */
  readonly bornStageId: Id | null;
  readonly note: string;
  readonly photos: number;
  readonly by: Id | null;
};

/**
 * A defect in two steps, since what a run has cost is priced outside: `ended` are the runs that the defect has
 * emptied, to be captured upon `change`; `decide` then lets the units go their way.
 */
export type ReportedDefect = {
  readonly defectId: Id;
  readonly change: OrderChange;
  readonly ended: readonly Run[];
  readonly escalated: boolean;
  readonly decide: (change: OrderChange) => OrderChange;
};

export function reportDefect(
  before: OrderChange,
  runId: Id,
  defect: Defect,
  moment: Moment,
  bounds: PauseBounds,
  together: readonly Id[] = [],
): Result<ReportedDefect> {
  const { state } = before;
  const run = runOf(state, runId);
  const allowed = checkVerb(run, "reportDefect", moment.now);
  if (!allowed.ok) return allowed;
  const lot = lotOf(state, run.lotId);
  if (defect.units > lot.units) {
    return no("more_units_than_run", { units: defect.units, most: lot.units }, ["units"]);
  }
  const caught = stageOf(state, run.stageId);
  const born = stageNamed(state, defect.bornStageId ?? caught.id);
  if (born === null || !isAtOrBefore(state, born, caught)) return no("born_not_before", {}, ["bornStageId"]);
  const target = targetOf(state, run, caught, defect);
  if (!target.ok) return target;

  const all = defect.units === lot.units;
  const whole = state.order.batchMode === "whole";
  const to = target.value;
  const count = to === null ? 0 : (lot.returns[to.id] ?? 0) + 1;
  const escalated = to !== null && to.reworkLimit !== null && count > to.reworkLimit;
  const parted = all
    ? { change: before, partId: lot.id }
    : splitOff(before, lot.id, defect.units, { mergesInto: whole && to !== null ? run.id : null }, moment);
  const { partId } = parted;
  const defectId = moment.newId();
  const at = moment.now.toISOString();
  const gathered = carriedBy(lotOf(parted.change.state, partId));
  let change = record(parted.change, {
    kind: "defect_reported",
    data: {
      defectId,
      runId,
      lotId: lot.id,
      toLotId: partId,
      reasonId: defect.reasonId,
      units: defect.units,
      decision: defect.decision,
      caughtStageId: caught.id,
      bornStageId: born.id,
      toStageId: to?.id ?? null,
      escalated,
      note: defect.note,
      photos: defect.photos,
      cost: text(gathered),
      by: defect.by,
      ...seenOf(parted.change.state, runId, defect.by, moment),
      at,
    },
  });
  const ended: Run[] = [];
  if (all) {
    const left = runsLeftBehind(change.state, run, to, escalated);
    for (const each of left) {
      if (each.startedAt === null) change = voidRun(change, each, moment);
      else {
        change = endRun(change, each.id, moment, bounds, together);
        ended.push(each);
      }
    }
  }
  const decide = (decided: OrderChange): OrderChange => {
    // A defect of the same tap may have set this lot free meanwhile, and opened stages for it.
    const opened = all ? runsLeftBehind(decided.state, run, to, escalated) : [];
    const after = opened.reduce((next, each) => voidRun(next, each, moment), decided);
    const settle = (done: OrderChange): OrderChange => moveOn(freeAwaited(done, moment), [partId], moment);
    if (to === null) return finishOrder(settle(writeOff(after, partId, moment)), moment);
    const held = all || !whole ? after : holdRun(after, runId, defect.units, moment, bounds);
    if (escalated) return settle(escalate(held, partId, caught, to, moment));
    return settle(sendBack(held, lot.id, partId, to, count, moment));
  };
  return ok({ defectId, change, ended, escalated, decide });
}

function stageNamed(state: OrderState, stageId: Id): OrderStage | null {
  return state.stages.find((stage) => stage.id === stageId && stage.active) ?? null;
}

/** That stage or an earlier one on the lot's way; null for a write-off. */
function targetOf(
  state: OrderState,
  run: Run,
  caught: OrderStage,
  defect: Defect,
): Result<OrderStage | null> {
  if (defect.decision === "write_off") return ok(null);
  if (defect.toStageId === null) return no("return_stage_missing", {}, ["toStageId"]);
  const to = stageNamed(state, defect.toStageId);
  if (to === null || !isAtOrBefore(state, to, caught)) return no("return_not_before", {}, ["toStageId"]);
  // Units that never began this stage stand before it already.
  if (to.id === caught.id && run.startedAt === null) {
    return no("return_not_before", { stage: to.name }, ["toStageId"]);
  }
  return ok(to);
}

/**
 * Where the lot goes back with all its units, the runs at and below its target end; those of other branches go
 * on. Written off, or waiting for a decision, all its runs end.
 */
function runsLeftBehind(state: OrderState, run: Run, to: OrderStage | null, escalated: boolean): Run[] {
  const open = openRunsOfLot(state, run.lotId);
  if (to === null || escalated) return open;
  const below = stageGraph(state).below.get(to.key);
  return open.filter((each) => {
    const { key } = stageOf(state, each.stageId);
    return key === to.key || below?.has(key) === true;
  });
}

/**
 * Ends a run without finishing it: its open intervals close, its units go no further. `together`: the runs that
 * end in the same act.
 */
export function endRun(
  change: OrderChange,
  runId: Id,
  moment: Moment,
  bounds: PauseBounds,
  together: readonly Id[] = [],
): OrderChange {
  const closing = closeWork(change.state, [runId], moment, bounds, undefined, together);
  return record(change, {
    kind: "run_ended",
    data: { runId, ...closing, at: moment.now.toISOString() },
  });
}

function holdRun(
  change: OrderChange,
  runId: Id,
  awaited: number,
  moment: Moment,
  bounds: PauseBounds,
): OrderChange {
  return record(change, {
    kind: "run_held",
    data: {
      runId,
      awaited,
      ...closeWork(change.state, [runId], moment, bounds),
      at: moment.now.toISOString(),
    },
  });
}

/** Parts that were to join a run that is over go their own way. */
function freeAwaited(change: OrderChange, moment: Moment): OrderChange {
  const over = new Set<Id>();
  for (const { mergesInto } of change.state.lots.values()) {
    if (mergesInto !== null && !isOpen(runOf(change.state, mergesInto))) over.add(mergesInto);
  }
  return [...over].reduce((next, runId) => freeParts(next, runId, "", moment), change);
}

/** What was to come back to a run is not awaited there any more: it opens the run's stage for itself. */
function freeParts(change: OrderChange, runId: Id, reason: string, moment: Moment): OrderChange {
  const parts = [...change.state.lots.values()].filter((lot) => lot.mergesInto === runId);
  const freed = parts.reduce(
    (next, { id }) =>
      record(next, {
        kind: "lot_let_go",
        data: { lotId: id, runId, reason, at: moment.now.toISOString() },
      }),
    change,
  );
  return reachStages(
    freed,
    parts.map((lot) => lot.id),
    moment,
  );
}

function sendBack(
  change: OrderChange,
  fromLotId: Id,
  lotId: Id,
  to: OrderStage,
  count: number,
  moment: Moment,
): OrderChange {
  const { below } = stageGraph(change.state);
  const undone = change.state.stages
    .filter((stage) => stage.id === to.id || below.get(to.key)?.has(stage.key) === true)
    .map((stage) => stage.id);
  const returned = record(change, {
    kind: "lot_returned",
    data: { lotId, toStageId: to.id, count, undone, at: moment.now.toISOString() },
  });
  // A whole batch counts the returns of its parts: the next part starts with them.
  if (fromLotId === lotId || change.state.order.batchMode !== "whole") return returned;
  return record(returned, { kind: "return_counted", data: { lotId: fromLotId, stageId: to.id, count } });
}

function escalate(
  change: OrderChange,
  lotId: Id,
  caught: OrderStage,
  to: OrderStage,
  moment: Moment,
): OrderChange {
  const lot = lotOf(change.state, lotId);
  return record(change, {
    kind: "lot_escalated",
    data: {
      lotId,
      run: {
        runId: moment.newId(),
        lotId,
        stageId: caught.id,
        cycle: lot.begun[caught.id] ?? 0,
        units: lot.units,
        availableAt: moment.now.toISOString(),
      },
      toStageId: to.id,
      at: moment.now.toISOString(),
    },
  });
}

/** The units leave the volume with the cost they carry. */
export function writeOff(change: OrderChange, lotId: Id, moment: Moment): OrderChange {
  const lot = lotOf(change.state, lotId);
  const carried = carriedBy(lot);
  return record(change, {
    kind: "lot_written_off",
    data: {
      lotId,
      units: lot.units,
      loss: text(carried),
      shares: passLoss(change.state, lot, carried, moment),
      at: moment.now.toISOString(),
    },
  });
}

export type EscalationDecision = "once_more" | "write_off" | "accept";

/** A person decides on units that came back too often. */
export function resolveEscalation(
  state: OrderState,
  runId: Id,
  asked: { readonly decision: EscalationDecision; readonly reason: string; readonly by: Id | null },
  moment: Moment,
): Result<OrderChange> {
  const run = runOf(state, runId);
  const allowed = checkVerb(run, "resolveEscalation", moment.now);
  if (!allowed.ok) return allowed;
  if (run.returnsTo === null) throw new Error(`Escalated run ${runId} names no stage`);
  const lot = lotOf(state, run.lotId);
  const to = stageOf(state, run.returnsTo);
  const resolved = record(unchanged(state), {
    kind: "escalation_resolved",
    data: { lotId: lot.id, runId, ...asked, at: moment.now.toISOString() },
  });
  const settle = (change: OrderChange): OrderChange => moveOn(freeAwaited(change, moment), [lot.id], moment);
  if (asked.decision === "accept") return ok(settle(resolved));
  if (asked.decision === "write_off") {
    return ok(finishOrder(settle(writeOff(resolved, lot.id, moment)), moment));
  }
  const count = (lot.returns[to.id] ?? 0) + 1;
  const batchId = lot.mergesInto === null ? lot.id : runOf(state, lot.mergesInto).lotId;
  return ok(settle(sendBack(resolved, batchId, lot.id, to, count, moment)));
}

/** A held run goes on without the units that were sent back: these go their own way. */
export function letGo(state: OrderState, runId: Id, reason: string, moment: Moment): Result<OrderChange> {
  const allowed = checkVerb(runOf(state, runId), "letGo", moment.now);
  if (!allowed.ok) return allowed;
  return ok(moveOn(freeParts(unchanged(state), runId, reason, moment), [], moment));
}
