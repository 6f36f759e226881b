import { decimal, shareOut } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { AddedInterval, StretchData } from "./correction-fact.ts";
import { type Moment, type OrderChange, record } from "./order-change.ts";
import { isOpen, lotOf, type OrderState, runOf, stageOf, type WorkInterval } from "./order-state.ts";
import { paidSeconds } from "./work-time.ts";

/** A person's time elsewhere, or on this run, that counts: what a corrected stretch must not overlap. */
export type OtherTime = {
  readonly intervalId: Id;
  readonly runId: Id;
  readonly memberId: Id;
  readonly kind: "work" | "pause";
  readonly from: Date;
  /** null: it runs on. Of a paid pause the end of what it pays, of an unpaid one its end */
  readonly to: Date | null;
  readonly paid: boolean;
  readonly orderNumber: number;
  readonly stage: string;
};
export type TimeAround = {
  readonly others: readonly OtherTime[];
  /** the end of the shift in which a moment lies; null: nothing caps it */
  readonly shiftEnd: (at: Date) => Date | null;
};
export type AskedTime = {
  readonly correctionId: Id;
  readonly runId: Id;
  /** null: a forgotten stretch is added */
  readonly intervalId: Id | null;
  /** what should have been written down; none takes the stretch away */
  readonly stretches: readonly StretchData[];
  readonly reason: string;
};

/** The rows of one stretch of time: on several runs together it is a row a run. */
export function rowsOfStretch(state: OrderState, intervalId: Id): WorkInterval[] {
  const named = state.intervals.get(intervalId);
  if (named === undefined) return [];
  if (named.togetherId === null) return [named];
  return [...state.intervals.values()].filter(
    (each) => each.togetherId === named.togetherId && each.voided === named.voided,
  );
}

/** As it was written down; the seconds of a stretch on several runs are those of all of them. */
export function stretchDataOf(interval: WorkInterval): StretchData {
  return {
    memberId: interval.memberId,
    kind: interval.kind,
    reasonId: interval.reasonId,
    paid: interval.paid,
    from: interval.startedAt.toISOString(),
    to: (interval.endedAt ?? interval.startedAt).toISOString(),
  };
}

/**
 * What can be said of a correction before anybody decides: the stretch is there and over, and what should have been
 * is a time of this order. Refuses correction_outdated, correction_running, correction_not_begun, correction_empty,
 * correction_backwards, correction_in_future and correction_outside_order, each with the place of what is wrong.
 */
export function checkTime(state: OrderState, asked: AskedTime, now: Date): Result<readonly WorkInterval[]> {
  const run = runOf(state, asked.runId);
  if (run.startedAt === null || run.state === "void") return no("correction_not_begun");
  const rows = asked.intervalId === null ? [] : rowsOfStretch(state, asked.intervalId);
  const named = rows.find((row) => row.id === asked.intervalId);
  if (asked.intervalId !== null) {
    if (named === undefined || named.voided || named.runId !== run.id) return no("correction_outdated");
    if (rows.some((row) => row.endedAt === null)) return no("correction_running");
  }
  const [only, ...more] = asked.stretches;
  const same =
    named === undefined
      ? only === undefined
      : only !== undefined && more.length === 0 && isSame(stretchDataOf(named), only);
  if (same) return no("correction_empty");
  for (const [place, { from, to }] of asked.stretches.entries()) {
    const path = ["stretches", place];
    const [begin, end] = [new Date(from), new Date(to)];
    if (begin >= end) return no("correction_backwards", {}, [...path, "to"]);
    if (end > now) return no("correction_in_future", {}, [...path, "to"]);
    if (begin < state.order.createdAt) return no("correction_outside_order", {}, [...path, "from"]);
    const { finishedAt } = state.order;
    // A command that waited may have left an end that lies after the order's by the clock of its server.
    const last = finishedAt === null ? now : new Date(Math.max(+finishedAt, +(named?.endedAt ?? 0)));
    if (end > last) return no("correction_outside_order", {}, [...path, "to"]);
  }
  return ok(rows);
}

const isSame = (a: StretchData, b: StretchData): boolean =>
  a.memberId === b.memberId &&
  a.kind === b.kind &&
  a.reasonId === b.reasonId &&
  a.paid === b.paid &&
  Date.parse(a.from) === Date.parse(b.from) &&
  Date.parse(a.to) === Date.parse(b.to);

/**
 * Voids the stretch that was wrong and puts beside it what should have been; the original stays as it was. A
 * stretch on several runs is corrected on all of them, its seconds shared equally over their units. Refuses what
 * checkTime does, and correction_overlaps {number, stage}: nobody is paid twice for a second. Source: domain.md,
 * sections 6 and 11 (law 5).
 */
