import { ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { resolveEscalation as resolve } from "#modules/production/core/report-defect.ts";
import { freeReservations, normKeys } from "./end-work.ts";
import { memberOf, momentOf, openRun, runAnswer, saveWork } from "./order-work.ts";

/** A person decides on units that came back too often. */
export const resolveEscalation = defineCommand(
  "resolveEscalation",
  productionRoutes.resolveEscalation,
  async (tx, input, act) => {
    const opened = await openRun(tx, input.runId, act);
    if (!opened.ok) return opened;
    const { state, run } = opened.value;
    const { decision, reason } = input;
    const resolved = resolve(state, run.id, { decision, reason, by: memberOf(act) }, momentOf(act));
    if (!resolved.ok) return resolved;
    const stock = await lockStock(tx, normKeys(state.norms.values()), { orderId: state.order.id });
    const freed = freeReservations({ change: resolved.value, stock }, act);
    await saveWork(tx, act, freed.change);
    await saveStock(tx, stock, freed.stock, act);
    return ok(runAnswer(freed.change, run.id, act.now));
  },
);
