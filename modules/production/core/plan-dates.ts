import {
  addWorkingSeconds,
  type Calendar,
  nextWorkingMoment,
  previousWorkingMoment,
  subtractWorkingSeconds,
} from "#kernel/calendar.ts";

export type StageToPlan = {
  readonly key: string;
  /** explicit: [] begins at once */
  readonly waitsFor: readonly string[];
  /** planned work, whole seconds of the working calendar */
  readonly seconds: number;
  /** the technological wait after it, by the clock */
  readonly waitSeconds: number;
};
export type PlannedSpan = { readonly start: Date; readonly finish: Date };
export type PlannedDates = {
  readonly plannedStart: Date;
  /** when the units can be received: a wait after a last stage is in it */
  readonly plannedFinish: Date;
  readonly stages: ReadonlyMap<string, PlannedSpan>;
};
export type DatesToPlan = {
  /** in any order, without a cycle, one at least */
  readonly stages: readonly StageToPlan[];
  readonly now: Date;
  readonly dueAt: Date | null;
  readonly calendar: Calendar;
  readonly timeZone: string;
};

/**
 * Backwards from the due moment where there is one (each stage as late as it may be), else forwards from now.
 * What would have had to begin before now is planned forwards from now, and may finish after it is due. Work
 * runs in the working calendar, waits by the clock. Source: domain.md section 3.
 */
export function planDates(asked: DatesToPlan): PlannedDates {
  if (asked.dueAt !== null) {
    const backwards = planBackwards(asked, asked.dueAt);
    if (backwards.plannedStart >= asked.now) return backwards;
  }
  return planForwards(asked);
}

function planForwards({ stages, now, calendar, timeZone }: DatesToPlan): PlannedDates {
  const byKey = new Map(stages.map((stage) => [stage.key, stage]));
  return gather(
    stages,
    eachOnce(byKey, (stage, spanOf) => {
      const free = stage.waitsFor.map((key) => {
        const before = byKey.get(key);
        return before === undefined ? now : later(spanOf(before).finish, before.waitSeconds);
      });
      const earliest = latestOf([now, ...free]);
      const start = stage.seconds === 0 ? earliest : nextWorkingMoment(earliest, calendar, timeZone);
      return { start, finish: addWorkingSeconds(start, stage.seconds, calendar, timeZone) };
    }),
  );
}

function planBackwards({ stages, calendar, timeZone }: DatesToPlan, dueAt: Date): PlannedDates {
  const byKey = new Map(stages.map((stage) => [stage.key, stage]));
  const followers = new Map<string, StageToPlan[]>();
  for (const stage of stages) {
    for (const key of stage.waitsFor) followers.set(key, [...(followers.get(key) ?? []), stage]);
  }
  return gather(
    stages,
    eachOnce(byKey, (stage, spanOf) => {
      const needed = (followers.get(stage.key) ?? []).map((follower) => spanOf(follower).start);
      const latest = later(earliestOf([dueAt, ...needed]), -stage.waitSeconds);
      const finish = stage.seconds === 0 ? latest : previousWorkingMoment(latest, calendar, timeZone);
      return { start: subtractWorkingSeconds(finish, stage.seconds, calendar, timeZone), finish };
    }),
  );
}

/** Plans each stage once, whatever the order of the list; `plan` asks for the spans that it leans on. */
function eachOnce(
  byKey: ReadonlyMap<string, StageToPlan>,
  plan: (stage: StageToPlan, spanOf: (other: StageToPlan) => PlannedSpan) => PlannedSpan,
): ReadonlyMap<string, PlannedSpan> {
  const spans = new Map<string, PlannedSpan>();
  const underWay = new Set<string>();
  const spanOf = (stage: StageToPlan): PlannedSpan => {
    const known = spans.get(stage.key);
    if (known !== undefined) return known;
    if (underWay.has(stage.key)) throw new Error(`The stages wait for each other, ${stage.key} among them`);
    underWay.add(stage.key);
    const span = plan(stage, spanOf);
    spans.set(stage.key, span);
    return span;
  };
  for (const stage of byKey.values()) spanOf(stage);
  return spans;
}

function gather(stages: readonly StageToPlan[], spans: ReadonlyMap<string, PlannedSpan>): PlannedDates {
  const ends: Date[] = [];
  const inOrder = new Map<string, PlannedSpan>();
  for (const stage of stages) {
    const span = spans.get(stage.key);
    if (span === undefined) continue;
    inOrder.set(stage.key, span);
    ends.push(later(span.finish, stage.waitSeconds));
  }
  return {
    plannedStart: earliestOf([...inOrder.values()].map((span) => span.start)),
    plannedFinish: latestOf(ends),
    stages: inOrder,
  };
}

const later = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1_000);
const latestOf = (moments: readonly Date[]): Date => new Date(Math.max(...moments.map(Number)));
const earliestOf = (moments: readonly Date[]): Date => new Date(Math.min(...moments.map(Number)));
