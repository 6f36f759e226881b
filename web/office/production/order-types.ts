import type { OutputOf } from "#modules/routes.ts";

export type Order = OutputOf<"showOrder">;
export type OrderStage = Order["stages"][number];
export type StageRun = OrderStage["runs"][number];

export type PlacedRun = { readonly stage: OrderStage; readonly run: StageRun };

/** The open run that a person would look at first: as the server says, else the first that something can be done with. */
export function currentRun(order: Order): PlacedRun | undefined {
  const all = order.stages.flatMap((stage) => stage.runs.map((run) => ({ stage, run })));
  return (
    all.find(({ run }) => run.id === order.current?.runId) ?? all.find(({ run }) => run.verbs.length > 0)
  );
}

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
