import { sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import { containing } from "#kernel/search.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { catalogRoutes } from "../contract/routes.ts";
import { selectItems } from "./item-rows.ts";

type Route = typeof catalogRoutes.listItems;

export async function listItems(tx: Tx, input: Input<Route>, viewer: Viewer): Promise<Result<Output<Route>>> {
  const wishes = [sql`i.archived = ${input.archived}`];
  if (input.kind !== undefined) wishes.push(sql`i.kind = ${input.kind}`);
  if (input.search !== undefined && input.search !== "") {
    const pattern = containing(input.search);
    wishes.push(sql`(i.name ilike ${pattern} or exists (
      select from variant s where s.workspace_id = ${tx.workspaceId} and s.item_id = i.id
        and (s.name ilike ${pattern} or s.sku ilike ${pattern} or s.barcode ilike ${pattern})))`);
  }
  if (input.cursor !== undefined) {
    const after = decodeCursor(input.cursor, "u");
    if (!after.ok) return after;
    // The name is looked up: a long one in Cyrillic would not fit into a cursor.
    wishes.push(sql`(lower(i.name) collate "und-x-icu", i.id) > (
      select lower(l.name) collate "und-x-icu", l.id from item l
      where l.workspace_id = ${tx.workspaceId} and l.id = ${after.value[0]})`);
  }
  const found = await selectItems(tx, viewer, sql.join(wishes, sql` and `), input.limit + 1);
  const rows = found.slice(0, input.limit);
  const last = found.length > input.limit ? rows.at(-1) : undefined;
  return ok({ rows, next: last === undefined ? null : encodeCursor([last.id]) });
}
