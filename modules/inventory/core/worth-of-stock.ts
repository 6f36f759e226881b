import { type Decimal, atLeastZero, lesser, roundAverage, roundMoney, zero } from "#kernel/decimal.ts";
import type { Balance } from "./stock-state.ts";

export type WorthIn = {
  /** after it */
  readonly average: Decimal;
  /** what the books hold too much (above zero) or too little once it is in: a valuation line */
  readonly revalued: Decimal;
};

/**
 * The moving average after something has come in at a worth of its own. Onto on hand ≤ 0 the average is its
 * own price, and what is then on hand is worth its share of it, below zero where on hand still is: what left
 * before at another price can't be priced anew, so the rest is a valuation line.
 */
export function worthOfComingIn(balance: Balance, quantity: Decimal, value: Decimal): WorthIn {
  const onHand = balance.onHand.plus(quantity);
  if (balance.onHand.gt(0)) {
    // Roundings can leave a ten-thousandth below zero on a stock of next to no worth; a price is never below.
    return {
      average: atLeastZero(roundAverage(balance.value.plus(value).div(onHand))),
      revalued: zero,
    };
  }
  const share = onHand.eq(quantity) ? value : roundMoney(value.times(onHand).div(quantity));
  return {
    average: roundAverage(value.div(quantity)),
    revalued: balance.value.plus(value).minus(share),
  };
}

/**
 * What leaves with a quantity: quantity × average, rounded to money. The roundings' rest stays on the balance
 * until on hand becomes exactly zero and then goes with that movement, in its own value and not in a valuation
 * line: so nothing is never worth anything, and a return of that movement brings back exactly what was there.
 * While something remains, no more leaves than there is: 0.00005 a unit rounds up to 0.0001 each time.
 */
export function worthOfGoingOut(balance: Balance, quantity: Decimal): Decimal {
  const remains = balance.onHand.minus(quantity);
  if (remains.eq(0)) return balance.value;
  const worth = roundMoney(quantity.times(balance.average));
  return remains.gt(0) ? lesser(worth, atLeastZero(balance.value)) : worth;
}
