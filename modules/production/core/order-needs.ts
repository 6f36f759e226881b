import { isStageDone } from "./flow-of-lots.ts";
import { activeStages, isInWork, type OrderNorm, type OrderState } from "./order-state.ts";

/** The norms whose stage some unit in work still has before it. */
export function normsStillNeeded(state: OrderState): OrderNorm[] {
  const needed = stagesStillNeeded(state);
  return [...state.norms.values()].filter((norm) => needed.has(norm.stageId));
}

/** A stage of an order is done when no unit in work still needs it. */
export function stagesStillNeeded(state: OrderState): ReadonlySet<string> {
  const lots = [...state.lots.values()].filter((lot) => isInWork(lot) && lot.units > 0);
  return new Set(
    activeStages(state)
      .filter((stage) => lots.some((lot) => !isStageDone(state, lot.id, stage)))
      .map((stage) => stage.id),
  );
}
