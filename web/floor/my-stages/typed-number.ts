import { decimal } from "#kernel/decimal.ts";
import { readDecimal } from "#web/shared/decimal-text.ts";

/** A problem of a typed number, by the name of its sentence. */
export type NumberProblem = "not_a_number" | "below_zero" | "too_large" | "at_least_one";
export type TypedNumber =
  | { readonly value: string; readonly problem: null }
  | { readonly value: null; readonly problem: NumberProblem };

const quantityDigits = 12;
const mostUnits = 1_000_000;

/** A quantity as typed, comma or point, at most 6 places; never through a float. */
export function readQuantity(typed: string): TypedNumber {
  const value = readDecimal(typed, 6);
  if (value === null) return { value: null, problem: "not_a_number" };
  if (value.startsWith("-")) return { value: null, problem: "below_zero" };
  if ((value.split(".")[0] ?? "").length > quantityDigits) return { value: null, problem: "too_large" };
  return { value, problem: null };
}

/** Whole units, and not more than anybody makes: whether there may be more than the run has, the server says. */
export function readUnits(typed: string): TypedNumber {
  const read = readQuantity(typed);
  if (read.value === null) return read;
  const value = readDecimal(typed, 0);
  if (value === null) return { value: null, problem: "not_a_number" };
  if (decimal(value).gt(mostUnits)) return { value: null, problem: "too_large" };
  return { value, problem: null };
}

/** How much the use lies over (positive) or below the norm, as text; null where it is the norm. */
export function overNorm(used: string, norm: string): { readonly over: boolean; readonly by: string } | null {
  const difference = decimal(used).minus(decimal(norm));
  if (difference.eq(0)) return null;
  return { over: difference.gt(0), by: difference.abs().toFixed() };
}
