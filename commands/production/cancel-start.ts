import { stockContextOf } from "#commands/inventory/stock-context.ts";
import { ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { consumedOfRun, lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { cancelStart as cancel } from "#modules/production/core/run-verbs.ts";
import { loadPauseBounds } from "#modules/production/store/pause-bounds.ts";
import { momentOf, openRun, runAnswer, saveWork } from "./order-work.ts";
import { returnMaterials } from "./run-materials.ts";

/** Nothing of the start remains: the time is void, the materials are back at the value at which they left. */
export const cancelStart = defineCommand(
  "cancelStart",
  productionRoutes.cancelStart,
  async (tx, input, act) => {
    const opened = await openRun(tx, input.runId, act);
    if (!opened.ok) return opened;
    const { state, run } = opened.value;
    const bounds = await loadPauseBounds(tx, state, [run.id]);
    const cancelled = cancel(state, run, momentOf(act), bounds);
    if (!cancelled.ok) return cancelled;
    const consumed = await consumedOfRun(tx, run.id);
    const stock = await lockStock(tx, consumed, {
      orderId: state.order.id,
      normIds: consumed.flatMap((row) => row.issue.taken.map((taken) => taken.normId)),
    });
    const after = returnMaterials({ change: cancelled.value, stock }, run.id, consumed, stockContextOf(act));
    await saveWork(tx, act, after.change);
    await saveStock(tx, stock, after.stock, act);
    return ok(runAnswer(after.change, run.id, act.now));
  },
);
