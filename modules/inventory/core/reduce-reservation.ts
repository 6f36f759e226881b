import { type Decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { changeBalance } from "./change-balance.ts";
import { type Stock, type StockContext, balanceById } from "./stock-state.ts";

/** Frees what a norm has reserved beyond what it needs still; one that has less, or none, leaves no trace. */
export function reduceReservation(
  stock: Stock,
  reducing: { readonly normId: Id; readonly needed: Decimal },
  context: StockContext,
): Stock {
  const reservation = stock.state.reservations.get(reducing.normId);
  if (reservation === undefined || reservation.quantity.lte(reducing.needed)) return stock;
  const { normId, orderId } = reservation;
  const quantity = text(reducing.needed.minus(reservation.quantity));
  const balance = balanceById(stock, reservation.balanceId);
  return changeBalance(
    stock,
    {
      kind: "stock_released",
      balance,
      reservations: [{ normId, orderId, quantity }],
      details: { orderId, normId },
    },
    context,
  );
}
