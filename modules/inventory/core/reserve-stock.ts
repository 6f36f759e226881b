import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Stock, StockContext } from "./stock-state.ts";

export type Reserving = {
  readonly balanceId: Id;
  readonly orderId: Id;
  readonly normId: Id;
  readonly wanted: Decimal;
  readonly priorityRank: number;
  readonly dueAt: Date | null;
};

export function reserveStock(
  _stock: Stock,
  _reserving: Reserving,
  _context: StockContext,
): { readonly stock: Stock; readonly reserved: Decimal } {
  throw new Error("not written yet");
}
