import { sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { chatRoutes } from "#modules/production/contract/chat-routes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { isOwnChatOf } from "./chat-readers.ts";

type Route = typeof chatRoutes.listUnreadChats;
type Row = Output<Route>["rows"][number];
type Change = Omit<Output<Route>["changes"][number], "at"> & { readonly at: Date };

/** Whoever joins today has not to read what was said last year. */
const lately = 30 * 86_400_000;
const most = 500;

/**
 * Chats with something new, and what customers ask to have made otherwise: for the marks on the board, on the floor's
 * cards and on the order's tab.
 */
export async function listUnreadChats(
  tx: Tx,
  _input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const { actor, now } = viewer;
  if (actor.kind !== "member") return ok({ rows: [], changes: [] });
  const own = viewer.may("chat.any") ? sql`true` : isOwnChatOf(tx, actor, sql`d.responsible_id`);
  const { rows } = await sql<Row>`
    select fresh."orderId", fresh.unread, fresh.mentioned
    from (
      select c.order_id as "orderId", count(*)::int as unread, max(c.at) as last,
        bool_or(exists (select from order_message_mention n
          where n.workspace_id = ${tx.workspaceId} and n.message_id = c.id and n.member_id = ${actor.memberId})) as mentioned
      from order_message c
      left join order_chat_reader r
        on r.workspace_id = ${tx.workspaceId} and r.order_id = c.order_id and r.member_id = ${actor.memberId}
      where c.workspace_id = ${tx.workspaceId} and c.at > ${new Date(now.getTime() - lately)}
        and c.number > coalesce(r.read_to, 0) and not c.removed and c.by_member <> ${actor.memberId}
      group by c.order_id
    ) fresh
    join production_order o on o.workspace_id = ${tx.workspaceId} and o.id = fresh."orderId"
    left join deal d on d.workspace_id = ${tx.workspaceId} and d.id = o.deal_id
    where ${own}
    order by fresh.last desc, fresh."orderId"
    limit ${most}`.execute(tx.db);
  const { rows: changes } = await sql<Change>`
    select c.order_id as "orderId", c.id as "messageId", c.text, m.name as "byName", c.at
    from order_message c
    join member m on m.workspace_id = ${tx.workspaceId} and m.id = c.by_member
    join production_order o on o.workspace_id = ${tx.workspaceId} and o.id = c.order_id
    left join deal d on d.workspace_id = ${tx.workspaceId} and d.id = o.deal_id
    where c.workspace_id = ${tx.workspaceId} and c.asks_change and c.change_outcome is null and not c.removed and ${own}
    order by c.at desc, c.id
    limit ${most}`.execute(tx.db);
  return ok({ rows, changes: changes.map((change) => ({ ...change, at: change.at.toISOString() })) });
}
