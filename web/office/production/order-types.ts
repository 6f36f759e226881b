import type { OutputOf } from "#modules/routes.ts";

export type Order = OutputOf<"showOrder">;
export type OrderStage = Order["stages"][number];
export type StageRun = OrderStage["runs"][number];
export type OrderLot = Order["lots"][number];
export type Defect = OutputOf<"showOrderDefects">["rows"][number];

export type PlacedRun = { readonly stage: OrderStage; readonly run: StageRun };

export const isOver = (run: Pick<StageRun, "state">): boolean =>
  run.state === "done" || run.state === "ended";

/** The open run that a person would look at first: as the server says, else the first that something can be done with. */
export function currentRun(order: Order): PlacedRun | undefined {
  const all = order.stages.flatMap((stage) => stage.runs.map((run) => ({ stage, run })));
  return (
    all.find(({ run }) => run.id === order.current?.runId) ??
    all.find(({ run }) => !isOver(run) && run.verbs.length > 0)
  );
}

export const lotOf = (order: Order, run: StageRun): OrderLot | undefined =>
  order.lots.find((lot) => lot.id === run.lotId);

/** Where a lot stands: its open runs, one in each branch. */
export function placesOf(order: Order, lotId: string): PlacedRun[] {
  return order.stages.flatMap((stage) =>
    stage.runs.filter((run) => run.lotId === lotId && !isOver(run)).map((run) => ({ stage, run })),
  );
}

/** The lots that a held run waits for. */
export const awaitedBy = (order: Order, run: StageRun): OrderLot[] =>
  order.lots.filter((lot) => lot.mergesIntoRunId === run.id);

/** This stage and those before it on its lots' path, the nearest first: where a defect may send units back to. */
export function pathTo(order: Order, stageId: string): OrderStage[] {
  const byId = new Map(order.stages.map((stage) => [stage.id, stage]));
  const path = new Set<string>();
  const walk = (id: string): void => {
    if (path.has(id)) return;
    path.add(id);
    for (const before of byId.get(id)?.after ?? []) walk(before);
  };
  walk(stageId);
  return order.stages.filter((stage) => path.has(stage.id)).toReversed();
}

/** No more runs are taken in one act. */
export const mostTogether = 200;

/** Other runs at this stage with which this one may be started, finished or reported in the same tap. */
export const togetherWith = ({ stage, run }: PlacedRun, verb: string): StageRun[] =>
  stage.runs.filter((other) => other.id === run.id || other.verbs.includes(verb));

/** The order as it will look once the server has agreed. */
export function withRun(order: Order, runId: string, part: Partial<StageRun>): Order {
  return {
    ...order,
    stages: order.stages.map((stage) => ({
      ...stage,
      runs: stage.runs.map((run) => (run.id === runId ? { ...run, ...part } : run)),
    })),
  };
}