export function correctTime(
  change: OrderChange,
  asked: AskedTime,
  around: TimeAround,
  moment: Moment,
): Result<OrderChange> {
  const { state } = change;
  const checked = checkTime(state, asked, moment.now);
  if (!checked.ok) return checked;
  const voided = checked.value;
  const gone = new Set(voided.map((row) => row.id));
  const taken = around.others.filter((other) => !gone.has(other.intervalId));
  const runIds = voided.length === 0 ? [asked.runId] : voided.map((row) => row.runId);
  const added: AddedInterval[] = [];
  // Work first: a paid pause ends with what the person begins after it.
  const inOrder = [...asked.stretches.entries()].sort(
    ([, a], [, b]) => Number(a.kind === "pause") - Number(b.kind === "pause"),
  );
  for (const [place, stretch] of inOrder) {
    const seconds = secondsOf(stretch, taken, around.shiftEnd);
    const placed = otherOf(state, asked.runId, stretch, seconds);
    const clash = taken.find((other) => overlaps(placed, other));
    if (clash !== undefined) {
      const { orderNumber: number, stage } = clash;
      return no("correction_overlaps", { number, stage }, ["stretches", place, "from"]);
    }
    taken.push(placed);
    added.push(...rowsOf(state, runIds, stretch, seconds, moment));
  }
  const total = (rows: readonly { readonly seconds: number | null }[]): number =>
    rows.reduce((seconds, row) => seconds + (row.seconds ?? 0), 0);
  return ok(
    record(change, {
      kind: "time_corrected",
      data: {
        correctionId: asked.correctionId,
        runId: asked.runId,
        runIds,
        memberIds: [...new Set([...voided, ...added].map((row) => row.memberId))],
        voided: [...gone],
        added,
        secondsFrom: total(voided),
        secondsTo: total(added),
        reason: asked.reason,
        at: moment.now.toISOString(),
      },
    }),
  );
}

/** A paid pause by its own rule: to the person's next work, or the end of their shift. */
function secondsOf(
  stretch: StretchData,
  taken: readonly OtherTime[],
  shiftEnd: TimeAround["shiftEnd"],
): number {
  const from = new Date(stretch.from);
  const interval: WorkInterval = {
    id: "asked",
    runId: "",
    memberId: stretch.memberId,
    kind: stretch.kind,
    reasonId: stretch.reasonId,
    paid: stretch.paid,
    startedAt: from,
    endedAt: null,
    seconds: null,
    voided: false,
    togetherId: null,
    leads: true,
    seenAt: null,
  };
  const next = taken
    .filter((other) => other.memberId === stretch.memberId && other.kind === "work" && other.from >= from)
    .reduce<Date | null>((first, { from: at }) => (first === null || at < first ? at : first), null);
  const bounds = new Map([["asked", { otherWorkAt: next, shiftEndsAt: shiftEnd(from) }]]);
  return paidSeconds(interval, new Date(stretch.to), bounds);
}

function otherOf(state: OrderState, runId: Id, stretch: StretchData, seconds: number): OtherTime {
  const from = new Date(stretch.from);
  const { memberId, kind, paid } = stretch;
  return {
    intervalId: "",
    runId,
    memberId,
    kind,
    paid,
    from,
    to: kind === "pause" && paid ? new Date(from.getTime() + seconds * 1000) : new Date(stretch.to),
    orderNumber: state.order.number,
    stage: stageOf(state, runOf(state, runId).stageId).name,
  };
}

/** Both are paid for the same moment; or somebody works on a run and rests from it at once. */
function overlaps(one: OtherTime, other: OtherTime): boolean {
  if (one.memberId !== other.memberId) return false;
  const bothPaid = isPaid(one) && isPaid(other);
  if (!bothPaid && one.runId !== other.runId) return false;
  const [end, otherEnd] = [endBeside(one, other), endBeside(other, one)];
  return one.from < otherEnd && other.from < end && one.from < end && other.from < otherEnd;
}

/** An open pause will pay to the next work elsewhere: all that it holds for sure is its beginning. */
function endBeside(time: OtherTime, beside: OtherTime): Date {
  if (time.to !== null) return time.to;
  const bounded = time.kind === "pause" && time.runId !== beside.runId;
  return bounded ? new Date(time.from.getTime() + 1) : forever;
}
const forever = new Date(8_640_000_000_000_000);

const isPaid = (time: OtherTime): boolean => time.kind === "work" || time.paid;

function rowsOf(
  state: OrderState,
  runIds: readonly Id[],
  stretch: StretchData,
  seconds: number,
  moment: Moment,
): AddedInterval[] {
  const units = runIds.map((runId) => {
    const run = runOf(state, runId);
    // A lot grows and shrinks while a run of it is open; what a run ended with stays.
    return decimal(isOpen(run) ? lotOf(state, run.lotId).units : run.units);
  });
  const weights = units.some((count) => count.gt(0)) ? units : units.map(() => decimal(1));
  const shares = shareOut(decimal(seconds), weights, 0);
  const togetherId = runIds.length > 1 ? moment.newId() : null;
  return runIds.map((runId, place) => ({
    ...stretch,
    from: new Date(stretch.from).toISOString(),
    to: new Date(stretch.to).toISOString(),
    intervalId: moment.newId(),
    runId,
    seconds: shares[place]?.toNumber() ?? 0,
    togetherId,
    leads: place === 0,
  }));
}
