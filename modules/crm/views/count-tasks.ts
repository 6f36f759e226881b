import { sql } from "kysely";
import { localDate } from "#kernel/calendar.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { crmRoutes } from "../contract/routes.ts";
import { ownTasks } from "./own-tasks.ts";

type Route = typeof crmRoutes.countTasks;

const mostCounted = 100;

/** What the menu shows beside Tasks: mine that are due today or before, or that I wanted to be reminded of by now. */
export async function countTasks(
  tx: Tx,
  _input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const today = localDate(viewer.now, viewer.timeZone);
  const { rows } = await sql<{ waiting: number; overdue: number }>`
    select count(*) as waiting, count(*) filter (where w.due_date < ${today}::date) as overdue
    from (
      select t.due_date from task t
      where t.workspace_id = ${tx.workspaceId} and t.done_at is null
        and (t.due_date <= ${today}::date or t.remind_at <= ${viewer.now}) and ${ownTasks(viewer)}
      limit ${mostCounted}
    ) w`.execute(tx.db);
  return ok(rows[0] ?? { waiting: 0, overdue: 0 });
}
