import { type Decimal, roundMoney } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { changeBalance, movementOf } from "./change-balance.ts";
import { type Balance, type Stock, type StockContext, balanceById } from "./stock-state.ts";
import { worthOfGoingOut } from "./worth-of-stock.ts";
import { reservationChanges, yieldReservations } from "./yield-reservations.ts";

export type Adjusting = {
  readonly balanceId: Id;
  /** what is really there: zero or more */
  readonly counted: Decimal;
  readonly note: string;
};

/**
 * What was counted becomes what is on hand; the difference is an adjustment at the average, which stays. Where
 * less is there than was thought, reservations yield as they do to an issue. More of something that never came
 * in at a price comes in at 0, flagged noPrice. Nothing changes where the count agrees.
 */
export function adjustStock(stock: Stock, adjusting: Adjusting, context: StockContext): Stock {
  const balance = balanceById(stock, adjusting.balanceId);
  const { counted, note } = adjusting;
  if (counted.lt(0)) throw new RangeError("Less than nothing can't be counted");
  const quantity = counted.minus(balance.onHand);
  if (quantity.eq(0)) return stock;
  const taken = quantity.lt(0) ? yieldReservations(stock, balance, quantity.neg(), null) : [];
  const value = quantity.lt(0)
    ? worthOfGoingOut(balance, quantity.neg()).neg()
    : worthFound(balance, counted);
  const movement = movementOf(balance, { kind: "adjustment", quantity, value, taken, note }, context);
  return changeBalance(
    stock,
    {
      kind: "stock_adjusted",
      balance,
      movement,
      reservations: reservationChanges(stock, taken, -1),
      ...(quantity.gt(0) && !balance.hasReceipts ? { details: { noPrice: true } } : {}),
    },
    context,
  );
}

/** Filling a hole up to exactly zero takes the whole worth with it, as emptying does. */
function worthFound(balance: Balance, counted: Decimal): Decimal {
  if (counted.eq(0)) return balance.value.neg();
  return roundMoney(counted.minus(balance.onHand).times(balance.average));
}
