import { no, ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { normsStillNeeded } from "#modules/production/core/order-needs.ts";
import { reserveNorms } from "./create-order.ts";
import { missingOfNorms, nameShortages } from "./order-shortages.ts";
import { normKeys } from "./end-work.ts";
import { openOrder } from "./order-work.ts";

/** Reserves what is free now for what the order is still short of. */
export const reserveOrder = defineCommand(
  "reserveOrder",
  productionRoutes.reserveOrder,
  async (tx, input, act) => {
    const opened = await openOrder(tx, input.orderId);
    if (!opened.ok) return opened;
    const state = opened.value;
    const { normIds } = input;
    const unknown = (normIds ?? []).findIndex((normId) => !state.norms.has(normId));
    if (unknown !== -1) return no("norm_unknown", {}, ["normIds", unknown]);
    const needed = normsStillNeeded(state).filter((norm) => normIds?.includes(norm.id) ?? true);
    const stock = await lockStock(tx, normKeys(needed), { orderId: state.order.id });
    const norms = new Map(needed.map((norm) => [norm.id, norm]));
    const after = reserveNorms(stock, { ...state, norms }, act);
    await saveStock(tx, stock, after, act);
    const missing = missingOfNorms(needed, after);
    return ok({ shortages: await nameShortages(tx, missing) });
  },
);
