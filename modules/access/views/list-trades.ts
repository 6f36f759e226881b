import { sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { accessRoutes } from "../contract/routes.ts";
import type { Viewer } from "../contract/viewer.ts";

type Route = typeof accessRoutes.listTrades;

export async function listTrades(
  tx: Tx,
  _input: Input<Route>,
  _viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const rows = await tx.db
    .selectFrom("trade")
    .select(["id", "name", "archived"])
    .where("workspace_id", "=", tx.workspaceId)
    .orderBy("archived")
    .orderBy(sql`lower(name) collate "und-x-icu"`)
    .execute();
  return ok({ rows });
}
