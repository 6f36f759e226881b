import { stockContextOf } from "#commands/inventory/stock-context.ts";
import { defineCommand } from "#commands/run-command.ts";
import { decimal, text, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok } from "#kernel/result.ts";
import { moveReservation as move } from "#modules/inventory/core/move-reservation.ts";
import { missingOf, type Stock } from "#modules/inventory/core/stock-state.ts";
import { placesOfNorms } from "#modules/inventory/store/short-reservations.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";

/**
 * What one order holds goes to another, in one step. The same the other way round takes it back. Like every change
 * of a reservation it needs its balance's lock and no order's.
 */
export const moveReservation = defineCommand(
  "moveReservation",
  productionRoutes.moveReservation,
  async (tx, input, act) => {
    const { fromNormId, toNormId } = input;
    const places = await placesOfNorms(tx, [fromNormId, toNormId]);
    const [from, to] = [places.get(fromNormId), places.get(toNormId)];
    if (from === undefined) return no("norm_unknown", {}, ["fromNormId"]);
    if (to === undefined) return no("norm_unknown", {}, ["toNormId"]);
    const stock = await lockStock(tx, [from, to], { normIds: [fromNormId, toNormId] });
    const quantity = decimal(input.quantity);
    const moved = move(stock, { fromNormId, toNormId, quantity }, stockContextOf(act));
    if (!moved.ok) return moved;
    await saveStock(tx, stock, moved.value, act);
    return ok({
      fromMissing: missingOfNorm(moved.value, fromNormId),
      toMissing: missingOfNorm(moved.value, toNormId),
    });
  },
);

function missingOfNorm(stock: Stock, normId: Id): string {
  const reservation = stock.state.reservations.get(normId);
  return text(reservation === undefined ? zero : missingOf(reservation));
}
