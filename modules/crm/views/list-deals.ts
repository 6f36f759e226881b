import { sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import { containing } from "#kernel/search.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { crmRoutes } from "../contract/routes.ts";
import { dealsOfCompany } from "./deals-of-company.ts";
import { dealMatches, dealTables, selectDealRows } from "./deal-rows.ts";

type Route = typeof crmRoutes.listDeals;

/** Newest first, which is by number. */
export async function listDeals(tx: Tx, input: Input<Route>, viewer: Viewer): Promise<Result<Output<Route>>> {
  const wishes = [sql`d.workspace_id = ${tx.workspaceId}`];
  if (input.pipelineId !== undefined) wishes.push(sql`d.pipeline_id = ${input.pipelineId}`);
  if (input.statusId !== undefined) wishes.push(sql`d.status_id = ${input.statusId}`);
  if (input.contactId !== undefined) wishes.push(sql`d.contact_id = ${input.contactId}`);
  if (input.companyId !== undefined) wishes.push(sql`d.id in (${dealsOfCompany(tx, input.companyId)})`);
  if (input.search !== undefined && input.search !== "") {
    wishes.push(dealMatches(input.search, containing(input.search)));
  }
  if (input.cursor !== undefined) {
    const after = decodeCursor(input.cursor, "n");
    if (!after.ok) return after;
    wishes.push(sql`d.number < ${after.value[0]}`);
  }
  const chosen = sql`select d.id from ${dealTables(tx)} where ${sql.join(wishes, sql` and `)}
    order by d.number desc limit ${input.limit + 1}`;
  const found = await selectDealRows(tx, viewer, chosen, sql`d.number desc`);
  const rows = found.slice(0, input.limit);
  const last = found.length > input.limit ? rows.at(-1) : undefined;
  return ok({ rows, next: last === undefined ? null : encodeCursor([last.number]) });
}
