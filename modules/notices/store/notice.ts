import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Role } from "#modules/access/contract/roles.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { NoticeKind, NoticeValues, ThingOfNotice } from "../contract/kinds.ts";
import type { PossibleRecipient } from "../core/choose-recipients.ts";

export type NewNotice = {
  readonly id: Id;
  readonly memberId: Id;
  readonly kind: NoticeKind;
  readonly thing: ThingOfNotice;
  readonly thingId: Id;
  readonly values: NoticeValues;
};

/** Writes those that are wanted, once each; answers whom they reached. */
export async function insertNotices(tx: Tx, notices: readonly NewNotice[], now: Date): Promise<Id[]> {
  const rows = notices.map((notice) => ({
    id: notice.id,
    member_id: notice.memberId,
    kind: notice.kind,
    thing: notice.thing,
    thing_id: notice.thingId,
    data: notice.values,
  }));
  const { rows: reached } = await sql<{ memberId: Id }>`
    insert into notice (workspace_id, id, member_id, kind, thing, thing_id, data, created_at)
    select ${tx.workspaceId}, n.id, n.member_id, n.kind, n.thing, n.thing_id, n.data, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as n(id uuid, member_id uuid, kind text, thing text, thing_id uuid, data jsonb)
    where not exists (
      select from notice_setting s
      where s.workspace_id = ${tx.workspaceId} and s.member_id = n.member_id and s.kind = n.kind and not s.told)
    on conflict (workspace_id, id) do nothing
    returning member_id as "memberId"`.execute(tx.db);
  return reached.map(({ memberId }) => memberId);
}

/** How many of these are the member's own. */
export async function countOwn(tx: Tx, memberId: Id, ids: readonly Id[]): Promise<number> {
  const { count } = await tx.db
    .selectFrom("notice")
    .select(sql<number>`count(*)::integer`.as("count"))
    .where("workspace_id", "=", tx.workspaceId)
    .where("member_id", "=", memberId)
    .where("id", "in", [...ids])
    .executeTakeFirstOrThrow();
  return count;
}

/** Those that were read already stay as they were. Null: all that the member has. */
export async function markRead(tx: Tx, memberId: Id, ids: readonly Id[] | null, now: Date): Promise<void> {
  let update = tx.db
    .updateTable("notice")
    .set({ read_at: now })
    .where("workspace_id", "=", tx.workspaceId)
    .where("member_id", "=", memberId)
    .where("read_at", "is", null);
  if (ids !== null) update = update.where("id", "in", [...ids]);
  await update.execute();
}

/** Whoever has read the chat so far has read where they are mentioned in it. */
export async function markMentionsRead(
  tx: Tx,
  memberId: Id,
  { orderId, readTo }: { readonly orderId: Id; readonly readTo: number },
  now: Date,
): Promise<void> {
  await sql`
    update notice n set read_at = ${now}
    from order_message c
    where n.workspace_id = ${tx.workspaceId} and n.member_id = ${memberId} and n.read_at is null
      and n.thing = 'order_message' and c.workspace_id = ${tx.workspaceId} and c.id = n.thing_id
      and c.order_id = ${orderId} and c.number <= ${readTo}`.execute(tx.db);
}

export async function saveSetting(
  tx: Tx,
  row: { readonly id: Id; readonly memberId: Id; readonly kind: NoticeKind; readonly told: boolean },
): Promise<void> {
  await tx.db
    .insertInto("notice_setting")
    .values({
      workspace_id: tx.workspaceId,
      id: row.id,
      member_id: row.memberId,
      kind: row.kind,
      told: row.told,
    })
    .onConflict((conflict) =>
      conflict.columns(["workspace_id", "member_id", "kind"]).doUpdateSet({ told: row.told }),
    )
    .execute();
}

/** How many went. */
export async function deleteOldNotices(tx: Tx, before: Date): Promise<number> {
  const { numDeletedRows } = await tx.db
    .deleteFrom("notice")
    .where("workspace_id", "=", tx.workspaceId)
    .where("created_at", "<", before)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** All who are active: a workspace has tens, at most hundreds. */
export async function listPossibleRecipients(tx: Tx): Promise<PossibleRecipient[]> {
  const rows = await tx.db
    .selectFrom("member")
    .select(["id", "roles", "trade_ids as tradeIds"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("active", "=", true)
    .orderBy("id")
    .execute();
  return rows.map(({ id, roles, tradeIds }) => ({ id, roles: roles as Role[], tradeIds }));
}
