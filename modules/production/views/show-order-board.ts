import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { OrderStatus } from "#modules/production/contract/order-card.ts";
import type { boardRoutes } from "#modules/production/contract/board-routes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import {
  type BoardColumn,
  columnsByStage,
  columnsByStatus,
  hasLanes,
  isNeeded,
  type LaneKind,
  pageOfColumns,
  sinceOf,
} from "./board-columns.ts";
import { countByStage, countByStatus, type Counted, orderStageNames } from "./count-board.ts";
import { readPlacedCards } from "./order-card.ts";
import { finishCursorAfter, rankCursorAfter } from "./order-cursor.ts";
import { planOnce } from "./open-orders.ts";
import { isNamed, type OrderFilter, settleFilter } from "./order-filter.ts";

type Route = typeof boardRoutes.showOrderBoard;
/** A column's first page: as many as fill a tall screen twice; fewer where there are many columns. */
const cardsInColumn = 20;
const cardsOnBoard = 120;
const fewestInColumn = 3;
const mostStages = 40;
const mostLanes = 200;

/**
 * The board by status or by stage. Columns of what has ended show the last seven days, newest first; the others all,
 * the most urgent first, then by due date. With lanes the cards come lane by lane (showBoardLane).
 */
export async function showOrderBoard(
  tx: Tx,
  input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const { columns: by = "status", lanes, ...asked } = input;
  planOnce(tx);
  const filter = await settleFilter(tx, asked, viewer);
  const [counts, cells] = await Promise.all([
    countColumns(tx, filter, viewer, by, null),
    lanes === undefined ? [] : countColumns(tx, filter, viewer, by, lanes),
  ]);
  const stages = by === "stage" ? await stagesOf(tx, counts) : [];
  const columns = (by === "stage" ? columnsByStage(stages) : columnsByStatus).filter(
    (column) => hasLanes(column, lanes) && isNeeded(column, counts),
  );
  const limit = Math.max(fewestInColumn, Math.min(cardsInColumn, Math.floor(cardsOnBoard / columns.length)));
  const page = lanes === undefined ? pageOfColumns(tx, columns, { filter, limit, counts }, viewer) : null;
  const [placed, named] = await Promise.all([
    page === null ? [] : readPlacedCards(tx, page, viewer),
    readNamed(tx, filter, viewer),
  ]);
  const ofColumn = Map.groupBy(placed, (one) => one.column);
  const since = sinceOf(filter, viewer);
  const shown = columns.map((column) => {
    const counted = counts.find((count) => count.column === column.key);
    const cards = (ofColumn.get(column.key) ?? []).map(({ card, here }) => ({ ...card, here }));
    const last = cards.at(-1);
    const isAll = last === undefined || (counted?.orders ?? 0) <= cards.length;
    return {
      key: column.key,
      status: column.kind === "stage" ? null : column.status,
      stage: column.kind === "stage" ? column.stage : null,
      count: counted?.orders ?? 0,
      units: counted?.units ?? 0,
      cards,
      next: isAll ? null : column.kind === "over" ? finishCursorAfter(last, since) : rankCursorAfter(last),
    };
  });
  const drawn = new Set(columns.map((column) => column.key));
  const all =
    lanes === undefined
      ? []
      : await lanesOf(
          tx,
          lanes,
          cells.filter((cell) => drawn.has(cell.column)),
          filter,
        );
  return ok({
    columns: shown,
    lanes: all.slice(0, mostLanes),
    lanesLeftOut: Math.max(0, all.length - mostLanes),
    named,
  });
}

/** By the columns' keys. */
async function countColumns(
  tx: Tx,
  filter: OrderFilter,
  viewer: Viewer,
  by: "status" | "stage",
  lanes: LaneKind | null,
): Promise<Counted[]> {
  const ofKind = (kind: "open" | "over"): OrderStatus[] =>
    (by === "stage" ? columnsByStage([]) : columnsByStatus).flatMap((column) =>
      column.kind === kind ? [column.status] : [],
    );
  const [ofStatus, ofStages] = await Promise.all([
    countByStatus(tx, filter, viewer, { open: ofKind("open"), over: ofKind("over"), lanes }),
    by === "stage" ? countByStage(tx, filter, viewer, lanes) : [],
  ]);
  const keyOf = (column: BoardColumn): string => column.key;
  const keys = new Map(
    (by === "stage" ? columnsByStage([]) : columnsByStatus).flatMap((column) =>
      column.kind === "stage" ? [] : [[column.status as string, keyOf(column)] as const],
    ),
  );
  return [
    ...ofStatus.map((count) => ({ ...count, column: keys.get(count.column) ?? count.column })),
    ...ofStages.map((count) => ({ ...count, column: `stage:${count.column}` })),
  ];
}

