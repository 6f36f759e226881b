import { type RawBuilder, sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { OrderStatus } from "#modules/production/contract/order-card.ts";
import { inUsualOrder } from "#modules/production/core/stage-columns.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { type LaneKind, sinceOf, standingRuns } from "./board-columns.ts";
import { openRunStates, openStatuses } from "./order-card.ts";
import { conditionsOnRun, filterOrders, type OrderFilter, partFilter } from "./order-filter.ts";

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

/** Counts of the columns by status, all in one statement; by stage, those that are no stage's. */
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
  const counts: RawBuilder<unknown>[] = [];
  const isOpen = sql`o.workspace_id = ${tx.workspaceId} and o.status in ${openStatuses}
    and o.status = any(${asked.open}::text[])`;
  const ofRun = laneOfRun(asked.lanes);
  if (ofRun !== null) {
    // An order stands in the lane of each who has one of its runs.
    const onRun = conditionsOnRun(tx, filter, viewer);
    const { ofOrder } = partFilter(filter);
    counts.push(sql`
      select o.status as "column", r.lane, count(*) as orders, sum(o.ordered) as units
      from (
        select r.order_id, ${ofRun} as lane from run r
        where r.workspace_id = ${tx.workspaceId} and r.state in ${openRunStates}
          ${onRun.length === 0 ? sql`` : sql.join(onRun, sql` `)}
        group by r.order_id, 2
      ) r
      join production_order o on o.id = r.order_id
      where ${isOpen} ${filterOrders(tx, ofOrder, viewer, "open")}
      group by o.status, r.lane`);
  } else {
    counts.push(sql`
      select o.status as "column", ${laneOfOrder(asked.lanes)} as lane, count(*) as orders, sum(o.ordered) as units
      from production_order o
      where ${isOpen} ${filterOrders(tx, filter, viewer, "open")}
      group by 1, 2`);
    if (asked.over.length > 0)
      counts.push(sql`
        select o.status as "column", ${laneOfOrder(asked.lanes)} as lane, count(*) as orders, sum(o.ordered) as units
        from production_order o
        where o.workspace_id = ${tx.workspaceId} and o.status = any(${asked.over}::text[])
          and o.finished_at >= ${sinceOf(filter, viewer)} ${filterOrders(tx, filter, viewer, "over")}
        group by 1, 2`);
  }
  const { rows } = await sql<Counted>`${sql.join(counts, sql` union all `)}`.execute(tx.db);
  return asked.lanes === "product" ? byItem(tx, rows) : rows;
}

/** Counts of the columns of stages: units by where they stand, each order once in a column. */
export async function countByStage(
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
  return lanes === "product" ? byItem(tx, rows) : rows;
}

/** Variants of one item are one lane. */
async function byItem(tx: Tx, rows: readonly Counted[]): Promise<Counted[]> {
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
