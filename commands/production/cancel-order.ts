import { stockContextOf } from "#commands/inventory/stock-context.ts";
import { ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { releaseReservation } from "#modules/inventory/core/release-reservation.ts";
import { consumedOfRuns, lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { giveBack } from "#modules/production/core/aggregation.ts";
import { cancelOrder as cancel, openRunsOf } from "#modules/production/core/cancel-order.ts";
import { unchanged } from "#modules/production/core/order-change.ts";
import { endRun } from "#modules/production/core/report-defect.ts";
import { lockMembers } from "#modules/production/store/load-orders.ts";
import { loadPauseBounds } from "#modules/production/store/pause-bounds.ts";
import { normIdsOf, returnMembers } from "./aggregation/return-members.ts";
import { saveMembers } from "./aggregation/save-members.ts";
import { normKeys } from "./end-work.ts";
import { momentOf, openOrder, saveWork } from "./order-work.ts";
import { captureCost } from "./run-cost.ts";
import { tellChildrenOfCancel } from "./tell-children.ts";
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
    const openIds = open.map((run) => run.id);
    const members = state.order.gathers ? await lockMembers(tx, state.order.id) : [];
    const begun = open.filter((run) => run.startedAt !== null).map((run) => run.id);
    const consumed = await consumedOfRuns(tx, begun);
    const taken = [...consumed.values()].flat();
    const ofMembers = members.flatMap(({ norms }) => normKeys(norms.values()));
    const stock = await lockStock(tx, [...normKeys(state.norms.values()), ...taken, ...ofMembers], {
      orderId: state.order.id,
      normIds: [...taken.flatMap((row) => row.issue.taken.map((part) => part.normId)), ...normIdsOf(members)],
    });
    let work: WithStock = { change: unchanged(state), stock };
    // Its own reservations close first, so that what comes back is free at once.
    for (const norm of state.norms.values()) {
      work = { ...work, stock: releaseReservation(work.stock, { normId: norm.id }, stockContextOf(act)) };
    }
    for (const run of open) {
      const issues = consumed.get(run.id) ?? [];
      work = { ...work, change: endRun(work.change, run.id, momentOf(act), bounds, openIds) };
      if (input.returnMaterials) work = returnMaterials(work, run.id, issues, stockContextOf(act));
    }
    work = await captureCost(tx, act, work, begun, consumed);
    // Of a batch, what is in stock already is its members' by due date; the others are on their own again.
    const given = giveBack(cancel(work.change, input.reason, momentOf(act)), members, momentOf(act));
    const returned = returnMembers(state.order, given.unserved, () => "batch_cancelled", work.stock, act);
    await saveMembers(tx, act, [...given.members, ...returned.members]);
    await saveWork(tx, act, given.batch);
    await saveStock(tx, stock, returned.stock, act);
    await tellChildrenOfCancel(tx, act, state);
    return ok({});
  },
);
