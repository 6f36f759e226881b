import { sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { stocktakeRoutes } from "../contract/stocktake-routes.ts";

type Route = typeof stocktakeRoutes.listStocktakes;
type Row = Omit<Output<Route>["rows"][number], "startedAt" | "endedAt"> & {
  startedAt: Date;
  endedAt: Date | null;
};

/** Newest first. */
export async function listStocktakes(tx: Tx, input: Input<Route>): Promise<Result<Output<Route>>> {
  const wishes = [sql`s.workspace_id = ${tx.workspaceId}`];
  if (input.warehouseId !== undefined) wishes.push(sql`s.warehouse_id = ${input.warehouseId}`);
  if (input.cursor !== undefined) {
    const after = decodeCursor(input.cursor, "iu");
    if (!after.ok) return after;
    wishes.push(sql`(s.started_at, s.id) < (${after.value[0]}::timestamptz, ${after.value[1]}::uuid)`);
  }
  const { rows: found } = await sql<Row>`
    select s.id, s.warehouse_id as "warehouseId", w.name as "warehouseName", s.state, s.note,
      s.started_at as "startedAt", b.name as "startedByName", s.ended_at as "endedAt", s.adjusted,
      (select count(*)::int from stocktake_line l
        where l.workspace_id = s.workspace_id and l.stocktake_id = s.id and not l.removed) as counted
    from stocktake s
    join warehouse w on w.workspace_id = s.workspace_id and w.id = s.warehouse_id
    left join member b on b.workspace_id = s.workspace_id and b.id = s.started_by
    where ${sql.join(wishes, sql` and `)}
    order by s.started_at desc, s.id desc
    limit ${input.limit + 1}`.execute(tx.db);
  const rows = found.slice(0, input.limit);
  const last = found.length > input.limit ? rows.at(-1) : undefined;
  return ok({
    rows: rows.map((row) => ({
      ...row,
      startedAt: row.startedAt.toISOString(),
      endedAt: row.endedAt?.toISOString() ?? null,
    })),
    next: last === undefined ? null : encodeCursor([last.startedAt.toISOString(), last.id]),
  });
}
