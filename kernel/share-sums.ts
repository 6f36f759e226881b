import { decimal, type Decimal, shareOut, zero } from "./decimal.ts";

/**
 * Several sums shared by the same weights at once, each exactly, to 4 places: the shares of each sum add up to it, and
 * those of one place are together its share of the whole, by largest remainder. Sharing sum by sum could not do both;
 * so the sums are laid end to end, and each takes what its end has over the end before it.
 */
export function shareSums(
  sums: readonly Decimal[],
  weights: readonly number[],
): readonly (readonly Decimal[])[] {
  const by = weights.map(decimal);
  let end = zero;
  let before = weights.map(() => zero);
  const parts = sums.map((each) => {
    end = end.plus(each);
    const upTo = shareOut(end, by);
    const part = upTo.map((share, place) => share.minus(before[place] ?? zero));
    before = upTo;
    return part;
  });
  return weights.map((_, place) => parts.map((part) => part[place] ?? zero));
}
