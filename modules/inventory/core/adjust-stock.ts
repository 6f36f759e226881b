import { type Decimal, roundMoney } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { changeBalance, movementOf } from "./change-balance.ts";
import type { BatchPart } from "./batch-state.ts";
import { partsComingIn, pickBatches } from "./pick-batches.ts";
import { type Balance, type Stock, type StockContext, balanceById, todayOf } from "./stock-state.ts";
import { worthOfGoingOut } from "./worth-of-stock.ts";
import { reservationChanges, yieldReservations } from "./yield-reservations.ts";

export type Adjusting = {
  readonly balanceId: Id;
  /** what is really there: zero or more */
  readonly counted: Decimal;
  readonly note: string;
  /** the difference is of this batch, null: of none. Untold, less goes by who expires first, and more has no batch */
  readonly batch?: Pick<BatchPart, "batchId" | "bestBefore"> | null;
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
  const batches = partsOfDifference(stock, balance, quantity, adjusting.batch, context);
  const movement = movementOf(
    balance,
    { kind: "adjustment", quantity, value, taken, note, batches },
    context,
  );
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

function partsOfDifference(
  stock: Stock,
  balance: Balance,
  quantity: Decimal,
  batch: Adjusting["batch"],
  context: StockContext,
): readonly BatchPart[] {
  if (batch === null) return [];
  if (quantity.gt(0)) {
    return batch === undefined ? [] : partsComingIn(balance, quantity, [{ ...batch, quantity }]);
  }
  const named = batch === undefined ? [] : [{ batchId: batch.batchId, quantity: quantity.neg() }];
  const picked = pickBatches(balance, quantity.neg(), todayOf(stock, context), named);
  // Who names a batch has looked at what lies of it, under the lock.
  if (!picked.ok) throw new Error(`More of a batch is missing than lies there: ${picked.refusal.code}`);
  return picked.value;
}

/** Filling a hole up to exactly zero takes the whole worth with it, as emptying does. */
function worthFound(balance: Balance, counted: Decimal): Decimal {
  if (counted.eq(0)) return balance.value.neg();
  return roundMoney(counted.minus(balance.onHand).times(balance.average));
}
