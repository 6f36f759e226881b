import { sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { NoticeKind, NoticeValues, ThingOfNotice } from "../contract/kinds.ts";
import type { noticesRoutes } from "../contract/routes.ts";

type Route = typeof noticesRoutes.listNotices;

export async function listNotices(
  tx: Tx,
  input: Input<Route>,
  { actor }: Viewer,
): Promise<Result<Output<Route>>> {
  if (actor.kind !== "member") return ok({ rows: [], next: null });
  let query = tx.db
    .selectFrom("notice as n")
    .select([
      "n.id",
      "n.kind",
      "n.thing",
      "n.thing_id as thingId",
      sql<NoticeValues>`n.data`.as("values"),
      "n.created_at as createdAt",
      "n.read_at as readAt",
      // A Date has milliseconds, the column microseconds: the cursor must not lose rows between.
      sql<string>`to_char(n.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as("cursorAt"),
    ])
    .where("n.workspace_id", "=", tx.workspaceId)
    .where("n.member_id", "=", actor.memberId)
    .orderBy("n.created_at", "desc")
    .orderBy("n.id", "desc")
    .limit(input.limit + 1);
  if (input.unread !== undefined) query = query.where("n.read_at", "is", null);
  if (input.cursor !== undefined) {
    const after = decodeCursor(input.cursor, "iu");
    if (!after.ok) return after;
    const [at, id] = after.value;
    query = query.where(sql<boolean>`(n.created_at, n.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const found = await query.execute();
  const page = found.slice(0, input.limit);
  const last = found.length > input.limit ? page.at(-1) : undefined;
  return ok({
    rows: page.map(({ id, kind, thing, thingId, values, createdAt, readAt }) => ({
      id,
      kind: kind as NoticeKind,
      thing: thing as ThingOfNotice,
      thingId,
      values,
      createdAt: createdAt.toISOString(),
      read: readAt !== null,
    })),
    next: last === undefined ? null : encodeCursor([last.cursorAt, last.id]),
  });
}
