import { text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { changeBalance } from "./change-balance.ts";
import { type Stock, type StockContext, balanceById } from "./stock-state.ts";

/**
 * Frees what is left of a norm's reservation and closes it: returns no longer fill it. A norm that has none,
 * or whose is closed already, leaves no trace.
 */
export function releaseReservation(
  stock: Stock,
  releasing: { readonly normId: Id },
  context: StockContext,
): Stock {
  const reservation = stock.state.reservations.get(releasing.normId);
  if (reservation === undefined || reservation.closed) return stock;
  const { normId, orderId } = reservation;
  const change = { normId, orderId, quantity: text(reservation.quantity.neg()), closed: true };
  const balance = balanceById(stock, reservation.balanceId);
  const details = { orderId, normId };
  return changeBalance(stock, { kind: "stock_released", balance, reservations: [change], details }, context);
}
