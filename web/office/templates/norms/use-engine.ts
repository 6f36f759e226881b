import { useEffect, useState } from "react";

export type Engine = typeof import("./formula-engine.ts");

let loaded: Engine | undefined;

/** The formula language, fetched with the first formula; undefined until it is there. */
export function useEngine(wanted: boolean): Engine | undefined {
  const [engine, setEngine] = useState(loaded);
  useEffect(() => {
    if (!wanted || engine !== undefined) return undefined;
    let there = true;
    void import("./formula-engine.ts").then((module) => {
      loaded = module;
      if (there) setEngine(module);
    });
    return () => {
      there = false;
    };
  }, [wanted, engine]);
  return engine;
}
