import { startTransition, useEffect, useState } from "react";

/** As many as any screen shows, and one more. */
const atOnce = 6;
/** Sixty frames: a second, or four on a slow phone. */
const mostFrames = 60;

/**
 * The first cards of a list are drawn with the tap that asks for it. The others follow right after its picture, in
 * pieces that a finger can interrupt: forty cards at once would hold a slow phone for a fifth of a second.
 */
export function useInTurn(list: string): <Card>(cards: readonly Card[]) => readonly Card[] {
  const [whole, setWhole] = useState<string>();
  useEffect(() => startTransition(() => setWhole(list)), [list]);
  return (cards) => (whole === list ? cards : cards.slice(0, atOnce));
}

/** At once where a run's card is drawn, else as soon as its turn has come; never where it does not come. */
export function whenDrawn(runId: string, then: (card: HTMLElement) => void): void {
  let frames = 0;
  const look = (): void => {
    const card = document.querySelector<HTMLElement>(`[data-run="${CSS.escape(runId)}"]`);
    if (card !== null) return then(card);
    frames += 1;
    if (frames < mostFrames) requestAnimationFrame(look);
  };
  look();
}
