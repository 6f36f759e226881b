import { decimal, type Decimal, roundQuantity, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { lotOf, normsOfStage, type OrderNorm, type OrderState, type Run } from "./order-state.ts";

/**
 * What a run is offered of a norm as its default: its units' share of the order's whole need. A rework run
 * is offered nothing and takes what is typed.
 */
export function offeredAmount(state: OrderState, run: Run, norm: OrderNorm): Decimal {
  if (run.cycle > 0) return zero;
  const { units } = lotOf(state, run.lotId);
  const ordered = state.order.ordered;
  // Units beyond the order (over-yield) eat no more than the order's need: it was worked out once.
  if (units >= ordered) return norm.required;
  return roundQuantity(norm.required.times(units).div(ordered));
}

export type Usage = { readonly norm: OrderNorm; readonly quantity: Decimal };

/** What was typed, over the defaults: a norm that nobody typed is taken at its norm. */
export function usageOf(
  state: OrderState,
  run: Run,
  typed: readonly { normId: Id; quantity: string }[] | undefined,
): Result<Usage[]> {
  const norms = normsOfStage(state, run.stageId);
  const amounts = new Map<Id, Decimal>();
  for (const [index, row] of (typed ?? []).entries()) {
    const path = ["materials", index, "normId"];
    if (!norms.some((norm) => norm.id === row.normId)) return no("norm_unknown", {}, path);
    if (amounts.has(row.normId)) return no("norm_twice", {}, path);
    amounts.set(row.normId, decimal(row.quantity));
  }
  return ok(
    norms.map((norm) => ({ norm, quantity: amounts.get(norm.id) ?? offeredAmount(state, run, norm) })),
  );
}
