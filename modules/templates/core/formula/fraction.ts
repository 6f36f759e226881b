import { type Decimal, decimal, one, zero } from "#kernel/decimal.ts";

/**
 * An exact quotient of two decimals. `20 / 3 * 3` has to be 20: were the third rounded to any number of
 * places, `ceil` of it would order one too many. `under` is always above zero. Neither is reduced: a formula
 * has at most 200 parts, so the digits stay in the thousands.
 */
export type Fraction = { readonly over: Decimal; readonly under: Decimal };

export const fractionOf = (value: Decimal): Fraction => ({ over: value, under: one });
export const zeroFraction: Fraction = fractionOf(zero);

export function plus(a: Fraction, b: Fraction): Fraction {
  if (a.under.eq(b.under)) return { over: a.over.plus(b.over), under: a.under };
  return { over: a.over.times(b.under).plus(b.over.times(a.under)), under: a.under.times(b.under) };
}

export const negative = (a: Fraction): Fraction => ({ over: a.over.neg(), under: a.under });
export const minus = (a: Fraction, b: Fraction): Fraction => plus(a, negative(b));

export const times = (a: Fraction, b: Fraction): Fraction => ({
  over: a.over.times(b.over),
  under: a.under.times(b.under),
});

/** `b` is not zero. */
export function dividedBy(a: Fraction, b: Fraction): Fraction {
  const over = a.over.times(b.under);
  const under = a.under.times(b.over);
  return under.lt(0) ? { over: over.neg(), under: under.neg() } : { over, under };
}

export const compare = (a: Fraction, b: Fraction): -1 | 0 | 1 => minus(a, b).over.cmp(zero);
export const isZero = (a: Fraction): boolean => a.over.eq(0);

/** As many base units may never come out of a formula: quantities have 12 digits, and a tonne is 1,000 kg. */
const limit = decimal(10).pow(18);
export const isTooLarge = (a: Fraction): boolean => a.over.abs().gte(a.under.times(limit));

const lastPlace = decimal("0.00000000000000000001");

/**
 * Cut off after 20 places, towards zero, and never rounded up: who rounds it half-up to fewer places gets
 * what the exact value would have given.
 */
export function decimalOf(a: Fraction): Decimal {
  const over = a.over.abs();
  const quotient = over.div(a.under);
  const cut = quotient.times(a.under).gt(over) ? quotient.minus(lastPlace) : quotient;
  return a.over.lt(0) ? cut.neg() : cut;
}

const wholePart = (a: Decimal): Decimal => a.round(0, 0);

/** The largest whole number that is not above it. */
export function floor(a: Fraction): Fraction {
  const whole = wholePart(decimalOf(a));
  return fractionOf(whole.times(a.under).gt(a.over) ? whole.minus(1) : whole);
}

export const ceil = (a: Fraction): Fraction => negative(floor(negative(a)));

const half = fractionOf(decimal("0.5"));

/** Halves away from zero, as quantities and money round. */
export const round = (a: Fraction): Fraction => (a.over.lt(0) ? ceil(minus(a, half)) : floor(plus(a, half)));
