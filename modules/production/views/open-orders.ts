import { type RawBuilder, sql } from "kysely";
import { endOfDay, startOfDay } from "#kernel/calendar.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { openRunStates, openStatuses } from "./order-card.ts";
import { asksAnything, conditionsOnRun, filterOrders, type OrderFilter, partFilter } from "./order-filter.ts";

/**
 * Four ways to the open orders of a column that pass a filter, in the board's order:
 * - "walk": by the index that has this order, each row asked, until the page is full: where many pass;
 * - "stage": by the runs at one stage, which stand in this order too;
 * - "dates": the same within each priority's stretch of due dates: where a due date is asked for;
 * - "runs": from the runs that pass, sorted, and no more orders looked up than a page takes: where few pass.
 */
export type Way = "walk" | "stage" | "dates" | "runs";

/** So many orders are sorted rather than looked for among all. */
const fewOrders = 400;

/** `orders`: how many pass in the column, where it is known. */
export function wayTo(filter: OrderFilter, orders: number | null): Way {
  const { operator, operatorId, sub, subId, stage, stuck } = filter;
  const isOfOne = [operator, operatorId, sub, subId].some((whose) => whose !== undefined && whose !== "none");
  const isOfRuns = isOfOne || [operator, sub, stage, stuck].some((asked) => asked !== undefined);
  if (isOfRuns && (orders === null ? isOfOne : orders <= fewOrders)) return "runs";
  if (stage !== undefined) return "stage";
  return asksDue(filter) ? "dates" : "walk";
}

const asksDue = ({ overdue, by = "due", from, to }: OrderFilter): boolean =>
  overdue === true || (by === "due" && (from !== undefined || to !== undefined));

/** Due dates that a filter leaves, as bounds on due_order: what has no date lies at infinity. */
function dueBounds({ overdue, by = "due", from, to }: OrderFilter, viewer: Viewer): RawBuilder<unknown> {
  const bounds = [sql`and o.due_order < timestamptz 'infinity'`];
  if (overdue === true) bounds.push(sql`and o.due_order < ${viewer.now}`);
  if (by === "due" && from !== undefined)
    bounds.push(sql`and o.due_order >= ${startOfDay(from, viewer.timeZone)}`);
  if (by === "due" && to !== undefined)
    bounds.push(sql`and o.due_order < ${new Date(endOfDay(to, viewer.timeZone).getTime() + 1000)}`);
  return sql.join(bounds, sql` `);
}

export type OpenPage = {
  /** after which row it goes on, of a table by this name: its rank, due_order and the order's id */
  readonly goOn: (rank: RawBuilder<unknown>, id: RawBuilder<unknown>) => RawBuilder<unknown>;
  readonly limit: number;
};

const found = sql`o.id, o.status, o.rank, o.due_order, o.ordered, o.variant_id`;

/** Open orders `o` with the status `c.status`; a page of them in the board's order, or all to be counted. */
export function openOrders(
  tx: Tx,
  filter: OrderFilter,
  viewer: Viewer,
  way: Way = wayTo(filter, null),
  page: OpenPage | null = null,
): RawBuilder<unknown> {
  const isOpen = sql`o.workspace_id = ${tx.workspaceId} and o.status in ${openStatuses} and o.status = c.status
    ${page === null ? sql`` : page.goOn(sql`o.rank, o.due_order`, sql`o.id`)}`;
  // A number in the text: a plan for any limit would be one for a long page.
  const first = page === null ? sql`` : sql`order by o.rank, o.due_order, o.id limit ${sql.lit(page.limit)}`;
  // Runs carry what orders stand by, so that no more orders are looked up than a page takes.
  if (way === "stage" || way === "runs") {
    const { ofRuns, ofOrder } = partFilter(filter);
    return sql`
      select o.* from (
        select r.rank, r.due_order, r.order_id from run r
        where r.workspace_id = ${tx.workspaceId} and r.begun = (c.status <> 'pending') and r.state in ${openRunStates}
          ${sql.join(conditionsOnRun(tx, ofRuns, viewer), sql` `)}
          ${page === null ? sql`` : page.goOn(sql`r.rank, r.due_order`, sql`r.order_id`)}
        group by r.rank, r.due_order, r.order_id
        order by r.rank, r.due_order, r.order_id
      ) m
      cross join lateral (
        select ${found} from production_order o
        where o.id = m.order_id and ${isOpen} ${filterOrders(tx, ofOrder, viewer, "open")} offset 0
      ) o
      ${page === null ? sql`` : sql`order by m.rank, m.due_order, m.order_id limit ${sql.lit(page.limit)}`}`;
  }
  if (way === "walk") {
    return sql`select ${found} from production_order o where ${isOpen} ${filterOrders(tx, filter, viewer, "open")} ${first}`;
  }
  return sql`
    select o.* from (values (0::smallint), (1::smallint), (2::smallint), (3::smallint)) k(rank)
    cross join lateral (
      select ${found} from production_order o
      where ${isOpen} and o.rank = k.rank ${dueBounds(filter, viewer)} ${filterOrders(tx, filter, viewer, "open")}
      ${page === null ? sql`` : sql`order by o.due_order, o.id limit ${sql.lit(page.limit)}`}
    ) o
    ${first}`;
}

