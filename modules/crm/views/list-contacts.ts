import { type RawBuilder, sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import { containing } from "#kernel/search.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { crmRoutes } from "../contract/routes.ts";
import { matchesPhone } from "./matches-phone.ts";

type Route = typeof crmRoutes.listContacts;
export type ContactRow = Output<Route>["rows"][number];

/** In use first, then archived ones, each by name. */
export async function listContacts(
  tx: Tx,
  input: Input<Route>,
  _viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const wishes = [sql`true`];
  if (input.companyId !== undefined) wishes.push(sql`c.company_id = ${input.companyId}`);
  if (input.search !== undefined && input.search !== "") {
    const pattern = containing(input.search);
    wishes.push(sql`(c.name ilike ${pattern} or c.email ilike ${pattern} or co.name ilike ${pattern}
      or ${matchesPhone(sql.ref("c.phone"), input.search)})`);
  }
  if (input.cursor !== undefined) {
    const after = decodeCursor(input.cursor, "u");
    if (!after.ok) return after;
    wishes.push(sql`(c.archived, lower(c.name) collate "und-x-icu", c.id) > (
      select l.archived, lower(l.name) collate "und-x-icu", l.id from contact l
      where l.workspace_id = ${tx.workspaceId} and l.id = ${after.value[0]})`);
  }
  const found = await selectContacts(tx, sql.join(wishes, sql` and `), input.limit + 1);
  const rows = found.slice(0, input.limit).map(({ notes: _, ...row }) => row);
  const last = found.length > input.limit ? rows.at(-1) : undefined;
  return ok({ rows, next: last === undefined ? null : encodeCursor([last.id]) });
}

/** `where` speaks of the contact as `c` and of its company as `co`. */
export async function selectContacts(
  tx: Tx,
  where: RawBuilder<unknown>,
  limit: number,
): Promise<(ContactRow & { notes: string })[]> {
  const { rows } = await sql<ContactRow & { notes: string }>`
    select c.id, c.name, c.phone, c.email, c.company_id as "companyId", co.name as "companyName", c.archived, c.notes,
      (select count(*) from deal d
       join deal_status s on s.workspace_id = d.workspace_id and s.id = d.status_id and s.kind = 'open'
       where d.workspace_id = ${tx.workspaceId} and d.contact_id = c.id) as "openDeals"
    from contact c
    left join company co on co.workspace_id = ${tx.workspaceId} and co.id = c.company_id
    where c.workspace_id = ${tx.workspaceId} and ${where}
    order by c.archived, lower(c.name) collate "und-x-icu", c.id
    limit ${limit}`.execute(tx.db);
  return rows;
}
