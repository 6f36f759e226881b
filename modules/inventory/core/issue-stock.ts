import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Result } from "#kernel/result.ts";
import type { Stock, StockContext } from "./stock-state.ts";

export type Issuing = {
  readonly balanceId: Id;
  readonly quantity: Decimal;
  readonly orderId: Id | null;
  readonly runId: Id | null;
  readonly normId: Id | null;
  readonly allowNegative: boolean;
  /** "issue" unless told */
  readonly kind?: "issue" | "shipment" | "scrap";
  readonly dealLineId?: Id | null;
  readonly note?: string;
};

export function issueStock(_stock: Stock, _issuing: Issuing, _context: StockContext): Result<Stock> {
  throw new Error("not written yet");
}
