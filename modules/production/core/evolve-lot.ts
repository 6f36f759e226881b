import { decimal, sum, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { onLot, onOrder, onRun, put, writable } from "./evolve-parts.ts";
import { newRun } from "./evolve-run.ts";
import type { CostShareData, OrderFactData } from "./order-fact.ts";
import { carriedBy, isOpen, type Lot, lotOf, type OrderState, type Run, runOf } from "./order-state.ts";

/** What facts do to lots: their units, and the cost that these carry. */
export function lotSplit(state: OrderState, data: OrderFactData["lot_split"]): OrderState {
  const whole = lotOf(state, data.lotId);
  const { part } = data;
  const child: Lot = {
    ...part,
    parentId: whole.id,
    state: "in_work",
    firstPass: zero,
    rework: zero,
    absorbed: zero,
    // Parted while both waited for their receipt, both go on waiting.
    receivableAt: whole.receivableAt,
    finishedAt: null,
  };
  const rest = { ...whole, units: whole.units - part.units };
  const runs = [...state.runs.values()].flatMap((run) => {
    const after = leftBySplit(run, whole, part);
    return after === run ? [] : [after];
  });
  const parted = { ...state, lots: put(state.lots, rest, child), runs: put(state.runs, ...runs) };
  return applyShares(parted, data.shares);
}

/**
 * A run that somebody began had these units: they take their share of its cost along. Where units of an older
 * run are among those that part, they part by the same share; also of one whose cost is captured, since its finish
 * may still be taken back.
 */
function leftBySplit(run: Run, whole: Lot, part: { id: Id; units: number }): Run {
  if (run.startedAt === null) return run;
  if (run.lotId === whole.id && isOpen(run)) {
    return { ...run, left: [...run.left, { lotId: part.id, units: part.units, sent: 0 }] };
  }
  const older = run.left.find((each) => each.lotId === whole.id);
  if (older === undefined) return run;
  const moved = (older.units * part.units) / whole.units;
  const sent = (older.sent * part.units) / whole.units;
  return {
    ...run,
    left: [
      ...run.left.map((each) =>
        each === older ? { ...each, units: each.units - moved, sent: each.sent - sent } : each,
      ),
      { lotId: part.id, units: moved, sent },
    ],
  };
}

export function lotsMerged(state: OrderState, data: OrderFactData["lots_merged"]): OrderState {
  const from = lotOf(state, data.from);
  const into = lotOf(state, data.into);
  const moved = applyShares(state, data.shares);
  const runs = [...moved.runs.values()].flatMap((run) => {
    const after = leftByMerge(run, from.id, into.id);
    return after === run ? [] : [after];
  });
  const withRuns = { ...moved, runs: put(moved.runs, ...runs) };
  const emptied = onLot(withRuns, from.id, () => ({ state: "merged", units: 0, mergesInto: null }));
  return onLot(emptied, into.id, (lot) => ({
    units: lot.units + data.units,
    done: laterOf(lot.done, from.done),
    begun: largerOf(lot.begun, from.begun),
    returns: largerOf(lot.returns, from.returns),
  }));
}

function leftByMerge(run: Run, from: Id, into: Id): Run {
  const moving = run.left.find((each) => each.lotId === from);
  if (moving === undefined) return run;
  const others = run.left.filter((each) => each !== moving);
  // Back in the run's own lot they are counted with it.
  if (run.lotId === into) return { ...run, left: others };
  const there = others.find((each) => each.lotId === into);
  if (there === undefined) return { ...run, left: [...others, { ...moving, lotId: into }] };
  const { units, sent } = moving;
  return {
    ...run,
    left: others.map((each) =>
      each === there ? { ...each, units: each.units + units, sent: each.sent + sent } : each,
    ),
  };
}

function largerOf(a: Lot["begun"], b: Lot["begun"]): Lot["begun"] {
  const larger: Record<Id, number> = { ...a };
  for (const [stageId, count] of Object.entries(b)) larger[stageId] = Math.max(count, larger[stageId] ?? 0);
  return larger;
}

function laterOf(a: Lot["done"], b: Lot["done"]): Lot["done"] {
  const later: Record<Id, string> = { ...a };
  for (const [stageId, at] of Object.entries(b)) {
    const other = later[stageId];
    if (other === undefined || other < at) later[stageId] = at;
  }
  return later;
}

export function lotReturned(state: OrderState, data: OrderFactData["lot_returned"]): OrderState {
  const undone = new Set(data.undone);
  return onLot(state, data.lotId, (lot) => ({
    state: lot.state === "escalated" ? "in_work" : lot.state,
    receivableAt: null,
    done: Object.fromEntries(Object.entries(lot.done).filter(([stageId]) => !undone.has(stageId))),
    returns: { ...lot.returns, [data.toStageId]: data.count },
  }));
}

export function returnCounted(state: OrderState, data: OrderFactData["return_counted"]): OrderState {
  return onLot(state, data.lotId, (lot) => ({
    returns: {
      ...lot.returns,
      [data.stageId]: Math.max(data.count, lot.returns[data.stageId] ?? 0),
    },
  }));
}

export function lotEscalated(state: OrderState, data: OrderFactData["lot_escalated"]): OrderState {
  const run: Run = {
    ...newRun(state, data.run, data.at),
    state: "escalated",
    returnsTo: data.toStageId,
  };
  return onLot({ ...state, runs: put(state.runs, run) }, data.lotId, () => ({ state: "escalated" }));
}

export function escalationResolved(
  state: OrderState,
  data: OrderFactData["escalation_resolved"],
): OrderState {
  const { mergesInto } = lotOf(state, data.lotId);
  const { stageId } = runOf(state, data.runId);
  // A part that stands before the run that waits for it joins that run: it needs none of its own.
  const joins = mergesInto !== null && runOf(state, mergesInto).stageId === stageId;
  const decided = onRun(state, data.runId, () => ({
    state: data.decision === "accept" && !joins ? "waiting" : "void",
    returnsTo: null,
    since: new Date(data.at),
  }));
  return onLot(decided, data.lotId, () => ({ state: "in_work" }));
}

/** Out of the volume as a loss, with what the units carry; `shares` are what passes on to good ones. */
export function lotWrittenOff(state: OrderState, data: OrderFactData["lot_written_off"]): OrderState {
  const lot = lotOf(state, data.lotId);
  const { order } = state;
  const gone = onOrder(
    onLot(state, lot.id, () => ({ state: "written_off", mergesInto: null, finishedAt: new Date(data.at) })),
    {
      inWork: order.inWork - data.units,
      writtenOff: order.writtenOff + data.units,
      carried: order.carried.minus(carriedBy(lot)),
      separateLoss: order.separateLoss.plus(carriedBy(lot)),
    },
  );
  return applyShares(gone, data.shares);
}

/**
 * What comes onto lots, or moves between them. On units that have been received already it is a late
 * difference; on units that are gone, a loss.
 */
export function applyShares(state: OrderState, shares: readonly CostShareData[]): OrderState {
  if (shares.length === 0) return state;
  const lots = writable(state.lots);
  let { carried, lateDifference, separateLoss } = state.order;
  for (const share of shares) {
    const lot = lots.get(share.lotId);
    if (lot === undefined) throw new Error(`Lot ${share.lotId} is not loaded`);
    const amount = decimal(share.amount);
    if (lot.state === "finished") lateDifference = lateDifference.plus(amount);
    else if (lot.state === "written_off" || lot.state === "withdrawn")
      separateLoss = separateLoss.plus(amount);
    else carried = carried.plus(amount);
    const field = fieldOfPart[share.part];
    lots.set(lot.id, { ...lot, [field]: lot[field].plus(amount) });
  }
  return onOrder({ ...state, lots }, { carried, lateDifference, separateLoss });
}

const fieldOfPart = { first_pass: "firstPass", rework: "rework", absorbed: "absorbed" } as const;

export function costCaptured(state: OrderState, data: OrderFactData["run_cost_captured"]): OrderState {
  const shared = applyShares(state, data.shares);
  const withRun = onRun(shared, data.runId, () => ({ costCaptured: true }));
  return onOrder(withRun, { cost: state.order.cost.plus(data.total) });
}

export function lotReceived(state: OrderState, data: OrderFactData["lot_received"]): OrderState {
  const { order } = state;
  return onOrder(
    onLot(state, data.lotId, () => ({
      state: "finished",
      receivableAt: null,
      finishedAt: new Date(data.at),
    })),
    {
      received: order.received + data.units,
      inWork: order.inWork - data.units,
      receivedCost: order.receivedCost.plus(data.amount),
      separateLoss: order.separateLoss.plus(data.loss),
      carried: order.carried.minus(data.amount).minus(data.loss),
    },
  );
}

export function quantityChanged(state: OrderState, data: OrderFactData["quantity_changed"]): OrderState {
  const added: Lot[] = data.added.map((lot) => ({
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
    finishedAt: null,
  }));
  const resized = data.resized.map(({ lotId, units }): Lot => {
    const lot = lotOf(state, lotId);
    return units === 0
      ? { ...lot, units, state: "withdrawn", finishedAt: new Date(data.at) }
      : { ...lot, units };
  });
  const gone = resized.filter((lot) => lot.units === 0).map(carriedBy);
  const { order } = state;
  const changed = onOrder(
    { ...state, lots: put(state.lots, ...added, ...resized) },
    {
      ordered: data.to,
      inWork: order.inWork + data.to - data.from,
      carried: order.carried.minus(sum(gone)),
      separateLoss: order.separateLoss.plus(sum(gone)),
    },
  );
  return applyShares(changed, data.shares ?? []);
}
