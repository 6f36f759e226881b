import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { type AskedTime, checkTime, stretchDataOf } from "./correct-time.ts";
import { type Moment, type OrderChange, record } from "./order-change.ts";
import type { OrderState, Run } from "./order-state.ts";
import { pauseRun } from "./run-verbs.ts";
import { openIntervalsOf } from "./work-time.ts";

export type Stopped = {
  readonly memberId: Id;
  /** when it really ended */
  readonly at: Date;
  readonly correctionId: Id;
  readonly reason: string;
};

/**
 * Somebody was asked whether they still work, and had stopped before. Their time is paused at this moment, as it was
 * recorded; when it really ended is proposed, as any correction is, and counts once it is approved. Refuses not_in_crew
 * to whoever doesn't work on the run: they would pause the others; and what a pause and a correction refuse, of the
 * correction with the path of the moment.
 */
export function stopForgotten(
  state: OrderState,
  run: Run,
  { memberId, at, correctionId, reason }: Stopped,
  moment: Moment,
): Result<{ readonly change: OrderChange; readonly asked: AskedTime }> {
  const own = openIntervalsOf(state, run.id).find(
    (interval) => interval.kind === "work" && interval.memberId === memberId,
  );
  if (own === undefined) return no("not_in_crew");
  // No pause ends here, and so none has bounds.
  const paused = pauseRun(state, run, { id: null, paid: false }, memberId, moment, new Map());
  if (!paused.ok) return paused;
  const recorded = stretchDataOf(paused.value.state.intervals.get(own.id) ?? own);
  if (at > new Date(recorded.to)) return no("correction_in_future", {}, ["stoppedAt"]);
  const stretches = [{ ...recorded, to: at.toISOString() }];
  const asked = { correctionId, runId: run.id, intervalId: own.id, stretches, reason };
  const checked = checkTime(paused.value.state, asked, moment.now);
  if (!checked.ok) return no(checked.refusal.code, checked.refusal.data, ["stoppedAt"]);
  const proposed = record(paused.value, {
    kind: "correction_proposed",
    data: {
      kind: "time",
      intervalId: own.id,
      before: { stretches: [recorded] },
      after: { stretches },
      correctionId,
      runId: run.id,
      reason,
      by: memberId,
      at: moment.now.toISOString(),
    },
  });
  return ok({ change: proposed, asked });
}
