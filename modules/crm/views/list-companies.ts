import { type RawBuilder, sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import { containing } from "#kernel/search.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { crmRoutes } from "../contract/routes.ts";
import { dealsOfCompany } from "./deals-of-company.ts";
import { matchesPhone } from "./matches-phone.ts";

type Route = typeof crmRoutes.listCompanies;
type Row = Output<Route>["rows"][number];

/** In use first, then archived ones, each by name. */
export async function listCompanies(
  tx: Tx,
  input: Input<Route>,
  _viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const wishes = [sql`true`];
  if (input.search !== undefined && input.search !== "") {
    const pattern = containing(input.search);
    wishes.push(sql`(co.name ilike ${pattern} or co.email ilike ${pattern}
      or ${matchesPhone(sql.ref("co.phone"), input.search)})`);
  }
  if (input.cursor !== undefined) {
    const after = decodeCursor(input.cursor, "u");
    if (!after.ok) return after;
    wishes.push(sql`(co.archived, lower(co.name) collate "und-x-icu", co.id) > (
      select l.archived, lower(l.name) collate "und-x-icu", l.id from company l
      where l.workspace_id = ${tx.workspaceId} and l.id = ${after.value[0]})`);
  }
  const found = await selectCompanies(tx, sql.join(wishes, sql` and `), input.limit + 1);
  const rows = found.slice(0, input.limit).map(({ notes: _, ...row }) => row);
  const last = found.length > input.limit ? rows.at(-1) : undefined;
  return ok({ rows, next: last === undefined ? null : encodeCursor([last.id]) });
}

/** `where` speaks of the company as `co`. */
export async function selectCompanies(
  tx: Tx,
  where: RawBuilder<unknown>,
  limit: number,
): Promise<(Row & { notes: string })[]> {
  const { rows } = await sql<Row & { notes: string }>`
    select co.id, co.name, co.phone, co.email, co.archived, co.notes,
      (select count(*) from contact c where c.workspace_id = ${tx.workspaceId} and c.company_id = co.id
        and not c.archived) as contacts,
      (select count(*) from deal o
       join deal_status s on s.workspace_id = o.workspace_id and s.id = o.status_id and s.kind = 'open'
       where o.workspace_id = ${tx.workspaceId} and o.id in (${dealsOfCompany(tx, sql.ref("co.id"))})) as "openDeals"
    from company co
    where co.workspace_id = ${tx.workspaceId} and ${where}
    order by co.archived, lower(co.name) collate "und-x-icu", co.id
    limit ${limit}`.execute(tx.db);
  return rows;
}
