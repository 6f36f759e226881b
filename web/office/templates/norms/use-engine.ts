import { useEffect, useState } from "react";
import type * as FormulaEngine from "./formula-engine.ts";

export type Engine = typeof FormulaEngine;

let loaded: Engine | undefined;

/** The formula language, fetched with the first formula; undefined until it is there. */
export function useEngine(wanted: boolean): Engine | undefined {
  const [engine, setEngine] = useState(loaded);
  useEffect(() => {
    if (!wanted || engine !== undefined) return undefined;
    let there = true;
    const load = async (): Promise<void> => {
      loaded = await import("./formula-engine.ts");
      if (there) setEngine(loaded);
    };
    void load();
    return () => {
      there = false;
    };
  }, [wanted, engine]);
  return engine;
}
