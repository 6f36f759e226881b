import { roundQuantity, text } from "#kernel/decimal.ts";
import { type Refusal, type Result, no, ok } from "#kernel/result.ts";
import type { FormulaExpectation } from "./check.ts";
import { type FormulaValues, amountOf, evaluateFormula, readAmount, truthOf } from "./evaluate.ts";
import type { Formula } from "./syntax-tree.ts";

/** Values with what the formula has to make of them: decimal text in the item's unit, or yes/no. */
export type FormulaSample = FormulaValues & { readonly expected: string | boolean };

export type SampleOutcome =
  | { readonly passes: true; readonly got: string | boolean }
  | { readonly passes: false; readonly got: string | boolean; readonly expected: string | boolean }
  /** it came to no result at all */
  | { readonly passes: false; readonly refusal: Refusal };

/** One outcome a sample, in their order. Amounts are compared at 6 places, as norms are kept. */
export function checkSamples(
  formula: Formula,
  samples: readonly FormulaSample[],
  expected: FormulaExpectation,
): readonly SampleOutcome[] {
  return samples.map((sample) => {
    const got = resultOf(formula, sample, expected);
    if (!got.ok) return { passes: false, refusal: got.refusal };
    const wanted = normalResult(sample.expected);
    if (!wanted.ok) return { passes: false, refusal: wanted.refusal };
    return got.value === wanted.value
      ? { passes: true, got: got.value }
      : { passes: false, got: got.value, expected: sample.expected };
  });
}

function resultOf(
  formula: Formula,
  values: FormulaValues,
  expected: FormulaExpectation,
): Result<string | boolean> {
  const value = evaluateFormula(formula, values);
  if (!value.ok) return value;
  if (expected.kind === "condition") return truthOf(value.value);
  const amount = amountOf(value.value, expected.unit);
  return amount.ok ? ok(text(roundQuantity(amount.value))) : amount;
}

function normalResult(expected: string | boolean): Result<string | boolean> {
  if (typeof expected === "boolean") return ok(expected);
  const amount = readAmount(expected);
  return amount === null ? no("formula_value_broken", { name: expected }) : ok(text(roundQuantity(amount)));
}
