import { useEffect, useRef, useState } from "react";
import type * as Sheets from "./sheets.tsx";

type Loaded = typeof Sheets;

/** Milliseconds after which a phone has drawn its first screen and has time for what comes next. */
const afterTheFirst = 1_000;

/**
 * The sheets come after the cards: nobody opens one within the first second, and the first screen is there sooner
 * by a tenth. Undefined until then; `failed` is told when one is asked for and can't be had.
 */
export function useSheets(asked: boolean, failed: () => void): Loaded | undefined {
  const [loaded, setLoaded] = useState<Loaded>();
  const tell = useRef(failed);
  useEffect(() => {
    tell.current = failed;
  });
  useEffect(() => {
    if (loaded !== undefined) return undefined;
    let over = false;
    const load = async (): Promise<void> => {
      try {
        const those = await import("./sheets.tsx");
        if (!over) setLoaded(those);
      } catch {
        // Ahead of time nobody has missed them: the tap asks again.
        if (!over && asked) tell.current();
      }
    };
    const timer = setTimeout(() => void load(), asked ? 0 : afterTheFirst);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [asked, loaded]);
  return loaded;
}
