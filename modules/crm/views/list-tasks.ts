import { type RawBuilder, sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { crmRoutes } from "../contract/routes.ts";
import { selectTasks } from "./task-rows.ts";

type Route = typeof crmRoutes.listTasks;

export async function listTasks(tx: Tx, input: Input<Route>, viewer: Viewer): Promise<Result<Output<Route>>> {
  const wishes = [input.done ? sql`t.done_at is not null` : sql`t.done_at is null`, ownTasks(viewer)];
  if (input.cursor !== undefined) {
    const after = decodeCursor(input.cursor, "u");
    if (!after.ok) return after;
    // The instant is looked up: as a text it would lose its microseconds.
    wishes.push(sql`(t.created_at, t.id) < (
      select l.created_at, l.id from task l where l.workspace_id = ${tx.workspaceId} and l.id = ${after.value[0]})`);
  }
  const found = await selectTasks(tx, sql.join(wishes, sql` and `), input.limit + 1);
  const rows = found.slice(0, input.limit);
  const last = found.length > input.limit ? rows.at(-1) : undefined;
  return ok({ rows, next: last === undefined ? null : encodeCursor([last.id]) });
}

/** What core/own-task.ts says, in SQL. */
function ownTasks(viewer: Viewer): RawBuilder<unknown> {
  const { actor } = viewer;
  if (actor.kind !== "member") return sql`false`;
  const mine = sql`t.assignee_id = ${actor.memberId}`;
  if (actor.roles.some((role) => role === "owner" || role === "admin")) {
    return sql`(${mine} or t.assignee_id is null)`;
  }
  const nobodys = viewer.may("task.write")
    ? sql`(t.assignee_trade_id is null and t.assignee_role is null)`
    : sql`false`;
  return sql`(${mine} or t.assignee_id is null and (
    t.assignee_trade_id = any(${[...actor.tradeIds]}::uuid[])
    or t.assignee_role = any(${[...actor.roles]}::text[])
    or ${nobodys}))`;
}
