import { atLeastZero, type Decimal, decimal, sum, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { normsStillNeeded } from "./order-needs.ts";
import { offeredAmount, offeredOf } from "./offered-materials.ts";
import { isInWork, normsOfStage, type OrderNorm, type OrderState, type Run, stageOf } from "./order-state.ts";
import { unitOfLot } from "./unit-needs.ts";

/** An order in work that was made for what this one is short of; one unit of it is one of the item's unit. */
export type MadeForOrder = {
  readonly orderId: Id;
  readonly number: number;
  readonly variantId: Id;
  readonly warehouseId: Id;
  /** units that it may still bring */
  readonly inWork: number;
};
type Shelf = { readonly variantId: Id; readonly warehouseId: Id };
/** By norm: what is reserved for it, and what it lacks still. */
export type Reserved = ReadonlyMap<Id, { readonly quantity: Decimal; readonly missing: Decimal }>;

export type ShortToMake = Shelf & {
  /** the first norm that lacks it, in the order of the stages */
  readonly norm: OrderNorm;
  readonly missing: Decimal;
  /** what orders in work will bring for it */
  readonly expected: Decimal;
  /** whole units that no order brings yet: half a unit missing is one to make */
  readonly toMake: number;
};

const isOn = (one: { readonly variantId: Id | null; readonly warehouseId: Id }, shelf: Shelf): boolean =>
  one.variantId === shelf.variantId && one.warehouseId === shelf.warehouseId;

/**
 * What an order lacks, all norms of a variant in a warehouse together: whoever makes dough for two stages makes it
 * once. Of stages that some unit still needs.
 */
export function shortToMake(
  state: OrderState,
  reserved: Reserved,
  children: readonly MadeForOrder[],
): ShortToMake[] {
  const place = new Map(state.stages.map((stage) => [stage.id, stage.position]));
  const norms = normsStillNeeded(state).sort(
    (a, b) => (place.get(a.stageId) ?? 0) - (place.get(b.stageId) ?? 0) || a.position - b.position,
  );
  const found: ShortToMake[] = [];
  for (const norm of norms) {
    const missing = missingOf(norm, reserved);
    if (norm.variantId === null || missing.eq(0)) continue;
    const shelf = { variantId: norm.variantId, warehouseId: norm.warehouseId };
    const known = found.findIndex((row) => isOn(row, shelf));
    const sofar = found[known];
    const all = sofar === undefined ? missing : sofar.missing.plus(missing);
    const expected = sum(children.filter((child) => isOn(child, shelf)).map(({ inWork }) => decimal(inWork)));
    const rest = atLeastZero(all.minus(expected));
    // 3: away from zero, so that what is left over after whole units is one unit more
    const row = {
      ...shelf,
      norm: sofar?.norm ?? norm,
      missing: all,
      expected,
      toMake: rest.round(0, 3).toNumber(),
    };
    if (known === -1) found.push(row);
    else found[known] = row;
  }
  return found;
}

const missingOf = (norm: OrderNorm, reserved: Reserved): Decimal => reserved.get(norm.id)?.missing ?? zero;

export type Awaited = { readonly norm: OrderNorm; readonly orders: readonly MadeForOrder[] };

/**
 * What runs that are about to start would have to wait for: a norm that what is reserved does not cover, and that
 * orders in work will bring. Part of a batch may begin with what has come: 8 armchairs of 12 with 8 frames. `state`
 * is as the start would leave it.
 */
export function awaitedByStart(
  state: OrderState,
  runs: readonly Run[],
  reserved: Reserved,
  children: readonly MadeForOrder[],
): Awaited | null {
  const [first] = runs;
  if (first === undefined) return null;
  for (const norm of normsOfStage(state, first.stageId)) {
    const { variantId, warehouseId } = norm;
    if (variantId === null || missingOf(norm, reserved).eq(0)) continue;
    const orders = children.filter((child) => isOn(child, { variantId, warehouseId }) && child.inWork > 0);
    if (orders.length === 0) continue;
    const wanted = sum(runs.map((run) => offeredAmount(state, state.runs.get(run.id) ?? run, norm)));
    const free = (reserved.get(norm.id)?.quantity ?? zero).minus(promised(state, runs, norm));
    if (wanted.gt(free)) return { norm, orders };
  }
  return null;
}

/** What others at the stage have begun with and not taken yet, where it leaves the shelf when they are done. */
function promised(state: OrderState, starting: readonly Run[], norm: OrderNorm): Decimal {
  const stage = stageOf(state, norm.stageId);
  if (stage.consumption === "at_start") return zero;
  const own = new Set(starting.map((run) => run.lotId));
  // By lots: of an order unit by unit, only the runs of the tap are loaded.
  const begun = [...state.lots.values()].filter(
    (lot) =>
      isInWork(lot) && !own.has(lot.id) && lot.begun[stage.id] === 1 && lot.done[stage.id] === undefined,
  );
  if (begun.length === 0) return zero;
  // The amount per batch went with the first that began; once one is through, it is consumed.
  const anyThrough = [...state.lots.values()].some((lot) => lot.done[stage.id] !== undefined);
  const { ordered, batchMode } = state.order;
  return sum(
    begun.map(({ units, number }, place) => {
      const unit = batchMode === "per_unit" ? unitOfLot(number) : null;
      return offeredOf({ cycle: 0, units, ordered, unit, isFirst: place === 0 && !anyThrough }, norm);
    }),
  );
}
