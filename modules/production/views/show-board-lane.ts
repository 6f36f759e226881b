import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { boardRoutes } from "#modules/production/contract/board-routes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import {
  columnOf,
  columnsByStage,
  columnsByStatus,
  hasLanes,
  pageOfColumns,
  sinceOf,
} from "./board-columns.ts";
import { countByStage } from "./count-board.ts";
import { readPlacedCards } from "./order-card.ts";
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
  const ofLane = {
    product: { ...filter, itemId: key },
    operator: { ...filter, operatorId: undefined, operator: key },
    subcontractor: { ...filter, subId: undefined, sub: key },
  }[lanes];
  const stages =
    by === "stage"
      ? [...new Set((await countByStage(tx, ofLane, viewer, null)).map((counted) => counted.column))]
      : [];
  const columns = (by === "stage" ? columnsByStage(stages) : columnsByStatus).filter((column) =>
    hasLanes(column, lanes),
  );
  const page = pageOfColumns(tx, columns, { filter, lane, limit: cardsInCell }, viewer);
  const placed = Map.groupBy(await readPlacedCards(tx, page, viewer), (one) => one.column);
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
  // One more than asked for tells whether a next page exists.
  const page = pageOfColumns(tx, [column], { filter, lane, limit: limit + 1 }, viewer, after?.value ?? null);
  const placed = await readPlacedCards(tx, page, viewer);
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
