import { sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { noticesRoutes } from "../contract/routes.ts";

type Route = typeof noticesRoutes.countNotices;

const mostCounted = 100;

export async function countNotices(
  tx: Tx,
  _input: Input<Route>,
  { actor }: Viewer,
): Promise<Result<Output<Route>>> {
  if (actor.kind !== "member") return ok({ unread: 0 });
  const { rows } = await sql<{ unread: number }>`
    select count(*)::integer as unread from (
      select from notice
      where workspace_id = ${tx.workspaceId} and member_id = ${actor.memberId} and read_at is null
      limit ${mostCounted}
    ) as counted`.execute(tx.db);
  return ok({ unread: rows[0]?.unread ?? 0 });
}
