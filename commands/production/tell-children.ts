import type { Act } from "#commands/run-command.ts";
import { atLeastZero, type Decimal, decimal, sum, text, zero } from "#kernel/decimal.ts";
import { insertTask } from "#modules/crm/store/task.ts";
import { missingOf, type Stock } from "#modules/inventory/core/stock-state.ts";
import type { OrderState } from "#modules/production/core/order-state.ts";
import { type OpenChild, openOrdersMadeFor } from "#modules/production/store/orders-made-for.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/**
 * An order that no longer needs what others are making for it: whether these go on for stock or stop is the
 * supervisors' decision, so they get a task for each, with what was spent on it so far. Nothing is cancelled by itself.
 */
export async function tellChildrenOfCancel(tx: Tx, act: Act, { order }: OrderState): Promise<void> {
  for (const child of await openOrdersMadeFor(tx, order.id)) {
    await planTask(tx, act, child, "task.parent_cancelled", { order: `№${order.number}` });
  }
}

/** The same where it needs less than before: of what comes too much now. `before` and `after` hold what it wants. */
export async function tellChildrenOfLess(
  tx: Tx,
  act: Act,
  { order }: OrderState,
  before: Stock,
  after: Stock,
): Promise<void> {
  const children = await openOrdersMadeFor(tx, order.id);
  const shelves = Map.groupBy(children, (child) => `${child.variantId}/${child.warehouseId}`);
  for (const shelf of shelves.values()) {
    const [first] = shelf;
    if (first === undefined) continue;
    const coming = sum(shelf.map((child) => decimal(child.inWork)));
    const surplus = atLeastZero(coming.minus(missingOn(after, order.id, first)));
    if (surplus.lte(atLeastZero(coming.minus(missingOn(before, order.id, first))))) continue;
    // The one made last is the one to stop first.
    const last = shelf.at(-1) ?? first;
    const values = { order: `№${order.number}`, surplusQuantity: `${text(surplus)}\t${last.unit}` };
    await planTask(tx, act, last, "task.parent_needs_less", values);
  }
}

function missingOn(stock: Stock, orderId: string, shelf: OpenChild): Decimal {
  const balance = [...stock.state.balances.values()].find(
    (one) => one.variantId === shelf.variantId && one.warehouseId === shelf.warehouseId,
  );
  if (balance === undefined) return zero;
  return sum(
    [...stock.state.reservations.values()]
      .filter((row) => row.orderId === orderId && row.balanceId === balance.id)
      .map(missingOf),
  );
}

async function planTask(
  tx: Tx,
  act: Act,
  child: OpenChild,
  textId: "task.parent_cancelled" | "task.parent_needs_less",
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const taskId = act.newId();
  const textValues = {
    ...values,
    child: `№${child.number}`,
    product: child.itemName,
    // Leaves the server only for those who may see what orders cost: modules/crm/views/task-rows.ts.
    sunkAmount: text(child.cost),
  };
  const task = {
    title: child.itemName,
    textId,
    textValues,
    assigneeId: null,
    assigneeTradeId: null,
    assigneeRole: "supervisor",
    dueDate: null,
    dealId: null,
    orderId: child.orderId,
  };
  await insertTask(tx, { ...task, id: taskId, details: "", now: act.now });
  act.append({ kind: "task_added", thing: "task", thingId: taskId, version: 1, data: task });
}
