import { sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import { containing } from "#kernel/search.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { crmRoutes } from "../contract/routes.ts";
import { matchesPhone } from "./matches-phone.ts";

type Route = typeof crmRoutes.listCompanies;
type Row = Output<Route>["rows"][number];

/** In use first, then archived ones, each by name. */
export async function listCompanies(
  tx: Tx,
  input: Input<Route>,
  _viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const wishes = [sql`co.workspace_id = ${tx.workspaceId}`];
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
  const { rows: found } = await sql<Row>`
    select co.id, co.name, co.phone, co.email, co.archived,
      (select count(*) from contact c where c.workspace_id = ${tx.workspaceId} and c.company_id = co.id
        and not c.archived) as contacts,
      (select count(*) from deal d
       join deal_status s on s.workspace_id = d.workspace_id and s.id = d.status_id and s.kind = 'open'
       where d.workspace_id = ${tx.workspaceId} and d.company_id = co.id) as "openDeals"
    from company co
    where ${sql.join(wishes, sql` and `)}
    order by co.archived, lower(co.name) collate "und-x-icu", co.id
    limit ${input.limit + 1}`.execute(tx.db);
  const rows = found.slice(0, input.limit);
  const last = found.length > input.limit ? rows.at(-1) : undefined;
  return ok({ rows, next: last === undefined ? null : encodeCursor([last.id]) });
}
