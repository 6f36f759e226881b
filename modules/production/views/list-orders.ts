import { type RawBuilder, sql } from "kysely";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import {
  mostPicked,
  type orderListRoutes,
  type OrderSortWord,
} from "#modules/production/contract/order-list-routes.ts";
import { type CursorKey, decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { openStatuses, pageColumns, type PlacedCard, readPlacedCards, textOf } from "./order-card.ts";
import { keptFor, readKept, readStretch, stretchOf } from "./kept-counts.ts";
import { openOrdersOfRuns, planOnce, type Way, wayTo } from "./open-orders.ts";
import { filterOrders, type OrderFilter, settleFilter } from "./order-filter.ts";
import { type KeyKind, rangesOf, sortFor, type SortRange } from "./order-sorts.ts";

type Routes = typeof orderListRoutes;
export type OrderRow = Output<Routes["listOrders"]>["rows"][number];
export type ListFilter = Omit<Input<Routes["listOrders"]>, "cursor" | "limit">;

export async function listOrders(
  tx: Tx,
  { cursor, limit, ...filter }: Input<Routes["listOrders"]>,
  viewer: Viewer,
): Promise<Result<Output<Routes["listOrders"]>>> {
  const page = await readListPage(tx, filter, viewer, cursor, limit);
  if (!page.ok) return page;
  const { placed, next } = page.value;
  const seesCost = viewer.may("order.cost");
  return ok({ rows: placed.map((one) => rowOf(one, seesCost)), next });
}

/** What an act on all of them needs to know. */
export async function pickOrders(
  tx: Tx,
  filter: Input<Routes["pickOrders"]>,
  viewer: Viewer,
): Promise<Result<Output<Routes["pickOrders"]>>> {
  const page = await readListPage(tx, filter, viewer, undefined, mostPicked);
  if (!page.ok) return page;
  const rows = page.value.placed.map(({ card: { id, number, status, priority, dueDate, current } }) => ({
    id,
    number,
    status,
    priority,
    dueDate,
    current:
      current === null
        ? null
        : {
            runId: current.runId,
            name: current.name,
            state: current.state,
            operatorId: current.operatorId,
          },
  }));
  return ok({ rows, more: page.value.next !== null });
}

function rowOf({ card, row }: PlacedCard, seesCost: boolean): OrderRow {
  return {
    ...card,
    plannedStart: instantIn(row, "planned_start"),
    startedAt: instantIn(row, "started_at"),
    cost: seesCost ? String(row["order_cost"]) : null,
  };
}

function instantIn(row: PlacedCard["row"], column: string): string | null {
  const instant = row[column];
  return instant instanceof Date ? textOf(instant) : null;
}

type ListPage = { readonly placed: readonly PlacedCard[]; readonly next: string | null };

async function readListPage(
  tx: Tx,
  filter: ListFilter,
  viewer: Viewer,
  cursor: string | undefined,
  limit: number,
): Promise<Result<ListPage>> {
  const sort = sortFor(filter.sort, viewer);
  const ranges = rangesOf(tx, sort);
  const after = cursor === undefined ? null : readCursor(cursor, sort, ranges);
  if (after === "broken") return no("cursor_broken", {}, ["cursor"]);
  const { status } = filter;
  const isAsked =
    status === undefined
      ? sql``
      : status === "open"
        ? sql`and o.status in ${openStatuses}`
        : sql`and o.status = ${sql.lit(status)}`;
  planOnce(tx);
  const settled = await settleFilter(tx, filter, viewer);
  const { status: _, sort: __, ...ofOrders } = settled;
  const way = await wayOfList(tx, ofOrders, viewer);
  const narrowed = (range: SortRange): RawBuilder<unknown> =>
    sql`${isAsked} ${filterOrders(tx, settled, viewer, range.asked ?? "any", { runs: way === "runs" ? "first" : "each", walks: range.asked === "over" && settled.by !== "finished" })}`;
  const foundIn: FoundIn = (range, goOn, first) =>
    sort === undefined && range.asked === "open" && (way === "stage" || way === "runs")
      ? sql`(${openOrdersOfRuns(tx, ofOrders, viewer, way, { besides: status === undefined ? null : isAsked, goOn, limit: first })}) o
          where true`
      : sql`production_order o ${range.join}
          where o.workspace_id = ${tx.workspaceId} and ${range.where} ${narrowed(range)}
          ${goOn(sql.join(range.keys.map((key) => key.sql)))}`;
  // One more than asked for tells whether a next page exists.
  const placed = await readPlacedCards(tx, pageOf(tx, ranges, foundIn, limit + 1, after), viewer);
  const shown = placed.slice(0, limit);
  const last = placed.length > limit ? shown.at(-1) : undefined;
  return ok({ placed: shown, next: last === undefined ? null : cursorAfter(sort, last) });
}

/** How what is asked of runs is found: from these where they are few, along a stage's, or from each order. */
async function wayOfList(tx: Tx, filter: OrderFilter, viewer: Viewer): Promise<Way> {
  const kept = keptFor(filter);
  const stretch = stretchOf(filter, viewer);
  if (stretch?.by !== "since" && (kept === null || kept.by === "batch" || kept.by === "product"))
    return wayTo(filter, null);
  const counts =
    stretch?.by === "since"
      ? await readStretch(tx, stretch, ["pending", "aggregated", "in_progress", "partially_done"])
      : kept === null
        ? []
        : await readKept(tx, "status", kept, null);
  return wayTo(
    filter,
    counts.reduce((sum, count) => sum + count.orders, 0),
  );
}

type After = { readonly range: number; readonly keys: readonly CursorKey[] };

/** Where a range's orders `o` are found, the first of them at least, after the row that `goOn` says. */
type FoundIn = (
  range: SortRange,
  goOn: (columns: RawBuilder<unknown>) => RawBuilder<unknown>,
  first: number,
) => RawBuilder<unknown>;

/** The ranges from where the page goes on, each read no further than the page could go. */
function pageOf(
  tx: Tx,
  ranges: readonly SortRange[],
  foundIn: FoundIn,
  limit: number,
  after: After | null,
): RawBuilder<unknown> {
  const parts = ranges.flatMap((range, index) => {
    if (after !== null && index < after.range) return [];
    const goOn = (columns: RawBuilder<unknown>): RawBuilder<unknown> =>
      after !== null && index === after.range ? sql`and ${isAfter(range, columns, after.keys)}` : sql``;
    const way = sql.raw(range.down ? "desc" : "asc");
    const order = sql.join(range.keys.map((key) => sql`${key.sql} ${way}`));
    const keys = sql.join(range.keys.map((key) => (key.kind === "d" ? sql`${key.sql}::text` : key.sql)));
    const before = ranges.flatMap((_, earlier) =>
      earlier >= (after?.range ?? 0) && earlier < index
        ? [sql`(select count(*) from ${named(earlier)})`]
        : [],
    );
    // A range is looked at only where those before it have not filled the page.
    const isNeeded = before.length === 0 ? sql`` : sql`and ${sql.join(before, sql` + `)} < ${sql.lit(limit)}`;
    return [
      sql`${named(index)} as materialized (
        select o.id, ${sql.lit(index)}::integer as sort_range, jsonb_build_array(${keys}) as sort_keys,
          row_number() over (order by ${order}) as nth
        from ${foundIn(range, goOn, limit)} ${isNeeded}
        order by ${order}
        limit ${sql.lit(limit)})`,
    ];
  });
  const all = ranges.flatMap((_, index) =>
    index < (after?.range ?? 0) ? [] : [sql`select * from ${named(index)}`],
  );
  // The page is found in indexes alone where they have what is asked; the rows are looked up for it alone.
  return sql`
    select ${pageColumns}, o.planned_start, o.started_at, o.cost as order_cost, page.sort_range, page.sort_keys,
      row_number() over (order by page.sort_range, page.nth) as place
    from (
      with ${sql.join(parts)}
      select ranges.* from (${sql.join(all, sql` union all `)}) ranges
      order by ranges.sort_range, ranges.nth
      limit ${sql.lit(limit)}
    ) page
    join production_order o on o.workspace_id = ${tx.workspaceId} and o.id = page.id`;
}

const named = (index: number): RawBuilder<unknown> => sql.raw(`range_${index}`);

const types: Readonly<Record<KeyKind, string>> = {
  n: "bigint",
  d: "numeric",
  t: "text",
  i: "timestamptz",
  u: "uuid",
};

function isAfter(
  { keys, down }: SortRange,
  columns: RawBuilder<unknown>,
  values: readonly CursorKey[],
): RawBuilder<unknown> {
  const bounds = sql.join(keys.map((key, at) => sql`${values[at]}::${sql.raw(types[key.kind])}`));
  return sql`(${columns}) ${sql.raw(down ? "<" : ">")} (${bounds})`;
}

function cursorAfter(sort: OrderSortWord | undefined, { row }: PlacedCard): string {
  return encodeCursor([sort ?? "", Number(row["sort_range"]), ...(row["sort_keys"] as CursorKey[])]);
}

/** A cursor goes on in the order that it was made in. */
function readCursor(
  cursor: string,
  sort: OrderSortWord | undefined,
  ranges: readonly SortRange[],
): After | "broken" {
  for (const [range, { keys }] of ranges.entries()) {
    // The endless due date is no instant: such a key is read as a text, and asked what it says.
    const shape = keys.map(({ kind }) => (kind === "i" ? "t" : kind)).join("");
    const decoded = decodeCursor(cursor, `tn${shape}`);
    if (!decoded.ok) continue;
    const [word, at, ...values] = decoded.value;
    if (word !== (sort ?? "") || at !== range) continue;
    const isWhole = keys.every(({ kind }, index) => kind !== "i" || isInstant(values[index]));
    return isWhole ? { range, keys: values } : "broken";
  }
  return "broken";
}

const isInstant = (key: CursorKey | undefined): boolean =>
  key === "infinity" ||
  (typeof key === "string" &&
    /^\d{4}-\d{2}-\d{2}T[0-9:.]{5,20}(Z|[+-]\d{2}:\d{2})$/.test(key) &&
    !Number.isNaN(Date.parse(key)));
