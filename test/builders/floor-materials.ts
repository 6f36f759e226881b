import { decimal, type Decimal, roundMoney, sum, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { NormToCreate } from "#modules/production/core/create-order.ts";
import { offeredAmount, offeredSoFar } from "#modules/production/core/offered-materials.ts";
import { type Moment, type OrderChange, record } from "#modules/production/core/order-change.ts";
import type { CostLineData, OrderFact } from "#modules/production/core/order-fact.ts";
import { normsOfStage, type OrderState, runOf, stageOf } from "#modules/production/core/order-state.ts";
import { shareRunCost } from "#modules/production/core/share-cost.ts";
import { secondsByMember } from "#modules/production/core/work-time.ts";
import { nextId } from "./an-order-state.ts";

/** What is behind a floor: the facts so far, those that were taken back, and the clock. */
export type Shop = {
  readonly log: readonly OrderFact[];
  readonly undone: () => ReadonlySet<OrderFact>;
  readonly moment: () => Moment;
};

/** By norm: what a run has taken and not given back. */
function takenBy(shop: Shop, change: OrderChange, runId: Id): Map<Id, Decimal> {
  const undone = shop.undone();
  const taken = new Map<Id, Decimal>();
  for (const fact of [...shop.log, ...change.facts]) {
    if (fact.kind !== "materials_consumed" && fact.kind !== "materials_returned") continue;
    if (fact.data.runId !== runId || undone.has(fact)) continue;
    for (const { normId, quantity } of fact.data.materials) {
      const signed = fact.kind === "materials_consumed" ? decimal(quantity) : decimal(quantity).neg();
      taken.set(normId, signed.plus(taken.get(normId) ?? 0));
    }
  }
  for (const [normId, quantity] of taken) if (quantity.eq(0)) taken.delete(normId);
  return taken;
}

/** Makes what a run has taken equal to its norm, if it is less; `goesOn`: to that of what it has sent on. */
export function takeNorms(shop: Shop, change: OrderChange, runId: Id, goesOn = false): OrderChange {
  const run = runOf(change.state, runId);
  const taken = takenBy(shop, change, runId);
  const materials = normsOfStage(change.state, run.stageId).flatMap((norm) => {
    if (norm.variantId === null) return [];
    const offered = (goesOn ? offeredSoFar : offeredAmount)(change.state, run, norm);
    const quantity = offered.minus(taken.get(norm.id) ?? 0);
    return quantity.gt(0) ? [{ normId: norm.id, quantity: text(quantity) }] : [];
  });
  return materials.length === 0
    ? change
    : record(change, { kind: "materials_consumed", data: { runId, materials } });
}

/** What an order of so many units needs: as a template without formulas would work it out. */
export const needsOf = (state: OrderState, quantity: number): NormToCreate[] =>
  [...state.norms.values()].map((norm) => ({
    ...norm,
    stageKey: stageOf(state, norm.stageId).key,
    key: norm.key ?? "",
    required: norm.perUnit.times(quantity).plus(norm.perBatch),
    price: norm.plannedPrice,
  }));

/** The same for those of the runs whose stage takes its materials when they are completed. */
export function takeNormsAtCompletion(
  shop: Shop,
  change: OrderChange,
  runIds: readonly Id[],
  goesOn = false,
): OrderChange {
  return runIds
    .filter((runId) => isAtCompletion(change.state, runId))
    .reduce((next, runId) => takeNorms(shop, next, runId, goesOn), change);
}
const isAtCompletion = (state: OrderState, runId: Id): boolean =>
  stageOf(state, runOf(state, runId).stageId).consumption === "at_completion";

export function giveBack(shop: Shop, change: OrderChange, runId: Id): OrderChange {
  const taken = takenBy(shop, change, runId);
  if (taken.size === 0) return change;
  const materials = [...taken].map(([normId, quantity]) => ({ normId, quantity: text(quantity) }));
  return record(change, { kind: "materials_returned", data: { runId, materials } });
}

/** Captures what a run has cost: materials at their planned price, a minute of anybody's work at 1.00. */
export function capture(shop: Shop, change: OrderChange, runId: Id): OrderChange {
  const { state } = change;
  const run = runOf(state, runId);
  const materials = [...takenBy(shop, change, runId)].map(([normId, quantity]) => {
    const norm = state.norms.get(normId);
    const rate = norm?.plannedPrice ?? decimal(0);
    const amount = roundMoney(quantity.times(rate));
    return aLine({ category: "material", variantId: norm?.variantId ?? null }, quantity, rate, amount);
  });
  const labour = [...secondsByMember(state, runId)].map(([memberId, worked]) => {
    const seconds = decimal(worked);
    return aLine({ category: "labour", memberId }, seconds, decimal(60), roundMoney(seconds.div(60)));
  });
  const lines = [...materials, ...labour].filter((line) => line.amount !== "0");
  const total = sum(lines.map((line) => decimal(line.amount)));
  return record(change, {
    kind: "run_cost_captured",
    data: {
      runId,
      stageId: run.stageId,
      cycle: run.cycle,
      lines,
      shares: shareRunCost(state, run, total, shop.moment()),
      total: text(total),
      at: shop.moment().now.toISOString(),
    },
  });
}

function aLine(
  of: Pick<CostLineData, "category"> & Partial<CostLineData>,
  quantity: Decimal,
  rate: Decimal,
  amount: Decimal,
): CostLineData {
  return {
    id: nextId(),
    variantId: null,
    memberId: null,
    noPrice: false,
    ...of,
    quantity: text(quantity),
    rate: text(rate),
    amount: text(amount),
  };
}
