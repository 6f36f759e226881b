import { decimal, sum } from "#kernel/decimal.ts";
import type { AggregationFactData } from "./aggregation-fact.ts";
import { instant, onOrder, put } from "./evolve-parts.ts";
import { activeStages, isOpen, type Lot, type OrderState } from "./order-state.ts";

/** What facts of a batch order and of its members do to them. */
export function orderAggregated(
  state: OrderState,
  data: AggregationFactData["order_aggregated"],
): OrderState {
  const since = new Date(data.at);
  const runs = [...state.runs.values()]
    .filter(isOpen)
    .map((run) => ({ ...run, state: "void" as const, since }));
  return onOrder({ ...state, runs: put(state.runs, ...runs) }, { batchOrderId: data.batchOrderId });
}

export const orderLeftBatch = (state: OrderState): OrderState => onOrder(state, { batchOrderId: null });

/** Its own stages count as done: what came back is through all of them. */
export function orderGivenBack(state: OrderState, data: AggregationFactData["order_given_back"]): OrderState {
  const { order } = state;
  const finishedAt = new Date(data.at);
  const done = Object.fromEntries(activeStages(state).map((stage) => [stage.id, data.at]));
  const units = new Map(data.finished.map((part) => [part.lotId, part.units]));
  const gone = new Set(data.withdrawn);
  const lots = [...state.lots.values()].flatMap((lot): Lot[] => {
    const good = units.get(lot.id);
    if (good !== undefined) return [{ ...lot, units: good, state: "finished", done, finishedAt }];
    return gone.has(lot.id) ? [{ ...lot, state: "withdrawn", finishedAt }] : [];
  });
  const parent = data.rest === null ? undefined : state.lots.get(data.rest.parentId);
  const rest: Lot[] =
    data.rest === null || parent === undefined
      ? []
      : [{ ...parent, ...data.rest, state: "withdrawn", finishedAt }];
  const cost = sum([data.receivedCost, data.separateLoss, data.lateDifference].map(decimal));
  return onOrder(
    { ...state, lots: put(state.lots, ...lots, ...rest) },
    {
      received: order.received + data.units,
      withdrawn: order.withdrawn + data.short,
      inWork: order.inWork - data.units - data.short,
      startedAt: instant(data.startedAt),
      cost: order.cost.plus(cost),
      receivedCost: order.receivedCost.plus(data.receivedCost),
      separateLoss: order.separateLoss.plus(data.separateLoss),
      lateDifference: order.lateDifference.plus(data.lateDifference),
      givenUnits: order.givenUnits + data.units,
      givenCost: order.givenCost.plus(cost),
    },
  );
}

export function givenCostCorrected(
  state: OrderState,
  data: AggregationFactData["given_cost_corrected"],
): OrderState {
  const { order } = state;
  const more = decimal(data.separateLoss).plus(data.lateDifference);
  return onOrder(state, {
    cost: order.cost.plus(more),
    separateLoss: order.separateLoss.plus(data.separateLoss),
    lateDifference: order.lateDifference.plus(data.lateDifference),
    givenCost: order.givenCost.plus(more),
  });
}

/** The batch's own figures stay what they were: what it made, and what that cost. */
export function unitsGiven(state: OrderState, data: AggregationFactData["units_given"]): OrderState {
  const { order } = state;
  const away = data.shares.filter((share) => share.orderId !== order.id);
  return onOrder(state, {
    givenUnits: order.givenUnits + away.reduce((units, share) => units + share.units, 0),
    givenCost: away.reduce(
      (cost, share) => cost.plus(share.receivedCost).plus(share.separateLoss).plus(share.lateDifference),
      order.givenCost,
    ),
  });
}
