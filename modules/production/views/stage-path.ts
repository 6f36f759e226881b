import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { areParallel, graphOf } from "#kernel/stage-graph.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** A stage as far as the way of the units goes. */
export type StageOfPath = {
  readonly id: Id;
  readonly key: string;
  readonly name: string;
  readonly waitsFor: readonly string[];
  readonly active: boolean;
};

/** What screens ask of an order's graph of stages; only those that are switched on are in it. */
export type StagePath = {
  /** what must be done right before, switched-off stages passed over */
  readonly before: (stage: StageOfPath) => StageOfPath[];
  /** what comes right after, in the order of the template */
  readonly next: (stage: StageOfPath) => StageOfPath[];
  /** the stage itself and all before it, in the order of the template */
  readonly upTo: (stage: StageOfPath) => StageOfPath[];
  /** the stage itself, or one that comes after it: work on another branch follows nothing */
  readonly isFrom: (stage: StageOfPath, later: Id) => boolean;
  readonly hasSiblings: (stage: StageOfPath) => boolean;
};

export function stagePath(stages: readonly StageOfPath[]): StagePath {
  const graph = graphOf(stages);
  const active = stages.filter((stage) => stage.active);
  const byId = new Map(stages.map((stage) => [stage.id, stage]));
  const isAtOrBefore = (earlier: StageOfPath, stage: StageOfPath): boolean =>
    earlier.id === stage.id || graph.below.get(earlier.key)?.has(stage.key) === true;
  return {
    before: (stage) => active.filter((other) => graph.waits.get(stage.key)?.includes(other.key) === true),
    next: (stage) => active.filter((other) => graph.waits.get(other.key)?.includes(stage.key) === true),
    upTo: (stage) => active.filter((other) => isAtOrBefore(other, stage)),
    isFrom: (stage, later) => {
      const other = byId.get(later);
      return other !== undefined && isAtOrBefore(stage, other);
    },
    hasSiblings: (stage) => active.some((other) => areParallel(graph, other.key, stage.key)),
  };
}

export type OrderPath = StagePath & { readonly stages: ReadonlyMap<Id, StageOfPath> };

/** The graphs of many orders, in one statement. */
export async function readPaths(tx: Tx, orderIds: readonly Id[]): Promise<ReadonlyMap<Id, OrderPath>> {
  const { rows } = await sql<{ order_id: Id; stages: [Id, string, string, string[], boolean][] }>`
    select s.order_id, json_agg(json_build_array(s.id, s.key, s.name, s.waits_for, s.active) order by s.position) as stages
    from order_stage s
    where s.workspace_id = ${tx.workspaceId} and s.order_id = any(${[...orderIds]}::uuid[])
    group by s.order_id`.execute(tx.db);
  return new Map(
    rows.map((row) => {
      const stages = row.stages.map(([id, key, name, waitsFor, active]) => ({
        id,
        key,
        name,
        waitsFor,
        active,
      }));
      return [
        row.order_id,
        { ...stagePath(stages), stages: new Map(stages.map((stage) => [stage.id, stage])) },
      ];
    }),
  );
}