async function stagesOf(tx: Tx, counts: readonly Counted[]): Promise<string[]> {
  const names = counts.flatMap(({ column }) =>
    column.startsWith("stage:") ? [column.slice("stage:".length)] : [],
  );
  return (await orderStageNames(tx, names)).slice(0, mostStages);
}

/**
 * What nobody was given (what is in house) first, then by name. Whoever may be given work has a lane, also an empty one:
 * unless one of them is asked for.
 */
async function lanesOf(
  tx: Tx,
  kind: LaneKind,
  cells: readonly Counted[],
  filter: OrderFilter,
): Promise<Output<Route>["lanes"]> {
  const byLane = Map.groupBy(cells, (cell) => cell.lane ?? "none");
  const ids = [...byLane.keys()].filter((key) => key !== "none");
  const { operator, operatorId, sub, subId } = filter;
  const showsAll =
    (kind === "operator" && operator === undefined && operatorId === undefined) ||
    (kind === "subcontractor" && sub === undefined && subId === undefined);
  const all = {
    operator: sql`or ('operator' = any(l.roles) and l.active)`,
    subcontractor: sql`or not l.archived`,
    product: sql``,
  };
  const everybody = showsAll ? all[kind] : sql``;
  const table = { product: sql`item`, operator: sql`member`, subcontractor: sql`subcontractor` }[kind];
  const { rows } = await sql<{ id: Id; name: string }>`
    select l.id, l.name from ${table} l
    where l.workspace_id = ${tx.workspaceId} and (l.id = any(${ids}::uuid[]) ${everybody})
    order by lower(l.name), l.id`.execute(tx.db);
  const nobody = showsAll || byLane.has("none") ? [{ id: "none", name: null }] : [];
  return [...nobody, ...rows].map(({ id, name }) => {
    const ofLane = byLane.get(id) ?? [];
    return {
      key: id,
      name,
      orders: ofLane.reduce((sum, cell) => sum + cell.orders, 0),
      units: ofLane.reduce((sum, cell) => sum + cell.units, 0),
      cells: ofLane.map(({ column, orders, units }) => ({ column, orders, units })),
    };
  });
}

type Named = Output<Route>["named"]["operator"];

/** What the words of an address stand for: chips say names. Of several with one name the first. */
async function readNamed(tx: Tx, filter: OrderFilter, viewer: Viewer): Promise<Output<Route>["named"]> {
  const operator = filter.operatorId ?? (filter.operator === "none" ? undefined : filter.operator);
  const subcontractor = filter.subId ?? (filter.sub === "none" ? undefined : filter.sub);
  const product = filter.itemId ?? filter.product;
  const first = async (
    word: string | undefined,
    table: "member" | "item" | "subcontractor",
  ): Promise<Named> => {
    if (word === undefined) return null;
    const { rows } = await sql<{ id: Id; name: string }>`
      select n.id, n.name from ${sql.raw(table)} n
      where n.workspace_id = ${tx.workspaceId} and ${isNamed(sql`n`, word)} order by n.id limit 1`.execute(
      tx.db,
    );
    return rows[0] ?? null;
  };
  const deal = async (): Promise<Named> => {
    if (filter.dealId === undefined || !viewer.may("deal.read")) return null;
    const { rows } = await sql<{ id: Id; name: string }>`
      select d.id, d.title as name from deal d
      where d.workspace_id = ${tx.workspaceId} and d.id = ${filter.dealId}`.execute(tx.db);
    return rows[0] ?? null;
  };
  const [named, outside, made, sold] = await Promise.all([
    first(operator, "member"),
    first(subcontractor, "subcontractor"),
    first(product, "item"),
    deal(),
  ]);
  return { operator: named, sub: outside, product: made, deal: sold };
}
