import { type Calendar, endOfWorkingDay } from "#kernel/calendar.ts";

/**
 * When work that goes on has probably been forgotten: docs/decisions/forgotten-timers.md gives the reasons for the
 * numbers. All of it is about one stretch of one person; seconds are whole.
 */
const timesThePlan = 3;
const leastOverPlan = 3_600;
const longestAtOnce = 10 * 3_600;
/** Cleaning up, and a last piece, need no question. */
const afterTheShift = 30 * 60;
/** Where the plan says nothing. */
const unplanned = 3_600;

export type RunningWork = {
  readonly startedAt: Date;
  /** the last that was heard of the person since */
  readonly seenAt: Date | null;
  /** of all the runs that it is on together; 0: nobody has planned it */
  readonly plannedSeconds: number;
};
export type WorkingHours = { readonly calendar: Calendar; readonly timeZone: string };

/**
 * From when on its person is asked whether they still work: more than three times the plan and an hour over it, or
 * half an hour past the end of the shift in which it began, or ten hours, whichever is first. A sign of life begins
 * it anew: whoever has said yes is asked again after as long again.
 */
export function asksAt(work: RunningWork, { calendar, timeZone }: WorkingHours): Date {
  const { plannedSeconds } = work;
  const from = work.seenAt ?? work.startedAt;
  const farOver = Math.max(timesThePlan * plannedSeconds, plannedSeconds + leastOverPlan);
  const shift = endOfWorkingDay(from, calendar, timeZone);
  const moments = [
    later(from, longestAtOnce),
    ...(plannedSeconds > 0 ? [later(from, farOver)] : []),
    // Overtime has no end of its own.
    ...(shift !== null && shift > from ? [later(shift, afterTheShift)] : []),
  ];
  return moments.reduce((first, at) => (at < first ? at : first));
}

/**
 * When it has probably ended: at the last sign of life, or when the plan was through, whichever is later. The screen
 * offers no moment after now.
 */
export function likelyEnd({ startedAt, seenAt, plannedSeconds }: RunningWork): Date {
  const planned = later(startedAt, plannedSeconds > 0 ? plannedSeconds : unplanned);
  return seenAt !== null && seenAt > planned ? seenAt : planned;
}

/** What several runs take in one stretch: what is once a tap counts once, however many units it takes. */
export function plannedTogether(
  runs: readonly { readonly plannedSeconds: number; readonly onceSeconds: number }[],
): number {
  const once = Math.max(0, ...runs.map(({ onceSeconds }) => onceSeconds));
  return runs.reduce((total, run) => total + run.plannedSeconds - run.onceSeconds, once);
}

const later = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1_000);
