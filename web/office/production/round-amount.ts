import { decimal } from "#kernel/decimal.ts";

/** To read, not to reckon with: thousandths. What is less than one stays as it is, since it is not nothing. */
export function roundAmount(value: string): string {
  const exact = decimal(value);
  const rounded = exact.round(3);
  return rounded.eq(exact) || rounded.eq(0) ? value : rounded.toFixed();
}
