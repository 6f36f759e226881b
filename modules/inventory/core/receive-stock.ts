import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Stock, StockContext } from "./stock-state.ts";

export type Receiving = {
  readonly balanceId: Id;
  readonly quantity: Decimal;
  /** the worth of all of it, 4 places */
  readonly value: Decimal;
  readonly kind: "receipt" | "output";
  readonly orderId?: Id | null;
  readonly lotId?: Id | null;
  readonly note?: string;
};

export function receiveStock(_stock: Stock, _receiving: Receiving, _context: StockContext): Stock {
  throw new Error("not written yet");
}
