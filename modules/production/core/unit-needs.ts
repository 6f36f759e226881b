import { decimal, type Decimal, quantityPlaces, sum, text, zero } from "#kernel/decimal.ts";

/**
 * What each unit of an order needs of a norm, where units are made one by one and differ: 60 cm for #1, 80 cm for
 * #2. Units that need the same stand together, as stretches of their numbers: a thousand are said in a line. A unit
 * that is named nowhere has nothing to do with the norm: it takes another variant of it.
 */
export type UnitNeed = {
  /** in the item's unit, before loss and allowance */
  readonly amount: string;
  /** from – to, both among them, rising */
  readonly units: readonly (readonly [number, number])[];
};
/** null: the units #1 … #ordered need the same each */
export type UnitNeeds = readonly UnitNeed[] | null;

/** Of a unit's lot: 7 of "#7". */
export function unitOfLot(number: string): number | null {
  const found = /^#(\d+)/.exec(number);
  return found === null ? null : Number(found[1]);
}

/**
 * `amounts`: by unit, in the order of `units`; null where another variant of the norm is the unit's. `amounts` null:
 * each needs `perUnit`.
 */
export function unitNeedsOf(
  amounts: readonly (Decimal | null)[] | null,
  units: readonly number[],
  perUnit: Decimal,
): UnitNeeds {
  if (amounts === null && units.every((unit, place) => unit === place + 1)) return null;
  const groups = new Map<string, [number, number][]>();
  for (const [place, unit] of units.entries()) {
    const amount = amounts === null ? perUnit : amounts[place];
    if (amount === undefined || amount === null) continue;
    const stretches = groups.get(text(amount)) ?? [];
    groups.set(text(amount), stretches);
    const last = stretches.at(-1);
    if (last !== undefined && last[1] === unit - 1) last[1] = unit;
    else stretches.push([unit, unit]);
  }
  return [...groups].map(([amount, stretches]) => ({ amount, units: stretches }));
}

/** What the units need together, before loss and allowance. */
export const plainNeed = (needs: readonly UnitNeed[]): Decimal =>
  sum(needs.map((need) => decimal(need.amount).times(countOf(need))));

const countOf = ({ units }: UnitNeed): number =>
  units.reduce((count, [from, to]) => count + to - from + 1, 0);

/** Whether the unit takes this norm at all. */
export const isForUnit = (needs: UnitNeeds, unit: number): boolean =>
  needs === null || needs.some((need) => placeIn(need, unit) !== null);

/** Whether some unit takes both. */
export function unitsShared(one: UnitNeeds, other: UnitNeeds): boolean {
  const stretches = (needs: UnitNeeds) => (needs ?? []).flatMap(({ units }) => units);
  return stretches(one).some(([from, to]) =>
    stretches(other).some(([otherFrom, otherTo]) => from <= otherTo && otherFrom <= to),
  );
}

/** Which of its units it is: 0 for the first. */
function placeIn({ units }: UnitNeed, unit: number): number | null {
  let before = 0;
  for (const [from, to] of units) {
    if (unit >= from && unit <= to) return before + unit - from;
    before += to - from + 1;
  }
  return null;
}

const step = decimal(10).pow(-quantityPlaces);

/**
 * A unit's share of `total` (6 places) by what each needs: the shares of all units add up to it, by largest remainder.
 * Worked out by groups and not unit by unit, so that a tap on two hundred of ten thousand is quick.
 */
export function shareOfUnit(total: Decimal, needs: UnitNeeds, ordered: number, unit: number): Decimal {
  const groups = needs ?? [{ amount: "1", units: [[1, ordered]] as const }];
  const whole = plainNeed(groups);
  if (whole.eq(0)) return zero;
  const shares = groups.map((group) => {
    const exact = total.times(group.amount).div(whole);
    const floor = exact.round(quantityPlaces, 0);
    return { group, floor, rest: exact.minus(floor), count: countOf(group) };
  });
  let left = total
    .minus(sum(shares.map(({ floor, count }) => floor.times(count))))
    .div(step)
    .round()
    .toNumber();
  for (const { group, floor, count } of shares.toSorted((a, b) => b.rest.cmp(a.rest))) {
    const place = placeIn(group, unit);
    if (place !== null) return place < left ? floor.plus(step) : floor;
    left = Math.max(0, left - count);
  }
  // A unit beyond those that were counted: as much as each of them, without the last millionth.
  return needs === null ? (shares[0]?.floor ?? zero) : zero;
}
