import { type RawBuilder, sql } from "kysely";
import type { Viewer } from "#modules/access/contract/viewer.ts";

/** What core/own-task.ts says, in SQL; the task is `t`. */
export function ownTasks(viewer: Viewer): RawBuilder<unknown> {
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
