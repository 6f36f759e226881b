import { decimal, roundMoney } from "#kernel/decimal.ts";
import { no, ok } from "#kernel/result.ts";
import { inventoryRoutes } from "#modules/inventory/contract/routes.ts";
import { receiveStock as receive } from "#modules/inventory/core/receive-stock.ts";
import { balanceOf } from "#modules/inventory/core/stock-state.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { findUnknown } from "#modules/inventory/views/find-unknown.ts";
import { defineCommand } from "../run-command.ts";
import { comingBatches } from "./coming-batches.ts";
import { stockContextOf } from "./stock-context.ts";
import { checkWholePieces } from "./whole-pieces.ts";

/**
 * Bought goods come in; the same variant may stand on several lines at several prices. Receiving reserves
 * nothing: a supervisor reserves for an order that is short (reserve-order.ts).
 */
export const receiveStock = defineCommand(
  "receiveStock",
  inventoryRoutes.receiveStock,
  async (tx, input, act) => {
    const { warehouseId, note } = input;
    const variantIds = input.lines.map((line) => line.variantId);
    const unknown = await findUnknown(tx, { variantIds, warehouseIds: [warehouseId] });
    if (unknown.warehouses.size > 0) return no("warehouse_unknown", {}, ["warehouseId"]);
    const place = variantIds.findIndex((id) => unknown.variants.has(id));
    if (place !== -1) return no("variant_unknown", {}, ["lines", place, "variantId"]);

    const whole = await checkWholePieces(
      tx,
      input.lines.map((line, at) => ({ ...line, path: ["lines", at, "quantity"] })),
    );
    if (!whole.ok) return whole;
    const batches = await comingBatches(
      tx,
      input.lines.map((line, at) => ({
        variantId: line.variantId,
        batch: line.batch,
        path: ["lines", at, "batch"],
      })),
      act,
    );
    if (!batches.ok) return batches;
    const before = await lockStock(
      tx,
      variantIds.map((variantId) => ({ variantId, warehouseId })),
    );
    let stock = before;
    for (const [at, line] of input.lines.entries()) {
      const quantity = decimal(line.quantity);
      const balanceId = balanceOf(stock, line.variantId, warehouseId).id;
      const { sum } = line;
      const value = sum === undefined ? roundMoney(quantity.times(decimal(line.price))) : decimal(sum);
      stock = receive(
        stock,
        { balanceId, quantity, value, kind: "receipt", note, batch: batches.value[at] ?? null },
        stockContextOf(act),
      );
    }
    await saveStock(tx, before, stock, act);
    return ok({ movementIds: stock.movements.map((movement) => movement.id) });
  },
);
