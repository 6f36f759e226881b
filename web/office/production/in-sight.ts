import type { Virtualizer } from "@tanstack/react-virtual";
import { type RefObject, useEffect, useState } from "react";

/** So far beside what is in sight a column is drawn all the same, so that one that is scrolled to is there. */
const beside = "0px 320px";
/** Until the browser has said what is in sight: more than fit on a wide screen. */
export const columnsAtFirst = 9;

/** The keys of those columns that are in sight, or nearly so; the others are drawn without their cards. */
export function useColumnsInSight(
  scroll: RefObject<HTMLElement | null>,
  keys: readonly string[],
): ReadonlySet<string> {
  const all = JSON.stringify(keys);
  const [inSight, setInSight] = useState<ReadonlySet<string>>(() => new Set(keys.slice(0, columnsAtFirst)));
  useEffect(() => {
    const place = scroll.current;
    if (place === null) return undefined;
    const observer = new IntersectionObserver(
      (entries) =>
        setInSight((before) => {
          const next = new Set(before);
          for (const { target, isIntersecting } of entries) {
            const key = (target as HTMLElement).dataset["inSight"] ?? "";
            // What is dragged stays where it was taken: the browser ends the drag of what goes.
            if (isIntersecting) next.add(key);
            else if (target.querySelector("[data-dragged]") === null) next.delete(key);
          }
          // The first word of the browser is mostly what was drawn already.
          return next.size === before.size && [...next].every((key) => before.has(key)) ? before : next;
        }),
      { root: place, rootMargin: beside },
    );
    for (const column of place.querySelectorAll("[data-in-sight]")) observer.observe(column);
    return () => observer.disconnect();
  }, [scroll, all]);
  return inSight;
}

/**
 * Sizes as the browser tells them after its own layout. Asking each card when it is drawn, as the library does, makes
 * the browser lay everything out anew for each of them.
 */
export function sizeAsTold<Place extends Element>(
  element: Place,
  entry: ResizeObserverEntry | undefined,
  virtual: Virtualizer<HTMLDivElement, Place>,
): number {
  const told = entry?.borderBoxSize[0]?.blockSize;
  if (told !== undefined) return Math.round(told);
  const index = virtual.indexFromElement(element);
  return virtual.measurementsCache[index]?.size ?? virtual.options.estimateSize(index);
}
