import { stockContextOf } from "#commands/inventory/stock-context.ts";
import { defineCommand } from "#commands/run-command.ts";
import { text } from "#kernel/decimal.ts";
import { no, ok } from "#kernel/result.ts";
import { letGoReservation } from "#modules/inventory/core/release-reservation.ts";
import { placesOfNorms } from "#modules/inventory/store/short-reservations.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";

/**
 * A supervisor gives back what an order holds. It would come straight back to the order that is first in line, so
 * this one leaves the line until somebody reserves for it again (reserveOrder with this norm takes it back).
 */
export const releaseReservation = defineCommand(
  "releaseReservation",
  productionRoutes.releaseReservation,
  async (tx, { normId }, act) => {
    const place = (await placesOfNorms(tx, [normId])).get(normId);
    if (place === undefined) return no("norm_unknown", {}, ["normId"]);
    const stock = await lockStock(tx, [place], { normIds: [normId] });
    const reservation = stock.state.reservations.get(normId);
    if (reservation === undefined || reservation.closed) return no("reservation_closed", {}, ["normId"]);
    if (reservation.quantity.eq(0)) return no("reservation_empty", {}, ["normId"]);
    await saveStock(tx, stock, letGoReservation(stock, normId, stockContextOf(act)), act);
    return ok({ released: text(reservation.quantity) });
  },
);
