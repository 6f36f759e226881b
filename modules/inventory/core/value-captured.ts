import { type Decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { changeBalance } from "./change-balance.ts";
import { type Stock, type StockContext, type ValuationReason, balanceById } from "./stock-state.ts";

export type Capturing = {
  readonly balanceId: Id;
  readonly runId: Id;
  /** the value at which the run's material left this balance, less what was returned: zero or more */
  readonly valueLeft: Decimal;
  /** what its cost lines for that material add up to */
  readonly captured: Decimal;
  /** "captured_price" unless told; of a correction both amounts are what it changed, of either sign */
  readonly reason?: Extract<ValuationReason, "captured_price" | "correction">;
};

/**
 * What left stock at one price and was captured at another: the difference is a valuation line, so that stock
 * and cost reconcile. It is worth between stock and cost: the balance itself keeps its worth.
 */
export function valueCaptured(stock: Stock, capturing: Capturing, context: StockContext): Stock {
  const { balanceId, runId } = capturing;
  const amount = capturing.valueLeft.minus(capturing.captured);
  if (amount.eq(0)) return stock;
  const balance = balanceById(stock, balanceId);
  const details = { runId, difference: text(amount) };
  const revalued = changeBalance(stock, { kind: "stock_revalued", balance, details }, context);
  const line = {
    id: context.newId(),
    balanceId,
    movementId: null,
    runId,
    amount,
    reason: capturing.reason ?? ("captured_price" as const),
    at: context.now,
  };
  return { ...revalued, valuationLines: [...revalued.valuationLines, line] };
}
