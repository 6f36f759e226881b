/**
 * The graph of stages, as far as keys and waits go. A stage that is switched off hands its list of waits on to
 * its followers. Source: domain.md section 2. Stages have no cycle; a template has 50 at most.
 */
export type GraphStage = {
  readonly key: string;
  /** explicit: keys of the stages that must be done before, [] for a stage that begins at once */
  readonly waitsFor: readonly string[];
  readonly active: boolean;
};

export type StageGraph = {
  /** of each active stage: the active stages that must be done before it */
  readonly waits: ReadonlyMap<string, readonly string[]>;
  /** of each active stage: all active stages that come after it, however far */
  readonly below: ReadonlyMap<string, ReadonlySet<string>>;
};

export function graphOf(stages: readonly GraphStage[]): StageGraph {
  const byKey = new Map(stages.map((stage) => [stage.key, stage]));
  const waits = new Map<string, readonly string[]>();
  const waitsOf = (stage: GraphStage): readonly string[] => {
    const known = waits.get(stage.key);
    if (known !== undefined) return known;
    const own = new Set<string>();
    for (const key of stage.waitsFor) {
      const before = byKey.get(key);
      if (before === undefined) continue;
      if (before.active) own.add(key);
      else for (const handedOn of waitsOf(before)) own.add(handedOn);
    }
    waits.set(stage.key, [...own]);
    return [...own];
  };
  for (const stage of stages) waitsOf(stage);
  const active = stages.filter((stage) => stage.active);
  const below = new Map<string, Set<string>>();
  const belowOf = (key: string): Set<string> => {
    const known = below.get(key);
    if (known !== undefined) return known;
    const all = new Set<string>();
    below.set(key, all);
    for (const follower of active) {
      if (!(waits.get(follower.key) ?? []).includes(key)) continue;
      all.add(follower.key);
      for (const further of belowOf(follower.key)) all.add(further);
    }
    return all;
  };
  for (const stage of active) belowOf(stage.key);
  for (const stage of stages) if (!stage.active) waits.delete(stage.key);
  return { waits, below };
}

/** Neither comes before the other: they lie on branches that are worked side by side. */
export function areParallel(graph: StageGraph, a: string, b: string): boolean {
  return a !== b && graph.below.get(a)?.has(b) !== true && graph.below.get(b)?.has(a) !== true;
}
