import { type Decimal, decimal, sum } from "#kernel/decimal.ts";
import { type No, no, ok, type Result } from "#kernel/result.ts";
import { convert, type Unit } from "#kernel/unit.ts";
import type { OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import {
  amountOf,
  evaluateFormula,
  type Formula,
  type FormulaValues,
  parseFormula,
  truthOf,
} from "./formula/formula.ts";
import type { AskedOfTemplate } from "./resolve-template.ts";

/** An amount or a condition of a body is a formula where it begins with "=". */
export const isFormula = (amount: string): boolean => amount.startsWith("=");

/** What stands in a body, with its "=". The places of a refusal count it too, as the field shows it. */
export function parseBodyFormula(text: string): Result<Formula> {
  const parsed = parseFormula(text.slice(1));
  return parsed.ok ? parsed : withEqualsSign(parsed);
}

export function withEqualsSign({ refusal }: No): No {
  const { at, to } = refusal.data ?? {};
  const shifted = typeof at === "number" && typeof to === "number" ? { at: at + 1, to: to + 1 } : {};
  return no(refusal.code, { ...refusal.data, ...shifted }, refusal.path);
}

/** Values that formulas read, and for how many units they stand. */
export type UnitsAlike = {
  readonly attributes: OrderAttributes;
  readonly units: number;
  /** which of the order's units, the first being 0; null: all */
  readonly places: readonly number[] | null;
};

type AskedValues = Pick<
  AskedOfTemplate,
  "quantity" | "batchMode" | "product" | "attributes" | "unitAttributes" | "upsells"
>;

const groupsOfAsked = new WeakMap<AskedValues, readonly UnitsAlike[]>();

/**
 * The order's units by the values that they have: one group, or in per-unit mode one for each set of values.
 * Thousands of units of the same width are evaluated once. The same groups for the same order, however many norms ask.
 */
export function unitsAlike(asked: AskedValues): readonly UnitsAlike[] {
  const known = groupsOfAsked.get(asked);
  if (known !== undefined) return known;
  const groups = groupUnits(asked);
  groupsOfAsked.set(asked, groups);
  return groups;
}

function groupUnits(asked: AskedValues): readonly UnitsAlike[] {
  const ofOrder = { ...asked.product.attributes, ...asked.attributes };
  if (asked.batchMode !== "per_unit" || asked.unitAttributes.length === 0) {
    return [{ attributes: ofOrder, units: asked.quantity, places: null }];
  }
  const groups = new Map<string, { attributes: OrderAttributes; units: number; places: number[] }>();
  for (let unit = 0; unit < asked.quantity; unit += 1) {
    const attributes = { ...ofOrder, ...asked.unitAttributes[unit] };
    const name = JSON.stringify(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)));
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { attributes, units: 1, places: [unit] });
    else {
      group.units += 1;
      group.places.push(unit);
    }
  }
  const all = [...groups.values()];
  return all.length === 1 ? all.map((group) => ({ ...group, places: null })) : all;
}

/**
 * What a per-batch formula reads. In per-unit mode the numbers that are asked at order are summed over the units,
 * also where the units are alike; a text is there where all units have the same.
 */
export function valuesOfBatch(asked: AskedValues): OrderAttributes {
  const ofOrder = { ...asked.product.attributes, ...asked.attributes };
  if (asked.batchMode !== "per_unit") return ofOrder;
  const groups = unitsAlike(asked);
  const askedNames = new Set([asked.attributes, ...asked.unitAttributes].flatMap(Object.keys));
  const values = { ...ofOrder };
  for (const name of askedNames) {
    const total = totalOf(name, groups);
    if (total === null) delete values[name];
    else values[name] = total;
  }
  return values;
}

function totalOf(name: string, groups: readonly UnitsAlike[]): OrderAttributes[string] | null {
  const first = groups[0]?.attributes[name];
  if (first === undefined) return null;
  if ("text" in first) {
    const isSame = groups.every(({ attributes }) => {
      const other = attributes[name];
      return other !== undefined && "text" in other && other.text === first.text;
    });
    return isSame ? first : null;
  }
  const amounts: Decimal[] = [];
  for (const { attributes, units } of groups) {
    const value = attributes[name];
    if (value === undefined || "text" in value) return null;
    const amount = convert(decimal(value.amount), value.unit, first.unit);
    if (amount === null) return null;
    amounts.push(amount.times(units));
  }
  return { amount: sum(amounts).toFixed(), unit: first.unit };
}

export function formulaValues(
  asked: Pick<AskedOfTemplate, "quantity" | "upsells">,
  attributes: OrderAttributes,
): FormulaValues {
  return {
    quantity: String(asked.quantity),
    attributes,
    upsells: asked.upsells.map(({ name }) => name),
  };
}

/** In `unit`; a plain number counts as already in it. */
export function evaluateAmount(formula: Formula, values: FormulaValues, unit: Unit): Result<Decimal> {
  const value = evaluateFormula(formula, values);
  if (!value.ok) return withEqualsSign(value);
  return amountOf(value.value, unit);
}

export function evaluateCondition(text: string, values: FormulaValues): Result<boolean> {
  const formula = parseBodyFormula(text);
  if (!formula.ok) return formula;
  const value = evaluateFormula(formula.value, values);
  return value.ok ? truthOf(value.value) : withEqualsSign(value);
}

/** A refusal says also whose formula it is. */
export const inStage = ({ refusal }: No, stage: string): No =>
  no(refusal.code, { ...refusal.data, stage }, refusal.path);

export const anyHolds = (
  groups: readonly UnitsAlike[],
  holds: (group: UnitsAlike) => Result<boolean>,
): Result<boolean> => {
  for (const group of groups) {
    const answer = holds(group);
    if (!answer.ok || answer.value) return answer;
  }
  return ok(false);
};
