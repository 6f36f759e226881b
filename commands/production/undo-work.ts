import { no, ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { lockOrder } from "#modules/production/store/load-order.ts";
import { findActOnOrder } from "#modules/production/store/order-log.ts";
import { memberOf, saveWork } from "./order-work.ts";
import { takeBack } from "./take-back.ts";

/** Milliseconds in which a person may take back what they did, without a reason. */
export const undoWithin = 5 * 60_000;

/** Takes back one's own act of a moment ago, if nothing has followed. */
export const undoWork = defineCommand("undoWork", productionRoutes.undoWork, async (tx, input, act) => {
  const state = await lockOrder(tx, input.orderId);
  if (state === null) return no("order_unknown", {}, ["orderId"]);
  const done = await findActOnOrder(tx, input.orderId, input.commandId);
  if (done === null) return no("undo_unknown", {}, ["commandId"]);
  if (done.byMember === null || done.byMember !== memberOf(act)) return no("undo_not_yours");
  // By the fingers: an undo that a phone kept is as late as it was tapped.
  if ((act.tappedAt ?? act.now).getTime() - done.at.getTime() > undoWithin) return no("undo_too_late");
  const taken = await takeBack(tx, state, { act: done, reason: null }, act, lockStock);
  if (!taken.ok) return taken;
  const { change, stockBefore, stock } = taken.value;
  await saveWork(tx, act, change);
  await saveStock(tx, stockBefore, stock, act);
  return ok({ orderStatus: change.state.order.status });
});
