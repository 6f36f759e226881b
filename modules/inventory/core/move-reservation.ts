import { type Decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { changeBalance } from "./change-balance.ts";
import { saidInUnit } from "./said-in-unit.ts";
import { type Reservation, type Stock, type StockContext, balanceById, missingOf } from "./stock-state.ts";

export type MovingReservation = {
  readonly fromNormId: Id;
  readonly toNormId: Id;
  readonly quantity: Decimal;
};

/**
 * What one norm holds goes to another of the same material in the same warehouse, without being free in between.
 * The giver is short from then on. Refuses reservation_closed, reservation_elsewhere, reservation_not_held {held}
 * and reservation_not_wanted {missing}.
 */
export function moveReservation(
  stock: Stock,
  moving: MovingReservation,
  context: StockContext,
): Result<Stock> {
  const { quantity } = moving;
  if (quantity.lte(0)) throw new RangeError("More than nothing is moved");
  const from = stock.state.reservations.get(moving.fromNormId);
  const to = stock.state.reservations.get(moving.toNormId);
  if (from === undefined || from.closed) return no("reservation_closed", {}, ["fromNormId"]);
  if (to === undefined || to.closed) return no("reservation_closed", {}, ["toNormId"]);
  if (from.balanceId !== to.balanceId || from.normId === to.normId) {
    return no("reservation_elsewhere", {}, ["fromNormId"]);
  }
  const { variantId } = balanceById(stock, from.balanceId);
  if (quantity.gt(from.quantity)) {
    const held = no("reservation_not_held", { held: text(from.quantity) }, ["quantity"]);
    return saidInUnit(stock, variantId, held);
  }
  const missing = missingOf(to);
  if (quantity.gt(missing)) {
    const notWanted = no("reservation_not_wanted", { missing: text(missing) }, ["quantity"]);
    return saidInUnit(stock, variantId, notWanted);
  }
  return ok(
    changeBalance(
      stock,
      {
        kind: "stock_reservation_moved",
        balance: balanceById(stock, from.balanceId),
        reservations: [changed(from, quantity.neg()), { ...changed(to, quantity), byHand: false }],
        details: {
          fromOrderId: from.orderId,
          fromNormId: from.normId,
          toOrderId: to.orderId,
          toNormId: to.normId,
          moved: text(quantity),
        },
      },
      context,
    ),
  );
}

const changed = ({ normId, orderId }: Reservation, quantity: Decimal) => ({
  normId,
  orderId,
  quantity: text(quantity),
});
