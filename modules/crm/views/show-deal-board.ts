import { sql } from "kysely";
import { type Decimal, text } from "#kernel/decimal.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import { containing } from "#kernel/search.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { crmRoutes } from "../contract/routes.ts";
import { dealMatches, dealTables, revenueOf, selectDealRows } from "./deal-rows.ts";

type Route = typeof crmRoutes.showDealBoard;
type Board = Output<Route>;
type Column = Omit<Board["columns"][number], "deals" | "revenue"> & {
  revenue: Decimal | null;
  pipelineId: string;
};

const dealsOfColumn = 50;

/** Two statements: the columns with their sums, and the newest deals of every column. */
export async function showDealBoard(tx: Tx, input: Input<Route>, viewer: Viewer): Promise<Result<Board>> {
  const { search } = input;
  const matches = search === undefined || search === "" ? sql`true` : dealMatches(search, containing(search));
  const columns = await findColumns(tx, input.pipelineId, matches, viewer.may("deal.money"));
  const [first] = columns;
  if (first === undefined) return no("pipeline_unknown", {}, ["pipelineId"]);

  const chosen = sql`
    select newest.id from deal_status b
    cross join lateral (
      select d.id from ${dealTables(tx)}
      where d.workspace_id = ${tx.workspaceId} and d.status_id = b.id and ${matches}
      order by d.status_since desc, d.id limit ${dealsOfColumn}
    ) newest
    where b.workspace_id = ${tx.workspaceId} and b.pipeline_id = ${first.pipelineId} and not b.archived`;
  const deals = await selectDealRows(tx, viewer, chosen, sql`d.status_since desc, d.id`);
  return ok({
    pipelineId: first.pipelineId,
    columns: columns.map(({ pipelineId: _, revenue, ...column }) => ({
      ...column,
      revenue: revenue === null ? null : text(revenue),
      deals: deals.filter((deal) => deal.statusId === column.id),
    })),
  });
}

async function findColumns(
  tx: Tx,
  pipelineId: string | undefined,
  matches: ReturnType<typeof sql>,
  seesMoney: boolean,
): Promise<Column[]> {
  // The sum walks every line of the column; a reader who may not see it does not pay for it.
  const revenue = seesMoney
    ? sql`(select ${revenueOf(tx, "l")} from deal_line l
           where l.workspace_id = ${tx.workspaceId} and l.deal_id = d.id and not l.removed)`
    : sql`null::numeric`;
  const { rows } = await sql<Column>`
    with shown as (
      select p.id from pipeline p
      where p.workspace_id = ${tx.workspaceId} and (${pipelineId ?? null}::uuid is null or p.id = ${pipelineId ?? null})
      order by p.position, p.id limit 1
    )
    select b.id, b.name, b.kind, b.position, b.pipeline_id as "pipelineId", coalesce(n.count, 0) as count,
      ${seesMoney ? sql`coalesce(n.revenue, 0)` : sql`null::numeric`} as revenue
    from deal_status b
    left join (
      select d.status_id, count(*) as count, sum(${revenue}) as revenue
      from ${dealTables(tx)}
      where d.workspace_id = ${tx.workspaceId} and d.pipeline_id = (select id from shown) and ${matches}
      group by d.status_id
    ) n on n.status_id = b.id
    where b.workspace_id = ${tx.workspaceId} and b.pipeline_id = (select id from shown) and not b.archived
    order by b.position, b.id`.execute(tx.db);
  return rows;
}
