import { type Decimal, decimal, roundQuantity, text } from "#kernel/decimal.ts";
import type { Unit } from "#kernel/unit.ts";
import type { OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import type { TemplateNorm } from "#modules/templates/contract/template-body.ts";
import { readSampleValue } from "#modules/templates/core/check-formulas.ts";
import {
  type AttributeValue,
  checkFormula,
  checkSamples,
  type Explanation,
  explainFormula,
  type FormulaEnvironment,
  type FormulaExpectation,
  namesOf,
  identifierOf,
  type SampleOutcome,
  suggestNames,
} from "#modules/templates/core/formula/formula.ts";
import { parseBodyFormula, withEqualsSign } from "#modules/templates/core/formula-values.ts";
import { environmentOf, startEnvironmentOf } from "#modules/templates/core/product-names.ts";
import type { Refused } from "#web/shared/call.ts";
import type { Sample, SampleState } from "../sample.ts";
import { amountOf, isFormula } from "../template-draft.ts";
import type { Product } from "../template-tab.ts";

/*
 * The formula language in the browser: what the server checks on save is said here while one types. Comes with the
 * first formula only (norms/use-engine.ts).
 */

export type FormulaUse =
  | { readonly kind: "amount"; readonly unit: Unit }
  | { readonly kind: "condition" }
  /** the condition of the start trigger: reads the deal's line and money */
  | { readonly kind: "start" };

export type Reading =
  | { readonly kind: "amount"; readonly amount: Decimal; readonly explanation: Explanation }
  | { readonly kind: "truth"; readonly truth: boolean; readonly explanation: Explanation }
  /** right as it is, but this sample order has no value for something that it reads */
  | { readonly kind: "unknown"; readonly refusal: Refused }
  /** `at` and `to` in the text with its "=" */
  | { readonly kind: "fault"; readonly refusal: Refused; readonly at: number; readonly to: number };

const nobody = { variants: [], asked: [], upsells: [] };

export const environmentFor = (use: FormulaUse, product: Product | undefined): FormulaEnvironment =>
  use.kind === "start" ? startEnvironmentOf(product ?? nobody) : environmentOf(product ?? nobody);

const expectationOf = (use: FormulaUse): FormulaExpectation =>
  use.kind === "amount" ? use : { kind: "condition" };

/** What a formula comes to for the sample order, or what is wrong with it and where. */
export function readFormula(
  formula: string,
  use: FormulaUse,
  product: Product | undefined,
  sample: SampleState,
): Reading {
  const parsed = parseBodyFormula(formula);
  if (!parsed.ok) return faultOf(parsed.refusal, formula);
  const environment = environmentFor(use, product);
  const checked = checkFormula(parsed.value, environment, expectationOf(use));
  if (!checked.ok) return faultOf(withEqualsSign(checked).refusal, formula);
  const explained = explainFormula(
    parsed.value,
    {
      quantity: String(sample.quantity),
      attributes: use.kind === "start" ? sampleMoney : sampleAttributes(sample, environment),
      upsells: sample.upsellNames,
    },
    expectationOf(use),
  );
  if (!explained.ok) return { kind: "unknown", refusal: wordless(withEqualsSign(explained).refusal) };
  const { result } = explained.value;
  if (result.kind === "amount") {
    return { kind: "amount", amount: decimal(result.amount), explanation: explained.value };
  }
  return { kind: "truth", truth: result.kind === "truth" && result.truth, explanation: explained.value };
}

/** A deal's line of 1,000 that is half paid: the editor has no deal to look at. */
const money = (amount: string): AttributeValue => ({ amount, unit: null });
const sampleMoney: Readonly<Record<string, AttributeValue>> = {
  amount: money("1000"),
  сума: money("1000"),
  paid: money("500"),
  сплачено: money("500"),
};

function sampleAttributes(
  sample: Pick<SampleState, "attributes" | "asked">,
  environment: FormulaEnvironment,
): Record<string, AttributeValue> {
  const values: Record<string, AttributeValue> = { ...sample.attributes };
  for (const [name, typed] of Object.entries(sample.asked)) {
    if (typed.trim() === "") continue;
    const value = readSampleValue(
      typed,
      environment.names.find((one) => one.name === name),
    );
    if (value !== null) values[name] = value;
  }
  return values;
}

function faultOf(
  refusal: { readonly code: string; readonly data?: Readonly<Record<string, unknown>> },
  formula: string,
): Reading {
  const { at, to } = refusal.data ?? {};
  return {
    kind: "fault",
    refusal: wordless(refusal),
    at: typeof at === "number" ? at : 1,
    to: typeof to === "number" ? to : formula.length,
  };
}

/** The screen finds the words by the code. */
const wordless = (refusal: {
  readonly code: string;
  readonly data?: Readonly<Record<string, unknown>>;
}): Refused => ({
  code: refusal.code,
  message: "",
  ...(refusal.data === undefined ? {} : { data: refusal.data }),
});

/** The places of the suggestions count the "=". */
export function suggest(textBeforeCursor: string, use: FormulaUse, product: Product | undefined) {
  if (!isFormula(textBeforeCursor)) return { at: 0, suggestions: [] };
  const found = suggestNames(textBeforeCursor.slice(1), environmentFor(use, product));
  return { at: found.at + 1, suggestions: found.suggestions };
}

/** Amounts of a norm for the sample order: per unit summed over the units, and per batch. */
export function sampleAmounts(
  norm: Pick<TemplateNorm, "perUnit" | "perBatch">,
  unit: Unit,
  product: Product | undefined,
  sample: SampleState,
): { readonly perUnitSum: Decimal; readonly perBatch: Decimal } | null {
  const amount = (value: string): Decimal | null => {
    if (!isFormula(value)) return amountOf(value);
    const reading = readFormula(value, { kind: "amount", unit }, product, sample);
    return reading.kind === "amount" ? reading.amount : null;
  };
  const [perUnit, perBatch] = [amount(norm.perUnit), amount(norm.perBatch)];
  if (perUnit === null || perBatch === null) return null;
  return { perUnitSum: perUnit.times(sample.quantity), perBatch };
}

type NormSample = TemplateNorm["samples"][number];
export type SampleCheck =
  | SampleOutcome
  /** one of its values is no value of the attribute */
  | { readonly passes: false; readonly wrongValue: string };

/** Whether a formula's samples come out: one answer each. */
export function checkNormSamples(
  formula: string,
  unit: Unit,
  samples: readonly NormSample[],
  product: Product | undefined,
): readonly SampleCheck[] | null {
  const parsed = parseBodyFormula(formula);
  if (!parsed.ok) return null;
  const environment = environmentFor({ kind: "amount", unit }, product);
  return samples.map((sample): SampleCheck => {
    const attributes: Record<string, AttributeValue> = {};
    for (const [name, value] of Object.entries(sample.values)) {
      const read = readSampleValue(
        value,
        environment.names.find((one) => one.name === name),
      );
      if (read === null) return { passes: false, wrongValue: name };
      attributes[name] = read;
    }
    const asked = {
      quantity: String(sample.quantity),
      attributes,
      upsells: sample.upsells,
      expected: sample.expected === "" ? "0" : sample.expected,
    };
    const [outcome] = checkSamples(parsed.value, [asked], { kind: "amount", unit });
    return outcome ?? { passes: true, got: sample.expected };
  });
}

/** The attributes and upsells that a formula reads, as people know them: a sample needs values for these. */
export function readsOf(
  formula: string,
  product: Product | undefined,
): { readonly names: readonly string[]; readonly upsells: readonly string[]; readonly quantity: boolean } {
  const parsed = parseBodyFormula(formula);
  if (!parsed.ok) return { names: [], upsells: [], quantity: false };
  const read = namesOf(parsed.value);
  const known = environmentFor({ kind: "condition" }, product).names;
  return {
    ...read,
    names: known.map(({ name }) => name).filter((name) => read.names.includes(identifierOf(name))),
  };
}

/** A sample made of what the sample order has, with the result that stands there now. */
export function sampleFrom(
  of: NormSample["of"],
  formula: string,
  unit: Unit,
  product: Product | undefined,
  sample: SampleState,
): NormSample {
  const reads = readsOf(formula, product);
  const reading = readFormula(formula, { kind: "amount", unit }, product, sample);
  const own = sampleAttributes(sample, environmentFor({ kind: "condition" }, product));
  return {
    of,
    quantity: sample.quantity,
    values: Object.fromEntries(reads.names.map((name) => [name, valueText(own[name], sample, name)])),
    upsells: sample.upsellNames.filter((name) => reads.upsells.includes(name)),
    expected: reading.kind === "amount" ? text(roundQuantity(reading.amount)) : "",
  };
}

function valueText(value: AttributeValue | undefined, sample: Pick<Sample, "asked">, name: string): string {
  if (value === undefined || "truth" in value) return sample.asked[name] ?? "";
  if ("text" in value) return value.text;
  const amount = typeof value.amount === "string" ? value.amount : text(value.amount);
  return value.unit === null ? amount : `${amount} ${value.unit}`;
}

/** What the sample order is asked, as an order says it; what is no value of its attribute is left out. */
export function orderAttributes(
  product: Product | undefined,
  sample: Pick<Sample, "asked">,
): OrderAttributes {
  const { names } = environmentFor({ kind: "condition" }, product);
  const values: OrderAttributes = {};
  for (const [name, typed] of Object.entries(sample.asked)) {
    if (typed.trim() === "") continue;
    const value = readSampleValue(
      typed,
      names.find((one) => one.name === name),
    );
    if (value === null || "truth" in value) continue;
    if ("text" in value) values[name] = { text: value.text.trim() };
    else if (value.unit !== null) values[name] = { amount: String(value.amount), unit: value.unit };
  }
  return values;
}
