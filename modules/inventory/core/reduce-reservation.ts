import { type Decimal, atLeastZero, lesser, text, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { changeBalance } from "./change-balance.ts";
import { type Stock, type StockContext, balanceById } from "./stock-state.ts";

/**
 * Says what a norm wants from now on, and frees what it holds beyond that; what it wants more is reserved by
 * reserveStock. A norm that has no reservation, or wants just that, leaves no trace.
 */
export function reduceReservation(
  stock: Stock,
  reducing: { readonly normId: Id; readonly wanted: Decimal },
  context: StockContext,
): Stock {
  const reservation = stock.state.reservations.get(reducing.normId);
  if (reservation === undefined) return stock;
  const { normId, orderId } = reservation;
  const change = lesser(atLeastZero(reducing.wanted).minus(reservation.quantity), zero);
  if (change.eq(0) && reservation.wanted.eq(reducing.wanted)) return stock;
  const balance = balanceById(stock, reservation.balanceId);
  return changeBalance(
    stock,
    {
      kind: change.lt(0) ? "stock_released" : "stock_reserved",
      balance,
      reservations: [{ normId, orderId, quantity: text(change), wanted: text(reducing.wanted) }],
      details: { orderId, normId },
    },
    context,
  );
}
