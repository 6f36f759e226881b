import type { Id } from "#kernel/id.ts";
import type { Stock, StockContext } from "./stock-state.ts";

export function releaseReservation(_stock: Stock, _releasing: { readonly normId: Id }, _context: StockContext): Stock {
  throw new Error("not written yet");
}
