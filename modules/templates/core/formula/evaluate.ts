import { type Decimal, decimal } from "#kernel/decimal.ts";
import { type No, type Result, no, ok } from "#kernel/result.ts";
import type { Unit } from "#kernel/unit.ts";
import {
  type FormulaType,
  type Scope,
  byIdentifier,
  described,
  fitsUnit,
  powersOf,
  typeFormula,
} from "./check.ts";
import { type Powers, formulaUnits, noPowers, samePowers } from "./formula-unit.ts";
import {
  type Fraction,
  ceil,
  compare,
  decimalOf,
  dividedBy,
  floor,
  fractionOf,
  isTooLarge,
  isZero,
  minus,
  negative,
  plus,
  round,
  times,
  zeroFraction,
} from "./fraction.ts";
import {
  type Formula,
  type FormulaNode,
  type FunctionName,
  type Operator,
  type Span,
  fault,
  normalText,
} from "./syntax-tree.ts";

/** What an attribute is, as variants and orders keep it. `unit` null is a plain number, and so are pieces. */
export type AttributeValue =
  | { readonly amount: Decimal | string; readonly unit: Unit | null }
  | { readonly text: string }
  | { readonly truth: boolean };

export type FormulaValues = {
  /** the order's; in pieces */
  readonly quantity: Decimal | string;
  /** by the attribute's name as people know it */
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** names of the upsells that are ordered */
  readonly upsells: readonly string[];
};

export type FormulaValue =
  /** exact, in kilograms, metres and seconds to the `powers`; `amountOf` makes a decimal of it */
  | { readonly kind: "number"; readonly amount: Fraction; readonly powers: Powers }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "truth"; readonly truth: boolean };

/**
 * Units are checked first, by the kinds of the values. `if`, `and` and `or` reckon only what they need, so an
 * attribute without a value is refused (formula_value_missing) only where it is reached.
 */
export function evaluateFormula(formula: Formula, values: FormulaValues): Result<FormulaValue> {
  const started = startEvaluation(formula, values);
  if (!started.ok) return started;
  const evaluation = started.value;
  const computed = compute(evaluation, formula.root);
  return evaluation.problem ?? ok(valueOf(computed, evaluation.types.get(formula.root)));
}

/** Quantities have 12 digits before the point. */
const mostAmount = decimal(10).pow(12);

/**
 * In `unit`, cut off (not rounded) after 20 places: the caller rounds half-up to its own. A plain number
 * counts as already in `unit`. Refuses another dimension, less than zero, and 10¹² or more.
 */
export function amountOf(value: FormulaValue, unit: Unit): Result<Decimal> {
  if (value.kind !== "number") return no("formula_type", { expected: "number", got: value.kind });
  if (!fitsUnit(value.powers, unit)) {
    return no("formula_result_unit", { ...described("got", value.powers), unit });
  }
  const plain = samePowers(value.powers, noPowers);
  const factor = fractionOf(plain ? decimal(1) : formulaUnits[unit].factor);
  const amount = decimalOf(dividedBy(value.amount, factor));
  if (amount.lt(0)) return no("formula_negative");
  return amount.gte(mostAmount) ? no("formula_too_large") : ok(amount);
}

/** Of a condition. */
export function truthOf(value: FormulaValue): Result<boolean> {
  const got = value.kind;
  return got === "truth" ? ok(value.truth) : no("formula_not_condition", { got });
}

/** What a part comes to; its units stand in the types, which were checked before. */
export type Computed = Fraction | string | boolean;

type Known = { readonly type: FormulaType; readonly computed: Computed | null };

/** One reckoning of a formula. `problem` is the first thing that went wrong; after it nothing counts. */
export type Evaluation = {
  readonly types: ReadonlyMap<FormulaNode, FormulaType>;
  readonly attributes: ReadonlyMap<string, Known | "ambiguous">;
  readonly quantity: Known;
  readonly upsells: ReadonlySet<string>;
  problem: No | null;
};

export function startEvaluation(formula: Formula, values: FormulaValues): Result<Evaluation> {
  const attributes = byIdentifier(
    Object.entries(values.attributes).map(([name, value]) => [name, known(value)] as const),
  );
  const names: Scope["names"] = new Map(
    [...attributes].map(([name, each]) => [name, each === "ambiguous" ? each : each.type]),
  );
  const types = typeFormula(formula, { names, upsells: "any", onUnknown: "leave" });
  if (!types.ok) return types;
  return ok({
    types: types.value,
    attributes,
    quantity: known({ amount: values.quantity, unit: null }),
    upsells: new Set(values.upsells.map(normalText)),
    problem: null,
  });
}

/** `computed` null: the amount is no decimal text. */
function known(value: AttributeValue): Known {
  if ("text" in value) return { type: { kind: "text", choices: null }, computed: value.text };
  if ("truth" in value) return { type: { kind: "truth" }, computed: value.truth };
  const { powers, factor } = formulaUnits[value.unit ?? "pcs"];
  const amount = readAmount(value.amount);
  return {
    type: { kind: "number", powers },
    computed: amount === null ? null : fractionOf(amount.times(factor)),
  };
}

/** Decimal text of a sane length; `null` for anything else. */
export function readAmount(amount: Decimal | string): Decimal | null {
  if (typeof amount !== "string") return amount;
  return /^-?[0-9]{1,40}(?:\.[0-9]{1,40})?$/.test(amount) ? decimal(amount) : null;
}

