import type { OrderCardRow } from "./board-card.tsx";

type Priority = OrderCardRow["priority"];
/** The most urgent stands first. */
const inRank = ["urgent", "high", "normal", "low"] as const satisfies readonly Priority[];
const rankOf = (priority: Priority): number => inRank.indexOf(priority);

/**
 * The priority with which a card stands between two others of its column, `null` being the column's end; `undefined`:
 * it may stand there as it is, and within a priority the due date decides.
 */
export function priorityBetween(
  own: Priority,
  above: Priority | null,
  below: Priority | null,
): Priority | undefined {
  if (below !== null && rankOf(own) > rankOf(below)) return below;
  if (above !== null && rankOf(own) < rankOf(above)) return above;
  return undefined;
}

type Sorted = { readonly id: string; readonly priority: Priority; readonly dueAt: string | null };

/** As the server sorts a column of what is open. */
export function byRank(a: Sorted, b: Sorted): number {
  const due = (card: Sorted): string => card.dueAt ?? "9999";
  if (a.priority !== b.priority) return rankOf(a.priority) - rankOf(b.priority);
  if (due(a) !== due(b)) return due(a) < due(b) ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

/**
 * What a column shows while the pointer is over it: the cards that are there stay where they are, with what is new of
 * them; nothing goes or moves under a hand that is about to click, and what comes waits at the end.
 */
export function heldCards<Card extends { readonly id: string }>(
  shown: readonly Card[],
  now: readonly Card[],
): readonly Card[] {
  const byId = new Map(now.map((card) => [card.id, card]));
  const there = new Set(shown.map((card) => card.id));
  return [...shown.map((card) => byId.get(card.id) ?? card), ...now.filter((card) => !there.has(card.id))];
}
