import { useEffect } from "react";
import { serverNow } from "../server-clock.ts";
import type { MyStages } from "./show-taps.ts";

const longest = 10 * 60_000;
const afterTheEnd = 300;

/**
 * What changes without an event: a wait runs out, midnight empties Done today, a phone comes back out of a
 * pocket. Then My Stages are asked for again.
 */
export function useFreshness(data: MyStages | undefined, refetch: () => void): void {
  useEffect(() => {
    const ends = (data?.waiting ?? [])
      .filter(({ state }) => state === "waiting")
      .map(({ availableAt }) => Date.parse(availableAt) - serverNow() + afterTheEnd);
    const timer = setTimeout(refetch, Math.max(1_000, Math.min(longest, ...ends)));
    return () => clearTimeout(timer);
  }, [data, refetch]);
  useEffect(() => {
    const onVisible = (): void => {
      if (document.visibilityState === "visible") refetch();
    };
    document.addEventListener("visibilitychange", onVisible);
    return () => document.removeEventListener("visibilitychange", onVisible);
  }, [refetch]);
}
