import { sum, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { OrderOfDeal } from "#modules/crm/store/orders-of-deal.ts";
import { insertTask } from "#modules/crm/store/task.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { Act } from "../run-command.ts";

export type DealNews = "task.deal_line_changed" | "task.deal_line_removed" | "task.deal_lost";

/**
 * What a deal's own change means for the shop is the supervisors' decision: they get a task that names the orders and
 * what was spent on them so far (domain.md section 3). Nothing where no order is concerned. It is written with the
 * change itself, so that neither is ever there without the other.
 */
export async function tellProduction(
  tx: Tx,
  act: Act,
  deal: { readonly id: Id; readonly title: string },
  orders: readonly OrderOfDeal[],
  news: DealNews,
  values: Readonly<Record<string, string | null>>,
): Promise<void> {
  if (orders.length === 0) return;
  const taskId = act.newId();
  const textValues = {
    ...values,
    deal: deal.title,
    orders: orders.map(({ number }) => `№${number}`).join(", "),
    // Leaves the server only for those who may see what orders cost: modules/crm/views/task-rows.ts.
    sunkAmount: text(sum(orders.map(({ cost }) => cost))),
  };
  const task = {
    title: deal.title,
    textId: news,
    textValues,
    assigneeId: null,
    assigneeTradeId: null,
    assigneeRole: "supervisor",
    dueDate: null,
    dealId: deal.id,
    orderId: orders.length === 1 ? (orders[0]?.id ?? null) : null,
  };
  await insertTask(tx, { ...task, id: taskId, details: "", now: act.now });
  act.append({ kind: "task_added", thing: "task", thingId: taskId, version: 1, data: task });
}

const openStatuses: readonly string[] = ["pending", "aggregated", "in_progress", "partially_done"];
export const isOpen = ({ status }: OrderOfDeal): boolean => openStatuses.includes(status);
