import { type Result, no } from "#kernel/result.ts";
import { type FormulaEnvironment, type FormulaExpectation, checkFormula } from "./check.ts";
import { type FormulaSample, checkSamples } from "./check-samples.ts";
import { parseFormula } from "./parse.ts";
import type { Formula } from "./syntax-tree.ts";

/*
 * The formula language of norms and conditions (domain.md section 2): the one door to this folder. A norm's
 * amount and a condition are kept as they were typed; the "=" before a formula is the caller's and not part of
 * it. A formula has at most 500 characters, 200 parts and 40 levels; there are no loops, and nothing can be
 * reached but the values that are handed in, so every formula ends.
 *
 * Refusals carry `at` and `to`, offsets in the text, where they are about a place in it. All codes begin with
 * "formula_".
 */

export {
  type DeclaredName,
  type FormulaEnvironment,
  type FormulaExpectation,
  checkFormula,
} from "./check.ts";
export { type FormulaSample, type SampleOutcome, checkSamples } from "./check-samples.ts";
export {
  type AttributeValue,
  type FormulaValue,
  type FormulaValues,
  amountOf,
  evaluateFormula,
  truthOf,
} from "./evaluate.ts";
export {
  type ExplainedPiece,
  type ExplainedStep,
  type ExplainedSymbol,
  type Explanation,
  explainFormula,
  explanationText,
} from "./explain.ts";
export { type FormulaUnit, type UnitPower, unitText } from "./formula-unit.ts";
export { parseFormula } from "./parse.ts";
export { printFormula } from "./print.ts";
export { type FormulaSuggestion, type FormulaSuggestions, suggestNames } from "./suggest.ts";
export {
  type Formula,
  type FormulaNames,
  type FormulaNode,
  identifierOf,
  mostCharacters,
  namesOf,
} from "./syntax-tree.ts";

/** What saving a template asks of a formula: it parses, its units fit, and its samples come out. */
export function readFormula(
  text: string,
  environment: FormulaEnvironment,
  expected: FormulaExpectation,
  samples: readonly FormulaSample[] = [],
): Result<Formula> {
  const parsed = parseFormula(text);
  if (!parsed.ok) return parsed;
  const checked = checkFormula(parsed.value, environment, expected);
  if (!checked.ok) return checked;
  for (const [index, outcome] of checkSamples(parsed.value, samples, expected).entries()) {
    if (outcome.passes) continue;
    const sample = index + 1;
    if ("refusal" in outcome) {
      return { ok: false, refusal: { ...outcome.refusal, data: { ...outcome.refusal.data, sample } } };
    }
    const { got, expected: wanted } = outcome;
    return no("formula_sample_fails", { sample, got: String(got), expected: String(wanted) });
  }
  return parsed;
}
