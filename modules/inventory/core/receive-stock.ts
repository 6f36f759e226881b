import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { changeBalance, movementOf } from "./change-balance.ts";
import type { Batch } from "./batch-state.ts";
import { partsComingIn } from "./pick-batches.ts";
import { type Stock, type StockContext, balanceById } from "./stock-state.ts";
import { worthOfComingIn } from "./worth-of-stock.ts";

export type Receiving = {
  readonly balanceId: Id;
  readonly quantity: Decimal;
  /** the worth of all of it, 4 places */
  readonly value: Decimal;
  readonly kind: "receipt" | "output";
  readonly orderId?: Id | null;
  readonly lotId?: Id | null;
  readonly purchaseLineId?: Id | null;
  readonly note?: string;
  /** all of it is of this batch */
  readonly batch?: Pick<Batch, "id" | "bestBefore"> | null;
};

/** Bought goods or finished ones come in at their price; the moving average follows. Reserves nothing. */
export function receiveStock(stock: Stock, receiving: Receiving, context: StockContext): Stock {
  const balance = balanceById(stock, receiving.balanceId);
  const { quantity, value, kind } = receiving;
  if (quantity.lte(0)) throw new RangeError("More than nothing comes in");
  const worth = worthOfComingIn(balance, quantity, value);
  const { batch } = receiving;
  const parts =
    batch === undefined || batch === null
      ? []
      : [{ batchId: batch.id, bestBefore: batch.bestBefore, quantity }];
  const movement = movementOf(
    balance,
    {
      kind,
      quantity,
      value,
      orderId: receiving.orderId ?? null,
      lotId: receiving.lotId ?? null,
      purchaseLineId: receiving.purchaseLineId ?? null,
      note: receiving.note ?? "",
      batches: partsComingIn(balance, quantity, parts),
    },
    context,
  );
  return changeBalance(
    stock,
    {
      kind: kind === "receipt" ? "stock_received" : "stock_output",
      balance,
      movement,
      average: worth.average,
      hasReceipts: true,
      revalued: { amount: worth.revalued, reason: "receipt_below_zero" },
    },
    context,
  );
}
