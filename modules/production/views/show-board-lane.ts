import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { boardRoutes } from "#modules/production/contract/board-routes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import {
  columnOf,
  columnsByStage,
  columnsByStatus,
  filterOfLane,
  hasLanes,
  pageOfColumns,
  sinceOf,
} from "./board-columns.ts";
import { countByStage } from "./count-board.ts";
import { planOnce } from "./open-orders.ts";
import { readPlacedCards } from "./order-card.ts";
import { settleFilter } from "./order-filter.ts";
import { finishCursorAfter, rankCursorAfter, readColumnCursor } from "./order-cursor.ts";

type LaneRoute = typeof boardRoutes.showBoardLane;
type CellRoute = typeof boardRoutes.listBoardCell;
const cardsInCell = 6;

/** The first cards of each cell of one lane; how many there are, the board has said. */
export async function showBoardLane(
  tx: Tx,
  input: Input<LaneRoute>,
  viewer: Viewer,
): Promise<Result<Output<LaneRoute>>> {
  const { columns: by = "status", lanes, lane: key, ...filter } = input;
  if (!isLane(lanes, key)) return no("lane_unknown", {}, ["lane"]);
  const lane = { kind: lanes, key };
  planOnce(tx);
  const ofLane = await settleFilter(tx, filterOfLane(filter, lane), viewer);
  const stages =
    by === "stage" ? (await countByStage(tx, ofLane, viewer, null)).map((counted) => counted.column) : [];
  const columns = (by === "stage" ? columnsByStage([...new Set(stages)]) : columnsByStatus).filter((column) =>
    hasLanes(column, lanes),
  );
  const page = pageOfColumns(tx, columns, { filter: ofLane, limit: cardsInCell, counts: null }, viewer);
  const placed = Map.groupBy(
    page === null ? [] : await readPlacedCards(tx, page, viewer),
    (one) => one.column,
  );
  return ok({
    cells: columns.map((column) => ({
      column: column.key,
      cards: (placed.get(column.key) ?? []).map(({ card, here }) => ({ ...card, here })),
    })),
  });
}

/** Every order is of a product; only operators and subcontractors may be none. */
const isLane = (lanes: Input<LaneRoute>["lanes"], key: string): boolean =>
  lanes !== "product" || key !== "none";

/** A column, or its cell in a lane, page by page. */
export async function listBoardCell(
  tx: Tx,
  input: Input<CellRoute>,
  viewer: Viewer,
): Promise<Result<Output<CellRoute>>> {
  const { columns: by = "status", lanes, lane: key, column: wanted, cursor, limit, ...filter } = input;
  if (lanes !== undefined && key !== undefined && !isLane(lanes, key)) {
    return no("lane_unknown", {}, ["lane"]);
  }
  const column = columnOf(by, wanted);
  if (column === null) return no("column_unknown", {}, ["column"]);
  const after = cursor === undefined ? null : readColumnCursor(cursor);
  if (after !== null && !after.ok) return after;
  const lane = lanes === undefined || key === undefined ? null : { kind: lanes, key };
  planOnce(tx);
  const ofLane = await settleFilter(tx, filterOfLane(filter, lane), viewer);
  // One more than asked for tells whether a next page exists.
  const asked = { filter: ofLane, limit: limit + 1, counts: null };
  const page = pageOfColumns(tx, [column], asked, viewer, after?.value ?? null);
  const placed = page === null ? [] : await readPlacedCards(tx, page, viewer);
  const rows = placed.slice(0, limit).map(({ card, here }) => ({ ...card, here }));
  const last = placed.length > limit ? rows.at(-1) : undefined;
  const since = after?.value.by === "finish" ? after.value.since : sinceOf(filter, viewer);
  return ok({
    rows,
    next:
      last === undefined
        ? null
        : column.kind === "over"
          ? finishCursorAfter(last, since)
          : rankCursorAfter(last),
  });
}
