import { sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { crmRoutes } from "../contract/routes.ts";

type Route = typeof crmRoutes.listPipelines;
type Row = Output<Route>["rows"][number];

export async function listPipelines(
  tx: Tx,
  _input: Input<Route>,
  _viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const statuses = (archived: boolean) => sql`coalesce((
      select jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'kind', s.kind, 'position', s.position)
        order by s.position, s.id)
      from deal_status s
      where s.workspace_id = ${tx.workspaceId} and s.pipeline_id = p.id and s.archived = ${archived}
    ), '[]')`;
  const { rows } = await sql<Row>`
    select p.id, p.name, ${statuses(false)} as statuses, ${statuses(true)} as "archivedStatuses"
    from pipeline p where p.workspace_id = ${tx.workspaceId}
    order by p.position, p.id`.execute(tx.db);
  return ok({ rows });
}
