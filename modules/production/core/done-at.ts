import type { Id } from "#kernel/id.ts";
import type { OrderState, Run } from "./order-state.ts";
import { openIntervalsOf } from "./work-time.ts";

/** Whose tap it is, and until when their hours are written down already, on whatever order. */
export type Tapper = { readonly memberId: Id; readonly accountedUntil: Date | null };

/**
 * When a tap that a phone kept counts as done: when it was tapped, but not before what it acts on had begun (the
 * state its runs are in, the person's own stretch on them, the end of a wait), nor in hours that the person has
 * accounted for: no second is worked twice. What others of a crew did meanwhile is theirs. Never after `now`.
 */
export function doneAt(
  state: OrderState,
  runs: readonly Run[],
  tappedAt: Date,
  { memberId, accountedUntil }: Tapper,
  now: Date,
): Date {
  const begun = runs.flatMap((run) => [
    run.since,
    // A wait that is not over holds the run by its own rule.
    ...(run.availableAt <= now ? [run.availableAt] : []),
    ...openIntervalsOf(state, run.id)
      .filter((interval) => interval.memberId === memberId)
      .map((interval) => interval.startedAt),
  ]);
  const earliest = [...begun, ...(accountedUntil === null ? [] : [accountedUntil])];
  const latest = Math.max(tappedAt.getTime(), ...earliest.map((at) => at.getTime()));
  return new Date(Math.min(now.getTime(), latest));
}
