import type { Act } from "#commands/run-command.ts";
import type { Id } from "#kernel/id.ts";
import { namesOfUpsells } from "#modules/catalog/store/names-of-upsells.ts";
import type { DealOfOrder } from "#modules/crm/store/deal-of-order.ts";
import { insertTask } from "#modules/crm/store/task.ts";
import type { OrderState } from "#modules/production/core/order-state.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/**
 * An order is made with other options than its deal has sold: whether the customer pays for less, or gets a gift, is
 * the sales managers' decision, so they get a task. An order that follows its deal's own change tells nothing.
 */
export async function tellSalesOfUpsells(
  tx: Tx,
  act: Act,
  deal: DealOfOrder | null,
  before: OrderState,
  after: readonly Id[],
): Promise<void> {
  if (deal === null || sameIds(deal.upsellIds ?? before.order.upsellIds, after)) return;
  const added = after.filter((id) => !before.order.upsellIds.includes(id));
  const removed = before.order.upsellIds.filter((id) => !after.includes(id));
  const names = await namesOfUpsells(tx, [...added, ...removed]);
  const listed = (ids: readonly Id[]): string => ids.map((id) => names.get(id) ?? "—").join(", ");
  const taskId = act.newId();
  const task = {
    title: deal.title,
    textId: "task.order_upsells_changed",
    textValues: {
      deal: deal.title,
      order: `№${before.order.number}`,
      added: listed(added),
      removed: listed(removed),
      adds: added.length > 0 ? "yes" : "no",
      removes: removed.length > 0 ? "yes" : "no",
    },
    assigneeId: null,
    assigneeTradeId: null,
    assigneeRole: "sales_manager",
    dueDate: null,
    dealId: deal.id,
    orderId: before.order.id,
  };
  await insertTask(tx, { ...task, id: taskId, details: "", now: act.now });
  act.append({ kind: "task_added", thing: "task", thingId: taskId, version: 1, data: task });
}

const sameIds = (one: readonly Id[], other: readonly Id[]): boolean =>
  [...one].sort().join() === [...other].sort().join();
