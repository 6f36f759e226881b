import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { ok, type Result } from "#kernel/result.ts";
import { changeBalance, movementOf } from "./change-balance.ts";
import { notEnoughFree } from "./issue-stock.ts";
import { type NamedBatch, partsComingIn, pickBatches } from "./pick-batches.ts";
import { saidInUnit } from "./said-in-unit.ts";
import { type Stock, type StockContext, balanceById, freeOf, todayOf } from "./stock-state.ts";
import { worthOfComingIn, worthOfGoingOut } from "./worth-of-stock.ts";

export type Transferring = {
  readonly fromBalanceId: Id;
  readonly toBalanceId: Id;
  readonly quantity: Decimal;
  readonly note?: string;
  /** of which batches; what is not named goes by who expires first */
  readonly batches?: readonly NamedBatch[];
};

/**
 * Moves free stock to another warehouse at its value; there it comes in like a receipt of that price. Stock
 * that never had a price stays without one. Its batches go along. Refuses not_enough_free {variantId, free,
 * missing}, and as pickBatches does where batches are named.
 */
export function transferStock(
  stock: Stock,
  transferring: Transferring,
  context: StockContext,
): Result<Stock> {
  const from = balanceById(stock, transferring.fromBalanceId);
  const to = balanceById(stock, transferring.toBalanceId);
  const { quantity, note = "" } = transferring;
  if (quantity.lte(0)) throw new RangeError("More than nothing is moved");
  if (from.id === to.id || from.variantId !== to.variantId) throw new Error("A transfer is of one variant");
  if (quantity.gt(freeOf(from))) return saidInUnit(stock, from.variantId, notEnoughFree(from, quantity));
  const picked = pickBatches(from, quantity, todayOf(stock, context), transferring.batches);
  if (!picked.ok) return saidInUnit(stock, from.variantId, picked);
  const brought = picked.value.map((part) => ({ ...part, quantity: part.quantity.neg() }));
  const value = worthOfGoingOut(from, quantity);
  const worth = worthOfComingIn(to, quantity, value);
  const inId = context.newId();
  const out = movementOf(
    from,
    {
      kind: "transfer_out",
      quantity: quantity.neg(),
      value: value.neg(),
      pairId: inId,
      note,
      batches: picked.value,
    },
    context,
  );
  const into = movementOf(
    to,
    {
      id: inId,
      kind: "transfer_in",
      quantity,
      value,
      pairId: out.id,
      note,
      batches: partsComingIn(to, quantity, brought),
    },
    context,
  );
  const left = changeBalance(stock, { kind: "stock_transferred_out", balance: from, movement: out }, context);
  return ok(
    changeBalance(
      left,
      {
        kind: "stock_transferred_in",
        balance: to,
        movement: into,
        average: worth.average,
        hasReceipts: to.hasReceipts || from.hasReceipts,
        revalued: { amount: worth.revalued, reason: "transfer" },
      },
      context,
    ),
  );
}
