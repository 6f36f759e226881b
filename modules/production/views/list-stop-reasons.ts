import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { productionRoutes } from "../contract/routes.ts";

type Route = typeof productionRoutes.listStopReasons;

/** A dictionary of a dozen words: whole, archived ones among them, since old pauses name them. */
export async function listStopReasons(
  tx: Tx,
  _input: Input<Route>,
  _viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const rows = await tx.db
    .selectFrom("stop_reason")
    .select(["id", "kind", "name", "paid", "archived"])
    .where("workspace_id", "=", tx.workspaceId)
    .orderBy("archived")
    .orderBy("kind", "desc")
    .orderBy("id")
    .execute();
  return ok({ rows: rows.map((row) => ({ ...row, kind: row.kind === "block" ? "block" : "pause" })) });
}
