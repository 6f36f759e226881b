import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { accessRoutes } from "../contract/routes.ts";
import type { Viewer } from "../contract/viewer.ts";

type Route = typeof accessRoutes.listOffline;

/** A floor tells of itself every 20 seconds: after a minute, three such words are missing. */
export const silenceSeconds = 60;

/**
 * Who has work running and a floor that has been silent for too long. Not who has never been heard of since that work
 * began: somebody else began it for them, from the office, and there is no floor that could be cut off.
 */
export async function listOffline(
  tx: Tx,
  _input: Input<Route>,
  { now }: Viewer,
): Promise<Result<Output<Route>>> {
  const silent = new Date(now.getTime() - silenceSeconds * 1000);
  const { rows } = await sql<{ memberId: Id; since: Date }>`
    select p.id as "memberId", p.heard_at as since
    from work_interval i
    join presence p on p.workspace_id = i.workspace_id and p.id = i.member_id
    where i.workspace_id = ${tx.workspaceId} and i.ended_at is null and i.kind = 'work' and i.leads
      and p.heard_at < ${silent} and p.heard_at > i.started_at - ${`${silenceSeconds} seconds`}::interval
    order by p.heard_at, p.id
    limit 500`.execute(tx.db);
  return ok({ rows: rows.map(({ memberId, since }) => ({ memberId, since: since.toISOString() })) });
}
