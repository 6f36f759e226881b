import { sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { type OrderStatus, orderStatuses } from "#modules/production/contract/order-card.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { openStatuses, readCards } from "./order-card.ts";
import { dueCursorAfter, finishCursorAfter } from "./order-cursor.ts";
import { filterOrders } from "./order-filter.ts";
import { pageByDue, pageByFinish } from "./list-orders.ts";

type Route = typeof productionRoutes.showOrderBoard;
const cardsInColumn = 30;
const week = 7 * 24 * 60 * 60 * 1000;

/** The columns of what has ended show the last seven days, newest first; the others all, by due date. */
export async function showOrderBoard(
  tx: Tx,
  input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const since = new Date(viewer.now.getTime() - week);
  const filter = filterOrders(tx, input, viewer);
  const counts = await sql<{ status: OrderStatus; orders: number; units: number }>`
    select o.status, count(*) as orders, sum(o.ordered) as units
    from production_order o
    where o.workspace_id = ${tx.workspaceId} and o.status in ${openStatuses} ${filter}
    group by o.status
    union all
    select o.status, count(*), sum(o.ordered)
    from production_order o
    where o.workspace_id = ${tx.workspaceId} and o.status in ('done', 'cancelled') and o.finished_at >= ${since} ${filter}
    group by o.status`.execute(tx.db);
  const pages = orderStatuses.map((status) => {
    const page = isEnded(status)
      ? pageByFinish(tx, status, filter, cardsInColumn, since, null)
      : pageByDue(tx, status, filter, cardsInColumn, null);
    return sql`(${page})`;
  });
  // A column's place begins again at 1; cards are dealt to their columns below, each in its own order.
  const cards = await readCards(tx, sql.join(pages, sql` union all `), viewer);
  const columns = orderStatuses.map((status) => {
    const ofColumn = cards.filter((card) => card.status === status);
    const counted = counts.rows.find((row) => row.status === status);
    const count = counted?.orders ?? 0;
    const last = ofColumn.at(-1);
    const next =
      last === undefined || count <= ofColumn.length
        ? null
        : isEnded(status)
          ? finishCursorAfter(last, since)
          : dueCursorAfter(last);
    return { status, count, units: counted?.units ?? 0, cards: ofColumn, next };
  });
  return ok({ columns });
}

const isEnded = (status: OrderStatus): boolean => status === "done" || status === "cancelled";
