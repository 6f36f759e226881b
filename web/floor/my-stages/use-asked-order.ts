import { useEffect, useRef, useState } from "react";
import type { MyStages } from "./show-taps.ts";
import type { Tab } from "./tab-bar.tsx";

/** The order that the address asks for ("?order="): the code of a printed card led here. */
const askedOrder = (): string | null => new URLSearchParams(location.search).get("order");

/** The tab where an order's first card is, and that card's run; null where I have nothing to do with it. */
export function placeOfOrder(
  data: Pick<MyStages, "inProgress" | "waiting" | "doneToday">,
  orderId: string,
): { readonly tab: Tab; readonly runId: string } | null {
  const wanted = orderId.toLowerCase();
  for (const tab of ["inProgress", "waiting", "doneToday"] as const) {
    const card = data[tab].find((one) => one.orderId === wanted);
    if (card !== undefined) return { tab, runId: card.runId };
  }
  return null;
}

/**
 * Brings the asked order's card into sight, once, as soon as the cards are there. Answers whether there is none: then a
 * sentence says so.
 */
export function useAskedOrder(
  data: MyStages,
  show: (tab: Tab) => void,
): { readonly isNone: boolean; readonly dismiss: () => void } {
  const [isNone, setNone] = useState(false);
  const asked = useRef(askedOrder());
  useEffect(() => {
    const orderId = asked.current;
    if (orderId === null) return;
    asked.current = null;
    const place = placeOfOrder(data, orderId);
    if (place === null) {
      setNone(true);
      return;
    }
    show(place.tab);
    // After the tab is drawn.
    requestAnimationFrame(() => {
      const card = document.querySelector<HTMLElement>(`[data-run="${CSS.escape(place.runId)}"]`);
      card?.scrollIntoView({ block: "start" });
      card?.focus({ preventScroll: true });
    });
  }, [data, show]);
  return { isNone, dismiss: () => setNone(false) };
}
