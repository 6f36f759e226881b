import { type RawBuilder, sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { endOfDay, startOfDay } from "#kernel/calendar.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { OrderStatus } from "#modules/production/contract/order-card.ts";
import { type BoardGrouping, dayLane, hourLane, nobody } from "#modules/production/core/board-places.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { LaneKind } from "./board-columns.ts";
import { openRunStates } from "./order-card.ts";
import { hasPeriod, type OrderFilter } from "./order-filter.ts";

/** What is counted of which lanes: null is all of them. */
export type Kept = {
  readonly by: "batch" | "stage" | LaneKind;
  readonly lanes: readonly string[] | null;
};

export type KeptCount = {
  readonly column: string;
  readonly lane: Id | null;
  readonly orders: number;
  readonly units: number;
};

const uuid = /^[0-9a-f-]{36}$/i;

/** Which of the numbers that commands keep answer a filter (settled, where it has words); null: it has to be counted. */
export function keptFor(filter: OrderFilter): Kept | null {
  const { settled, by: _, from: __, to: ___, ...rest } = filter;
  const asked = Object.entries(rest).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [name],
  );
  if (hasPeriod(filter)) return null;
  if (asked.length === 0) return { by: "batch", lanes: null };
  if (asked.every((name) => name === "product" || name === "itemId"))
    return settled?.variantIds ? { by: "product", lanes: settled.variantIds } : null;
  if (asked.length > 1) return null;
  const { batch, operator, operatorId, sub, subId, stage, search } = filter;
  if (batch !== undefined) return { by: "batch", lanes: [batch] };
  if (stage !== undefined) return { by: "stage", lanes: [stage] };
  if (operatorId !== undefined) return { by: "operator", lanes: [operatorId] };
  if (operator === nobody) return { by: "operator", lanes: [nobody] };
  // Of several, an order may be in the hands of two.
  if (operator !== undefined)
    return settled?.operatorIds && settled.operatorIds.length < 2
      ? { by: "operator", lanes: settled.operatorIds }
      : null;
  if (subId !== undefined) return { by: "subcontractor", lanes: [subId] };
  if (sub !== undefined)
    return sub === nobody || uuid.test(sub) ? { by: "subcontractor", lanes: [sub.toLowerCase()] } : null;
  if (search !== undefined && settled?.found?.dealIds?.length === 0 && settled.found.orderIds.length === 0)
    return { by: "product", lanes: settled.found.variantIds };
  return null;
}

/** Whether what is kept is told apart by such lanes. */
export const hasKeptLanes = (kept: Kept, lanes: LaneKind | null): boolean =>
  lanes === null || kept.by === lanes || (kept.by === "batch" && kept.lanes === null);

const groupingOf = (columns: "status" | "stage", by: "stage" | LaneKind): BoardGrouping =>
  by === "stage" ? "status_stage" : `${columns}_${by}`;

/**
 * Orders and units of the open columns by status or of the columns by stage: the numbers, and what commands have changed
 * since they were last folded.
 */
export async function readKept(
  tx: Tx,
  columns: "status" | "stage",
  kept: Kept,
  lanes: LaneKind | null,
): Promise<KeptCount[]> {
  if (kept.lanes?.length === 0) return [];
  const by = lanes ?? kept.by;
  // A column of a stage is the stage's own number.
  const isColumn = columns === "stage" && by === "stage";
  const group: BoardGrouping = by === "batch" || isColumn ? columns : groupingOf(columns, by);
  const among = (column: RawBuilder<unknown>, lane: RawBuilder<unknown>): RawBuilder<unknown> =>
    kept.lanes === null ? sql`` : sql`and ${isColumn ? column : lane} = any(${[...kept.lanes]}::text[])`;
  const { rows } = await sql<KeptCount>`
    select k.column_key as "column", ${lanes === null ? sql`null::uuid` : sql`nullif(k.lane, ${nobody})::uuid`} as lane,
      sum(k.orders)::bigint as orders, sum(k.units)::bigint as units
    from (
      select b.column_key, b.lane, b.orders, b.units from board_count b
      where b.workspace_id = ${tx.workspaceId} and b.grouping = ${group} ${among(sql`b.column_key`, sql`b.lane`)}
      union all
      select c.c, c.l, c.o, c.u
      from board_change b cross join lateral jsonb_to_recordset(b.changes) c(g text, c text, l text, o bigint, u bigint)
      where b.workspace_id = ${tx.workspaceId} and c.g = ${group} ${among(sql`c.c`, sql`c.l`)}
    ) k
    group by 1, 2
    having sum(k.orders) > 0`.execute(tx.db);
  return rows;
}

