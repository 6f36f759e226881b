import { stockContextOf } from "#commands/inventory/stock-context.ts";
import { ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { releaseReservation } from "#modules/inventory/core/release-reservation.ts";
import { type Consumed, consumedOfRun, lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { cancelOrder as cancel, endRun, openRunsOf } from "#modules/production/core/cancel-order.ts";
import { unchanged } from "#modules/production/core/order-change.ts";
import { loadPauseBounds } from "#modules/production/store/pause-bounds.ts";
import { momentOf, openOrder, saveWork } from "./order-work.ts";
import { captureCost } from "./run-cost.ts";
import { returnMaterials, type WithStock } from "./run-materials.ts";

/**
 * Cancels an order: running intervals close, what open runs cost so far is captured, reservations are
 * released, the units are withdrawn. What was spent stays, as the order's loss.
 */
export const cancelOrder = defineCommand(
  "cancelOrder",
  productionRoutes.cancelOrder,
  async (tx, input, act) => {
    const opened = await openOrder(tx, input.orderId);
    if (!opened.ok) return opened;
    const state = opened.value;
    const open = openRunsOf(state);
    const bounds = await loadPauseBounds(
      tx,
      state,
      open.map((run) => run.id),
    );
    const begun = open.filter((run) => run.startedAt !== null);
    const consumed = new Map<string, readonly Consumed[]>();
    // A handful of runs are in progress at once, one a lot and branch: each asks for its own issues.
    for (const run of begun) consumed.set(run.id, await consumedOfRun(tx, run.id));
    const taken = [...consumed.values()].flat();
    const stock = await lockStock(tx, [...state.norms.values(), ...taken], {
      orderId: state.order.id,
      normIds: taken.flatMap((row) => row.issue.taken.map((part) => part.normId)),
    });
    let work: WithStock = { change: unchanged(state), stock };
    // Its own reservations close first, so that what comes back is free at once.
    for (const norm of state.norms.values()) {
      work = { ...work, stock: releaseReservation(work.stock, { normId: norm.id }, stockContextOf(act)) };
    }
    for (const run of open) {
      const issues = consumed.get(run.id) ?? [];
      work = { ...work, change: endRun(work.change, run, momentOf(act), bounds) };
      if (input.returnMaterials) work = returnMaterials(work, run.id, issues, stockContextOf(act));
      if (run.startedAt !== null) work = await captureCost(tx, act, work, run, issues);
    }
    const change = cancel(work.change, input.reason, momentOf(act));
    await saveWork(tx, act, change);
    await saveStock(tx, stock, work.stock, act);
    return ok({});
  },
);
