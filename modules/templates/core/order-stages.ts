/** A stage as far as its place in the graph goes; `waitsFor` null is the stage before it in the list. */
export type StageLink = { readonly key: string; readonly waitsFor: readonly string[] | null };

/** What each stage waits for, made explicit: null becomes the stage before (none for the first). */
export function explicitWaits(stages: readonly StageLink[]): Map<string, readonly string[]> {
  const waits = new Map<string, readonly string[]>();
  let before: string | null = null;
  for (const stage of stages) {
    waits.set(stage.key, stage.waitsFor ?? (before === null ? [] : [before]));
    before = stage.key;
  }
  return waits;
}

export type StageOrder =
  | { readonly kind: "ordered"; readonly keys: readonly string[] }
  /** The keys round the cycle, the first of them again at the end. */
  | { readonly kind: "cycle"; readonly keys: readonly string[] };

/**
 * An order in which the stages can be worked: each after all that it waits for, else as the list has them.
 * Keys in `waitsFor` that are no stage are passed over.
 */
export function orderStages(stages: readonly StageLink[]): StageOrder {
  const waits = explicitWaits(stages);
  const placed = new Set<string>();
  const keys: string[] = [];
  const path: string[] = [];

  // Depth is at most the number of stages, and a template has 50 at most.
  function place(key: string): readonly string[] | null {
    if (placed.has(key)) return null;
    const seenAt = path.indexOf(key);
    if (seenAt >= 0) return [...path.slice(seenAt), key];
    path.push(key);
    for (const earlier of waits.get(key) ?? []) {
      if (!waits.has(earlier)) continue;
      const cycle = place(earlier);
      if (cycle !== null) return cycle;
    }
    path.pop();
    placed.add(key);
    keys.push(key);
    return null;
  }

  for (const stage of stages) {
    const cycle = place(stage.key);
    // Walked against the arrows; turned round it reads as the work would go.
    if (cycle !== null) return { kind: "cycle", keys: cycle.toReversed() };
  }
  return { kind: "ordered", keys };
}
