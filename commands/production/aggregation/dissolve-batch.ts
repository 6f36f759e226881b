import { ok } from "#kernel/result.ts";
import { type Act, defineCommand } from "#commands/run-command.ts";
import { stockContextOf } from "#commands/inventory/stock-context.ts";
import { releaseReservation } from "#modules/inventory/core/release-reservation.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { checkPendingBatch } from "#modules/production/core/aggregation.ts";
import type { AggregationFactData } from "#modules/production/core/aggregation-fact.ts";
import { cancelOrder, openRunsOf } from "#modules/production/core/cancel-order.ts";
import { voidRun } from "#modules/production/core/flow-of-lots.ts";
import { unchanged } from "#modules/production/core/order-change.ts";
import type { OrderState } from "#modules/production/core/order-state.ts";
import { lockMembers } from "#modules/production/store/load-orders.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { normKeys } from "../end-work.ts";
import { momentOf, openOrder, saveWork } from "../order-work.ts";
import { normIdsOf, returnMembers } from "./return-members.ts";
import { saveMembers } from "./save-members.ts";

/** The way back from gathering, as long as nobody has begun the batch. */
export const dissolveBatch = defineCommand(
  "dissolveBatch",
  productionRoutes.dissolveBatch,
  async (tx, input, act) => {
    const opened = await openOrder(tx, input.orderId);
    if (!opened.ok) return opened;
    const pending = checkPendingBatch(opened.value.order);
    if (!pending.ok) return pending;
    const members = await lockMembers(tx, input.orderId);
    await dissolve(tx, act, opened.value, members, () => "dissolved");
    return ok({ orderIds: members.map((state) => state.order.id) });
  },
);

/** `why`: what the history of each member says. */
export async function dissolve(
  tx: Tx,
  act: Act,
  batch: OrderState,
  members: readonly OrderState[],
  why: (member: OrderState) => AggregationFactData["order_left_batch"]["why"],
): Promise<void> {
  const stock = await lockStock(
    tx,
    [batch, ...members].flatMap(({ norms }) => normKeys(norms.values())),
    { orderId: batch.order.id, normIds: normIdsOf(members) },
  );
  let after = stock;
  for (const normId of batch.norms.keys()) after = releaseReservation(after, { normId }, stockContextOf(act));
  let change = unchanged(batch);
  for (const run of openRunsOf(batch)) change = voidRun(change, run, momentOf(act));
  change = cancelOrder(change, "", momentOf(act), { dissolved: true });
  const returned = returnMembers(batch.order, members, why, after, act);
  await saveWork(tx, act, change);
  await saveMembers(tx, act, returned.members);
  await saveStock(tx, stock, returned.stock, act);
}
