import type { Act } from "#commands/run-command.ts";
import { giveBack, giveDifference } from "#modules/production/core/aggregation.ts";
import type { OrderChange } from "#modules/production/core/order-change.ts";
import { loadGiven } from "#modules/production/store/aggregation.ts";
import { lockMembers, lockOrders } from "#modules/production/store/load-orders.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { saveMembers } from "./save-members.ts";

/**
 * What becomes of a batch order's members by what a command did to it: done, its units and cost are theirs; its cost
 * corrected afterwards, so is theirs. One that is cancelled is cancelOrder's, since its members need stock again.
 * The batch's lock stands before its members'; these are locked by nobody else while they wait in it.
 */
export async function giveToMembers(tx: Tx, act: Act, change: OrderChange): Promise<OrderChange> {
  const [was, order] = [change.before.order, change.state.order];
  if (!order.gathers) return change;
  const moment = { now: act.at ?? act.now, newId: act.newId };
  if (order.status === "done" && was.status !== "done") {
    const { batch, members } = giveBack(change, await lockMembers(tx, order.id), moment);
    await saveMembers(tx, act, members);
    return batch;
  }
  if (was.finishedAt === null || order.cost.eq(was.cost)) return change;
  const given = await loadGiven(tx, order.id);
  const others = given.map((row) => row.orderId).filter((id) => id !== order.id);
  const { batch, members } = giveDifference(change, given, await lockOrders(tx, others), moment);
  await saveMembers(tx, act, members);
  return batch;
}
