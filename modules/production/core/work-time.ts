import type { Id } from "#kernel/id.ts";
import type { ClosedInterval } from "./order-fact.ts";
import { intervalsOf, type OrderState, type WorkInterval } from "./order-state.ts";

/**
 * Whole seconds that an interval pays. Work pays what it lasted. A paid pause pays until it ended, until the
 * person started other work, or until their shift ended, whichever came first; an unpaid one pays nothing.
 */
export type PauseBounds = ReadonlyMap<
  Id,
  { readonly otherWorkAt: Date | null; readonly shiftEndsAt: Date | null }
>;

export function paidSeconds(interval: WorkInterval, endedAt: Date, bounds: PauseBounds): number {
  if (interval.kind === "pause" && !interval.paid) return 0;
  let end = endedAt;
  if (interval.kind === "pause") {
    const bound = bounds.get(interval.id);
    if (bound?.otherWorkAt && bound.otherWorkAt < end) end = bound.otherWorkAt;
    if (bound?.shiftEndsAt && bound.shiftEndsAt < end) end = bound.shiftEndsAt;
  }
  return Math.max(0, Math.floor((end.getTime() - interval.startedAt.getTime()) / 1000));
}

export function openIntervalsOf(state: OrderState, runId: Id): WorkInterval[] {
  return intervalsOf(state, runId).filter((interval) => interval.endedAt === null);
}

export function closeIntervals(
  intervals: readonly WorkInterval[],
  endedAt: Date,
  bounds: PauseBounds,
): ClosedInterval[] {
  return intervals.map((interval) => ({
    intervalId: interval.id,
    seconds: paidSeconds(interval, endedAt, bounds),
  }));
}

/** Paid seconds of a run by person, for its labour. */
export function secondsByMember(state: OrderState, runId: Id): Map<Id, number> {
  const seconds = new Map<Id, number>();
  for (const interval of intervalsOf(state, runId)) {
    seconds.set(interval.memberId, (seconds.get(interval.memberId) ?? 0) + (interval.seconds ?? 0));
  }
  return seconds;
}
