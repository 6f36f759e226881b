import { type RawBuilder, sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { OrderStatus } from "#modules/production/contract/order-card.ts";
import { inUsualOrder } from "#modules/production/core/stage-columns.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { firstMade, type LaneKind, sinceOf, standingRuns } from "./board-columns.ts";
import { hasKeptLanes, keptFor, readKept, readStretch, type Stretch, stretchOf } from "./kept-counts.ts";
import { openOrders, wayTo } from "./open-orders.ts";
import { openRunStates, openStatuses } from "./order-card.ts";
import { conditionsOnRun, filterOrders, hasPeriod, type OrderFilter, partFilter } from "./order-filter.ts";

/** Orders and units of a column, or of its cell in a lane. */
export type Counted = {
  readonly column: string;
  /** the lane's item, operator or subcontractor; null: nobody, in house, or no lanes are asked for */
  readonly lane: Id | null;
  readonly orders: number;
  readonly units: number;
};

type AskedLanes = LaneKind | null;

/** A row of `production_order o`, by what a lane of products gathers. */
const laneOfOrder = (lanes: AskedLanes): RawBuilder<unknown> =>
  lanes === "product" ? sql`o.variant_id` : sql`null::uuid`;

/** A row of `run r`, by whose hands it is in; null: the lanes are not of people. */
function laneOfRun(lanes: AskedLanes): RawBuilder<unknown> | null {
  if (lanes === "operator") return sql`r.operator_id`;
  return lanes === "subcontractor" ? sql`r.performer_subcontractor_id` : null;
}

/** Counts of the columns by status; by stage, those that are no stage's. The filter is settled. */
export async function countByStatus(
  tx: Tx,
  filter: OrderFilter,
  viewer: Viewer,
  asked: {
    readonly open: readonly OrderStatus[];
    readonly over: readonly OrderStatus[];
    readonly lanes: AskedLanes;
  },
): Promise<Counted[]> {
  const { lanes, over } = asked;
  const kept = keptFor(filter);
  const stretch = lanes === null ? stretchOf(filter, viewer) : null;
  const [open, ended] = await Promise.all([
    kept !== null && hasKeptLanes(kept, lanes)
      ? readKept(tx, "status", kept, lanes)
      : stretch !== null
        ? // What is open has no finish.
          stretch.by === "finished"
          ? []
          : readStretch(tx, stretch, asked.open)
        : countOpen(tx, filter, viewer, asked.open, lanes),
    laneOfRun(lanes) === null && over.length > 0 ? countOver(tx, filter, viewer, over, lanes) : [],
  ]);
  const rows = [...open.filter((row) => asked.open.some((status) => status === row.column)), ...ended];
  return lanes === "product" ? byItem(tx, rows) : rows;
}

async function countOpen(
  tx: Tx,
  filter: OrderFilter,
  viewer: Viewer,
  statuses: readonly OrderStatus[],
  lanes: AskedLanes,
): Promise<Counted[]> {
  const ofRun = laneOfRun(lanes);
  const onRun = conditionsOnRun(tx, filter, viewer);
  if (ofRun === null && onRun.length === 0) {
    const passing =
      wayTo(filter, null) === "dates"
        ? sql`unnest(${[...statuses]}::text[]) c(status) cross join lateral (${openOrders(tx, filter, viewer)}) o`
        : sql`production_order o where o.workspace_id = ${tx.workspaceId} and o.status in ${openStatuses}
            and o.status = any(${[...statuses]}::text[]) ${filterOrders(tx, filter, viewer, "open")}`;
    const { rows } = await sql<Counted>`
      select o.status as "column", ${laneOfOrder(lanes)} as lane, count(*) as orders, sum(o.ordered) as units
      from ${passing}
      group by 1, 2`.execute(tx.db);
    return rows;
  }
  // The orders of few runs are looked up one by one, whatever of all orders passes besides.
  const eachByItself = wayTo(filter, null) === "runs" ? sql`offset 0` : sql``;
  // An order stands in the lane of each who has one of its runs.
  const { ofOrder } = partFilter(filter);
  const { rows } = await sql<Counted>`
    select o.status as "column", ${ofRun === null ? laneOfOrder(lanes) : sql`r.lane`} as lane, count(*) as orders,
      sum(o.ordered) as units
    from (
      select r.order_id, ${ofRun ?? sql`null::uuid`} as lane from run r
      where r.workspace_id = ${tx.workspaceId} and r.state in ${openRunStates}
        ${onRun.length === 0 ? sql`` : sql.join(onRun, sql` `)}
      group by r.order_id, 2
    ) r
    cross join lateral (
      select o.status, o.ordered, o.variant_id from production_order o
      where o.workspace_id = ${tx.workspaceId} and o.id = r.order_id and o.status in ${openStatuses}
        and o.status = any(${[...statuses]}::text[]) ${filterOrders(tx, ofOrder, viewer, "open")} ${eachByItself}
    ) o
    group by 1, 2`.execute(tx.db);
  return rows;
}

async function countOver(
  tx: Tx,
  filter: OrderFilter,
  viewer: Viewer,
  statuses: readonly OrderStatus[],
  lanes: AskedLanes,
): Promise<Counted[]> {
  const asksNothing = keptFor(filter)?.by === "batch" && filter.batch === undefined;
  const stretch: Stretch | null = asksNothing
    ? { by: "finished", from: sinceOf(filter, viewer), to: null }
    : hasPeriod(filter)
      ? stretchOf(filter, viewer)
      : null;
  if (lanes === null && stretch !== null) return readStretch(tx, stretch, statuses);
  // A period of its own needs no second one, and is counted by the index that it has.
  const lately = hasPeriod(filter) ? sql`` : sql`and o.finished_at >= ${sinceOf(filter, viewer)}`;
  const over = sql`production_order o
    where o.workspace_id = ${tx.workspaceId} and o.status = any(${[...statuses]}::text[]) ${lately}`;
  const how = hasPeriod(filter) ? {} : { workedSince: firstMade(tx, sinceOf(filter, viewer)) };
  const { rows } = await sql<Counted>`
    select o.status as "column", ${laneOfOrder(lanes)} as lane, count(*) as orders, sum(o.ordered) as units
    from ${over} ${filterOrders(tx, filter, viewer, "over", how)}
    group by 1, 2`.execute(tx.db);
  return rows;
}

/** Counts of the columns of stages: units by where they stand, each order once in a column. The filter is settled. */
export async function countByStage(
  tx: Tx,
  filter: OrderFilter,
  viewer: Viewer,
  lanes: AskedLanes,
): Promise<Counted[]> {
  const kept = keptFor(filter);
  const rows =
    kept !== null && hasKeptLanes(kept, lanes)
      ? await readKept(tx, "stage", kept, lanes)
      : await countStanding(tx, filter, viewer, lanes);
  return lanes === "product" ? byItem(tx, rows) : rows;
}

async function countStanding(
  tx: Tx,
  filter: OrderFilter,
  viewer: Viewer,
  lanes: AskedLanes,
): Promise<Counted[]> {
  const lane = laneOfRun(lanes) ?? (lanes === "product" ? sql`o.variant_id` : sql`null::uuid`);
  const { rows } = await sql<Counted>`
    select "column", lane, count(*) as orders, sum(units)::bigint as units
    from (
      select r.stage_name as "column", ${lane} as lane, sum(r.units) as units
      from ${standingRuns(tx, filter, viewer, lanes === "product")}
      group by r.stage_name, r.rank, r.due_order, r.order_id, 2
    ) standing
    group by 1, 2`.execute(tx.db);
  return rows;
}

/** Variants of one item are one lane. */
async function byItem(tx: Tx, rows: readonly Counted[]): Promise<Counted[]> {
  if (rows.length === 0) return [];
  const variants = await sql<{ id: Id; item_id: Id }>`
    select v.id, v.item_id from variant v
    where v.workspace_id = ${tx.workspaceId} and v.id = any(${[...new Set(rows.map((row) => row.lane))]}::uuid[])`.execute(
    tx.db,
  );
  const itemOf = new Map(variants.rows.map((row) => [row.id, row.item_id]));
  const counted = new Map<string, Counted>();
  for (const row of rows) {
    const lane = (row.lane === null ? undefined : itemOf.get(row.lane)) ?? null;
    const key = `${row.column} ${lane}`;
    const before = counted.get(key);
    counted.set(key, {
      column: row.column,
      lane,
      orders: row.orders + (before?.orders ?? 0),
      units: row.units + (before?.units ?? 0),
    });
  }
  return [...counted.values()];
}

/**
 * The names of these stages, and of those between them, in their usual order: by the stages of a few orders for each
 * name, which is enough to see each template that is in work.
 */
export async function orderStageNames(tx: Tx, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const { rows } = await sql<{ path: string[] }>`
    select array_agg(s.name order by s.position) as path
    from (
      select distinct at.order_id
      from unnest(${[...names]}::text[]) c(name)
      cross join lateral (
        select r.order_id from run r
        where r.workspace_id = ${tx.workspaceId} and r.begun and r.state in ${openRunStates} and r.stage_name = c.name
        order by r.rank, r.due_order, r.order_id
        limit 5
      ) at
    ) some_orders
    join order_stage s on s.workspace_id = ${tx.workspaceId} and s.order_id = some_orders.order_id and s.active
    group by some_orders.order_id`.execute(tx.db);
  const ordered = inUsualOrder(rows.map((row) => row.path));
  return [...ordered, ...names.filter((name) => !ordered.includes(name))];
}
