import type { Id } from "#kernel/id.ts";
import {
  type Lot,
  lotOf,
  type Order,
  type OrderNorm,
  type OrderState,
  type Run,
  runOf,
  type WorkInterval,
} from "./order-state.ts";
import type { ClosedInterval, NewInterval } from "./order-fact.ts";

/** Small steps that every fact is made of. A state is never changed in place: what is not the same object is new. */
export function put<T extends { readonly id: Id }>(
  map: ReadonlyMap<Id, T>,
  ...rows: readonly T[]
): ReadonlyMap<Id, T> {
  if (rows.length === 0) return map;
  const copy = new Map(map);
  for (const row of rows) copy.set(row.id, row);
  return copy;
}

export function onOrder(state: OrderState, change: Partial<Order>): OrderState {
  return { ...state, order: { ...state.order, ...change } };
}

export function onRun(state: OrderState, runId: Id, change: (run: Run) => Partial<Run>): OrderState {
  const run = runOf(state, runId);
  return { ...state, runs: put(state.runs, { ...run, ...change(run) }) };
}

export function onLot(state: OrderState, lotId: Id, change: (lot: Lot) => Partial<Lot>): OrderState {
  const lot = lotOf(state, lotId);
  return { ...state, lots: put(state.lots, { ...lot, ...change(lot) }) };
}

export function onNorm(
  state: OrderState,
  normId: Id,
  change: (norm: OrderNorm) => Partial<OrderNorm>,
): OrderState {
  const norm = state.norms.get(normId);
  if (norm === undefined) throw new Error(`Norm ${normId} of order ${state.order.id} is not loaded`);
  return { ...state, norms: put(state.norms, { ...norm, ...change(norm) }) };
}

export function newInterval(asked: NewInterval, startedAt: Date): WorkInterval {
  const { intervalId, ...rest } = asked;
  return { ...rest, id: intervalId, startedAt, endedAt: null, seconds: null, voided: false };
}

export function opened(state: OrderState, intervals: readonly NewInterval[], at: string): OrderState {
  const startedAt = new Date(at);
  return {
    ...state,
    intervals: put(state.intervals, ...intervals.map((each) => newInterval(each, startedAt))),
  };
}

/** Ends intervals, and begins those by which the rest of a shared stretch goes on. */
export function closed(
  state: OrderState,
  {
    closed: ended = [],
    continued = [],
  }: { closed?: readonly ClosedInterval[]; continued?: readonly NewInterval[] },
  at: string,
): OrderState {
  const changed = ended.flatMap(({ intervalId, seconds }) => {
    const interval = state.intervals.get(intervalId);
    return interval === undefined ? [] : [{ ...interval, endedAt: endOf(interval, at), seconds }];
  });
  return opened({ ...state, intervals: put(state.intervals, ...changed) }, continued, at);
}

/**
 * Not before it began: a command that waited for another's lock, or came by another server, may carry an
 * earlier moment than the one before it.
 */
export function endOf(interval: WorkInterval, at: string): Date {
  const end = new Date(at);
  return end < interval.startedAt ? interval.startedAt : end;
}

/** Somebody's time runs on it. */
export function isWorkedOn(state: OrderState, runId: Id): boolean {
  for (const interval of state.intervals.values()) {
    if (interval.runId === runId && interval.kind === "work" && interval.endedAt === null && !interval.voided)
      return true;
  }
  return false;
}

export const instant = (text: string | null): Date | null => (text === null ? null : new Date(text));
