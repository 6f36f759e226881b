import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { heldCards } from "./board-order.ts";

/** So long after a drop one sees what it did, although the pointer is still there. */
const ownActMilliseconds = 1500;

/** The cards of a column as they may be shown now: while a mouse is over one of `place`, none goes or moves. */
export function useHeld<Card extends { readonly id: string }>(
  place: RefObject<HTMLElement | null>,
  now: readonly Card[],
): readonly Card[] {
  const [kept, setKept] = useState<readonly Card[] | null>(null);
  const shown = useRef(now);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    let acted = 0;
    const over = (event: PointerEvent): void => {
      if (event.pointerType !== "mouse" || Date.now() - acted < ownActMilliseconds) return;
      const isOverCard = event.target instanceof Element && event.target.closest("[data-card]") !== null;
      setKept((before) => (isOverCard ? (before ?? shown.current) : null));
    };
    const leave = (): void => setKept(null);
    // A click or a drop is an act of one's own: its effect is awaited.
    const act = (): void => {
      acted = Date.now();
      setKept(null);
    };
    element.addEventListener("pointermove", over);
    element.addEventListener("pointerleave", leave);
    document.addEventListener("dragend", act, true);
    document.addEventListener("click", act, true);
    return () => {
      element.removeEventListener("pointermove", over);
      element.removeEventListener("pointerleave", leave);
      document.removeEventListener("dragend", act, true);
      document.removeEventListener("click", act, true);
    };
  }, [place]);
  const cards = useMemo(() => (kept === null ? now : heldCards(kept, now)), [kept, now]);
  useEffect(() => {
    shown.current = cards;
  }, [cards]);
  return cards;
}
