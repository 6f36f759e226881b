import { sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { accessRoutes } from "../contract/routes.ts";
import type { Viewer } from "../contract/viewer.ts";

type Route = typeof accessRoutes.listMembers;
type Row = Output<Route>["rows"][number];

/** Those who are here first, then those who left, each by name. */
export async function listMembers(
  tx: Tx,
  input: Input<Route>,
  _viewer: Viewer,
): Promise<Result<Output<Route>>> {
  let after = sql`true`;
  if (input.cursor !== undefined) {
    const cursor = decodeCursor(input.cursor, "u");
    if (!cursor.ok) return cursor;
    after = sql`(not m.active, lower(m.name) collate "und-x-icu", m.id) > (
      select not l.active, lower(l.name) collate "und-x-icu", l.id from member l
      where l.workspace_id = ${tx.workspaceId} and l.id = ${cursor.value[0]})`;
  }
  const { rows: found } = await sql<Row>`
    select m.id, m.name, m.email, m.roles, m.trade_ids as "tradeIds", m.active,
      m.pin_hash is not null as "hasPin", m.user_id is not null as "hasPassword", m.version,
      exists (select from badge b
        where b.workspace_id = m.workspace_id and b.member_id = m.id and b.revoked_at is null) as "hasBadge"
    from member m
    where m.workspace_id = ${tx.workspaceId} and ${after}
    order by not m.active, lower(m.name) collate "und-x-icu", m.id
    limit ${input.limit + 1}`.execute(tx.db);
  const rows = found.slice(0, input.limit);
  const last = found.length > input.limit ? rows.at(-1) : undefined;
  return ok({ rows, next: last === undefined ? null : encodeCursor([last.id]) });
}
