import { useEffect, useRef, useState } from "react";
import { whenDrawn } from "./in-turn.ts";
import type { MyStages } from "./show-taps.ts";
import type { Tab } from "./tab-bar.tsx";
import type { Further } from "./use-stages.ts";

/** The order that the address asks for ("?order="): the code of a printed card led here. */
const askedOrder = (): string | null => new URLSearchParams(location.search).get("order");

/** What the camera or somebody's finger asks for. A new object each time: the same order may be asked for again. */
export type Wanted = {
  /** its id, or its number as text */
  readonly order: string;
};

/** Why no card is shown: there is none for me, or nobody could be asked. */
export type Missing = "none" | "unreached";

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
 * a scanned card does. One that stands too far back to be shown is asked for. Answers why there is none: then a
 * sentence says so.
 */
export function useAskedOrder(
  data: MyStages,
  further: Further,
  show: (tab: Tab) => void,
  wanted: Wanted | undefined,
): { readonly missing: Missing | undefined; readonly dismiss: () => void } {
  const [missing, setMissing] = useState<Missing>();
  const sought = useRef(askedOrder());
  const answered = useRef(wanted);
  useEffect(() => {
    if (wanted !== answered.current) {
      answered.current = wanted;
      sought.current = wanted?.order ?? null;
      setMissing(undefined);
    }
    const order = sought.current;
    if (order === null) return;
    const place = placeOfOrder(data, order);
    if (place === null) {
      const state = isName(order) ? further.stateOf(order) : "here";
      if (state === "unasked") further.look(order);
      if (state === "unasked" || state === "coming") return;
      sought.current = null;
      setMissing(state === "unreached" ? "unreached" : "none");
      window.scrollTo(0, 0);
      return;
    }
    sought.current = null;
    show(place.tab);
    // After the tab is drawn.
    requestAnimationFrame(() => {
      whenDrawn(place.runId, (card) => {
        card.scrollIntoView({ block: "start" });
        card.focus({ preventScroll: true });
      });
    });
  }, [data, further, show, wanted]);
  return { missing, dismiss: () => setMissing(undefined) };
}

/** Whether anything could be called so: addresses are typed, too. */
const isName = (order: string): boolean => /^(\d{1,9}|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12})$/i.test(order);
