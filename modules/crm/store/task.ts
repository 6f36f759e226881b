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
  dealId: Id | null;
  orderId?: Id | null;
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
      deal_id: row.dealId,
      order_id: row.orderId ?? null,
      created_at: row.now,
    })
    .execute();
}

export type LockedTask = {
  assigneeId: Id | null;
  assigneeTradeId: Id | null;
  assigneeRole: string | null;
  doneAt: Date | null;
  version: number;
};

export async function lockTask(tx: Tx, id: Id): Promise<LockedTask | null> {
  const row = await tx.db
    .selectFrom("task")
    .select([
      "assignee_id as assigneeId",
      "assignee_trade_id as assigneeTradeId",
      "assignee_role as assigneeRole",
      "done_at as doneAt",
      "version",
    ])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function markTaskDone(tx: Tx, id: Id, by: Id | null, now: Date, version: number): Promise<void> {
  await tx.db
    .updateTable("task")
    .set({ done_at: now, done_by: by, version })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}
