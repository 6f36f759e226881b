import { sum, text } from "#kernel/decimal.ts";
import { type Moment, type OrderChange, record } from "./order-change.ts";
import { carriedBy, isInWork, isOpen, type OrderState, type Run } from "./order-state.ts";

export function openRunsOf(state: OrderState): Run[] {
  return [...state.runs.values()].filter(isOpen);
}

/** All units in work are withdrawn; what they carried stays in the order's cost as a loss. */
export function cancelOrder(
  change: OrderChange,
  reason: string,
  moment: Moment,
  how: { readonly dissolved?: true } = {},
): OrderChange {
  const lots = [...change.state.lots.values()].filter(isInWork);
  return record(change, {
    kind: "order_cancelled",
    data: {
      reason,
      withdrawn: lots.map((lot) => ({ lotId: lot.id, units: lot.units })),
      loss: text(sum(lots.map(carriedBy))),
      ...how,
      at: moment.now.toISOString(),
    },
  });
}
