import { type RawBuilder, sql } from "kysely";
import type { Output } from "#kernel/route.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { crmRoutes } from "../contract/routes.ts";

export type TaskRow = Output<typeof crmRoutes.listTasks>["rows"][number];
type Found = Omit<TaskRow, "createdAt" | "doneAt"> & { createdAt: Date; doneAt: Date | null };

/** Tasks with whom they are for, newest first. `where` speaks of the task as `t`. */
export async function selectTasks(tx: Tx, where: RawBuilder<unknown>, limit: number): Promise<TaskRow[]> {
  const { rows } = await sql<Found>`
    select t.id, t.title, t.text_id as "textId", t.text_values as "textValues", t.details,
      coalesce(m.name, tr.name) as "assigneeName", t.due_date as "dueDate", t.deal_id as "dealId",
      d.title as "dealTitle", t.order_id as "orderId", o.number as "orderNumber", t.created_at as "createdAt",
      t.done_at as "doneAt"
    from task t
    left join member m on m.workspace_id = ${tx.workspaceId} and m.id = t.assignee_id
    left join trade tr on tr.workspace_id = ${tx.workspaceId} and tr.id = t.assignee_trade_id
    left join deal d on d.workspace_id = ${tx.workspaceId} and d.id = t.deal_id
    left join production_order o on o.workspace_id = ${tx.workspaceId} and o.id = t.order_id
    where t.workspace_id = ${tx.workspaceId} and ${where}
    order by t.created_at desc, t.id desc
    limit ${limit}`.execute(tx.db);
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    doneAt: row.doneAt?.toISOString() ?? null,
  }));
}
