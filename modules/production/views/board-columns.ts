import { type RawBuilder, sql } from "kysely";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { OrderStatus } from "#modules/production/contract/order-card.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { type OpenPage, openOrders, wayTo } from "./open-orders.ts";
import { openRunStates, openStatuses, pageColumnsIn } from "./order-card.ts";
import type { FinishCursor, RankCursor } from "./order-cursor.ts";
import {
  asksAnything,
  conditionsOnRun,
  filterOrders,
  hasPeriod,
  type OrderFilter,
  partFilter,
} from "./order-filter.ts";

export type LaneKind = "product" | "operator" | "subcontractor";
export type BoardColumn =
  | { readonly kind: "open"; readonly key: string; readonly status: OrderStatus }
  | { readonly kind: "over"; readonly key: string; readonly status: OrderStatus }
  | { readonly kind: "stage"; readonly key: string; readonly stage: string };

const openColumn = (status: OrderStatus, key: string = status): BoardColumn => ({
  kind: "open",
  key,
  status,
});
const overColumn = (status: OrderStatus): BoardColumn => ({ kind: "over", key: status, status });
const stageColumn = (stage: string): BoardColumn => ({ kind: "stage", key: `stage:${stage}`, stage });

export const columnsByStatus: readonly BoardColumn[] = [
  openColumn("pending"),
  openColumn("aggregated"),
  openColumn("in_progress"),
  openColumn("partially_done"),
  overColumn("done"),
  overColumn("cancelled"),
];
export const columnsByStage = (stages: readonly string[]): BoardColumn[] => [
  openColumn("pending", "not_started"),
  openColumn("aggregated"),
  ...stages.map(stageColumn),
  overColumn("done"),
];

/** The column of a key, whatever stands in it; null: no such column. */
export function columnOf(columns: "status" | "stage", key: string): BoardColumn | null {
  if (columns === "stage" && key.startsWith("stage:")) return stageColumn(key.slice("stage:".length));
  return (columns === "status" ? columnsByStatus : columnsByStage([])).find((one) => one.key === key) ?? null;
}

/** Where nothing is gathered, a column for it would only take room. */
export const isNeeded = (
  column: BoardColumn,
  counts: readonly { column: string; orders: number }[],
): boolean =>
  column.key !== "aggregated" || counts.some((count) => count.column === column.key && count.orders > 0);

/** Nobody has in hand what has ended: in lanes of operators and subcontractors it has no place. */
export const hasLanes = (column: BoardColumn, lanes: LaneKind | undefined): boolean =>
  (lanes !== "operator" && lanes !== "subcontractor") || column.kind !== "over";

/** `key`: the item's, the member's or the subcontractor's id; "none": what nobody was given, or is in house. */
export type Lane = { readonly kind: LaneKind; readonly key: string };
const week = 7 * 24 * 60 * 60 * 1000;

/** What columns of what has ended show: the last seven days, unless a period is asked for. */
export const sinceOf = (filter: OrderFilter, viewer: Viewer): Date =>
  hasPeriod(filter) ? new Date(0) : new Date(viewer.now.getTime() - week);

/** When the first was made of what has ended since: nobody has worked on it before. */
export const firstMade = (tx: Tx, since: Date): RawBuilder<unknown> => sql`(
  select min(made.at) from (
    select o.created_at as at from production_order o
    where o.workspace_id = ${tx.workspaceId} and o.status in ('done', 'cancelled') and o.finished_at >= ${since}
    -- Of all orders the index by when they were made would be walked for the minimum.
    offset 0) made)`;

/** The filter of a cell: a lane of operators stands for the operator that is asked for, and so of subcontractors. */
export function filterOfLane(filter: OrderFilter, lane: Lane | null): OrderFilter {
  if (lane === null) return filter;
  if (lane.kind === "product") return { ...filter, itemId: lane.key };
  if (lane.kind === "subcontractor") {
    return lane.key === "none"
      ? { ...filter, subId: undefined, sub: "none" }
      : { ...filter, subId: lane.key };
  }
  return lane.key === "none"
    ? { ...filter, operatorId: undefined, operator: "none" }
    : { ...filter, operatorId: lane.key };
}

/**
 * The first `limit` cards of each of these columns, as readPlacedCards takes them: one plan for all columns of a
 * kind, however many stages there are. The filter is settled, and the lane's own. `counts`: how many orders stand in a
 * column, where that is known; a column of none is not looked at.
 */
