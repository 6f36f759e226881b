import {
  type Decimal,
  atLeastZero,
  decimal,
  greater,
  lesser,
  roundAverage,
  sum,
  text,
  zero,
} from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { changeBalance, movementOf } from "./change-balance.ts";
import { pickAgain } from "./pick-batches.ts";
import { returnStock } from "./return-stock.ts";
import {
  type Movement,
  type Stock,
  type StockContext,
  type ValuationLine,
  balanceById,
  freeOf,
  missingOf,
  todayOf,
} from "./stock-state.ts";
import { reservationChanges, wantAfter } from "./yield-reservations.ts";

/**
 * Takes a movement back, at the very value at which it moved. An issue comes back as a return does; a return goes
 * out again; finished goods that came in go out, if they are still there and free.
 * Refuses undo_stock_gone {variantId, free, missing}.
 */
export function reverseMovement(
  stock: Stock,
  movement: Movement,
  context: StockContext,
  { rework = false }: { readonly rework?: boolean } = {},
): Result<Stock> {
  if (movement.kind === "issue") {
    return ok(returnStock(stock, { movement, quantity: movement.quantity.neg(), rework }, context));
  }
  if (movement.kind !== "return" && movement.kind !== "output") {
    throw new Error(`A movement of kind ${movement.kind} is not taken back`);
  }
  const balance = balanceById(stock, movement.balanceId);
  const { quantity, value } = movement;
  if (movement.kind === "output" && quantity.gt(freeOf(balance))) {
    const free = freeOf(balance);
    return no("undo_stock_gone", {
      variantId: balance.variantId,
      free: text(free),
      missing: text(quantity.minus(free)),
    });
  }
  const own =
    movement.kind === "return"
      ? wantAfter(stock, { normId: movement.normId, balanceId: balance.id, rework }, quantity)
      : null;
  const batches = pickAgain(balance, quantity, todayOf(stock, context), movement.batches);
  if (movement.kind === "output") {
    // Other goods of the kind may lie there: the ones that are told apart have to be the very same.
    for (const part of movement.batches) {
      const gone = part.quantity.plus(batches.find((row) => row.batchId === part.batchId)?.quantity ?? zero);
      if (gone.lte(0)) continue;
      return no("undo_stock_gone", {
        variantId: balance.variantId,
        free: text(part.quantity.minus(gone)),
        missing: text(gone),
      });
    }
  }
  // Reservations that a return had filled give way to its reverse, first of all; its own holds no more than it wants.
  const given = new Map(movement.taken.map((part) => [part.normId, part.quantity]));
  if (own !== null) given.set(own.normId, given.get(own.normId) ?? zero);
  const taken = [...given].flatMap(([normId, filled]) => {
    const reservation = stock.state.reservations.get(normId);
    if (reservation === undefined || reservation.balanceId !== balance.id) return [];
    const kept = own?.normId === normId ? atLeastZero(own.wanted) : reservation.quantity;
    const part = greater(lesser(filled, reservation.quantity), reservation.quantity.minus(kept));
    return part.gt(0) ? [{ normId, quantity: part }] : [];
  });
  const onHand = balance.onHand.minus(quantity);
  const worth = balance.value.minus(value);
  const back = movementOf(
    balance,
    {
      kind: movement.kind === "return" ? "issue" : "output",
      quantity: quantity.neg(),
      value: value.neg(),
      orderId: movement.orderId,
      runId: movement.runId,
      normId: movement.normId,
      lotId: movement.lotId,
      reversesId: movement.id,
      taken,
      batches,
    },
    context,
  );
  // What was returned may be reserved for others by now: nobody's reservation outgrows what is there.
  const reserved = balance.reserved.minus(sum(taken.map((part) => part.quantity)));
  const overbooked = reserved.minus(atLeastZero(onHand));
  if (overbooked.gt(0)) {
    return no("undo_stock_gone", { variantId: balance.variantId, free: "0", missing: text(overbooked) });
  }
  return ok(
    changeBalance(
      stock,
      {
        kind: movement.kind === "return" ? "stock_issued" : "stock_output",
        balance,
        movement: back,
        average: averageAfter(onHand, worth, balance.average, movement),
        reservations: reservationChanges(stock, taken, -1, own),
      },
      context,
    ),
  );
}

/** As before the movement where nothing else has come in since; else what is there is worth what it is worth. */
function averageAfter(onHand: Decimal, worth: Decimal, average: Decimal, movement: Movement): Decimal {
  if (onHand.lte(0)) return movement.averageBefore;
  const exact = roundAverage(worth.div(onHand));
  const tolerance = decimal("0.0001").div(onHand);
  return exact.minus(movement.averageBefore).abs().lte(tolerance)
    ? movement.averageBefore
    : exact.eq(0)
      ? average
      : exact;
}

/** Valuation lines of the act are taken back by their mirror, of the same reason: the sums by reason stay true. */
export function reverseValuation(stock: Stock, line: ValuationLine, context: StockContext): Stock {
  const balance = balanceById(stock, line.balanceId);
  const details = { runId: line.runId, difference: text(line.amount.neg()) };
  const own = line.reason !== "captured_price" && line.reason !== "correction";
  if (own) {
    return changeBalance(
      stock,
      {
        kind: "stock_revalued",
        balance,
        revalued: { amount: line.amount.neg(), reason: line.reason },
        details,
      },
      context,
    );
  }
  const told = changeBalance(stock, { kind: "stock_revalued", balance, details }, context);
  const mirror = { ...line, id: context.newId(), amount: line.amount.neg(), at: context.now };
  return { ...told, valuationLines: [...told.valuationLines, mirror] };
}

/** Brings a norm's reservation to what it was, as far as so much is free and wanted now; one that was closed opens again. */
export function restoreReservation(
  stock: Stock,
  restoring: { readonly normId: Id; readonly quantity: Decimal; readonly closed: boolean },
  context: StockContext,
): Stock {
  const reservation = stock.state.reservations.get(restoring.normId);
  if (reservation === undefined) return stock;
  const balance = balanceById(stock, reservation.balanceId);
  const missing = missingOf({ ...reservation, closed: restoring.closed });
  const wished = lesser(restoring.quantity.minus(reservation.quantity), missing);
  const change = wished.gt(0) ? lesser(wished, freeOf(balance)) : wished;
  if (change.eq(zero) && reservation.closed === restoring.closed) return stock;
  const { normId, orderId } = reservation;
  return changeBalance(
    stock,
    {
      kind: change.lt(0) ? "stock_released" : "stock_reserved",
      balance,
      reservations: [{ normId, orderId, quantity: text(change), closed: restoring.closed }],
      details: { orderId, normId },
    },
    context,
  );
}
