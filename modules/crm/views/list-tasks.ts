import { sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { crmRoutes } from "../contract/routes.ts";
import { ownTasks } from "./own-tasks.ts";
import { byDoneAt, byDueDate, selectTasks } from "./task-rows.ts";

type Route = typeof crmRoutes.listTasks;

export async function listTasks(tx: Tx, input: Input<Route>, viewer: Viewer): Promise<Result<Output<Route>>> {
  const wishes = [input.done ? sql`t.done_at is not null` : sql`t.done_at is null`];
  // Everybody's are for those who plan them; whoever only works has their own.
  if (input.whose === "mine" || !viewer.may("task.write")) wishes.push(ownTasks(viewer));
  if (input.dealId !== undefined) wishes.push(sql`t.deal_id = ${input.dealId}`);
  if (input.contactId !== undefined) wishes.push(sql`t.contact_id = ${input.contactId}`);
  if (input.companyId !== undefined) wishes.push(sql`t.company_id = ${input.companyId}`);
  if (input.cursor !== undefined) {
    const after = decodeCursor(input.cursor, "u");
    if (!after.ok) return after;
    // The instants are looked up: as a text they would lose their microseconds.
    const last = sql`from task l where l.workspace_id = ${tx.workspaceId} and l.id = ${after.value[0]}`;
    wishes.push(
      input.done
        ? sql`(t.done_at, t.id) < (select l.done_at, l.id ${last})`
        : sql`(coalesce(t.due_date, 'infinity') > (select coalesce(l.due_date, 'infinity') ${last})
            or coalesce(t.due_date, 'infinity') = (select coalesce(l.due_date, 'infinity') ${last})
              and (t.created_at, t.id) < (select l.created_at, l.id ${last}))`,
    );
  }
  const order = input.done ? byDoneAt : byDueDate;
  const found = await selectTasks(tx, viewer, sql.join(wishes, sql` and `), input.limit + 1, order);
  const rows = found.slice(0, input.limit);
  const last = found.length > input.limit ? rows.at(-1) : undefined;
  return ok({ rows, next: last === undefined ? null : encodeCursor([last.id]) });
}
