import { isStageDone } from "./flow-of-lots.ts";
import type { OrderNorm, OrderState } from "./order-state.ts";

/** The norms whose stage some unit in work still has before it. */
export function normsStillNeeded(state: OrderState): OrderNorm[] {
  const lots = [...state.lots.values()].filter(
    (lot) => lot.state === "in_work" || lot.state === "held" || lot.state === "escalated",
  );
  const needed = new Set(
    state.stages
      .filter((stage) => lots.some((lot) => !isStageDone(state, lot.id, stage)))
      .map((stage) => stage.id),
  );
  return [...state.norms.values()].filter((norm) => needed.has(norm.stageId));
}
