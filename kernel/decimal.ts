import Big from "big.js";

/**
 * Exact decimals. Quantities have 6 places, money 4, average costs 10; in JSON, facts and the API they are
 * strings, in SQL `numeric`. Floats never enter: `decimal` takes no number that isn't a whole one.
 */
export type Decimal = Big;

// Division in big.js stops at DP places; 20 leaves every rounding to the named functions below.
Big.DP = 20;
// Never exponent notation in JSON or SQL: 0.0000001 must not become "1e-7".
Big.NE = -30;
Big.PE = 40;

export const moneyPlaces = 4;
export const quantityPlaces = 6;
export const averagePlaces = 10;

export function decimal(value: string | number | Decimal): Decimal {
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    throw new TypeError(`A decimal is made from a string or a whole number, not from the float ${value}`);
  }
  return new Big(value);
}

export const zero: Decimal = decimal(0);
export const one: Decimal = decimal(1);

/** Half-up (away from zero), as domain.md section 1 asks of cost lines. */
function roundTo(value: Decimal, places: number): Decimal {
  return value.round(places, Big.roundHalfUp);
}

export const roundMoney = (value: Decimal): Decimal => roundTo(value, moneyPlaces);
export const roundQuantity = (value: Decimal): Decimal => roundTo(value, quantityPlaces);
export const roundAverage = (value: Decimal): Decimal => roundTo(value, averagePlaces);

export function sum(values: Iterable<Decimal>): Decimal {
  let total = zero;
  for (const value of values) total = total.plus(value);
  return total;
}

export const lesser = (a: Decimal, b: Decimal): Decimal => (a.lt(b) ? a : b);
export const greater = (a: Decimal, b: Decimal): Decimal => (a.gt(b) ? a : b);
export const atLeastZero = (value: Decimal): Decimal => (value.lt(0) ? zero : value);

/** The plain text that JSON, facts and SQL carry: no exponent, no trailing zeros. */
export const text = (value: Decimal): string => value.toFixed();

/**
 * Shares `total` (money, 4 places unless told) over `weights` so that the shares add up exactly: largest
 * remainder, ties to the earlier one. All weights zero: the first takes all. A negative total is shared as
 * its mirror, so that a reversal takes back exactly what was given.
 */
export function shareOut(total: Decimal, weights: readonly Decimal[], places = moneyPlaces): Decimal[] {
  if (weights.length === 0) return [];
  if (total.lt(0)) return shareOut(total.neg(), weights, places).map((share) => share.neg());
  const sumOfWeights = sum(weights);
  if (sumOfWeights.eq(0)) return weights.map((_, index) => (index === 0 ? total : zero));
  const step = decimal(10).pow(-places);
  const floors: Decimal[] = [];
  const remainders: { index: number; rest: Decimal }[] = [];
  for (const [index, weight] of weights.entries()) {
    const exact = total.times(weight).div(sumOfWeights);
    const floor = exact.round(places, Big.roundDown);
    floors.push(floor);
    remainders.push({ index, rest: exact.minus(floor) });
  }
  let left = total.minus(sum(floors));
  remainders.sort((a, b) => b.rest.cmp(a.rest) || a.index - b.index);
  for (let turn = 0; left.gt(0); turn = (turn + 1) % remainders.length) {
    const next = remainders[turn];
    if (next === undefined) break;
    const part = lesser(left, step);
    floors[next.index] = (floors[next.index] ?? zero).plus(part);
    left = left.minus(part);
  }
  return floors;
}
