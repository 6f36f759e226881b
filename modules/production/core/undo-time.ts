import type { Moment } from "./order-change.ts";
import { type OrderState, runOf, type WorkInterval } from "./order-state.ts";
import { changedRows, continuedBy, type Undoing } from "./what-followed.ts";

/**
 * Time that the act began never was. Time that it ended stays ended, since somebody may have worked elsewhere
 * meanwhile: but a pause goes on, and so does the work of who did nothing else (an undone pause). Time that it
 * made void counts again, to the moment of the act. Of a stretch on several runs, what went on on the others goes on.
 */
export function intervalsAsBefore(
  current: OrderState,
  { before, after, facts, verb, freeMembers }: Undoing,
  moment: Moment,
): WorkInterval[] {
  const goingOn = continuedBy(facts);
  const wentOn = new Set([...goingOn].flatMap((id) => after.intervals.get(id)?.runId ?? []));
  const stopped = new Set(changedRows(before.runs, after.runs).map((run) => run.id));
  const rows = changedRows(before.intervals, after.intervals).flatMap((row): WorkInterval[] => {
    const then = before.intervals.get(row.id);
    const now = current.intervals.get(row.id) ?? row;
    if (goingOn.has(row.id)) return [];
    if (then === undefined) {
      const endedAt = now.endedAt ?? (moment.now < now.startedAt ? now.startedAt : moment.now);
      return [{ ...now, voided: true, seconds: 0, endedAt }];
    }
    if (row.voided && !then.voided) {
      if (then.endedAt !== null || then.kind === "pause") return [then];
      return [{ ...then, endedAt: row.endedAt ?? moment.now, seconds: secondsBeforeVoid(then, row, after) }];
    }
    const wasPart = then.togetherId !== null && wentOn.has(then.runId);
    // One of a crew, whose others have stopped since: the run is paused, and stays so.
    const works = stopped.has(then.runId) || runOf(current, then.runId).state === "in_progress";
    const goesOn = then.kind === "pause" || (verb === "pauseRun" && works && freeMembers.has(then.memberId));
    return goesOn && then.endedAt === null && !wasPart ? [then] : [];
  });
  return withLeaders(current, rows);
}

/** What a start that was cancelled had worked: of a stretch on several runs, what the others did not get. */
function secondsBeforeVoid(then: WorkInterval, voided: WorkInterval, after: OrderState): number {
  const endedAt = voided.endedAt ?? then.startedAt;
  const lasted = Math.max(0, Math.floor((endedAt.getTime() - then.startedAt.getTime()) / 1000));
  if (then.togetherId === null) return lasted;
  const others = [...after.intervals.values()].filter(
    (each) => each.id !== then.id && each.togetherId === then.togetherId,
  );
  return Math.max(0, lasted - others.reduce((seconds, each) => seconds + (each.seconds ?? 0), 0));
}

/** What is open again of a stretch has one that leads; alone it is a stretch of its own. */
function withLeaders(current: OrderState, rows: readonly WorkInterval[]): WorkInterval[] {
  const open = new Map(
    [...current.intervals.values(), ...rows]
      .filter((each) => each.togetherId !== null)
      .map((each) => [each.id, each] as const),
  );
  const byStretch = Map.groupBy(
    [...open.values()].filter((each) => each.endedAt === null && !each.voided),
    (each) => each.togetherId,
  );
  return rows.map((row) => {
    const stretch = byStretch.get(row.togetherId) ?? [];
    if (!stretch.some((each) => each.id === row.id)) return row;
    if (stretch.length === 1) return { ...row, togetherId: null, leads: true };
    return stretch.some((each) => each.leads) ? row : { ...row, leads: stretch[0]?.id === row.id };
  });
}