/** A stretch of time, from an instant on and up to one, not with it; null: without an end. */
export type Stretch = {
  readonly by: "since" | "due" | "created" | "started" | "finished";
  readonly from: Date | null;
  readonly to: Date | null;
};

/** The stretch of time that a filter asks for and nothing besides: the numbers by time answer it; null: another one. */
export function stretchOf(filter: OrderFilter, viewer: Viewer): Stretch | null {
  const { settled: _, by = "due", from, to, overdue, stuck, ...rest } = filter;
  const asks = (value: unknown): boolean => value !== undefined && value !== "";
  if (Object.values(rest).some(asks)) return null;
  if ([hasPeriod(filter), asks(overdue), asks(stuck)].filter(Boolean).length !== 1) return null;
  if (stuck !== undefined) {
    return { by: "since", from: null, to: new Date(viewer.now.getTime() - stuck * days) };
  }
  if (overdue !== undefined) return overdue ? { by: "due", from: null, to: viewer.now } : null;
  return {
    by,
    from: from === undefined ? null : startOfDay(from, viewer.timeZone),
    to: to === undefined ? null : new Date(endOfDay(to, viewer.timeZone).getTime() + 1000),
  };
}

const hours = 60 * 60 * 1000;
const days = 24 * hours;

/**
 * Orders and units by status of a stretch of time: the numbers of its whole days (of what stands, hours), and what is
 * counted of the pieces of days at its ends. Exact, and no more to read for a longer stretch than its days.
 */
export async function readStretch(
  tx: Tx,
  { by, from, to }: Stretch,
  statuses: readonly OrderStatus[],
): Promise<KeptCount[]> {
  const [step, laneOf] = by === "since" ? [hours, hourLane] : [days, dayLane];
  const first = from === null ? null : new Date(Math.ceil(from.getTime() / step) * step);
  const last = to === null ? null : new Date(Math.floor(to.getTime() / step) * step);
  const isShort = first !== null && last !== null && first > last;
  const group: BoardGrouping = `status_${by}`;
  const within = (lane: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    ${first === null ? sql`` : sql`and ${lane} >= ${laneOf(first)}`} ${last === null ? sql`` : sql`and ${lane} < ${laneOf(last)}`}`;
  const ends = isShort ? [[from, to] as const] : [[from, first] as const, [last, to] as const];
  const parts = [
    ...(isShort
      ? []
      : [
          sql`
            select b.column_key, b.orders, b.units from board_count b
            where b.workspace_id = ${tx.workspaceId} and b.grouping = ${group} ${within(sql`b.lane`)}`,
          sql`
            select c.c, c.o, c.u
            from board_change b cross join lateral jsonb_to_recordset(b.changes) c(g text, c text, l text, o bigint, u bigint)
            where b.workspace_id = ${tx.workspaceId} and c.g = ${group} ${within(sql`c.l`)}`,
        ]),
    ...ends.flatMap(([begin, end]) =>
      begin === null || end === null || begin >= end ? [] : [countBetween(tx, by, begin, end, statuses)],
    ),
  ];
  const { rows } = await sql<KeptCount>`
    select k.column_key as "column", null::uuid as lane, sum(k.orders)::bigint as orders, sum(k.units)::bigint as units
    from (${sql.join(parts, sql` union all `)}) k(column_key, orders, units)
    where k.column_key = any(${[...statuses]}::text[])
    group by 1
    having sum(k.orders) > 0`.execute(tx.db);
  return rows;
}

/** What lies within a day (of what stands, an hour). */
function countBetween(
  tx: Tx,
  by: Stretch["by"],
  begin: Date,
  end: Date,
  statuses: readonly OrderStatus[],
): RawBuilder<unknown> {
  const counted = sql`o.status, count(*), sum(o.ordered)`;
  const isAsked = sql`o.workspace_id = ${tx.workspaceId} and o.status = any(${[...statuses]}::text[])`;
  if (by !== "since") {
    const column = sql.raw(
      `o.${{ due: "due_at", created: "created_at", started: "started_at", finished: "finished_at" }[by]}`,
    );
    return sql`
      select ${counted} from production_order o
      where ${isAsked} and ${column} >= ${begin} and ${column} < ${end} group by 1`;
  }
  // One that has stood longer elsewhere is among the whole hours.
  const isOpen = sql`r.workspace_id = ${tx.workspaceId} and r.state in ${openRunStates}`;
  return sql`
    select ${counted}
    from (select distinct r.order_id from run r where ${isOpen} and r.since >= ${begin} and r.since < ${end}) standing
    join production_order o on o.id = standing.order_id
    where ${isAsked}
      and not exists (select from run r where ${isOpen} and r.order_id = standing.order_id and r.since < ${begin})
    group by 1`;
}
