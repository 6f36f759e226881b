import { type Decimal, decimal, roundMoney, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input } from "#kernel/route.ts";
import { buyingRoutes } from "#modules/buying/contract/routes.ts";
import { checkVerb, stateByCounts } from "#modules/buying/core/purchase-state.ts";
import {
  lockPurchase,
  savePurchase,
  type StoredLine,
  type StoredPurchase,
} from "#modules/buying/store/purchase.ts";
import { findSuppliers } from "#modules/buying/store/supplier.ts";
import { receiveStock } from "#modules/inventory/core/receive-stock.ts";
import { balanceOf } from "#modules/inventory/core/stock-state.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { comingBatches } from "../inventory/coming-batches.ts";
import { stockContextOf } from "../inventory/stock-context.ts";
import { checkWholePieces } from "../inventory/whole-pieces.ts";
import { defineCommand } from "../run-command.ts";
import { keepPrices } from "./keep-prices.ts";
import { appendPurchaseFact } from "./purchase-fact.ts";

type Wish = Input<typeof buyingRoutes.receivePurchase>;
type Delivery = Wish["lines"][number] & { readonly line: StoredLine; readonly paid: Decimal };

/**
 * What has come of a purchase order goes into its warehouse, at the price that it came at. Locks: the order, the
 * supplier, the batches, the balances. The price that was paid is what the supplier offers from now on.
 */
export const receivePurchase = defineCommand(
  "receivePurchase",
  buyingRoutes.receivePurchase,
  async (tx, input, act) => {
    const before = await lockPurchase(tx, input.purchaseId);
    if (before === null) return no("purchase_unknown", {}, ["purchaseId"]);
    const allowed = checkVerb(before, "receive");
    if (!allowed.ok) return allowed;
    const read = readDeliveries(before, input);
    if (!read.ok) return read;
    const deliveries = read.value;
    const whole = await checkWholePieces(
      tx,
      deliveries.map(({ line, quantity }, place) => ({
        variantId: line.variantId,
        quantity,
        path: ["lines", place, "quantity"],
      })),
    );
    if (!whole.ok) return whole;

    await keepPrices(
      tx,
      act,
      before.supplierId,
      [...new Set(deliveries.map(({ line }) => line.variantId))],
      (variantId, offer) => {
        // Of several prices on one lorry the last one counts.
        const last = deliveries.findLast(({ line }) => line.variantId === variantId);
        const price = last?.paid ?? decimal(0);
        if (offer !== null && !offer.withdrawn) return { ...offer, price };
        const { packName = null, packContains = null } = last?.line ?? {};
        const preferred = false;
        return { variantId, price, packName, packContains, articleNumber: "", preferred, withdrawn: false };
      },
    );

    const { warehouseId } = before;
    const supplier = (await findSuppliers(tx, [before.supplierId])).get(before.supplierId)?.name ?? "";
    const batches = await comingBatches(
      tx,
      deliveries.map(({ line, batch }, place) => ({
        variantId: line.variantId,
        batch: batch === undefined ? undefined : { supplier, ...batch },
        path: ["lines", place, "batch"],
      })),
      act,
    );
    if (!batches.ok) return batches;
    const stockBefore = await lockStock(
      tx,
      deliveries.map(({ line }) => ({ variantId: line.variantId, warehouseId })),
    );
    let stock = stockBefore;
    let lines = before.lines;
    for (const [place, { line, quantity: came, paid }] of deliveries.entries()) {
      const quantity = decimal(came);
      const value = roundMoney(quantity.times(paid));
      stock = receiveStock(
        stock,
        {
          balanceId: balanceOf(stock, line.variantId, warehouseId).id,
          quantity,
          value,
          kind: "receipt",
          purchaseLineId: line.id,
          note: input.note,
          batch: batches.value[place] ?? null,
        },
        stockContextOf(act),
      );
      lines = lines.map((one) =>
        one.id === line.id
          ? { ...one, received: one.received.plus(quantity), receivedValue: one.receivedValue.plus(value) }
          : one,
      );
    }
    const after: StoredPurchase = {
      ...before,
      lines,
      state: stateByCounts(lines),
      version: before.version + 1,
    };
    await savePurchase(
      tx,
      after,
      lines.filter((line) => !before.lines.includes(line)),
    );
    await saveStock(tx, stockBefore, stock, act);
    appendPurchaseFact(act, after, "purchase_received", {
      lines: deliveries.map(({ line, quantity, paid, batch }) => ({
        lineId: line.id,
        variantId: line.variantId,
        quantity,
        price: text(paid),
        ordered: line.price === null ? null : text(line.price),
        ...(batch === undefined ? {} : { batchNumber: batch.number }),
      })),
      note: input.note,
      state: after.state,
    });
    return ok({ state: after.state, movementIds: stock.movements.map((movement) => movement.id) });
  },
);

/** The lines that were named, several times where several batches came; a "no" points at the field. */
function readDeliveries(purchase: StoredPurchase, { lines, note }: Wish): Result<readonly Delivery[]> {
  const come = new Map<Id, Decimal>();
  const deliveries: Delivery[] = [];
  for (const [place, wish] of lines.entries()) {
    const line = purchase.lines.find((one) => one.id === wish.lineId);
    if (line === undefined) return no("purchase_line_unknown", {}, ["lines", place, "lineId"]);
    const paid = wish.price === null ? line.price : decimal(wish.price);
    if (paid === null) return no("purchase_price_needed", {}, ["lines", place, "price"]);
    const total = (come.get(line.id) ?? line.received).plus(wish.quantity);
    come.set(line.id, total);
    if (total.gt(line.quantity) && note === "") {
      return no("purchase_note_needed", { more: text(total.minus(line.quantity)) }, ["note"]);
    }
    deliveries.push({ ...wish, line, paid });
  }
  return ok(deliveries);
}
