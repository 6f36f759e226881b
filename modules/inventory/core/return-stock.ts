import type { Decimal } from "#kernel/decimal.ts";
import type { Movement, Stock, StockContext } from "./stock-state.ts";

export type Returning = {
  /** the issue, or what is left of it (remainderOf) */
  readonly movement: Movement;
  readonly quantity: Decimal;
  /** the worth of it; unless told, the movement's own, by share */
  readonly value?: Decimal;
};

export function returnStock(_stock: Stock, _returning: Returning, _context: StockContext): Stock {
  throw new Error("not written yet");
}

/** The issue less what its returns took back: same id, and the rest's quantity, value and `taken`, exactly. */
export function remainderOf(_issue: Movement, _movements: readonly Movement[]): Movement {
  throw new Error("not written yet");
}
