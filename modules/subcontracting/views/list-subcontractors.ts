import { type RawBuilder, sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import { containing } from "#kernel/search.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { subcontractingRoutes } from "../contract/routes.ts";

type Route = typeof subcontractingRoutes.listSubcontractors;
type Row = Output<Route>["rows"][number];
export type SubcontractorRow = Row & { notes: string; contactId: string | null };

/** By name; archived ones only where they are asked for, and then last. */
export async function listSubcontractors(
  tx: Tx,
  input: Input<Route>,
  _viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const wishes = [input.archived ? sql`true` : sql`not s.archived`];
  if (input.search !== undefined && input.search !== "") {
    const pattern = containing(input.search);
    wishes.push(sql`concat_ws(' ', s.name, s.services, s.contact_person, s.email, s.phone) ilike ${pattern}`);
  }
  if (input.cursor !== undefined) {
    const after = decodeCursor(input.cursor, "u");
    if (!after.ok) return after;
    wishes.push(sql`(s.archived, lower(s.name) collate "und-x-icu", s.id) > (
      select l.archived, lower(l.name) collate "und-x-icu", l.id from subcontractor l
      where l.workspace_id = ${tx.workspaceId} and l.id = ${after.value[0]})`);
  }
  const found = await selectSubcontractors(tx, sql.join(wishes, sql` and `), input.limit + 1);
  const rows = found.slice(0, input.limit).map(({ notes: _, contactId: __, ...row }) => row);
  const last = found.length > input.limit ? rows.at(-1) : undefined;
  return ok({ rows, next: last === undefined ? null : encodeCursor([last.id]) });
}

/** `where` speaks of the subcontractor as `s`. */
export async function selectSubcontractors(
  tx: Tx,
  where: RawBuilder<unknown>,
  limit: number,
): Promise<SubcontractorRow[]> {
  const { rows } = await sql<SubcontractorRow>`
    select s.id, s.name, s.services, s.contact_person as "contactPerson", s.phone, s.email, s.archived, s.notes,
      s.contact_id as "contactId",
      (select count(*) from (
        select distinct on (lower(p.service)) p.withdrawn from subcontractor_price p
        where p.workspace_id = ${tx.workspaceId} and p.subcontractor_id = s.id
        order by lower(p.service), p.valid_from desc, p.id desc) as offer where not offer.withdrawn) as prices,
      standing.orders, standing.units
    from subcontractor s
    cross join lateral (
      select count(distinct r.order_id) as orders, coalesce(sum(r.units), 0)::integer as units from run r
      where r.workspace_id = ${tx.workspaceId} and r.performer_subcontractor_id = s.id
        and r.state in ('waiting', 'in_progress', 'paused', 'blocked', 'held', 'escalated')
    ) standing
    where s.workspace_id = ${tx.workspaceId} and ${where}
    order by s.archived, lower(s.name) collate "und-x-icu", s.id
    limit ${limit}`.execute(tx.db);
  return rows;
}
