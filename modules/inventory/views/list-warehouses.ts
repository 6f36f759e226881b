import { sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { inventoryRoutes } from "../contract/routes.ts";

type Route = typeof inventoryRoutes.listWarehouses;
type Row = Output<Route>["rows"][number];

/** All of them, by name; a workspace has few. */
export async function listWarehouses(
  tx: Tx,
  _input: Input<Route>,
  _viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const { rows } = await sql<Row>`
    select w.id, w.name, w.archived from warehouse w
    where w.workspace_id = ${tx.workspaceId}
    order by w.archived, lower(w.name) collate "und-x-icu", w.id`.execute(tx.db);
  return ok({ rows });
}
