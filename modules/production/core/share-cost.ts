import { type Decimal, decimal, shareOut, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Moment } from "./order-change.ts";
import type { CostShareData } from "./order-fact.ts";
import { isInWork, type Lot, lotOf, type OrderState, type Run } from "./order-state.ts";

/**
 * A run's cost shared, by units, over all units that it handled, wherever they are when it ends: in its lot, in
 * lots that were sent back or went on from it, written off. Where losses are included in the cost of good
 * units, what falls on written-off ones passes on at once. Source: domain.md section 6, How units carry cost.
 */
export function shareRunCost(state: OrderState, run: Run, total: Decimal, moment: Moment): CostShareData[] {
  const units = new Map([
    [run.lotId, lotOf(state, run.lotId).units],
    // Fractions where they have mixed with other units since.
    ...run.left.map((each) => [each.lotId, each.units] as const),
  ]);
  return shareOverLots(state, run, total, units, moment);
}

/** The same over units that are told, by lot: of a run that ended long ago they may be anywhere. */
export function shareOverLots(
  state: OrderState,
  run: Pick<Run, "lotId" | "cycle">,
  total: Decimal,
  units: ReadonlyMap<Id, number>,
  moment: Moment,
): CostShareData[] {
  const part = run.cycle === 0 ? "first_pass" : "rework";
  const handled = [...units].flatMap(([lotId, count]) =>
    count > 0 ? [{ lotId, weight: decimal(`${count}`) }] : [],
  );
  // A lot that has no units left and parted with none can't be: its run would not have been begun.
  const weighed = handled.length === 0 ? [{ lotId: run.lotId, weight: decimal(1) }] : handled;
  const amounts = shareOut(
    total,
    weighed.map((each) => each.weight),
  );
  const shares = weighed.flatMap(({ lotId }, place): CostShareData[] => {
    const amount = amounts[place];
    if (amount === undefined || (amount.eq(0) && place > 0)) return [];
    return [{ id: moment.newId(), lotId, part, amount: text(amount) }];
  });
  const passed = shares.flatMap((share) => {
    const lot = lotOf(state, share.lotId);
    return lot.state === "written_off" ? passLoss(state, lot, decimal(share.amount), moment) : [];
  });
  return [...shares, ...passed];
}

/**
 * Where losses are included: what a written-off unit carried passes to the good units of its lot, else to the
 * order's units not yet received; else nobody takes it, and it is a separate loss. Empty for the other policy.
 */
export function passLoss(state: OrderState, lot: Lot, amount: Decimal, moment: Moment): CostShareData[] {
  if (state.order.defectAccounting === "separate" || amount.eq(0)) return [];
  const takers = takersOf(state, lot);
  if (takers.length === 0) return [];
  const amounts = shareOut(
    amount,
    takers.map((taker) => decimal(taker.units)),
  );
  return [
    { id: moment.newId(), lotId: lot.id, part: "absorbed", amount: text(amount.neg()) },
    ...takers.flatMap((taker, place): CostShareData[] => {
      const taken = amounts[place];
      if (taken === undefined || taken.eq(0)) return [];
      return [{ id: moment.newId(), lotId: taker.id, part: "absorbed", amount: text(taken) }];
    }),
  ];
}

/** The nearest lot that it was cut from and that still has units in work; else all lots in work. */
function takersOf(state: OrderState, lot: Lot): Lot[] {
  const seen = new Set<Id>([lot.id]);
  for (let { parentId } = lot; parentId !== null && !seen.has(parentId);) {
    seen.add(parentId);
    const parent = state.lots.get(parentId);
    if (parent === undefined) break;
    if (isInWork(parent) && parent.units > 0) return [parent];
    ({ parentId } = parent);
  }
  return [...state.lots.values()].filter(
    (other) => other.id !== lot.id && isInWork(other) && other.units > 0,
  );
}
