import { decimal, type Decimal, roundQuantity, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { lotOf, normsOfStage, type OrderNorm, type OrderState, type Run, sentOn } from "./order-state.ts";
import { isForUnit, plainNeed, shareOfUnit, unitOfLot } from "./unit-needs.ts";

/**
 * What a run is offered of a norm as its default: its units' share of the order's whole need; the amount per
 * batch goes with the first lot that starts the stage. A rework run is offered nothing and takes what is typed.
 */
export function offeredAmount(state: OrderState, run: Run, norm: OrderNorm): Decimal {
  // What it has finished and sent on it has used material for.
  return offeredFor(state, run, norm, lotOf(state, run.lotId).units + Math.round(sentOn(run)));
}

/** The same for what the run has finished so far, while it goes on with the rest of its units. */
export function offeredSoFar(state: OrderState, run: Run, norm: OrderNorm): Decimal {
  return offeredFor(state, run, norm, Math.round(sentOn(run)));
}

function offeredFor(state: OrderState, run: Run, norm: OrderNorm, units: number): Decimal {
  const { ordered } = state.order;
  const unit = unitOf(state, run);
  return offeredOf({ cycle: run.cycle, units, ordered, unit, isFirst: isFirstAtStage(state, run) }, norm);
}

/** Which unit the run is of, where units are made one by one. */
function unitOf({ order, lots }: OrderState, run: Run): number | null {
  const lot = lots.get(run.lotId);
  return order.batchMode === "per_unit" && lot !== undefined ? unitOfLot(lot.number) : null;
}

type NeedOfNorm = Pick<OrderNorm, "perUnit" | "perBatch" | "required" | "unitNeeds">;

/** The same from what a screen knows; `isFirst`: the run is the first of the order that begins its stage. */
export function offeredOf(
  run: {
    readonly cycle: number;
    readonly units: number;
    readonly ordered: number;
    /** its number, where units are made one by one */
    readonly unit: number | null;
    readonly isFirst: boolean;
  },
  norm: NeedOfNorm,
): Decimal {
  if (run.cycle > 0) return zero;
  const { units, ordered, unit, isFirst } = run;
  const batch = partOfBatch(norm, ordered);
  const rest = norm.required.minus(batch);
  if (unit !== null) {
    if (units === 0) return zero;
    const own = shareOfUnit(rest, norm.unitNeeds, ordered, unit);
    return isFirst ? own.plus(batch) : own;
  }
  // Units beyond the order (over-yield) eat no more than the order's need: it was worked out once.
  if (units >= ordered && isFirst) return norm.required;
  const ofUnits = roundQuantity(rest.times(Math.min(units, ordered)).div(ordered));
  return isFirst ? ofUnits.plus(batch) : ofUnits;
}

/** Of the order's need, what stands for the amount per batch. */
export function partOfBatch(norm: NeedOfNorm, ordered: number): Decimal {
  if (norm.perBatch.eq(0)) return zero;
  const ofUnits = norm.unitNeeds === null ? norm.perUnit.times(ordered) : plainNeed(norm.unitNeeds);
  const plain = ofUnits.plus(norm.perBatch);
  return plain.eq(0) ? zero : roundQuantity(norm.required.times(norm.perBatch.div(plain)));
}

/** A lot remembers what its units began, whether its runs are at hand or not. */
function isFirstAtStage(state: OrderState, run: Run): boolean {
  if (run.startedAt !== null) return run.opensStage;
  return ![...state.lots.values()].some((lot) => (lot.begun[run.stageId] ?? 0) > 0);
}

export type Usage = { readonly norm: OrderNorm; readonly quantity: Decimal };

/** What was typed, over the defaults: a norm that nobody typed is taken at its norm. */
export function usageOf(
  state: OrderState,
  run: Run,
  typed: readonly { normId: Id; quantity: string }[] | undefined,
): Result<Usage[]> {
  const norms = normsOfStage(state, run.stageId);
  const amounts = new Map<Id, Decimal>();
  for (const [index, row] of (typed ?? []).entries()) {
    const path = ["materials", index, "normId"];
    if (!norms.some((norm) => norm.id === row.normId)) return no("norm_unknown", {}, path);
    if (amounts.has(row.normId)) return no("norm_twice", {}, path);
    amounts.set(row.normId, decimal(row.quantity));
  }
  const used: Usage[] = [];
  for (const norm of norms) {
    const quantity = amounts.get(norm.id) ?? offeredAmount(state, run, norm);
    if (norm.variantId !== null) used.push({ norm, quantity });
    // Nothing of it was used, or nobody said of which: a start or a finish needs the pick first.
    else if (quantity.gt(0)) return no("selection_missing", { normId: norm.id }, ["picks"]);
  }
  return ok(used);
}

/**
 * The share of each of several runs of a tap in what was typed for all of them: by what each is offered, so that the
 * widest takes most; where nothing is offered, by units.
 */
export function shareOfTyped(
  state: OrderState,
  runs: readonly Run[],
  typed: readonly { normId: Id; quantity: string }[] | undefined,
  share: (total: Decimal, weights: readonly Decimal[]) => readonly Decimal[],
): ReadonlyMap<Id, readonly { normId: Id; quantity: string }[]> {
  const byRun = new Map<Id, { normId: Id; quantity: string }[]>(runs.map((run) => [run.id, []]));
  for (const row of typed ?? []) {
    const shares = share(decimal(row.quantity), weightsOf(state, runs, state.norms.get(row.normId)));
    for (const [place, run] of runs.entries()) {
      const quantity = shares[place] ?? zero;
      byRun.get(run.id)?.push({ normId: row.normId, quantity: quantity.toFixed() });
    }
  }
  return byRun;
}

function weightsOf(state: OrderState, runs: readonly Run[], norm: OrderNorm | undefined): readonly Decimal[] {
  const units = runs.map((run) => decimal(lotOf(state, run.lotId).units));
  if (norm === undefined) return units;
  const offered = runs.map((run) => offeredAmount(state, run, norm));
  if (offered.some((amount) => amount.gt(0))) return offered;
  const own = runs.map((run, place) => {
    const unit = unitOf(state, run);
    const takes = unit === null || isForUnit(norm.unitNeeds, unit);
    return takes ? (units[place] ?? zero) : zero;
  });
  return own.some((count) => count.gt(0)) ? own : units;
}
