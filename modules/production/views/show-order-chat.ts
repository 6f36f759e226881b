import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { filesOf } from "#modules/files/views/files-of.ts";
import type { chatRoutes } from "#modules/production/contract/chat-routes.ts";
import { findChat } from "#modules/production/store/order-chat.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { type ChatReader, readChatReaders } from "./chat-readers.ts";

type Route = typeof chatRoutes.showOrderChat;

type Row = {
  id: Id;
  number: number;
  byMemberId: Id;
  byName: string;
  text: string;
  at: Date;
  editedAt: Date | null;
  removed: boolean;
  mentions: ChatReader[] | null;
  change: Output<Route>["rows"][number]["change"];
};

/** What was said about an order, newest first. What was taken away says only that it was. */
export async function showOrderChat(
  tx: Tx,
  input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  let before: number | null = null;
  if (input.cursor !== undefined) {
    const cursor = decodeCursor(input.cursor, "n");
    if (!cursor.ok) return cursor;
    before = Math.min(Number(cursor.value[0]), 2_147_483_647);
  }
  const chat = await findChat(tx, input.orderId);
  if (chat === null) return no("order_unknown", {}, ["orderId"]);
  if (!viewer.may("chat.read", chat)) return no("not_your_order", {}, ["orderId"]);
  const me = viewer.actor.kind === "member" ? viewer.actor.memberId : null;
  const { rows: found } = await sql<Row>`
    select c.id, c.number, c.by_member as "byMemberId", m.name as "byName", c.at, c.removed,
      case when c.removed then '' else c.text end as text, c.edited_at as "editedAt",
      case when c.asks_change and not c.removed
        then json_build_object('outcome', c.change_outcome, 'answeredBy', answerer.name) end as change,
      (select json_agg(json_build_object('memberId', named.id, 'name', named.name) order by named.name, named.id)
        from order_message_mention n
        join member named on named.workspace_id = ${tx.workspaceId} and named.id = n.member_id
        where n.workspace_id = ${tx.workspaceId} and n.message_id = c.id and not c.removed) as mentions
    from order_message c
    join member m on m.workspace_id = ${tx.workspaceId} and m.id = c.by_member
    left join member answerer on answerer.workspace_id = ${tx.workspaceId} and answerer.id = c.change_answered_by
    where c.workspace_id = ${tx.workspaceId} and c.order_id = ${input.orderId}
      ${before === null ? sql`` : sql`and c.number < ${before}`}
    order by c.number desc
    limit ${input.limit + 1}`.execute(tx.db);
  const page = found.slice(0, input.limit);
  const files = await filesOf(
    tx,
    "order_message",
    page.filter((row) => !row.removed).map((row) => row.id),
  );
  const last = found.length > input.limit ? page.at(-1) : undefined;
  return ok({
    rows: page.map((row) => ({
      ...row,
      at: row.at.toISOString(),
      editedAt: row.editedAt?.toISOString() ?? null,
      mentions: row.mentions ?? [],
      files: (files.get(row.id) ?? []).map(({ role: _, ...file }) => file),
      mine: row.byMemberId === me,
    })),
    next: last === undefined ? null : encodeCursor([last.number]),
    ...(await readPosition(tx, input.orderId, me)),
    people: await readChatReaders(tx, chat),
  });
}

async function readPosition(
  tx: Tx,
  orderId: Id,
  memberId: Id | null,
): Promise<{ readTo: number; unread: number }> {
  const { rows } = await sql<{ readTo: number; unread: number }>`
    select p.read_to as "readTo", (
      select count(*)::int from order_message c
      where c.workspace_id = ${tx.workspaceId} and c.order_id = ${orderId} and c.number > p.read_to
        and not c.removed and c.by_member is distinct from ${memberId}::uuid) as unread
    from (select coalesce((
      select r.read_to from order_chat_reader r
      where r.workspace_id = ${tx.workspaceId} and r.order_id = ${orderId} and r.member_id = ${memberId}::uuid), 0) as read_to) p`.execute(
    tx.db,
  );
  return rows[0] ?? { readTo: 0, unread: 0 };
}
