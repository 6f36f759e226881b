import { text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { changeBalance } from "./change-balance.ts";
import { type Stock, type StockContext, balanceById } from "./stock-state.ts";

/**
 * Frees what is left of a norm's reservation and closes it: returns no longer fill it, and it is short of nothing.
 * What it wanted stays written on it, for the day it is opened again. A norm that has none, or whose is closed
 * already, leaves no trace.
 */
export function releaseReservation(
  stock: Stock,
  releasing: { readonly normId: Id },
  context: StockContext,
): Stock {
  return release(stock, releasing.normId, { closed: true }, context);
}

/** Frees it for others and leaves it open and short: it is filled again by hand, not by what comes in. */
export function letGoReservation(stock: Stock, normId: Id, context: StockContext): Stock {
  return release(stock, normId, { byHand: true }, context);
}

function release(
  stock: Stock,
  id: Id,
  how: { readonly closed: true } | { readonly byHand: true },
  context: StockContext,
): Stock {
  const reservation = stock.state.reservations.get(id);
  if (reservation === undefined || reservation.closed) return stock;
  const { normId, orderId } = reservation;
  const change = { normId, orderId, quantity: text(reservation.quantity.neg()), ...how };
  const balance = balanceById(stock, reservation.balanceId);
  const details = { orderId, normId };
  return changeBalance(stock, { kind: "stock_released", balance, reservations: [change], details }, context);
}
