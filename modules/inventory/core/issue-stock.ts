import { type Decimal, atLeastZero, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { changeBalance, movementOf } from "./change-balance.ts";
import { type Balance, type Stock, type StockContext, balanceById, freeOf } from "./stock-state.ts";
import { worthOfGoingOut } from "./worth-of-stock.ts";
import { reservationChanges, yieldReservations } from "./yield-reservations.ts";

export type Issuing = {
  readonly balanceId: Id;
  readonly quantity: Decimal;
  readonly orderId: Id | null;
  readonly runId: Id | null;
  readonly normId: Id | null;
  readonly allowNegative: boolean;
  /** "issue" unless told */
  readonly kind?: "issue" | "shipment" | "scrap";
  readonly dealLineId?: Id | null;
  readonly note?: string;
};

const factKinds = { issue: "stock_issued", shipment: "stock_shipped", scrap: "stock_scrapped" } as const;

/**
 * Takes stock out at the average, which stays. An issue and a scrap are what the floor says has happened:
 * reservations yield to them (yieldReservations), and on hand goes below zero where that is allowed. A
 * shipment is somebody's choice: it takes only what is free, whatever is allowed.
 * Refuses not_enough_stock {variantId, missing} and, for a shipment, not_enough_free {variantId, free, missing}.
 */
export function issueStock(stock: Stock, issuing: Issuing, context: StockContext): Result<Stock> {
  const balance = balanceById(stock, issuing.balanceId);
  const { quantity, normId } = issuing;
  const kind = issuing.kind ?? "issue";
  if (quantity.lte(0)) throw new RangeError("More than nothing goes out");
  if (kind === "shipment" && quantity.gt(freeOf(balance))) return notEnoughFree(balance, quantity);
  const missing = quantity.minus(atLeastZero(balance.onHand));
  if (missing.gt(0) && !issuing.allowNegative) {
    return no("not_enough_stock", { variantId: balance.variantId, missing: text(missing) });
  }
  const taken = yieldReservations(stock, balance, quantity, normId);
  const movement = movementOf(
    balance,
    {
      kind,
      quantity: quantity.neg(),
      value: worthOfGoingOut(balance, quantity).neg(),
      orderId: issuing.orderId,
      runId: issuing.runId,
      normId,
      dealLineId: issuing.dealLineId ?? null,
      taken,
      note: issuing.note ?? "",
    },
    context,
  );
  const reservations = reservationChanges(stock, taken, -1);
  return ok(changeBalance(stock, { kind: factKinds[kind], balance, movement, reservations }, context));
}

export function notEnoughFree(balance: Balance, quantity: Decimal): Result<never> {
  const free = freeOf(balance);
  return no("not_enough_free", {
    variantId: balance.variantId,
    free: text(free),
    missing: text(quantity.minus(free)),
  });
}
