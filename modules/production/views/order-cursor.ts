import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { OrderCard } from "./order-card.ts";

/**
 * Where a column of the board goes on: of what is open by priority, then due date (orders without one last), then id;
 * of what has ended by the end, newest first, no further back than `since`.
 */
export type RankCursor = {
  readonly by: "rank";
  readonly rank: number;
  readonly dueAt: Date | null;
  readonly id: Id;
};
export type FinishCursor = {
  readonly by: "finish";
  readonly finishedAt: Date;
  readonly id: Id;
  readonly since: Date;
};

export function finishCursorAfter(card: OrderCard, since: Date): string {
  return encodeCursor([card.finishedAt, card.id, since.toISOString()]);
}

/** As production_order.rank: the most urgent comes first. */
const ranks = { urgent: 0, high: 1, normal: 2, low: 3 } as const;

export function rankCursorAfter(card: OrderCard): string {
  return encodeCursor([ranks[card.priority], card.dueAt, card.id]);
}

const broken = () => no("cursor_broken", {}, ["cursor"]);

/** Where a column of the board, or a cell of it, goes on. */
export function readColumnCursor(cursor: string): Result<RankCursor | FinishCursor> {
  const byFinish = readFinish(cursor);
  if (byFinish !== null) return ok(byFinish);
  const byRank = decodeCursor(cursor, "nIu");
  if (!byRank.ok) return broken();
  const [rank, dueAt, id] = byRank.value;
  if (!Object.values<unknown>(ranks).includes(rank)) return broken();
  return ok({ by: "rank", rank: Number(rank), dueAt: instantOf(dueAt), id: String(id) });
}

function readFinish(cursor: string): FinishCursor | null {
  const decoded = decodeCursor(cursor, "iui");
  if (!decoded.ok) return null;
  const [finishedAt, id, since] = decoded.value;
  return {
    by: "finish",
    finishedAt: new Date(String(finishedAt)),
    id: String(id),
    since: new Date(String(since)),
  };
}

const instantOf = (key: string | number | null | undefined): Date | null =>
  key === null || key === undefined ? null : new Date(String(key));
