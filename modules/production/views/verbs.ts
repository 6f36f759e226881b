import type { Id } from "#kernel/id.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { LotState, OrderStatus } from "#modules/production/contract/order-card.ts";
import type { Run } from "#modules/production/core/order-state.ts";
import { type RunVerb, verbsAt } from "#modules/production/core/run-table.ts";
import type { BatchMode } from "#modules/templates/contract/template-body.ts";

/** What stands in the rows of a run and decides, with the permission function, what may be done with it. */
export type RunOfVerbs = Pick<
  Run,
  | "state"
  | "availableAt"
  | "operatorId"
  | "performerMemberId"
  | "performerTradeId"
  | "performerSubcontractorId"
> & {
  readonly performerRole: string | null;
  /** who works on it, or is on a pause from it */
  readonly crew: readonly { readonly memberId: Id; readonly working: boolean }[];
  /** its stage has a material whose variant a person picks */
  readonly hasPick: boolean;
  /** units left it while it was under way, and took their share of the work along */
  readonly hasLeft: boolean;
  /** something later has begun with its units: the command looks closer */
  readonly isFollowed: boolean;
};

const actionOfVerb = {
  releaseRunEarly: "run.release_early",
  startRun: "run.work",
  pauseRun: "run.work",
  resumeRun: "run.work",
  joinRun: "run.work",
  leaveRun: "run.work",
  recordProgress: "run.work",
  finishRun: "run.work",
  cancelStart: "run.work",
  blockRun: "run.block",
  unblockRun: "run.block",
  reportDefect: "run.work",
  letGo: "run.resolve",
  resolveEscalation: "run.resolve",
  pickMaterial: "run.work",
  reassignRun: "run.reassign",
  reopenRun: "run.reopen",
} as const satisfies Record<RunVerb, string>;

/** The verbs that the run's state allows and the viewer may use now. */
export function verbsOfRun(run: RunOfVerbs, viewer: Viewer): RunVerb[] {
  return verbsAt(run, viewer.now).filter(
    (verb) => isSensible(verb, run, viewer) && mayUse(verb, run, viewer),
  );
}

const memberOf = ({ actor }: Viewer): Id | null => (actor.kind === "member" ? actor.memberId : null);

/** What the state's table can't know: it looks at no person and no other run. */
function isSensible(verb: RunVerb, run: RunOfVerbs, viewer: Viewer): boolean {
  const me = memberOf(viewer);
  const own = run.crew.find((each) => each.memberId === me);
  switch (verb) {
    // Who is on a pause of their own would pause the others.
    case "pauseRun":
      return own?.working !== false;
    case "resumeRun":
      return run.state === "in_progress" ? own?.working === false : own?.working !== true;
    case "joinRun":
      return me !== null && own === undefined && run.crew.some((each) => each.working);
    case "leaveRun":
      return own !== undefined;
    case "cancelStart":
      return !run.hasLeft;
    case "pickMaterial":
      return run.hasPick;
    case "reopenRun":
      return !run.isFollowed;
    default:
      return true;
  }
}

function mayUse(verb: RunVerb, run: RunOfVerbs, viewer: Viewer): boolean {
  const action = actionOfVerb[verb];
  if (action !== "run.work") return viewer.may(action, run);
  // A run that somebody has is joined by those whom it was open to before.
  if (verb === "joinRun") return viewer.may(action, { ...run, operatorId: null });
  const me = memberOf(viewer);
  // One of a crew may do with the run what its operator may.
  return viewer.may(action, run) || (viewer.may(action) && run.crew.some((each) => each.memberId === me));
}

export function verbsOfOrder(
  order: {
    readonly id: Id;
    readonly status: OrderStatus;
    readonly batchMode: BatchMode;
    readonly lots: number;
    /** of a gathered order: its batch */
    readonly batch?: { readonly status: OrderStatus } | null;
    /** of a batch: how many orders it gathers */
    readonly gathers?: number | null;
  },
  viewer: Viewer,
): string[] {
  if (order.status === "done" || order.status === "cancelled") return [];
  const verbs: string[] = [];
  if (order.status === "aggregated") {
    // Its units are made in the batch: until that is begun, it may leave it.
    return viewer.may("order.change") && order.batch?.status === "pending" ? ["leaveBatch"] : [];
  }
  if (viewer.may("order.change")) {
    const isBatch = typeof order.gathers === "number";
    verbs.push("changeOrder", "changeQuantity");
    // A batch is made as its orders were agreed.
    if (!isBatch) verbs.push("changeUpsells");
    verbs.push("reserveOrder");
    if (isBatch && order.status === "pending" && viewer.may("order.cancel")) verbs.push("dissolveBatch");
    if (order.batchMode === "split" && order.lots > 1) verbs.push("mergeLots");
  }
  if (viewer.may("order.cancel")) verbs.push("cancelOrder");
  return verbs;
}

/** Parting and joining by hand: of lots that stand before their stages. */
export function verbsOfLot(
  lot: { readonly state: LotState; readonly units: number; readonly isBegun: boolean },
  order: Parameters<typeof verbsOfOrder>[0],
  viewer: Viewer,
): string[] {
  if (!verbsOfOrder(order, viewer).includes("changeQuantity")) return [];
  if (order.batchMode !== "split" || lot.state !== "in_work" || lot.isBegun) return [];
  const verbs: string[] = [];
  if (lot.units > 1) verbs.push("splitLot");
  if (order.lots > 1) verbs.push("mergeLots");
  return verbs;
}
