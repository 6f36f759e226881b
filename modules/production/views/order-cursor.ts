import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { OrderCard } from "./order-card.ts";

/**
 * Where a page of orders goes on: by due date (orders without one last), then id; or, in the board's columns
 * of what has ended, by the end, newest first, no further back than `since`.
 */
export type DueCursor = { readonly by: "due"; readonly dueAt: Date | null; readonly id: Id };
export type FinishCursor = {
  readonly by: "finish";
  readonly finishedAt: Date;
  readonly id: Id;
  readonly since: Date;
};

export function dueCursorAfter(card: OrderCard): string {
  return encodeCursor([card.dueAt, card.id]);
}

export function finishCursorAfter(card: OrderCard, since: Date): string {
  return encodeCursor([card.finishedAt, card.id, since.toISOString()]);
}

export function readOrderCursor(cursor: string): Result<DueCursor | FinishCursor> {
  const byFinish = decodeCursor(cursor, "iui");
  if (byFinish.ok) {
    const [finishedAt, id, since] = byFinish.value;
    return ok({
      by: "finish",
      finishedAt: new Date(String(finishedAt)),
      id: String(id),
      since: new Date(String(since)),
    });
  }
  const byDue = decodeCursor(cursor, "Iu");
  if (!byDue.ok) return no("cursor_broken", {}, ["cursor"]);
  const [dueAt, id] = byDue.value;
  return ok({ by: "due", dueAt: dueAt === null ? null : new Date(String(dueAt)), id: String(id) });
}
