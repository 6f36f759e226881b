import { decimal, shareOut } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { ClosedInterval, NewInterval, Seen } from "./order-fact.ts";
import type { Moment } from "./order-change.ts";
import { intervalsOf, lotOf, type OrderState, runOf, type WorkInterval } from "./order-state.ts";

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
  const end = paysUntil(interval, endedAt, bounds);
  return Math.max(0, Math.floor((end.getTime() - interval.startedAt.getTime()) / 1000));
}

function paysUntil(interval: WorkInterval, endedAt: Date, bounds: PauseBounds): Date {
  const bound = interval.kind === "pause" ? bounds.get(interval.id) : undefined;
  const ends = [endedAt, bound?.otherWorkAt ?? endedAt, bound?.shiftEndsAt ?? endedAt];
  return ends.reduce((first, end) => (end < first ? end : first));
}

export function openIntervalsOf(state: OrderState, runId: Id): WorkInterval[] {
  return intervalsOf(state, runId).filter((interval) => interval.endedAt === null);
}

/** The runs that an interval was begun on together, itself among them; as long as it is open. */
export function stretchOf(state: OrderState, interval: WorkInterval): WorkInterval[] {
  if (interval.togetherId === null) return [interval];
  return [...state.intervals.values()].filter(
    (other) => other.togetherId === interval.togetherId && other.endedAt === null && !other.voided,
  );
}

/** That somebody who works on a run was heard of there; nothing where they don't work on it. */
export function seenOf(state: OrderState, runId: Id, by: Id | null, { now }: Moment): { seen?: Seen } {
  const own = openIntervalsOf(state, runId).find(
    (interval) => interval.kind === "work" && interval.memberId === by,
  );
  if (own === undefined) return {};
  return { seen: { intervalIds: stretchOf(state, own).map(({ id }) => id), at: now.toISOString() } };
}

export type Closing = {
  readonly closed: ClosedInterval[];
  readonly continued: NewInterval[];
};

/**
 * Ends open intervals. One stretch on several runs ends whole, its seconds shared equally over the units of the
 * runs (largest remainder); on the runs that are not named it goes on as a new one. A paid pause that pays no more
 * goes on unpaid: else it would pay again from where its run's neighbour ended.
 * `only` leaves what is not asked for open: one person's, say. `alsoEnding` are runs that end in the same tap:
 * a stretch on two hundred of them ends once, and does not go on shorter two hundred times.
 */
export function closeWork(
  state: OrderState,
  runIds: readonly Id[],
  moment: Moment,
  bounds: PauseBounds,
  only: (interval: WorkInterval) => boolean = () => true,
  alsoEnding: readonly Id[] = [],
): Closing {
  const ending = new Set([...runIds, ...alsoEnding]);
  const closed: ClosedInterval[] = [];
  const continued: NewInterval[] = [];
  const seen = new Set<Id>();
  for (const runId of runIds) {
    for (const interval of openIntervalsOf(state, runId)) {
      if (seen.has(interval.id) || !only(interval)) continue;
      const stretch = stretchOf(state, interval);
      for (const each of stretch) seen.add(each.id);
      closed.push(...sharesOf(state, stretch, moment.now, bounds));
      continued.push(
        ...goOn(
          stretch.filter((each) => !ending.has(each.runId)),
          moment,
          paysUntil(leaderOf(stretch) ?? interval, moment.now, bounds) < moment.now,
        ),
      );
    }
  }
  return { closed, continued };
}

function sharesOf(
  state: OrderState,
  stretch: readonly WorkInterval[],
  now: Date,
  bounds: PauseBounds,
): ClosedInterval[] {
  const leader = leaderOf(stretch);
  if (leader === undefined) return [];
  const total = paidSeconds(leader, now, bounds);
  const units = stretch.map((each) => decimal(lotOf(state, runOf(state, each.runId).lotId).units));
  const shares = shareOut(decimal(total), units, 0);
  return stretch.map((each, place) => ({
    intervalId: each.id,
    seconds: shares[place]?.toNumber() ?? 0,
  }));
}

const leaderOf = (stretch: readonly WorkInterval[]): WorkInterval | undefined =>
  stretch.find((each) => each.leads) ?? stretch[0];

function goOn(rest: readonly WorkInterval[], moment: Moment, paysNoMore: boolean): NewInterval[] {
  const togetherId = rest.length > 1 ? moment.newId() : null;
  return rest.map((each, place) => ({
    intervalId: moment.newId(),
    runId: each.runId,
    memberId: each.memberId,
    kind: each.kind,
    reasonId: each.reasonId,
    paid: each.paid && !paysNoMore,
    togetherId,
    leads: place === 0,
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
