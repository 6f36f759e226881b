import { text } from "#kernel/decimal.ts";
import { graphOf } from "#kernel/stage-graph.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import { needsOfNorm, type NormToCreate, normData } from "./create-order.ts";
import { availableAt, finishOrder, moveOn, reachStages, voidRun } from "./flow-of-lots.ts";
import { type Moment, type OrderChange, record, unchanged } from "./order-change.ts";
import type { OrderFactData } from "./order-fact.ts";
import {
  carriedBy,
  isInWork,
  isOpen,
  type Lot,
  lotOf,
  normsOfStage,
  openRunsOfLot,
  type OrderNorm,
  type OrderStage,
  type OrderState,
  stageOf,
} from "./order-state.ts";
import { passLoss } from "./share-cost.ts";
import { unitOfLot, type UnitNeeds, unitsShared } from "./unit-needs.ts";

/** What a supervisor changes about an order in work. Source: domain.md section 3, Changing an order in work. */
const isUntouched = (lot: Lot): boolean => lot.state === "in_work" && Object.keys(lot.begun).length === 0;

/** More units join, or units that nobody has begun leave. `ofUnits`: per unit, the new units' own values. */
export function changeQuantity(
  state: OrderState,
  to: number,
  ofUnits: readonly OrderAttributes[],
  moment: Moment,
): Result<OrderChange> {
  const { ordered: from, batchMode } = state.order;
  if (to === from) return ok(unchanged(state));
  const lots = [...state.lots.values()];
  const at = moment.now.toISOString();
  const added: { id: Id; number: string; units: number; attributes: OrderAttributes }[] = [];
  const resized: { lotId: Id; units: number }[] = [];
  if (to > from) {
    const more = to - from;
    const [batch] = lots;
    if (batchMode === "whole") {
      if (lots.length !== 1 || batch === undefined || !isUntouched(batch)) {
        return no("second_order_needed", { more }, ["quantity"]);
      }
      resized.push({ lotId: batch.id, units: batch.units + more });
    } else if (batchMode === "split") {
      const top = lots.filter((lot) => lot.parentId === null).length;
      added.push({ id: moment.newId(), number: `${top + 1}`, units: more, attributes: {} });
    } else {
      const numbered = lots.map((lot) => Number(lot.number.slice(1))).filter(Number.isInteger);
      const last = Math.max(0, ...numbered);
      for (let unit = 1; unit <= more; unit += 1) {
        added.push({
          id: moment.newId(),
          number: `#${last + unit}`,
          units: 1,
          attributes: ofUnits[unit - 1] ?? {},
        });
      }
    }
  } else {
    let less = from - to;
    // The last to come are the first to go.
    for (const lot of lots.filter(isUntouched).sort(byNumberDown)) {
      if (less === 0) break;
      const leaving = Math.min(less, lot.units);
      resized.push({ lotId: lot.id, units: lot.units - leaving });
      less -= leaving;
    }
    if (less > 0) return no("quantity_started", { least: to + less }, ["quantity"]);
  }
  const data = { from, to, added, resized, at };
  const { state: left } = record(unchanged(state), { kind: "quantity_changed", data });
  // Nobody has begun them, but they may have taken over what written-off units carried.
  const shares = resized.flatMap(({ lotId, units }) =>
    units > 0 ? [] : passLoss(left, lotOf(left, lotId), carriedBy(lotOf(left, lotId)), moment),
  );
  let change = record(unchanged(state), { kind: "quantity_changed", data: { ...data, shares } });
  for (const { lotId, units } of resized) {
    if (units > 0) continue;
    for (const run of openRunsOfLot(change.state, lotId)) change = voidRun(change, run, moment);
  }
  change = reachStages(
    change,
    added.map((lot) => lot.id),
    moment,
  );
  return ok(finishOrder(change, moment));
}

function byNumberDown(a: Lot, b: Lot): number {
  return b.number.localeCompare(a.number, "en", { numeric: true });
}

/** Optional stages follow the options sold: they switch on while their place is ahead, off while nobody began. */
export function changeUpsells(
  state: OrderState,
  upsellIds: readonly Id[],
  activeKeys: ReadonlySet<string>,
  moment: Moment,
): Result<OrderChange> {
  const from = [...state.order.upsellIds];
  let change = record(unchanged(state), { kind: "upsells_changed", data: { from, to: [...upsellIds] } });
  const switching = state.stages.filter((stage) => stage.active !== activeKeys.has(stage.key));
  const after = state.stages.map((stage) => ({ ...stage, active: activeKeys.has(stage.key) }));
  for (const stage of switching) {
    const fault = stage.active ? begunBySome(state, stage) : passedBySome(state, after, stage);
    if (fault !== null) return no(fault, { stage: stage.name }, ["upsellIds"]);
    change = record(change, {
      kind: "stage_switched",
      data: { stageId: stage.id, active: !stage.active, at: moment.now.toISOString() },
    });
  }
  if (switching.length === 0) return ok(change);
  // What was reached by the graph before and is not by the one after was begun by nobody: it never was.
  for (const run of state.runs.values()) {
    if (!isOpen(run) || run.startedAt !== null || run.state === "escalated") continue;
    const stage = stageOf(change.state, run.stageId);
    if (stage.active && availableAt(change.state, run.lotId, stage, moment.now) !== null) continue;
    change = voidRun(change, run, moment);
  }
  const lots = [...change.state.lots.values()].filter(isInWork).map((lot) => lot.id);
  return ok(moveOn(change, lots, moment));
}

