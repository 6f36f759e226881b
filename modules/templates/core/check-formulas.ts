import { type No, no, type Result } from "#kernel/result.ts";
import { type Unit, unitNames } from "#kernel/unit.ts";
import type { TemplateBody, TemplateNorm, TemplateStage } from "../contract/template-body.ts";
import type { NormPlace, Path, StagePlace } from "./body-places.ts";
import { normPlaces, stagePlaces } from "./body-places.ts";
import {
  type AttributeValue,
  checkFormula,
  checkSamples,
  type DeclaredName,
  type Formula,
  type FormulaEnvironment,
  type FormulaExpectation,
  parseFormula,
} from "./formula/formula.ts";
import { isFormula, parseBodyFormula, withEqualsSign } from "./formula-values.ts";
import { environmentOf, type ProductOfTemplate, startEnvironmentOf } from "./product-names.ts";

/**
 * All formulas and conditions of a body: read, names and units known, result fit for the material, samples held.
 * A refusal has the field's path, and in its data `at` and `to` in the field's text with its "=".
 */
export function checkFormulas(body: TemplateBody, product: ProductOfTemplate): No | null {
  const environment = environmentOf(product);
  for (const place of stagePlaces(body)) {
    const fault = checkCondition(place, environment);
    if (fault !== null) return fault;
  }
  for (const place of normPlaces(body)) {
    const fault = checkNorm(place, environment, product);
    if (fault !== null) return fault;
  }
  return checkStart(body, product);
}

function checkCondition({ stage, path }: StagePlace, environment: FormulaEnvironment): No | null {
  if (stage.condition?.kind !== "expression") return null;
  const checked = checkText(stage.condition.expression, environment, { kind: "condition" });
  return checked.ok ? null : at(checked, stage, [...path, "condition", "expression"]);
}

function checkStart({ triggers }: TemplateBody, product: ProductOfTemplate): No | null {
  const condition = triggers.start?.condition ?? null;
  if (condition === null) return null;
  const checked = checkText(condition, startEnvironmentOf(product), { kind: "condition" });
  return checked.ok ? null : at(checked, null, ["body", "triggers", "start", "condition"]);
}

function checkNorm(
  { norm, stageName, path }: NormPlace,
  environment: FormulaEnvironment,
  { units }: ProductOfTemplate,
): No | null {
  const unit = units.get(norm.itemId ?? norm.variantId ?? "") ?? "pcs";
  for (const part of ["perUnit", "perBatch"] as const) {
    if (!isFormula(norm[part])) continue;
    const formula = checkText(norm[part], environment, { kind: "amount", unit });
    if (!formula.ok) return at(formula, { name: stageName }, [...path, part]);
    const fault = checkSamplesOf({ norm, of: part, unit }, formula.value, environment);
    if (fault !== null) return at(fault, { name: stageName }, [...path, ...(fault.refusal.path ?? [])]);
  }
  const orphan = norm.samples.findIndex(({ of }) => !isFormula(norm[of]));
  if (orphan < 0) return null;
  return no("sample_without_formula", { stage: stageName }, [...path, "samples", orphan, "of"]);
}

function checkText(
  formula: string,
  environment: FormulaEnvironment,
  expected: FormulaExpectation,
): Result<Formula> {
  const parsed = parseBodyFormula(formula);
  if (!parsed.ok) return parsed;
  const checked = checkFormula(parsed.value, environment, expected);
  return checked.ok ? parsed : withEqualsSign(checked);
}

type Sampled = { readonly norm: TemplateNorm; readonly of: "perUnit" | "perBatch"; readonly unit: Unit };

/** The refusal's path begins below the norm. */
function checkSamplesOf(
  { norm, of, unit }: Sampled,
  formula: Formula,
  environment: FormulaEnvironment,
): No | null {
  for (const [index, sample] of norm.samples.entries()) {
    if (sample.of !== of) continue;
    const attributes: Record<string, AttributeValue> = {};
    for (const [name, value] of Object.entries(sample.values)) {
      const read = readSampleValue(
        value,
        environment.names.find((one) => one.name === name),
      );
      if (read === null) return no("sample_value", { name, value }, ["samples", index, "values", name]);
      attributes[name] = read;
    }
    const values = {
      quantity: String(sample.quantity),
      attributes,
      upsells: sample.upsells,
      expected: sample.expected,
    };
    const [outcome] = checkSamples(formula, [values], { kind: "amount", unit });
    if (outcome === undefined || outcome.passes) continue;
    const path = ["samples", index, "expected"];
    if ("refusal" in outcome) return withEqualsSign({ ok: false, refusal: { ...outcome.refusal, path } });
    const data = { sample: index + 1, got: String(outcome.got), expected: String(outcome.expected) };
    return no("formula_sample_fails", data, path);
  }
  return null;
}

/** "95 cm" or "1,2" for a number, any text for a text; `null` for what is neither or of no such attribute. */
export function readSampleValue(value: string, declared: DeclaredName | undefined): AttributeValue | null {
  if (declared === undefined) return null;
  if (declared.kind !== "number") return declared.kind === "text" ? { text: value } : null;
  const parsed = parseFormula(value);
  if (!parsed.ok || parsed.value.root.kind !== "number") return null;
  const { amount, unit } = parsed.value.root;
  if (unit === null) return { amount, unit: declared.unit };
  const known = unitNames.find((name) => name === unit);
  return known === undefined ? null : { amount, unit: known };
}

const at = ({ refusal }: No, stage: Pick<TemplateStage, "name"> | null, path: Path): No =>
  no(refusal.code, { ...refusal.data, ...(stage === null ? {} : { stage: stage.name }) }, path);
