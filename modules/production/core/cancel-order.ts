import { sum, text } from "#kernel/decimal.ts";
import { type Moment, type OrderChange, record } from "./order-change.ts";
import type { OrderState, Run } from "./order-state.ts";
import { closeIntervals, openIntervalsOf, type PauseBounds } from "./work-time.ts";

export function openRunsOf(state: OrderState): Run[] {
  return [...state.runs.values()].filter((run) => run.state !== "done" && run.state !== "ended");
}

/** Ends a run without finishing it: its open intervals close, its units go no further. */
export function endRun(change: OrderChange, run: Run, moment: Moment, bounds: PauseBounds): OrderChange {
  return record(change, {
    kind: "run_ended",
    data: {
      runId: run.id,
      closed: closeIntervals(openIntervalsOf(change.state, run.id), moment.now, bounds),
      at: moment.now.toISOString(),
    },
  });
}

/** All units in work are withdrawn; what they carried stays in the order's cost as a loss. */
export function cancelOrder(change: OrderChange, reason: string, moment: Moment): OrderChange {
  const lots = [...change.state.lots.values()].filter(
    (lot) => lot.state === "in_work" || lot.state === "held" || lot.state === "escalated",
  );
  return record(change, {
    kind: "order_cancelled",
    data: {
      reason,
      withdrawn: lots.map((lot) => ({ lotId: lot.id, units: lot.units })),
      loss: text(sum(lots.map((lot) => lot.firstPass.plus(lot.rework)))),
      at: moment.now.toISOString(),
    },
  });
}
