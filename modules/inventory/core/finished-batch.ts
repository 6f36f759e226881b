import type { Id } from "#kernel/id.ts";
import type { Batch, Keeping } from "./batch-state.ts";
import { type BatchChange, type Stock, type StockContext, todayOf } from "./stock-state.ts";

export type FinishedLot = {
  readonly variantId: Id;
  readonly orderId: Id;
  readonly orderNumber: number;
  /** null where the units of an order are a batch together: one by one they would be as many batches as goods */
  readonly lot: { readonly id: Id; readonly number: string } | null;
};

/** Whether what is made of an item is told apart: by the item's wish, or because it spoils. */
export function makesBatches(keeping: Keeping | undefined): boolean {
  return keeping !== undefined && (keeping.traced || keeping.shelfLifeDays !== null);
}

/**
 * The batch of a finished lot, null where the item needs none. It is called by the order's number, with the lot's
 * behind it where the lot is not the first; it is good for the item's shelf life from today. A lot that was reopened
 * comes in as the batch that it was, good from today. Units one by one share a batch with those of the same day.
 */
export function finishedBatch(
  stock: Stock,
  finished: FinishedLot,
  context: StockContext,
): { readonly stock: Stock; readonly batch: Batch | null } {
  const keeping = stock.state.keeping?.get(finished.variantId);
  if (keeping === undefined || !makesBatches(keeping)) return { stock, batch: null };
  const today = todayOf(stock, context);
  const bestBefore = keeping.shelfLifeDays === null ? null : daysAfter(today, keeping.shelfLifeDays);
  const known = batchesNow(stock);
  const own = known.filter(
    (batch) => batch.orderId === finished.orderId && batch.lotId === (finished.lot?.id ?? null),
  );
  const same = own.find((batch) => finished.lot !== null || batch.bestBefore === bestBefore);
  if (same !== undefined) return dated(stock, same, bestBefore);
  const batch: Batch = {
    id: context.newId(),
    variantId: finished.variantId,
    number: freeNumber(finished, known),
    bestBefore,
    receivedAt: context.now,
    supplier: "",
    orderId: finished.orderId,
    lotId: finished.lot?.id ?? null,
    note: "",
    version: 1,
  };
  const { variantId, number, orderId, lotId } = batch;
  const data = { variantId, number, bestBefore, orderId, lotId };
  return { stock: withBatch(stock, { batch, kind: "batch_added", data }), batch };
}

function dated(stock: Stock, batch: Batch, bestBefore: string | null): { stock: Stock; batch: Batch } {
  if (batch.bestBefore === bestBefore) return { stock, batch };
  const after = { ...batch, bestBefore, version: batch.version + 1 };
  const data = { bestBefore: { from: batch.bestBefore, to: bestBefore } };
  return { stock: withBatch(stock, { batch: after, kind: "batch_changed", data }), batch: after };
}

function withBatch(stock: Stock, change: BatchChange): Stock {
  return { ...stock, batches: [...stock.batches, change] };
}

/** Those of before, and over them what the command has made. */
function batchesNow(stock: Stock): Batch[] {
  const byId = new Map((stock.state.batchesOfOrder ?? []).map((batch) => [batch.id, batch]));
  for (const { batch } of stock.batches) byId.set(batch.id, batch);
  return [...byId.values()];
}

/** Somebody may have received goods under that very number. */
function freeNumber({ variantId, orderNumber, lot }: FinishedLot, known: readonly Batch[]): string {
  const taken = new Set(known.filter((batch) => batch.variantId === variantId).map((batch) => batch.number));
  const plain = lot === null || lot.number === "1" ? String(orderNumber) : `${orderNumber}-${lot.number}`;
  for (let place = 1; ; place += 1) {
    const number = place === 1 ? plain : `${plain}/${place}`;
    if (!taken.has(number)) return number;
  }
}

const millisecondsOfDay = 86_400_000;

/** A day so many days later, "YYYY-MM-DD": dates have no time zone, so each of them is a day. */
export function daysAfter(day: string, days: number): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  return new Date(at + days * millisecondsOfDay).toISOString().slice(0, 10);
}