/**
 * Open orders of the runs that a filter asks for, as the list has them: by due date alone, found among the runs, which
 * carry it. At a stage they stand in that order within each priority, begun or not, so that what is due sooner and stands
 * elsewhere is not walked through.
 */
export function openOrdersOfRuns(
  tx: Tx,
  filter: OrderFilter,
  viewer: Viewer,
  way: "stage" | "runs",
  page: {
    /** asked of `o` besides, begun with "and"; null: nothing */
    readonly besides: RawBuilder<unknown> | null;
    /** after which row it goes on, of a table by this name: its due_order and the order's id */
    readonly goOn: (key: RawBuilder<unknown>) => RawBuilder<unknown>;
    readonly limit: number;
  },
): RawBuilder<unknown> {
  const { ofRuns, ofOrder } = partFilter(filter);
  const first = sql.lit(page.limit);
  const stretch = way === "stage" ? sql`and r.begun = k.begun and r.rank = k.rank` : sql``;
  const runs = sql`
    select r.due_order, r.order_id from run r
    where r.workspace_id = ${tx.workspaceId} ${stretch} and r.state in ${openRunStates}
      ${sql.join(conditionsOnRun(tx, ofRuns, viewer), sql` `)} ${page.goOn(sql`r.due_order, r.order_id`)}
    group by r.due_order, r.order_id
    order by r.due_order, r.order_id`;
  // An order is looked at only where it is asked for something itself.
  const passing =
    page.besides === null && !asksAnything(ofOrder)
      ? sql`${runs} limit ${first}`
      : sql`
        select at.due_order, at.order_id from (${runs}) at
        cross join lateral (
          select from production_order o
          where o.workspace_id = ${tx.workspaceId} and o.id = at.order_id and o.status in ${openStatuses}
            ${page.besides ?? sql``} ${filterOrders(tx, ofOrder, viewer, "open")} offset 0
        ) o
        order by at.due_order, at.order_id
        limit ${first}`;
  const inRow = sql`select m.order_id as id, m.due_order`;
  if (way === "runs") return sql`${inRow} from (${passing}) m`;
  return sql`
    ${inRow}
    from (values (false, 0::smallint), (false, 1::smallint), (false, 2::smallint), (false, 3::smallint),
      (true, 0::smallint), (true, 1::smallint), (true, 2::smallint), (true, 3::smallint)) k(begun, rank)
    cross join lateral (${passing}) m
    order by m.due_order, m.order_id
    limit ${first}`;
}

/**
 * One plan for a question, whatever its values, for this transaction: the indexes are made so that it is the right one, and
 * planning anew costs more than the answer.
 */
export function planOnce(tx: Tx): void {
  // Not waited for: it travels with the next statement.
  sql`set local plan_cache_mode = force_generic_plan`.execute(tx.db).catch(() => undefined);
}
