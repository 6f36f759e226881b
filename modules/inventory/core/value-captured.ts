import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Stock, StockContext } from "./stock-state.ts";

export type Capturing = {
  readonly balanceId: Id;
  readonly runId: Id;
  /** the value at which the run's material left this balance, less what was returned: zero or more */
  readonly valueLeft: Decimal;
  /** what its material lines of this balance's variant and warehouse add up to */
  readonly captured: Decimal;
};

export function valueCaptured(_stock: Stock, _capturing: Capturing, _context: StockContext): Stock {
  throw new Error("not written yet");
}
