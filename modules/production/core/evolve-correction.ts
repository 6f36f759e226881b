import type { CorrectionFactData } from "./correction-fact.ts";
import { applyShares } from "./evolve-lot.ts";
import { onNorm, onOrder, put } from "./evolve-parts.ts";
import type { OrderState, WorkInterval } from "./order-state.ts";

/** The original stays as it was, and counts no more; what should have been stands beside it. */
export function timeCorrected(state: OrderState, data: CorrectionFactData["time_corrected"]): OrderState {
  const voided = data.voided.flatMap((id) => {
    const interval = state.intervals.get(id);
    return interval === undefined ? [] : [{ ...interval, voided: true }];
  });
  const added = data.added.map(({ intervalId, from, to, ...rest }): WorkInterval => ({
    ...rest,
    id: intervalId,
    startedAt: new Date(from),
    endedAt: new Date(to),
    voided: false,
    seenAt: null,
  }));
  return { ...state, intervals: put(state.intervals, ...voided, ...added) };
}

export function materialCorrected(
  state: OrderState,
  data: CorrectionFactData["material_corrected"],
): OrderState {
  return data.materials.reduce(
    (after, { normId, from, to }) =>
      onNorm(after, normId, (norm) => ({ consumed: norm.consumed.plus(to).minus(from) })),
    state,
  );
}

export function costCorrected(state: OrderState, data: CorrectionFactData["run_cost_corrected"]): OrderState {
  const shared = applyShares(state, data.shares);
  return onOrder(shared, { cost: state.order.cost.plus(data.total) });
}
