import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { productionRoutes } from "../contract/routes.ts";

type Route = typeof productionRoutes.listDefectReasons;

/** A dictionary of a few dozen words: whole, archived ones last, since old defects name them. */
export async function listDefectReasons(
  tx: Tx,
  _input: Input<Route>,
  _viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const rows = await tx.db
    .selectFrom("defect_reason")
    .select(["id", "name", "archived", "photo_id"])
    .where("workspace_id", "=", tx.workspaceId)
    .orderBy("archived")
    .orderBy("name")
    .orderBy("id")
    .execute();
  return ok({ rows: rows.map(({ photo_id: photoId, ...row }) => ({ ...row, photoId })) });
}
