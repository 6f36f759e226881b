import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { accessRoutes } from "../contract/routes.ts";
import type { Viewer } from "../contract/viewer.ts";

type Route = typeof accessRoutes.listDevices;

/** Newest first; old revoked ones fall off the end. */
const mostShown = 500;

export async function listDevices(
  tx: Tx,
  _input: Input<Route>,
  _viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const rows = await tx.db
    .selectFrom("device as d")
    .innerJoin("member as m", (join) =>
      join.onRef("m.workspace_id", "=", "d.workspace_id").onRef("m.id", "=", "d.registered_by"),
    )
    .select(["d.id", "d.name", "d.registered_at", "d.revoked_at", "m.name as registeredBy"])
    .where("d.workspace_id", "=", tx.workspaceId)
    .orderBy((order) => order("d.revoked_at", "is not", null))
    .orderBy("d.registered_at", "desc")
    .orderBy("d.id")
    .limit(mostShown)
    .execute();
  return ok({
    rows: rows.map(({ id, name, registeredBy, registered_at: at, revoked_at: revokedAt }) => ({
      id,
      name,
      registeredAt: at.toISOString(),
      registeredBy,
      revoked: revokedAt !== null,
    })),
  });
}
