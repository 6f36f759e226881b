import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type NewTask = {
  id: Id;
  title: string;
  /** What made it, for tasks that nobody typed: a key of web/texts and its values. */
  textId?: string | null;
  textValues?: Record<string, unknown> | null;
  details: string;
  assigneeId: Id | null;
  assigneeTradeId: Id | null;
  assigneeRole: string | null;
  dueDate: string | null;
  remindAt?: Date | null;
  dealId: Id | null;
  orderId?: Id | null;
  contactId?: Id | null;
  companyId?: Id | null;
  /** null: no member planned it */
  createdBy?: Id | null;
  now: Date;
};

export async function insertTask(tx: Tx, row: NewTask): Promise<void> {
  await tx.db
    .insertInto("task")
    .values({
      workspace_id: tx.workspaceId,
      id: row.id,
      title: row.title,
      text_id: row.textId ?? null,
      text_values:
        row.textValues === null || row.textValues === undefined ? null : JSON.stringify(row.textValues),
      details: row.details,
      assignee_id: row.assigneeId,
      assignee_trade_id: row.assigneeTradeId,
      assignee_role: row.assigneeRole,
      due_date: row.dueDate,
      remind_at: row.remindAt ?? null,
      deal_id: row.dealId,
      order_id: row.orderId ?? null,
      contact_id: row.contactId ?? null,
      company_id: row.companyId ?? null,
      created_by: row.createdBy ?? null,
      created_at: row.now,
    })
    .execute();
}

export type Task = {
  title: string;
  details: string;
  assigneeId: Id | null;
  assigneeTradeId: Id | null;
  assigneeRole: string | null;
  dueDate: string | null;
  remindAt: Date | null;
};
export type LockedTask = Task & { createdBy: Id | null; doneAt: Date | null; version: number };

export async function lockTask(tx: Tx, id: Id): Promise<LockedTask | null> {
  const row = await tx.db
    .selectFrom("task")
    .select([
      "title",
      "details",
      "assignee_id as assigneeId",
      "assignee_trade_id as assigneeTradeId",
      "assignee_role as assigneeRole",
      "due_date as dueDate",
      "remind_at as remindAt",
      "created_by as createdBy",
      "done_at as doneAt",
      "version",
    ])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function updateTask(tx: Tx, id: Id, changed: Partial<Task>, version: number): Promise<void> {
  const { assigneeId, assigneeTradeId, assigneeRole, dueDate, remindAt, ...columns } = changed;
  await tx.db
    .updateTable("task")
    .set({
      ...columns,
      ...(assigneeId === undefined ? {} : { assignee_id: assigneeId }),
      ...(assigneeTradeId === undefined ? {} : { assignee_trade_id: assigneeTradeId }),
      ...(assigneeRole === undefined ? {} : { assignee_role: assigneeRole }),
      ...(dueDate === undefined ? {} : { due_date: dueDate }),
      ...(remindAt === undefined ? {} : { remind_at: remindAt }),
      version,
    })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}

/** Done at a moment by somebody, or open again: both null. */
export async function markTaskDone(
  tx: Tx,
  id: Id,
  by: Id | null,
  doneAt: Date | null,
  version: number,
): Promise<void> {
  await tx.db
    .updateTable("task")
    .set({ done_at: doneAt, done_by: by, version })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}
