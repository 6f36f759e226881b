import { type Decimal, atLeastZero, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { changeBalance, movementOf } from "./change-balance.ts";
import { type NamedBatch, isExpired, pickBatches } from "./pick-batches.ts";
import { saidInUnit } from "./said-in-unit.ts";
import { type Balance, type Stock, type StockContext, balanceById, freeOf, todayOf } from "./stock-state.ts";
import { worthOfGoingOut } from "./worth-of-stock.ts";
import { reservationChanges, wantAfter, yieldReservations } from "./yield-reservations.ts";

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
  /** For a run that does again what its units went through before: it takes what is free first. */
  readonly rework?: boolean;
  /** of which batches; what is not named goes by who expires first */
  readonly batches?: readonly NamedBatch[];
};

const factKinds = { issue: "stock_issued", shipment: "stock_shipped", scrap: "stock_scrapped" } as const;

/**
 * Takes stock out at the average, which stays. An issue and a scrap are what the floor says has happened:
 * reservations yield to them (yieldReservations), and on hand goes below zero where that is allowed. A
 * shipment is somebody's choice: it takes only what is free, whatever is allowed.
 * Of batches, what is named goes, else what expires first; nobody ships what has expired without naming it.
 * Refuses not_enough_stock {variantId, missing} and, for a shipment, not_enough_free {variantId, free, missing} and
 * batch_expired {batchId, bestBefore, quantity}; as pickBatches does where batches are named.
 */
export function issueStock(stock: Stock, issuing: Issuing, context: StockContext): Result<Stock> {
  const { variantId } = balanceById(stock, issuing.balanceId);
  return saidInUnit(stock, variantId, issueSome(stock, issuing, context));
}

function issueSome(stock: Stock, issuing: Issuing, context: StockContext): Result<Stock> {
  const balance = balanceById(stock, issuing.balanceId);
  const { quantity, normId } = issuing;
  const kind = issuing.kind ?? "issue";
  if (quantity.lte(0)) throw new RangeError("More than nothing goes out");
  if (kind === "shipment" && quantity.gt(freeOf(balance))) return notEnoughFree(balance, quantity);
  const missing = quantity.minus(atLeastZero(balance.onHand));
  if (missing.gt(0) && !issuing.allowNegative) {
    return no("not_enough_stock", { variantId: balance.variantId, missing: text(missing) });
  }
  const today = todayOf(stock, context);
  const batches = pickBatches(balance, quantity, today, issuing.batches);
  if (!batches.ok) return batches;
  const expired = batches.value.find(
    (part) =>
      isExpired(part.bestBefore, today) &&
      !(issuing.batches ?? []).some(({ batchId }) => batchId === part.batchId),
  );
  if (kind === "shipment" && expired !== undefined) {
    const { batchId, bestBefore } = expired;
    return no("batch_expired", { batchId, bestBefore, quantity: text(expired.quantity.neg()) });
  }
  const rework = issuing.rework === true;
  const taken = yieldReservations(stock, balance, quantity, normId, rework);
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
      batches: batches.value,
      note: issuing.note ?? "",
    },
    context,
  );
  const own = wantAfter(stock, { normId, balanceId: balance.id, rework }, quantity);
  const reservations = reservationChanges(stock, taken, -1, own);
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
