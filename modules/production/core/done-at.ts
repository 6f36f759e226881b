import type { OrderState, Run } from "./order-state.ts";
import { openIntervalsOf } from "./work-time.ts";

/**
 * When a tap that a phone kept counts as done: when it was tapped, but not before what it acts on had begun (the
 * state its runs are in, the stretches that run on them, the end of a wait), nor in hours that its person has
 * accounted for already (`ownSince`): no second is worked twice. Never after `now`.
 */
export function doneAt(
  state: OrderState,
  runs: readonly Run[],
  tappedAt: Date,
  ownSince: Date | null,
  now: Date,
): Date {
  const begun = runs.flatMap((run) => [
    run.since,
    // A wait that is not over holds the run by its own rule.
    ...(run.availableAt <= now ? [run.availableAt] : []),
    ...openIntervalsOf(state, run.id).map((interval) => interval.startedAt),
  ]);
  const earliest = [...begun, ...(ownSince === null ? [] : [ownSince])];
  const latest = Math.max(tappedAt.getTime(), ...earliest.map((at) => at.getTime()));
  return new Date(Math.min(now.getTime(), latest));
}
