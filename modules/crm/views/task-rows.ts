import { type RawBuilder, sql } from "kysely";
import type { Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { crmRoutes } from "../contract/routes.ts";
import { isOwnTask, mayChangeTask } from "../core/own-task.ts";

export type TaskRow = Output<typeof crmRoutes.listTasks>["rows"][number];
type Found = Omit<TaskRow, "createdAt" | "doneAt" | "remindAt" | "mine" | "changeable"> & {
  createdAt: Date;
  doneAt: Date | null;
  remindAt: Date | null;
  createdBy: string | null;
};

/** Open ones by due date, those without one last, and of one day the newest first. */
export const byDueDate = sql`coalesce(t.due_date, 'infinity'), t.created_at desc, t.id desc`;
export const byDoneAt = sql`t.done_at desc, t.id desc`;

/** Tasks with whom they are for. `where` speaks of the task as `t`. */
export async function selectTasks(
  tx: Tx,
  viewer: Viewer,
  where: RawBuilder<unknown>,
  limit: number,
  order: RawBuilder<unknown> = byDueDate,
): Promise<TaskRow[]> {
  const { rows } = await sql<Found>`
    select t.id, t.title, t.text_id as "textId", t.text_values as "textValues", t.details,
      t.assignee_id as "assigneeId", t.assignee_trade_id as "assigneeTradeId", t.assignee_role as "assigneeRole",
      coalesce(m.name, tr.name) as "assigneeName", t.due_date as "dueDate", t.remind_at as "remindAt",
      t.deal_id as "dealId", d.title as "dealTitle", t.order_id as "orderId", o.number as "orderNumber",
      t.contact_id as "contactId", c.name as "contactName", t.company_id as "companyId", co.name as "companyName",
      t.created_at as "createdAt", t.created_by as "createdBy", t.done_at as "doneAt"
    from task t
    left join member m on m.workspace_id = ${tx.workspaceId} and m.id = t.assignee_id
    left join trade tr on tr.workspace_id = ${tx.workspaceId} and tr.id = t.assignee_trade_id
    left join deal d on d.workspace_id = ${tx.workspaceId} and d.id = t.deal_id
    left join production_order o on o.workspace_id = ${tx.workspaceId} and o.id = t.order_id
    left join contact c on c.workspace_id = ${tx.workspaceId} and c.id = t.contact_id
    left join company co on co.workspace_id = ${tx.workspaceId} and co.id = t.company_id
    where t.workspace_id = ${tx.workspaceId} and ${where}
    order by ${order}
    limit ${limit}`.execute(tx.db);
  const isOffice = viewer.may("task.write");
  return rows.map(({ createdBy, ...row }) => ({
    ...row,
    textValues: readableTextValues(row.textValues, viewer),
    remindAt: row.remindAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    doneAt: row.doneAt?.toISOString() ?? null,
    mine: isOwnTask(viewer.actor, row, isOffice),
    changeable: row.doneAt === null && mayChangeTask(viewer.actor, { ...row, createdBy }, isOffice),
  }));
}

/**
 * The values of an automatic task's sentence. What was spent is kept as `sunkAmount`; it leaves the server only for
 * those who may see what orders cost, and `shown` tells the sentence whether it is there.
 */
export function readableTextValues(values: TaskRow["textValues"], viewer: Viewer): TaskRow["textValues"] {
  if (values === null || !Object.hasOwn(values, "sunkAmount")) return values;
  const { sunkAmount, ...rest } = values;
  return viewer.may("order.cost")
    ? { ...rest, sunkAmount, shown: "yes" }
    : { ...rest, sunkAmount: null, shown: "no" };
}
