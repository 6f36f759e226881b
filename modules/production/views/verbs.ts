import type { Id } from "#kernel/id.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { OrderStatus } from "#modules/production/contract/order-card.ts";
import type { Run } from "#modules/production/core/order-state.ts";
import { type RunVerb, verbsAt } from "#modules/production/core/run-table.ts";

/** What stands in a row of `run` and decides, with the permission function, what may be done with it. */
export type RunOfVerbs = Pick<
  Run,
  "state" | "availableAt" | "operatorId" | "performerMemberId" | "performerTradeId"
> & {
  readonly performerRole: string | null;
};

const actionOfVerb = {
  releaseRunEarly: "run.release_early",
  startRun: "run.work",
  pauseRun: "run.work",
  resumeRun: "run.work",
  recordProgress: "run.work",
  finishRun: "run.work",
  cancelStart: "run.work",
  blockRun: "run.block",
  unblockRun: "run.block",
  reassignRun: "run.reassign",
} as const satisfies Record<RunVerb, string>;

/** The verbs that the run's state allows and the viewer may use now. */
export function verbsOfRun(run: RunOfVerbs, viewer: Viewer): RunVerb[] {
  return verbsAt(run, viewer.now).filter((verb) => viewer.may(actionOfVerb[verb], run));
}

export function verbsOfOrder(
  order: { readonly id: Id; readonly status: OrderStatus },
  viewer: Viewer,
): string[] {
  if (order.status === "done" || order.status === "cancelled") return [];
  const verbs: string[] = [];
  if (viewer.may("order.change")) verbs.push("changeOrder", "reserveOrder");
  if (viewer.may("order.cancel")) verbs.push("cancelOrder");
  return verbs;
}
