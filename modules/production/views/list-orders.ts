import { type RawBuilder, sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { OrderStatus } from "#modules/production/contract/order-card.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { type OrderCard, pageColumns, readCards } from "./order-card.ts";
import {
  type DueCursor,
  dueCursorAfter,
  type FinishCursor,
  finishCursorAfter,
  readOrderCursor,
} from "./order-cursor.ts";
import { filterOrders } from "./order-filter.ts";

type Route = typeof productionRoutes.listOrders;

/** Orders by due date, those without one last; or on from where a column of the board ended. */
export async function listOrders(
  tx: Tx,
  input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const cursor = input.cursor === undefined ? null : readOrderCursor(input.cursor);
  if (cursor !== null && !cursor.ok) return cursor;
  const after = cursor === null ? null : cursor.value;
  const filter = filterOrders(tx, input, viewer);
  // One more than asked for tells whether a next page exists.
  const limit = input.limit + 1;
  if (after?.by === "finish") {
    const page = pageByFinish(tx, input.status ?? "done", filter, limit, after.since, after);
    return ok(
      cut(await readCards(tx, page, viewer), input.limit, (last) => finishCursorAfter(last, after.since)),
    );
  }
  const page = pageByDue(tx, input.status, filter, limit, after);
  return ok(cut(await readCards(tx, page, viewer), input.limit, dueCursorAfter));
}

function cut(cards: OrderCard[], limit: number, cursorAfter: (last: OrderCard) => string): Output<Route> {
  const rows = cards.slice(0, limit);
  const last = cards.length > limit ? rows.at(-1) : undefined;
  return { rows, next: last === undefined ? null : cursorAfter(last) };
}

/**
 * The due date may be null, and a comparison of pairs knows no null: so the dated and the undated are two
 * ranges of one index, each read no further than the page goes.
 */
export function pageByDue(
  tx: Tx,
  status: OrderStatus | undefined,
  filter: RawBuilder<unknown>,
  limit: number,
  after: DueCursor | null,
): RawBuilder<unknown> {
  const range = (condition: RawBuilder<unknown>) => sql`(
    select ${pageColumns} from production_order o
    where o.workspace_id = ${tx.workspaceId} ${status === undefined ? sql`` : sql`and o.status = ${status}`}
      and ${condition} ${filter}
    order by o.due_at, o.id
    limit ${limit})`;
  const ranges: RawBuilder<unknown>[] = [];
  if (after === null) ranges.push(range(sql`o.due_at is not null`));
  else if (after.dueAt !== null)
    ranges.push(range(sql`(o.due_at, o.id) > (${after.dueAt}, ${after.id}::uuid)`));
  const undatedAfter = after !== null && after.dueAt === null ? sql`and o.id > ${after.id}` : sql``;
  ranges.push(range(sql`o.due_at is null ${undatedAfter}`));
  return sql`
    select both_ranges.*, row_number() over (order by due_at, id) as place
    from (${sql.join(ranges, sql` union all `)}) both_ranges
    order by place
    limit ${limit}`;
}

/** What ended since `since`, newest first. */
export function pageByFinish(
  tx: Tx,
  status: OrderStatus,
  filter: RawBuilder<unknown>,
  limit: number,
  since: Date,
  after: FinishCursor | null,
): RawBuilder<unknown> {
  // The index runs by finish downwards and id upwards, so the pair is no row comparison.
  const goOn =
    after === null
      ? sql``
      : sql`and o.finished_at <= ${after.finishedAt} and (o.finished_at < ${after.finishedAt} or o.id > ${after.id})`;
  return sql`
    select ended.*, row_number() over (order by finished_at desc, id) as place
    from (
      select ${pageColumns} from production_order o
      where o.workspace_id = ${tx.workspaceId} and o.status = ${status} and o.finished_at >= ${since} ${goOn} ${filter}
      order by o.finished_at desc, o.id
      limit ${limit}
    ) ended`;
}
