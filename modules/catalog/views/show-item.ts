import { sql } from "kysely";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { catalogRoutes } from "../contract/routes.ts";
import { selectItems } from "./item-rows.ts";

type Route = typeof catalogRoutes.showItem;

export async function showItem(tx: Tx, input: Input<Route>, viewer: Viewer): Promise<Result<Output<Route>>> {
  const [item] = await selectItems(tx, viewer, sql`i.id = ${input.itemId}`, 1);
  return item === undefined ? no("item_unknown", {}, ["itemId"]) : ok(item);
}
