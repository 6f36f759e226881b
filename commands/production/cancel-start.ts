import { stockContextOf } from "#commands/inventory/stock-context.ts";
import { ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { consumedOfRuns, lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { cancelStarts } from "#modules/production/core/run-verbs.ts";
import { loadPauseBounds } from "#modules/production/store/pause-bounds.ts";
import { momentOf, openRuns, runAnswer, saveWork } from "./order-work.ts";
import { returnMaterials, type WithStock } from "./run-materials.ts";

/**
 * Nothing of the start remains: the time is void, the materials are back at the value at which they left. What was
 * started in one tap may be taken back in one.
 */
export const cancelStart = defineCommand(
  "cancelStart",
  productionRoutes.cancelStart,
  async (tx, input, asked) => {
    const runIds = [input.runId, ...input.alsoRunIds];
    const opened = await openRuns(tx, runIds, asked);
    if (!opened.ok) return opened;
    const { state, runs, act } = opened.value;
    const bounds = await loadPauseBounds(tx, state, runIds);
    const cancelled = cancelStarts(state, runs, momentOf(act), bounds);
    if (!cancelled.ok) return cancelled;
    const consumed = await consumedOfRuns(tx, runIds);
    const all = [...consumed.values()].flat();
    const stock = await lockStock(tx, all, {
      orderId: state.order.id,
      normIds: all.flatMap((row) => row.issue.taken.map((taken) => taken.normId)),
    });
    // Backwards: what the last of them took comes back first.
    const after = runIds
      .toReversed()
      .reduce<WithStock>(
        (work, runId) => returnMaterials(work, runId, consumed.get(runId) ?? [], stockContextOf(act)),
        { change: cancelled.value, stock },
      );
    await saveWork(tx, act, after.change);
    await saveStock(tx, stock, after.stock, act);
    return ok(runAnswer(after.change, input.runId, act.now));
  },
);
