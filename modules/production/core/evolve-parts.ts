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
import type { ClosedInterval, NewInterval, Seen } from "./order-fact.ts";

/**
 * Maps that a fold has made for itself and nobody else holds yet: to copy one of ten thousand runs for each of fifty
 * thousand facts takes a minute. Everywhere else a state is never changed in place.
 */
const ownedByFold = new WeakSet<ReadonlyMap<Id, unknown>>();

/** Runs `fold` on maps of its own, which it may change in place until it returns. */
export function withOwnMaps(state: OrderState, fold: (state: OrderState) => OrderState): OrderState {
  const own = {
    ...state,
    norms: new Map(state.norms),
    lots: new Map(state.lots),
    runs: new Map(state.runs),
    intervals: new Map(state.intervals),
  };
  const maps = [own.norms, own.lots, own.runs, own.intervals];
  for (const map of maps) ownedByFold.add(map);
  try {
    return fold(own);
  } finally {
    for (const map of maps) ownedByFold.delete(map);
  }
}

/** A map that may be written: a copy, unless a fold owns this one. */
export function writable<T>(map: ReadonlyMap<Id, T>): Map<Id, T> {
  return ownedByFold.has(map) ? (map as Map<Id, T>) : new Map(map);
}

/** Small steps that every fact is made of: what is not the same object is new. */
export function put<T extends { readonly id: Id }>(
  map: ReadonlyMap<Id, T>,
  ...rows: readonly T[]
): ReadonlyMap<Id, T> {
  if (rows.length === 0) return map;
  const after = writable(map);
  for (const row of rows) after.set(row.id, row);
  return after;
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
  return { ...rest, id: intervalId, startedAt, endedAt: null, seconds: null, voided: false, seenAt: null };
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

/** Their person was heard of: what is asked of work that goes on for long counts from here. */
export function seen(state: OrderState, signs: Seen | undefined): OrderState {
  if (signs === undefined) return state;
  const intervals = signs.intervalIds.flatMap((id) => {
    const interval = state.intervals.get(id);
    return interval === undefined ? [] : [{ ...interval, seenAt: endOf(interval, signs.at) }];
  });
  return { ...state, intervals: put(state.intervals, ...intervals) };
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
