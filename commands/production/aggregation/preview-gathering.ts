import { sum, text } from "#kernel/decimal.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { readStock } from "#modules/inventory/store/read-stock.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import { setUpSaved } from "#modules/production/core/alike-orders.ts";
import { loadOrders } from "#modules/production/store/load-orders.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { nameShortages, shortagesOf } from "../order-shortages.ts";
import { normKeys } from "../end-work.ts";
import { stockNeeds } from "../plan-order.ts";
import { planBatch } from "./plan-batch.ts";
import { normIdsOf, releaseOfMembers } from "./return-members.ts";

type Route = typeof productionRoutes.previewGathering;

/** What gathering would make, by the same steps that do it; nothing is locked or kept. */
export async function previewGathering(
  tx: Tx,
  input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const orderIds = [...new Set(input.orderIds)];
  const found = await loadOrders(tx, orderIds);
  const planned = await planBatch(tx, found, orderIds, input, { now: viewer.now });
  if (!planned.ok) return planned;
  const { members, model, plan, quantity, batchMode, dueDate, priority } = planned.value;
  const picked = plan.norms.flatMap(({ variantId, ...norm }) =>
    variantId === null ? [] : [{ ...norm, variantId }],
  );
  const stock = await readStock(
    tx,
    [...members.flatMap(({ norms }) => normKeys(norms.values())), ...stockNeeds(picked)],
    { normIds: normIdsOf(members) },
  );
  // What they hold goes to the batch: for it, that is as good as free.
  const free = releaseOfMembers(stock, members, {
    actor: viewer.actor,
    now: viewer.now,
    newId: () => crypto.randomUUID(),
  });
  const seesCost = viewer.may("order.planned_cost");
  return ok({
    quantity,
    batchMode,
    dueDate,
    priority,
    plannedStart: plan.dates.plannedStart.toISOString(),
    plannedFinish: plan.dates.plannedFinish.toISOString(),
    setUpSaved: setUpSaved(model, members.length),
    plannedCost: seesCost ? text(plan.cost.total) : null,
    plannedApart: seesCost ? text(sum(members.map(({ order }) => order.planned.total))) : null,
    shortages: await nameShortages(tx, shortagesOf(picked, free)),
  });
}
