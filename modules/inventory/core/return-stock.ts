import { type Decimal, atLeastZero, lesser, roundMoney, sum, zero } from "#kernel/decimal.ts";
import { changeBalance, movementOf } from "./change-balance.ts";
import { partsComingBack, partsLeft } from "./pick-batches.ts";
import {
  type Movement,
  type Stock,
  type StockContext,
  type Taken,
  balanceById,
  missingOf,
} from "./stock-state.ts";
import { worthOfComingIn } from "./worth-of-stock.ts";
import { type OwnWant, reservationChanges, reservationOf, wantAfter } from "./yield-reservations.ts";

export type Returning = {
  /** the issue, or what is left of it (remainderOf) */
  readonly movement: Movement;
  readonly quantity: Decimal;
  /** the worth of it; unless told, the movement's own, by share */
  readonly value?: Decimal;
  /** The issue was for rework: what the norm wants did not change by it. */
  readonly rework?: boolean;
};

/**
 * Brings back what an issue took out, to the very batches, at the value at which it left, and gives the reservations that gave
 * theirs back: the issue's own norm first, then the others, the last that yielded first; none that is closed,
 * never more than is free, and never more than they want. The reservations named in `movement.taken` must be loaded.
 *
 * While the average is still what it was, it stays and only the worth comes back: an issue and its return are
 * together nothing. Where something has come in at another price since, a return is a coming-in like others.
 */
export function returnStock(stock: Stock, returning: Returning, context: StockContext): Stock {
  const { movement: issue, quantity } = returning;
  const balance = balanceById(stock, issue.balanceId);
  const issued = issue.quantity.neg();
  if (quantity.lte(0) || quantity.gt(issued)) {
    throw new RangeError(`Of ${issued.toFixed()} taken out, ${quantity.toFixed()} can't come back`);
  }
  const value = returning.value ?? worthOfPart(issue, quantity);
  const sameAverage = balance.average.eq(issue.averageBefore);
  const worth = sameAverage
    ? { average: balance.average, revalued: zero }
    : worthOfComingIn(balance, quantity, value);
  const free = atLeastZero(balance.onHand.plus(quantity)).minus(balance.reserved);
  const { normId, balanceId } = issue;
  const own = wantAfter(stock, { normId, balanceId, rework: returning.rework === true }, quantity.neg());
  const given = giveBack(stock, issue, lesser(quantity, free), own);
  const movement = movementOf(
    balance,
    {
      kind: "return",
      quantity,
      value,
      orderId: issue.orderId,
      runId: issue.runId,
      normId: issue.normId,
      dealLineId: issue.dealLineId,
      reversesId: issue.id,
      taken: given,
      batches: partsComingBack(balance, quantity, issue.batches),
    },
    context,
  );
  return changeBalance(
    stock,
    {
      kind: "stock_returned",
      balance,
      movement,
      average: worth.average,
      reservations: reservationChanges(stock, given, 1, own),
      revalued: { amount: worth.revalued, reason: "receipt_below_zero" },
    },
    context,
  );
}

function worthOfPart(issue: Movement, quantity: Decimal): Decimal {
  const value = issue.value.neg();
  const issued = issue.quantity.neg();
  return quantity.eq(issued) ? value : roundMoney(value.times(quantity).div(issued));
}

function giveBack(stock: Stock, issue: Movement, atMost: Decimal, wants: OwnWant | null): Taken[] {
  const own = issue.taken.filter((part) => part.normId === issue.normId);
  const others = issue.taken.filter((part) => part.normId !== issue.normId).toReversed();
  const given: Taken[] = [];
  let left = atMost;
  for (const part of [...own, ...others]) {
    if (left.lte(0)) break;
    const reservation = reservationOf(stock, part.normId);
    // A norm whose material was picked anew holds another one since.
    if (reservation.balanceId !== issue.balanceId) continue;
    const wanted = part.normId === wants?.normId ? wants.wanted : reservation.wanted;
    const quantity = lesser(lesser(part.quantity, left), missingOf({ ...reservation, wanted }));
    if (quantity.lte(0)) continue;
    given.push({ normId: part.normId, quantity });
    left = left.minus(quantity);
  }
  return given;
}

/**
 * The issue less what its returns took back: the same id, with the quantity, value and `taken` that are left.
 * Returning all of it brings back exactly the rest, however the parts before were rounded. Quantity zero:
 * all of it came back.
 */
export function remainderOf(issue: Movement, movements: readonly Movement[]): Movement {
  const returns = movements.filter((movement) => movement.reversesId === issue.id);
  if (returns.length === 0) return issue;
  const taken = issue.taken.map((part) => {
    const given = returns.flatMap((back) => back.taken.filter((other) => other.normId === part.normId));
    return { normId: part.normId, quantity: part.quantity.minus(sum(given.map((back) => back.quantity))) };
  });
  return {
    ...issue,
    quantity: issue.quantity.plus(sum(returns.map((back) => back.quantity))),
    value: issue.value.plus(sum(returns.map((back) => back.value))),
    taken: taken.filter((part) => part.quantity.gt(0)),
    batches: partsLeft(
      issue.batches,
      returns.flatMap((back) => back.batches),
    ),
  };
}
