import type { KeyboardEvent as ReactKeyboardEvent } from "react";

const steps: Readonly<Record<string, readonly [columns: number, cards: number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  k: [0, -1],
  j: [0, 1],
};

/**
 * Arrows, J and K go between cards. Columns are marked data-column, cards data-card; a card's link takes the
 * focus. A virtual column draws a few cards beyond its edge, so that the next one is always there.
 */
export function walkBetweenCards(event: ReactKeyboardEvent<HTMLElement>): void {
  const step = steps[event.key];
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  const card = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>("[data-card]") : null;
  if (card === null) return;
  const columns = cardsOf(event.currentTarget);
  let at = columns.findIndex((cards) => cards.includes(card));
  const row = columns[at]?.indexOf(card) ?? 0;
  const [sideways, down] = step;
  if (sideways !== 0) {
    do at += sideways;
    while (columns[at]?.length === 0);
  }
  const cards = columns[at];
  // In lanes a column goes on in the lane below or above.
  const beyond =
    sideways === 0 && (row + down < 0 || row + down >= (cards?.length ?? 0))
      ? besideInLanes(event.currentTarget, card, down)
      : undefined;
  if (beyond !== undefined) {
    event.preventDefault();
    beyond.querySelector<HTMLElement>("a")?.focus();
    return;
  }
  const next = cards?.[Math.max(0, Math.min(row + down, cards.length - 1))];
  if (next === undefined) return;
  event.preventDefault();
  next.querySelector<HTMLElement>("a")?.focus();
}

/** J or an arrow where nothing has the focus begins at the first card. */
export function enterCards(event: KeyboardEvent, board: HTMLElement | null): void {
  if (board === null || document.activeElement !== document.body) return;
  if (event.key !== "j" && event.key !== "ArrowDown" && event.key !== "ArrowRight") return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const first = cardsOf(board).find((cards) => cards.length > 0)?.[0];
  if (first === undefined) return;
  event.preventDefault();
  first.querySelector<HTMLElement>("a")?.focus();
}

function besideInLanes(board: HTMLElement, card: HTMLElement, down: number): HTMLElement | undefined {
  const column = card.closest<HTMLElement>("[data-lane]");
  if (column === null) return undefined;
  const same = [...board.querySelectorAll<HTMLElement>("[data-lane]")].filter(
    (other) => other.dataset["column"] === column.dataset["column"],
  );
  const cards = [...(same[same.indexOf(column) + down]?.querySelectorAll<HTMLElement>("[data-card]") ?? [])];
  return down > 0 ? cards[0] : cards.at(-1);
}

function cardsOf(board: HTMLElement): HTMLElement[][] {
  return [...board.querySelectorAll("[data-column]")].map((column) => [
    ...column.querySelectorAll<HTMLElement>("[data-card]"),
  ]);
}
