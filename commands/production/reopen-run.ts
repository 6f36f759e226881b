import { no, ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { checkVerb } from "#modules/production/core/run-table.ts";
import { lockOrder, orderOfRun } from "#modules/production/store/load-order.ts";
import { findActOnOrder, findFinishOfRun } from "#modules/production/store/order-log.ts";
import { runAnswer, saveWork } from "./order-work.ts";
import { takeBack } from "./take-back.ts";

/** A supervisor opens a finished run again, with a reason: the finish is taken back, whenever it was. */
export const reopenRun = defineCommand("reopenRun", productionRoutes.reopenRun, async (tx, input, act) => {
  const orderId = await orderOfRun(tx, input.runId);
  const state = orderId === null ? null : await lockOrder(tx, orderId);
  const run = state?.runs.get(input.runId);
  if (state === null || run === undefined) return no("run_unknown", {}, ["runId"]);
  const allowed = checkVerb(run, "reopenRun", act.now);
  if (!allowed.ok) return allowed;
  const commandId = await findFinishOfRun(tx, state.order.id, run.id);
  const done = commandId === null ? null : await findActOnOrder(tx, state.order.id, commandId);
  if (done === null) return no("undo_unknown");
  const taken = await takeBack(tx, state, { act: done, reason: input.reason }, act, lockStock);
  if (!taken.ok) return taken;
  const { change, stockBefore, stock } = taken.value;
  await saveWork(tx, act, change);
  await saveStock(tx, stockBefore, stock, act);
  return ok(runAnswer(change, run.id, act.now));
});
