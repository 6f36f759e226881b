import { useCallback, useMemo, useState } from "react";
import type { Shown } from "./template-tab.ts";

type Names = Shown["names"];
export type EditorNames = Names & {
  /** What was picked here is not among the names that came with the template. */
  readonly learn: (part: Partial<Names>) => void;
};

/** The names behind a body's ids: those that came with it, and those that were picked since. */
export function useEditorNames(base: Shown): EditorNames {
  const [learned, setLearned] = useState<Partial<Names>>({});
  const learn = useCallback((part: Partial<Names>) => setLearned((before) => mergeNames(before, part)), []);
  return useMemo(() => ({ ...mergeNames(base.names, learned), learn }), [base.names, learned, learn]);
}

export function mergeNames<T extends Partial<Names>>(names: T, more: Partial<Names>): T {
  const merged: Record<string, object> = { ...names };
  for (const [kind, found] of Object.entries(more)) merged[kind] = { ...merged[kind], ...found };
  return merged as T;
}
