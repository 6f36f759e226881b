import { sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import { containing } from "#kernel/search.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { templatesRoutes } from "../contract/routes.ts";
import { openOrders } from "./open-orders.ts";

type Route = typeof templatesRoutes.listTemplates;
type Row = Omit<Output<Route>["rows"][number], "changedAt"> & { changedAt: Date };

/** By name as people sort, with the stages of the current version. */
export async function listTemplates(
  tx: Tx,
  input: Input<Route>,
  _viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const wishes = [sql`t.archived = ${input.archived}`];
  if (input.search !== undefined && input.search !== "") {
    const pattern = containing(input.search);
    wishes.push(sql`(t.name ilike ${pattern} or i.name ilike ${pattern})`);
  }
  if (input.cursor !== undefined) {
    const after = decodeCursor(input.cursor, "u");
    if (!after.ok) return after;
    // The cursor carries no name: 200 letters of it would outgrow what a cursor may be.
    wishes.push(sql`(lower(t.name) collate "und-x-icu", t.id) > (
      select lower(c.name), c.id from template c where c.workspace_id = ${tx.workspaceId} and c.id = ${after.value[0]})`);
  }
  // Open orders are counted in one pass, and only those of the page's templates.
  const { rows: found } = await sql<Row>`
    with page as materialized (
      select t.id, t.name, t.item_id, i.name as item_name, t.current_number, t.archived
      from template t
      join item i on i.workspace_id = t.workspace_id and i.id = t.item_id
      where t.workspace_id = ${tx.workspaceId} and ${sql.join(wishes, sql` and `)}
      order by lower(t.name) collate "und-x-icu", t.id
      limit ${input.limit + 1}
    ), open as (
      select v.template_id, count(*) as orders
      from page
      join template_version v on v.workspace_id = ${tx.workspaceId} and v.template_id = page.id
      join production_order o
        on o.workspace_id = ${tx.workspaceId} and o.template_version_id = v.id and ${openOrders}
      group by v.template_id
    )
    select page.id, page.name, page.item_id as "itemId", page.item_name as "itemName",
      page.current_number as "currentNumber",
      array(
        select s.stage ->> 'name' from jsonb_array_elements(tv.body -> 'stages') with ordinality as s(stage, place)
        order by s.place
      ) as "stageNames",
      page.archived, tv.created_at as "changedAt", coalesce(open.orders, 0) as "openOrders"
    from page
    join template_version tv on tv.workspace_id = ${tx.workspaceId} and tv.template_id = page.id
      and tv.number = page.current_number
    left join open on open.template_id = page.id
    order by lower(page.name) collate "und-x-icu", page.id`.execute(tx.db);
  const rows = found.slice(0, input.limit);
  const last = found.length > input.limit ? rows.at(-1) : undefined;
  return ok({
    rows: rows.map((row) => ({ ...row, changedAt: row.changedAt.toISOString() })),
    next: last === undefined ? null : encodeCursor([last.id]),
  });
}