export function valueOf(computed: Computed, type: FormulaType | undefined): FormulaValue {
  if (typeof computed === "string") return { kind: "text", text: computed };
  if (typeof computed === "boolean") return { kind: "truth", truth: computed };
  return { kind: "number", amount: computed, powers: type === undefined ? noPowers : powersOf(type) };
}

function fail(evaluation: Evaluation, problem: No): Computed {
  evaluation.problem ??= problem;
  return zeroFraction;
}

const asNumber = (computed: Computed): Fraction => (typeof computed === "object" ? computed : zeroFraction);

export function compute(evaluation: Evaluation, node: FormulaNode): Computed {
  if (evaluation.problem !== null) return zeroFraction;
  const computed = computeKind(evaluation, node);
  if (typeof computed !== "object" || !isTooLarge(computed)) return computed;
  return fail(evaluation, fault("formula_too_large", node));
}

function computeKind(evaluation: Evaluation, node: FormulaNode): Computed {
  switch (node.kind) {
    case "number": {
      const amount = decimal(node.amount);
      return fractionOf(node.unit === null ? amount : amount.times(formulaUnits[node.unit].factor));
    }
    case "text":
      return node.text;
    case "truth":
      return node.truth;
    case "quantity":
      return read(evaluation, evaluation.quantity, "quantity", node);
    case "name":
      return read(evaluation, evaluation.attributes.get(node.name), node.name, node);
    case "upsell":
      return evaluation.upsells.has(normalText(node.upsell));
    case "minus":
      return negative(numberAt(evaluation, node.of));
    case "not":
      return compute(evaluation, node.of) !== true;
    case "operation":
      return computeOperation(evaluation, node);
    case "call":
      return computeCall(evaluation, node);
  }
}

function read(
  evaluation: Evaluation,
  found: Known | "ambiguous" | undefined,
  name: string,
  span: Span,
): Computed {
  if (found === "ambiguous") return fail(evaluation, fault("formula_name_ambiguous", span, { name }));
  if (found === undefined) return fail(evaluation, fault("formula_value_missing", span, { name }));
  return found.computed ?? fail(evaluation, fault("formula_value_broken", span, { name }));
}

const numberAt = (evaluation: Evaluation, node: FormulaNode): Fraction => asNumber(compute(evaluation, node));

type NodeOf<K extends FormulaNode["kind"]> = Extract<FormulaNode, { readonly kind: K }>;

function computeOperation(evaluation: Evaluation, node: NodeOf<"operation">): Computed {
  const { operator, left, right } = node;
  const a = compute(evaluation, left);
  if (operator === "and") return a === true && compute(evaluation, right) === true;
  if (operator === "or") return a === true || compute(evaluation, right) === true;
  const b = compute(evaluation, right);
  switch (operator) {
    case "+":
      return plus(asNumber(a), asNumber(b));
    case "-":
      return minus(asNumber(a), asNumber(b));
    case "*":
      return times(asNumber(a), asNumber(b));
    case "/": {
      const divisor = asNumber(b);
      if (isZero(divisor)) return fail(evaluation, fault("formula_divides_by_zero", node));
      return dividedBy(asNumber(a), divisor);
    }
    case "<":
    case "<=":
    case ">":
    case ">=":
    case "=":
    case "!=":
      return holds(operator, order(a, b));
  }
}

/** Below 0, 0, or above 0, as `a` is less than, equal to or more than `b`. */
function order(a: Computed, b: Computed): number {
  if (typeof a === "string" && typeof b === "string") return normalText(a) === normalText(b) ? 0 : 1;
  if (typeof a === "boolean" && typeof b === "boolean") return a === b ? 0 : 1;
  return compare(asNumber(a), asNumber(b));
}

function holds(operator: Exclude<Operator, "and" | "or" | "+" | "-" | "*" | "/">, sign: number): boolean {
  switch (operator) {
    case "<":
      return sign < 0;
    case "<=":
      return sign <= 0;
    case ">":
      return sign > 0;
    case ">=":
      return sign >= 0;
    case "=":
      return sign === 0;
    case "!=":
      return sign !== 0;
  }
}

function computeCall(evaluation: Evaluation, node: NodeOf<"call">): Computed {
  const [first, second, third] = node.arguments;
  if (first === undefined) return zeroFraction;
  switch (node.name) {
    case "if": {
      const chosen = compute(evaluation, first) === true ? second : third;
      return chosen === undefined ? zeroFraction : compute(evaluation, chosen);
    }
    case "min":
    case "max": {
      const wanted = node.name === "min" ? -1 : 1;
      return node.arguments
        .map((each) => numberAt(evaluation, each))
        .reduce((best, each) => (compare(each, best) === wanted ? each : best));
    }
    case "ceil":
    case "floor":
    case "round":
      return computeRounded(evaluation, node.name, first, second);
  }
}

const roundings = { ceil, floor, round };

function computeRounded(
  evaluation: Evaluation,
  name: Extract<FunctionName, keyof typeof roundings>,
  what: FormulaNode,
  to: FormulaNode | undefined,
): Computed {
  const amount = numberAt(evaluation, what);
  if (to === undefined) return roundings[name](amount);
  const step = numberAt(evaluation, to);
  if (compare(step, zeroFraction) <= 0) return fail(evaluation, fault("formula_step_not_positive", to));
  const steps = dividedBy(amount, step);
  if (isTooLarge(steps)) return fail(evaluation, fault("formula_too_large", what));
  return times(roundings[name](steps), step);
}
