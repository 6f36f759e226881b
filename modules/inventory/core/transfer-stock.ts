import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Result } from "#kernel/result.ts";
import type { Stock, StockContext } from "./stock-state.ts";

export type Transferring = {
  readonly fromBalanceId: Id;
  readonly toBalanceId: Id;
  readonly quantity: Decimal;
  readonly note?: string;
};

export function transferStock(_stock: Stock, _transferring: Transferring, _context: StockContext): Result<Stock> {
  throw new Error("not written yet");
}
