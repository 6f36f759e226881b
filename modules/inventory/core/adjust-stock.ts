import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Stock, StockContext } from "./stock-state.ts";

export type Adjusting = { readonly balanceId: Id; readonly counted: Decimal; readonly note: string };

export function adjustStock(_stock: Stock, _adjusting: Adjusting, _context: StockContext): Stock {
  throw new Error("not written yet");
}