function begunBySome(state: OrderState, stage: OrderStage): string | null {
  const begun = [...state.lots.values()].some((lot) => (lot.begun[stage.id] ?? 0) > 0);
  return begun || standsStill(state, new Set([stage.id])) ? "stage_begun" : null;
}

/** Units wait at one of the stages for a part of theirs, or for a person: nothing is changed beneath them. */
function standsStill(state: OrderState, stageIds: ReadonlySet<Id>): boolean {
  return [...state.runs.values()].some(
    (run) => stageIds.has(run.stageId) && (run.state === "held" || run.state === "escalated"),
  );
}

/** A lot has begun what comes after it, or is through already. */
function passedBySome(state: OrderState, after: readonly OrderStage[], stage: OrderStage): string | null {
  const below = graphOf(after).below.get(stage.key) ?? new Set<string>();
  const later = state.stages.filter((other) => below.has(other.key)).map((other) => other.id);
  const passed = [...state.lots.values()].some(
    (lot) =>
      lot.state === "finished" ||
      lot.receivableAt !== null ||
      later.some((stageId) => (lot.begun[stageId] ?? 0) > 0),
  );
  return passed || standsStill(state, new Set(later)) ? "stage_passed" : null;
}

/** Per unit, the units that an order is for, as their lots are numbered: those that left it are none of them. */
export function unitNumbers(state: OrderState): number[] {
  return [...state.lots.values()]
    .filter((lot) => lot.units > 0)
    .flatMap((lot) => unitOfLot(lot.number) ?? [])
    .sort((a, b) => a - b);
}

/**
 * The needs of stages that no lot has started, worked out anew. Of the others only how much the order needs follows
 * its quantity, since what each lot is offered is its share of that; units that joined and take another variant of a
 * norm bring it along. A norm that its stage has lost, that no unit takes any more, or whose stage is off, needs nothing.
 */
export function changeNorms(
  before: OrderChange,
  resolved: readonly NormToCreate[],
  moment: Moment,
): OrderChange {
  const { state } = before;
  const numbers = state.order.batchMode === "per_unit" ? unitNumbers(state) : null;
  const added: NormsChanged["added"] = [];
  const changed: NormsChanged["changed"] = [];
  const sameQuantity = before.before.order.ordered === state.order.ordered;
  for (const stage of state.stages) {
    const isBegun = [...state.lots.values()].some((lot) => (lot.begun[stage.id] ?? 0) > 0);
    if (isBegun && sameQuantity) continue;
    const wanted = stage.active ? resolved.filter((norm) => norm.stageKey === stage.key) : [];
    const present = normsOfStage(state, stage.id);
    const pairs = pairNorms(wanted, present, numbers);
    for (const norm of wanted) {
      const known = pairs.get(norm);
      if (known === undefined) {
        const isOfKnown = present.some((each) => each.key === norm.key);
        if (!isBegun || isOfKnown) added.push(normData(norm, stage.id, numbers, moment));
        continue;
      }
      const unitNeeds = needsOfNorm(norm, numbers);
      const same =
        known.required.eq(norm.required) &&
        known.perUnit.eq(norm.perUnit) &&
        sameNeeds(known.unitNeeds, unitNeeds);
      if (!same) {
        changed.push({
          normId: known.id,
          perUnit: text(norm.perUnit),
          perBatch: text(norm.perBatch),
          required: text(norm.required),
          unitNeeds,
        });
      }
    }
    const paired = new Set(pairs.values());
    for (const norm of present) {
      if (paired.has(norm) || norm.required.eq(0)) continue;
      const isLeft = norm.consumed.eq(0) && wanted.some((each) => each.key === norm.key);
      if (isBegun && !isLeft) continue;
      const unitNeeds = norm.unitNeeds === null ? null : [];
      changed.push({ normId: norm.id, perUnit: "0", perBatch: "0", required: "0", unitNeeds });
    }
  }
  if (added.length === 0 && changed.length === 0) return before;
  return record(before, { kind: "norms_changed", data: { added, changed } });
}

type NormsChanged = OrderFactData["norms_changed"];

const sameNeeds = (one: UnitNeeds, other: UnitNeeds): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/**
 * Which norm of the order each of those worked out is: by its key; where units take different variants of one, by
 * the variant, and by the units where a person has picked another.
 */
function pairNorms(
  wanted: readonly NormToCreate[],
  present: readonly OrderNorm[],
  numbers: readonly number[] | null,
): ReadonlyMap<NormToCreate, OrderNorm> {
  const pairs = new Map<NormToCreate, OrderNorm>();
  for (const [place, norm] of wanted.entries()) {
    const ofKey = present.filter((each) => each.key === norm.key);
    const alone = ofKey.length === 1 && wanted.filter((each) => each.key === norm.key).length === 1;
    // Orders older than keys kept the order of the norms.
    const old = present[place]?.key === null ? present[place] : undefined;
    const known = alone ? ofKey[0] : (ofKey.find((each) => each.variantId === norm.variantId) ?? old);
    if (known !== undefined) pairs.set(norm, known);
  }
  for (const norm of wanted) {
    if (pairs.has(norm)) continue;
    const paired = new Set(pairs.values());
    const needs = needsOfNorm(norm, numbers);
    const known = present.find(
      (each) => each.key === norm.key && !paired.has(each) && unitsShared(each.unitNeeds, needs),
    );
    if (known !== undefined) pairs.set(norm, known);
  }
  return pairs;
}