export function pageOfColumns(
  tx: Tx,
  columns: readonly BoardColumn[],
  asked: {
    readonly filter: OrderFilter;
    readonly limit: number;
    readonly counts: readonly { readonly column: string; readonly orders: number }[] | null;
  },
  viewer: Viewer,
  after: RankCursor | FinishCursor | null = null,
): RawBuilder<unknown> | null {
  const { filter, limit, counts } = asked;
  const ordersIn = ({ key }: BoardColumn): number | null =>
    counts === null ? null : (counts.find((count) => count.column === key)?.orders ?? 0);
  const parts: RawBuilder<unknown>[] = [];
  const shown = columns.filter((column) => ordersIn(column) !== 0);
  const open = shown.filter((column) => column.kind === "open");
  const over = shown.filter((column) => column.kind === "over");
  const stages = shown.filter((column) => column.kind === "stage");
  const afterRank: OpenPage["goOn"] = (rank, id) =>
    after?.by === "rank"
      ? sql`and (${rank}, ${id}) > (${after.rank}, ${dueOrderOf(after)}, ${after.id}::uuid)`
      : sql``;
  for (const [way, its] of Map.groupBy(open, (column) => wayTo(filter, ordersIn(column)))) {
    // The page is found in an index that has all that is asked; the rows are looked up for it alone.
    parts.push(sql`
      select ${pageColumnsIn(sql`c.key`)}, o.rank, o.due_order,
        row_number() over (order by c.status, o.rank, o.due_order, o.id) as place
      from ${columnsAsked(its)}
      cross join lateral (${openOrders(tx, filter, viewer, way, { goOn: afterRank, limit })}) page
      join production_order o on o.workspace_id = ${tx.workspaceId} and o.id = page.id`);
  }
  if (stages.length > 0) parts.push(pageOfStages(tx, stages, filter, viewer, limit, after));
  if (over.length > 0) {
    // The index runs by finish downwards and id upwards, so the pair is no row comparison.
    const goOn =
      after?.by === "finish"
        ? sql`and o.finished_at <= ${after.finishedAt} and (o.finished_at < ${after.finishedAt} or o.id > ${after.id})`
        : sql``;
    const since = after?.by === "finish" ? after.since : sinceOf(filter, viewer);
    const how = hasPeriod(filter) ? {} : { workedSince: firstMade(tx, since) };
    parts.push(sql`
      select ${pageColumnsIn(sql`c.key`)}, null::smallint as rank, null::timestamptz as due_order,
        row_number() over (order by c.status, o.finished_at desc, o.id) as place
      from ${columnsAsked(over)}
      cross join lateral (
        select o.id from production_order o
        where o.workspace_id = ${tx.workspaceId} and o.status = c.status and o.finished_at >= ${since}
          ${goOn} ${filterOrders(tx, filter, viewer, "over", { ...how, walks: filter.by !== "finished" })}
        order by o.finished_at desc, o.id
        limit ${sql.lit(limit)}
      ) page
      join production_order o on o.workspace_id = ${tx.workspaceId} and o.id = page.id`);
  }
  if (parts.length === 0) return null;
  return sql.join(
    parts.map((part) => sql`(${part})`),
    sql` union all `,
  );
}

/** As `c`: one text, however many of them are asked for. */
const columnsAsked = (
  columns: readonly { readonly status: OrderStatus; readonly key: string }[],
): RawBuilder<unknown> => sql`unnest(${columns.map(({ status }) => status)}::text[],
  ${columns.map(({ key }) => key)}::text[]) c(status, key)`;

/** Orders that have begun, by the stage at which some of their units stand. */
function pageOfStages(
  tx: Tx,
  stages: readonly { readonly stage: string }[],
  filter: OrderFilter,
  viewer: Viewer,
  limit: number,
  after: RankCursor | FinishCursor | null,
): RawBuilder<unknown> {
  const goOn =
    after?.by === "rank"
      ? sql`and (r.rank, r.due_order, r.order_id) > (${after.rank}, ${dueOrderOf(after)}, ${after.id}::uuid)`
      : sql``;
  return sql`
    select ${pageColumnsIn(sql`'stage:' || c.stage`, sql`c.stage`, sql`standing.here`)}, o.rank, o.due_order,
      row_number() over (order by c.stage, o.rank, o.due_order, o.id) as place
    from unnest(${stages.map(({ stage }) => stage)}::text[]) c(stage)
    cross join lateral (
      select r.order_id, sum(r.units)::integer as here
      from ${standingRuns(tx, filter, viewer)} and r.stage_name = c.stage ${goOn}
      group by r.rank, r.due_order, r.order_id
      order by r.rank, r.due_order, r.order_id
      limit ${sql.lit(limit)}
    ) standing
    join production_order o on o.workspace_id = ${tx.workspaceId} and o.id = standing.order_id`;
}

/**
 * Open runs `r` of orders `o` that have begun and pass the filter; `o` is looked at only where the filter asks for it.
 * What is asked of runs is asked of the very run that stands there.
 */
export function standingRuns(
  tx: Tx,
  filter: OrderFilter,
  viewer: Viewer,
  needsOrder = false,
): RawBuilder<unknown> {
  const { ofRuns, ofOrder } = partFilter(filter);
  const onRun = conditionsOnRun(tx, ofRuns, viewer);
  const standing = sql`r.workspace_id = ${tx.workspaceId} and r.begun and r.state in ${openRunStates}
    ${onRun.length === 0 ? sql`` : sql.join(onRun, sql` `)}`;
  if (!needsOrder && !asksAnything(ofOrder)) return sql`run r where ${standing}`;
  return sql`run r join production_order o on o.workspace_id = ${tx.workspaceId} and o.id = r.order_id
      and o.status in ${openStatuses} ${filterOrders(tx, ofOrder, viewer, "open")}
    where ${standing}`;
}

const dueOrderOf = ({ dueAt }: RankCursor): RawBuilder<unknown> =>
  dueAt === null ? sql`timestamptz 'infinity'` : sql`${dueAt}::timestamptz`;
