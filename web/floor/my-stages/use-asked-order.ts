import { useEffect, useRef, useState } from "react";
import { whenDrawn } from "./in-turn.ts";
import type { MyStages } from "./show-taps.ts";
import type { Tab } from "./tab-bar.tsx";

/** The order that the address asks for ("?order="): the code of a printed card led here. */
const askedOrder = (): string | null => new URLSearchParams(location.search).get("order");

/** What the camera or somebody's finger asks for. A new object each time: the same order may be asked for again. */
export type Wanted = {
  /** its id, or its number as text */
  readonly order: string;
};

/** The tab where an order's first card is, and that card's run; null where I have nothing to do with it. */
export function placeOfOrder(
  data: Pick<MyStages, "inProgress" | "waiting" | "doneToday">,
  order: string,
): { readonly tab: Tab; readonly runId: string } | null {
  const wanted = order.toLowerCase();
  for (const tab of ["inProgress", "waiting", "doneToday"] as const) {
    const card = data[tab].find((one) => one.orderId === wanted || String(one.orderNumber) === wanted);
    if (card !== undefined) return { tab, runId: card.runId };
  }
  return null;
}

/**
 * Brings the asked order's card into sight, once, as soon as the cards are there: the address may ask for one, and later
 * a scanned card does. Answers whether there is none: then a sentence says so.
 */
export function useAskedOrder(
  data: MyStages,
  show: (tab: Tab) => void,
  wanted: Wanted | undefined,
): { readonly isNone: boolean; readonly dismiss: () => void } {
  const [isNone, setNone] = useState(false);
  const asked = useRef(askedOrder());
  const answered = useRef(wanted);
  useEffect(() => {
    const order = wanted === answered.current ? asked.current : (wanted?.order ?? null);
    asked.current = null;
    answered.current = wanted;
    if (order === null) return;
    const place = placeOfOrder(data, order);
    setNone(place === null);
    if (place === null) {
      window.scrollTo(0, 0);
      return;
    }
    show(place.tab);
    // After the tab is drawn.
    requestAnimationFrame(() => {
      whenDrawn(place.runId, (card) => {
        card.scrollIntoView({ block: "start" });
        card.focus({ preventScroll: true });
      });
    });
  }, [data, show, wanted]);
  return { isNone, dismiss: () => setNone(false) };
}
