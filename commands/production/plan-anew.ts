import type { Id } from "#kernel/id.ts";
import type { Result } from "#kernel/result.ts";
import type { OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import { stockContextOf } from "#commands/inventory/stock-context.ts";
import type { Act } from "#commands/run-command.ts";
import { loadWorkspacePolicies } from "#modules/access/store/workspace-policies.ts";
import { reduceReservation } from "#modules/inventory/core/reduce-reservation.ts";
import type { Stock } from "#modules/inventory/core/stock-state.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import type { OrderChange } from "#modules/production/core/order-change.ts";
import type { OrderState } from "#modules/production/core/order-state.ts";
import { normsStillNeeded } from "#modules/production/core/order-needs.ts";
import { loadVersionOfOrder } from "#modules/templates/store/template-version.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { reserveNorms } from "./create-order.ts";
import { freeReservations, normKeys, receiveLots } from "./end-work.ts";
import { missingOfNorms, nameShortages } from "./order-shortages.ts";
import { saveWork } from "./order-work.ts";
import { serveParent } from "./serve-parent.ts";
import { tellChildrenOfLess } from "./tell-children.ts";
import { type OrderPlan, planOrder } from "./plan-order.ts";

/** The order's own version, worked out for what it is to be now: no later version touches it. */
export async function planAnew(
  tx: Tx,
  state: OrderState,
  asked: {
    readonly quantity: number;
    readonly upsellIds: readonly Id[];
    readonly unitAttributes?: readonly OrderAttributes[];
  },
  act: Act,
): Promise<Result<OrderPlan>> {
  const { order } = state;
  const [body, workspace] = await Promise.all([
    loadVersionOfOrder(tx, order.templateVersionId),
    loadWorkspacePolicies(tx),
  ]);
  const ofUnits =
    asked.unitAttributes ??
    // In the order of their numbers: what each needs is told by its place.
    [...state.lots.values()]
      .filter((lot) => lot.units > 0)
      .sort((a, b) => a.number.localeCompare(b.number, "en", { numeric: true }))
      .map((lot) => lot.attributes);
  const alike = ofUnits.every((own) => Object.keys(own).length === 0);
  return planOrder(tx, body, {
    variantId: order.variantId,
    quantity: asked.quantity,
    batchMode: order.batchMode,
    upsellIds: asked.upsellIds,
    attributes: order.attributes,
    unitAttributes: order.batchMode === "per_unit" && !alike ? ofUnits : [],
    now: act.now,
    dueAt: order.dueAt,
    ...workspace,
  });
}

/** Saves a change of what the order needs: reservations shrink or grow with it; answers what is still short. */
export async function saveNeeds(
  tx: Tx,
  act: Act,
  change: OrderChange,
): Promise<Awaited<ReturnType<typeof nameShortages>>> {
  const before = change.before;
  const { order } = change.state;
  const stock = await lockStock(
    tx,
    [
      ...normKeys([...before.norms.values(), ...change.state.norms.values()]),
      { variantId: order.variantId, warehouseId: order.warehouseId },
    ],
    { orderId: order.id },
  );
  let work = await serveParent(tx, receiveLots({ change, stock }, act), act);
  const needed = normsStillNeeded(work.change.state);
  let after: Stock = work.stock;
  // What is dropped or needed less is free first, also for the order's other norms.
  for (const norm of change.state.norms.values()) {
    const reservation = stock.state.reservations.get(norm.id);
    if (reservation === undefined) continue;
    const more = norm.required.minus(before.norms.get(norm.id)?.required ?? 0);
    const wanted = reservation.wanted.plus(more);
    after = reduceReservation(after, { normId: norm.id, wanted }, stockContextOf(act));
  }
  const norms = new Map(needed.map((norm) => [norm.id, norm]));
  after = reserveNorms(after, { ...work.change.state, norms }, act);
  work = freeReservations({ change: work.change, stock: after }, act);
  await saveWork(tx, act, work.change);
  await saveStock(tx, stock, work.stock, act);
  await tellChildrenOfLess(tx, act, work.change.state, stock, work.stock);
  return nameShortages(tx, missingOfNorms(needed, work.stock));
}
