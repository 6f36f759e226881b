import type { Id } from "#kernel/id.ts";

/** A stage as far as the question needs it: its key and the keys of what it waits for. */
export type StageOfGraph = { readonly id: Id; readonly key: string; readonly waitsFor: readonly string[] };

/**
 * The stages that no unit still needs: those that have no open run and come after no stage that has one.
 * `openStageIds` are the stages of the order's open runs. A lot in work always has an open run, or waits for
 * its receipt with every stage done, so that the open runs say it all, whatever the number of lots.
 */
export function findDoneStages(
  stages: readonly StageOfGraph[],
  openStageIds: readonly Id[],
): ReadonlySet<Id> {
  const needed = new Set(stages.filter((stage) => openStageIds.includes(stage.id)).map((stage) => stage.key));
  // Each round finds at least one more, and a graph without cycles ends.
  for (let before = -1; before !== needed.size;) {
    before = needed.size;
    for (const stage of stages) if (stage.waitsFor.some((key) => needed.has(key))) needed.add(stage.key);
  }
  return new Set(stages.filter((stage) => !needed.has(stage.key)).map((stage) => stage.id));
}
