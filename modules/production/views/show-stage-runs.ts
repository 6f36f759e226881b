import { sql } from "kysely";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import { decodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { stagePath } from "./stage-path.ts";
import { readNextRuns, runsCursorShape, type StageOfRuns, runTeller } from "./stage-runs.ts";

type Route = typeof productionRoutes.showStageRuns;

/** The runs of one stage of an order, page by page: `next` of the stage on the order's card goes on here. */
export async function showStageRuns(
  tx: Tx,
  input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const cursor = input.cursor === undefined ? null : decodeCursor(input.cursor, runsCursorShape);
  if (cursor !== null && !cursor.ok) return cursor;
  const [isOver, cycle, since, id] = cursor?.value ?? [];
  const after =
    cursor === null
      ? null
      : { isOver: isOver === 1, cycle: Number(cycle), since: new Date(String(since)), id: String(id) };
  const { rows: stages } = await sql<StageOfRuns & { order_id: string }>`
    select s.order_id, s.id, s.key, s.name, s.active, s.waits_for as "waitsFor", s.performer_kind,
      exists (select from order_norm n
        where n.workspace_id = ${tx.workspaceId} and n.order_id = s.order_id and n.order_stage_id = s.id
          and n.item_id is not null) as has_pick
    from order_stage s
    where s.workspace_id = ${tx.workspaceId} and s.order_id = (
      select own.order_id from order_stage own where own.workspace_id = ${tx.workspaceId} and own.id = ${input.stageId})
    order by s.position`.execute(tx.db);
  if (stages.length === 0) return no("stage_unknown", {}, ["stageId"]);
  const { runs, next } = await readNextRuns(tx, input.stageId, after, input.limit);
  const tell = await runTeller(tx, { stages, path: stagePath(stages), runs }, viewer);
  return ok({ rows: runs.map(tell), next });
}
