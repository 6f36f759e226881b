import { sql } from "kysely";
import type { Id, NewId } from "#kernel/id.ts";
import type { changeOutcomes } from "#modules/production/contract/chat-routes.ts";
import type { ChatThing } from "#modules/access/contract/actions.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** Whose chat it is, for the one function that says who may read it. Null: no such order. */
export async function findChat(tx: Tx, orderId: Id): Promise<ChatThing | null> {
  const { rows } = await sql<ChatThing>`
    select d.responsible_id as "dealOwnerId",
      array(select distinct r.open_to from run r
        where r.workspace_id = ${tx.workspaceId} and r.order_id = o.id and r.state <> 'void') as "openTo",
      array(select distinct w.member_id::text from work_interval w
        where w.workspace_id = ${tx.workspaceId} and w.order_id = o.id and not w.voided) as "workerIds"
    from production_order o
    left join deal d on d.workspace_id = ${tx.workspaceId} and d.id = o.deal_id
    where o.workspace_id = ${tx.workspaceId} and o.id = ${orderId}`.execute(tx.db);
  return rows[0] ?? null;
}

/** The next number of the order's chat, whose row stays locked: others wait, and come after. */
export async function takeMessageNumber(tx: Tx, orderId: Id, newId: NewId): Promise<number> {
  const { rows } = await sql<{ last_number: number }>`
    insert into order_chat (workspace_id, id, order_id, last_number)
    values (${tx.workspaceId}, ${newId()}, ${orderId}, 1)
    on conflict (workspace_id, order_id) do update set last_number = order_chat.last_number + 1
    returning last_number`.execute(tx.db);
  const number = rows[0]?.last_number;
  if (number === undefined) throw new Error(`The chat of order ${orderId} gave no number`);
  return number;
}

export async function insertMessage(
  tx: Tx,
  row: {
    readonly id: Id;
    readonly orderId: Id;
    readonly number: number;
    readonly byMember: Id;
    readonly text: string;
    readonly at: Date;
    readonly asksChange: boolean;
  },
): Promise<void> {
  await tx.db
    .insertInto("order_message")
    .values({
      workspace_id: tx.workspaceId,
      id: row.id,
      order_id: row.orderId,
      number: row.number,
      by_member: row.byMember,
      text: row.text,
      at: row.at,
      asks_change: row.asksChange,
    })
    .execute();
}

export type LockedMessage = {
  readonly id: Id;
  readonly orderId: Id;
  readonly byMember: Id;
  readonly text: string;
  readonly removed: boolean;
  readonly version: number;
  readonly hasFiles: boolean;
  readonly asksChange: boolean;
  readonly changeOutcome: ChangeOutcome | null;
};

type ChangeOutcome = (typeof changeOutcomes)[number];

export async function lockMessage(tx: Tx, messageId: Id): Promise<LockedMessage | null> {
  const { rows } = await sql<LockedMessage>`
    select m.id, m.order_id as "orderId", m.by_member as "byMember", m.text, m.removed, m.version,
      m.asks_change as "asksChange", m.change_outcome as "changeOutcome",
      exists (select from file_link l where l.workspace_id = ${tx.workspaceId} and l.thing = 'order_message'
        and l.thing_id = m.id and l.removed_at is null) as "hasFiles"
    from order_message m
    where m.workspace_id = ${tx.workspaceId} and m.id = ${messageId}
    for no key update of m`.execute(tx.db);
  return rows[0] ?? null;
}

export async function updateMessage(
  tx: Tx,
  messageId: Id,
  row: { readonly text: string; readonly editedAt: Date; readonly version: number },
): Promise<void> {
  await tx.db
    .updateTable("order_message")
    .set({ text: row.text, edited_at: row.editedAt, version: row.version })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", messageId)
    .execute();
}

export async function answerChange(
  tx: Tx,
  messageId: Id,
  row: { readonly outcome: ChangeOutcome | null; readonly answeredBy: Id | null; readonly version: number },
): Promise<void> {
  await tx.db
    .updateTable("order_message")
    .set({ change_outcome: row.outcome, change_answered_by: row.answeredBy, version: row.version })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", messageId)
    .execute();
}

export async function markMessageRemoved(
  tx: Tx,
  messageId: Id,
  removed: boolean,
  version: number,
): Promise<void> {
  await tx.db
    .updateTable("order_message")
    .set({ removed, version })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", messageId)
    .execute();
}

/** These and no others are mentioned. */
export async function setMentions(
  tx: Tx,
  messageId: Id,
  memberIds: readonly Id[],
  newId: NewId,
): Promise<void> {
  await sql`delete from order_message_mention
    where workspace_id = ${tx.workspaceId} and message_id = ${messageId}
      and member_id <> all(${memberIds}::uuid[])`.execute(tx.db);
  if (memberIds.length === 0) return;
  await tx.db
    .insertInto("order_message_mention")
    .values(
      memberIds.map((memberId) => ({
        workspace_id: tx.workspaceId,
        id: newId(),
        message_id: messageId,
        member_id: memberId,
      })),
    )
    .onConflict((conflict) => conflict.columns(["workspace_id", "message_id", "member_id"]).doNothing())
    .execute();
}

/** Null where the member had read as far already. */
export async function raiseReadTo(
  tx: Tx,
  row: { readonly id: Id; readonly orderId: Id; readonly memberId: Id; readonly readTo: number },
): Promise<{ readonly id: Id; readonly version: number } | null> {
  const { rows } = await sql<{ id: Id; version: number }>`
    insert into order_chat_reader as r (workspace_id, id, order_id, member_id, read_to)
    select ${tx.workspaceId}, ${row.id}, c.order_id, ${row.memberId}, least(c.last_number, ${row.readTo}::int)
    from order_chat c
    where c.workspace_id = ${tx.workspaceId} and c.order_id = ${row.orderId} and least(c.last_number, ${row.readTo}::int) > 0
    on conflict (workspace_id, order_id, member_id) do update
      set read_to = excluded.read_to, version = r.version + 1
      where r.read_to < excluded.read_to
    returning id, version`.execute(tx.db);
  return rows[0] ?? null;
}
