import { text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { AggregationFactData, GivenShare } from "./aggregation-fact.ts";
import { finishOrder, reachStages } from "./flow-of-lots.ts";
import { type Moment, type OrderChange, record, unchanged } from "./order-change.ts";
import { isInWork, isOpen, type Lot, type Order, type OrderState } from "./order-state.ts";
import {
  type CostParts,
  noParts,
  serveMembers,
  shareCost,
  totalOfParts,
  type Waiting,
  weightsOf,
} from "./share-batch.ts";

/**
 * Several pending orders of the same product gathered into one batch order: domain.md section 3, Aggregation. A member
 * keeps its lots and its norms; its runs are void while the batch makes its units, and come anew when it leaves.
 */
export type WhyNot = "started" | "in_batch" | "is_batch" | "made_for" | "waits_for" | "held_up";

/** Why an order can't be gathered; null: it can. `awaits`: others are made for it. */
export function whyNotGathered(state: OrderState, awaits: boolean): WhyNot | null {
  const { order } = state;
  if (order.gathers) return "is_batch";
  if (order.batchOrderId !== null) return "in_batch";
  if (order.status !== "pending") return "started";
  if (order.parentId !== null) return "made_for";
  if (awaits) return "waits_for";
  const untouched = [...state.runs.values()].every((run) => !isOpen(run) || run.state === "waiting");
  return untouched ? null : "held_up";
}

export type BatchName = { readonly batchOrderId: Id; readonly batchNumber: number };

export const joinBatch = (state: OrderState, batch: BatchName, moment: Moment): OrderChange =>
  record(unchanged(state), {
    kind: "order_aggregated",
    data: { ...batch, at: moment.now.toISOString() },
  });

/** Pending again, with runs where its way begins. */
export function leaveBatch(
  state: OrderState,
  batch: BatchName,
  why: AggregationFactData["order_left_batch"]["why"],
  moment: Moment,
): OrderChange {
  const left = record(unchanged(state), {
    kind: "order_left_batch",
    data: { ...batch, why, at: moment.now.toISOString() },
  });
  const lots = [...left.state.lots.values()].filter(isInWork).map((lot) => lot.id);
  return reachStages(left, lots, moment);
}

/** Only while nobody has begun it: what is begun is one piece of work. */
export function checkPendingBatch(batch: Order): Result<void> {
  if (!batch.gathers) return no("not_a_batch");
  return batch.status === "pending" ? ok(undefined) : no("batch_begun", { number: batch.number });
}

/** What a batch gives to whom: the change of the batch, and those of its members that get something. */
export type GivenBack = {
  readonly batch: OrderChange;
  readonly members: readonly OrderChange[];
  /** of a batch that was cancelled: members that got no unit */
  readonly unserved: readonly OrderState[];
};

const waitingOf = ({ order }: OrderState): Waiting => ({
  orderId: order.id,
  number: order.number,
  ordered: order.inWork,
  dueAt: order.dueAt,
});

/**
 * The batch is over, done or cancelled on the way: its good units go to the members by due date, its cost pro rata to
 * units. Of a cancelled one, members that get no unit are left for the caller to make pending again, and what the
 * units in work had cost stays the batch's loss.
 */
export function giveBack(batch: OrderChange, members: readonly OrderState[], moment: Moment): GivenBack {
  const { order } = batch.state;
  const isCancelled = order.status === "cancelled";
  const { served, surplus } = serveMembers(members.map(waitingOf), order.received);
  const getting = isCancelled ? served.filter((each) => each.units > 0) : served;
  const states = new Map(members.map((state) => [state.order.id, state]));
  const unserved = served.flatMap((each) => {
    const state = states.get(each.orderId);
    return getting.includes(each) || state === undefined ? [] : [state];
  });
  if (getting.length === 0) return { batch, members: [], unserved };
  const weights = weightsOf(getting, surplus);
  const costs = shareCost(order, weights, { keepsLoss: isCancelled });
  const name = { batchOrderId: order.id, batchNumber: order.number };
  const shares = [...getting, { orderId: order.id, number: order.number, units: surplus }].map(
    ({ orderId, number, units }, position) =>
      shareOf({ orderId, number, position, units, weight: weights[position] ?? 0 }, costs[position], moment),
  );
  const changes = getting.flatMap((each, position) => {
    const state = states.get(each.orderId);
    if (state === undefined) return [];
    return [takeUnits(state, name, each, costs[position] ?? noParts, order.startedAt, moment)];
  });
  const given = record(batch, { kind: "units_given", data: { shares, at: moment.now.toISOString() } });
  return { batch: given, members: changes, unserved };
}

function shareOf(
  row: Omit<GivenShare, "id" | keyof CostParts>,
  cost: CostParts | undefined,
  moment: Moment,
): GivenShare {
  const { receivedCost, separateLoss, lateDifference } = cost ?? noParts;
  return {
    id: moment.newId(),
    ...row,
    receivedCost: text(receivedCost),
    separateLoss: text(separateLoss),
    lateDifference: text(lateDifference),
  };
}

/** A member's lots in the order of their numbers: the first are good, and what is missing is withdrawn. */
function takeUnits(
  state: OrderState,
  name: BatchName,
  { units, short }: { readonly units: number; readonly short: number },
  cost: CostParts,
  startedAt: Date | null,
  moment: Moment,
): OrderChange {
  const finished: { lotId: Id; units: number }[] = [];
  const withdrawn: Id[] = [];
  let rest: AggregationFactData["order_given_back"]["rest"] = null;
  let left = units;
  for (const lot of [...state.lots.values()].filter(isInWork).sort(byNumber)) {
    const good = Math.min(left, lot.units);
    left -= good;
    if (good === 0) withdrawn.push(lot.id);
    else finished.push({ lotId: lot.id, units: good });
    if (good > 0 && good < lot.units)
      rest = { id: moment.newId(), number: `${lot.number}.1`, units: lot.units - good, parentId: lot.id };
  }
  const given = record(unchanged(state), {
    kind: "order_given_back",
    data: {
      ...name,
      units,
      short,
      ordered: state.order.ordered,
      finished,
      withdrawn,
      rest,
      receivedCost: text(cost.receivedCost),
      separateLoss: text(cost.separateLoss),
      lateDifference: text(cost.lateDifference),
      startedAt: startedAt?.toISOString() ?? null,
      at: moment.now.toISOString(),
    },
  });
  return finishOrder(given, moment);
}

const byNumber = (a: Lot, b: Lot): number => a.number.localeCompare(b.number, "en", { numeric: true });

/** What a batch has given so far, added up by order, in the order of its shares. */
export type GivenSoFar = CostParts & {
  readonly orderId: Id;
  readonly number: number;
  readonly position: number;
  readonly weight: number;
};

/**
 * The batch's cost is another one than when it was given away: each share becomes what it would be now, and the
 * difference goes to the member, whose receipt is never valued anew.
 */
export function giveDifference(
  batch: OrderChange,
  given: readonly GivenSoFar[],
  members: readonly OrderState[],
  moment: Moment,
): { readonly batch: OrderChange; readonly members: readonly OrderChange[] } {
  const { order } = batch.state;
  const rows = given.toSorted((a, b) => a.position - b.position);
  const costs = shareCost(
    order,
    rows.map((row) => row.weight),
    { keepsLoss: order.status === "cancelled" },
  );
  const shares: GivenShare[] = [];
  const changes: OrderChange[] = [];
  for (const [place, { orderId, number, position, ...had }] of rows.entries()) {
    const now = costs[place] ?? noParts;
    const more: CostParts = {
      receivedCost: now.receivedCost.minus(had.receivedCost),
      separateLoss: now.separateLoss.minus(had.separateLoss),
      lateDifference: now.lateDifference.minus(had.lateDifference),
    };
    const isNothing = more.separateLoss.eq(0) && more.lateDifference.eq(0) && totalOfParts(more).eq(0);
    if (isNothing) continue;
    shares.push(shareOf({ orderId, number, position, units: 0, weight: 0 }, more, moment));
    const member = members.find((state) => state.order.id === orderId);
    if (member === undefined) continue;
    changes.push(
      record(unchanged(member), {
        kind: "given_cost_corrected",
        data: {
          batchOrderId: order.id,
          batchNumber: order.number,
          separateLoss: text(more.separateLoss),
          lateDifference: text(more.lateDifference),
          at: moment.now.toISOString(),
        },
      }),
    );
  }
  if (shares.length === 0) return { batch, members: [] };
  return {
    batch: record(batch, { kind: "units_given", data: { shares, at: moment.now.toISOString() } }),
    members: changes,
  };
}
