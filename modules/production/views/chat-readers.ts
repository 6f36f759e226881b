import { type RawBuilder, sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { ChatThing } from "#modules/access/contract/actions.ts";
import type { Actor, Role } from "#modules/access/contract/roles.ts";
import { may } from "#modules/access/core/may.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

type Member = Extract<Actor, { kind: "member" }>;
export type ChatReader = { readonly memberId: Id; readonly name: string };

/** Who is here and may read the chat, by name: those who can be mentioned in it. */
export async function readChatReaders(tx: Tx, chat: ChatThing): Promise<ChatReader[]> {
  const { rows } = await sql<{ id: Id; name: string; roles: Role[]; tradeIds: Id[] }>`
    select m.id, m.name, m.roles, m.trade_ids as "tradeIds"
    from member m
    where m.workspace_id = ${tx.workspaceId} and m.active
    order by lower(m.name) collate "und-x-icu", m.id`.execute(tx.db);
  return rows
    .filter(({ id, roles, tradeIds }) =>
      may({ kind: "member", memberId: id, roles, tradeIds }, "chat.read", chat),
    )
    .map(({ id, name }) => ({ memberId: id, name }));
}

/**
 * isOwnChat of modules/access/core/may.ts, said in SQL of order `o`, whose deal's manager is `dealOwner`: a test holds
 * the two against each other.
 */
export function isOwnChatOf(tx: Tx, member: Member, dealOwner: RawBuilder<unknown>): RawBuilder<boolean> {
  const { memberId, roles, tradeIds } = member;
  const words = [memberId, ...tradeIds, ...roles, "anyone"];
  return sql<boolean>`(
    (${roles.includes("sales_manager")} and ${dealOwner} = ${memberId})
    or (${roles.includes("operator")} and (
      exists (select from run r
        where r.workspace_id = ${tx.workspaceId} and r.order_id = o.id and r.state <> 'void'
          and r.open_to = any(${words}::text[]))
      or exists (select from work_interval w
        where w.workspace_id = ${tx.workspaceId} and w.order_id = o.id and not w.voided and w.member_id = ${memberId}))))`;
}
