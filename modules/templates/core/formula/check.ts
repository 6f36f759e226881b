import { type No, type Result, ok } from "#kernel/result.ts";
import type { Unit } from "#kernel/unit.ts";
import {
  type Powers,
  dimensionWord,
  formulaUnits,
  noPowers,
  overPowers,
  samePowers,
  timesPowers,
  unitOf,
  unitPowersOf,
  unitText,
} from "./formula-unit.ts";
import { nearest } from "./nearest.ts";
import {
  type Comparison,
  type Formula,
  type FormulaNode,
  type Span,
  comparisons,
  fault,
  identifierOf,
  normalText,
} from "./syntax-tree.ts";

/** An attribute that a formula may read, by the name people know it by. */
export type DeclaredName =
  | { readonly name: string; readonly kind: "number"; readonly unit: Unit | null }
  /** `choices`: what it may be, where that is a list; comparing it with anything else is refused */
  | { readonly name: string; readonly kind: "text"; readonly choices?: readonly string[] }
  | { readonly name: string; readonly kind: "truth" };

export type FormulaEnvironment = {
  readonly names: readonly DeclaredName[];
  readonly upsells: readonly string[];
};

/** An amount in the item's unit (a plain number counts as already in it), or yes/no for a condition. */
export type FormulaExpectation =
  | { readonly kind: "amount"; readonly unit: Unit }
  | { readonly kind: "condition" };

export type FormulaType =
  | { readonly kind: "number"; readonly powers: Powers }
  /** the number 0 without a unit: it fits every unit, so that `if(x; 2 m; 0)` and `max(0; a - b)` do */
  | { readonly kind: "zero" }
  | { readonly kind: "text"; readonly choices: readonly string[] | null }
  | { readonly kind: "truth" }
  /** nothing is known of it, and nothing is held against it */
  | { readonly kind: "unknown" };

/** What names mean. `onUnknown` leaves what has no value alone until it is reached, or refuses at once. */
export type Scope = {
  readonly names: ReadonlyMap<string, FormulaType | "ambiguous">;
  readonly upsells: readonly string[] | "any";
  readonly onUnknown: "refuse" | "leave";
};

/** Two attributes may have the same identifier ("Seam (mm)", "seam mm"): reading it is then refused. */
export function byIdentifier<T>(
  all: Iterable<readonly [name: string, value: T]>,
): Map<string, T | "ambiguous"> {
  const found = new Map<string, T | "ambiguous">();
  for (const [name, value] of all) {
    const identifier = identifierOf(name);
    found.set(identifier, found.has(identifier) ? "ambiguous" : value);
  }
  return found;
}

function typeOfDeclared(declared: DeclaredName): FormulaType {
  switch (declared.kind) {
    case "number":
      return numberOf(declared.unit === null ? noPowers : formulaUnits[declared.unit].powers);
    case "text":
      return { kind: "text", choices: declared.choices ?? null };
    case "truth":
      return truth;
  }
}

/**
 * Are all names known, do units fit each other, and does the result fit what is expected? The refusal is the
 * first fault in the order of evaluation.
 */
export function checkFormula(
  formula: Formula,
  environment: FormulaEnvironment,
  expected: FormulaExpectation,
): Result<void> {
  const typed = typeFormula(formula, {
    names: byIdentifier(environment.names.map((each) => [each.name, typeOfDeclared(each)])),
    upsells: environment.upsells,
    onUnknown: "refuse",
  });
  if (!typed.ok) return typed;
  return checkResult(typed.value.get(formula.root) ?? unknown, formula.root, expected) ?? ok(undefined);
}

/** `null`: it fits. */
function checkResult(type: FormulaType, span: Span, expected: FormulaExpectation): No | null {
  if (type.kind === "unknown") return null;
  if (expected.kind === "condition") {
    return type.kind === "truth" ? null : fault("formula_not_condition", span, { got: kindWord(type) });
  }
  if (type.kind === "zero") return null;
  if (type.kind !== "number") return fault("formula_type", span, { expected: "number", got: kindWord(type) });
  return fitsUnit(type.powers, expected.unit)
    ? null
    : fault("formula_result_unit", span, { ...described("got", type.powers), unit: expected.unit });
}

export const fitsUnit = (powers: Powers, unit: Unit): boolean =>
  samePowers(powers, noPowers) || samePowers(powers, formulaUnits[unit].powers);

/** The type of every part, or the first fault. */
export function typeFormula(formula: Formula, scope: Scope): Result<ReadonlyMap<FormulaNode, FormulaType>> {
  const checker: Checker = { scope, types: new Map(), problem: null };
  typeOf(checker, formula.root);
  return checker.problem ?? ok(checker.types);
}

type Checker = { readonly scope: Scope; readonly types: Map<FormulaNode, FormulaType>; problem: No | null };

const truth: FormulaType = { kind: "truth" };
const unknown: FormulaType = { kind: "unknown" };
const numberOf = (powers: Powers): FormulaType => ({ kind: "number", powers });
const plain = numberOf(noPowers);

/** The part is as good as unknown from here on, so that one fault doesn't make others. */
function fail(checker: Checker, problem: No): FormulaType {
  checker.problem ??= problem;
  return unknown;
}

function typeOf(checker: Checker, node: FormulaNode): FormulaType {
  const type = typeOfKind(checker, node);
  checker.types.set(node, type);
  return type;
}

function typeOfKind(checker: Checker, node: FormulaNode): FormulaType {
  switch (node.kind) {
    case "number":
      if (node.unit !== null) return numberOf(formulaUnits[node.unit].powers);
      return node.amount === "0" ? { kind: "zero" } : plain;
    case "text":
      return { kind: "text", choices: null };
    case "truth":
      return truth;
    case "quantity":
      return plain;
    case "name":
      return typeOfName(checker, node.name, node);
    case "upsell":
      return typeOfUpsell(checker, node.upsell, node);
    case "minus":
      return numberAt(checker, node.of);
    case "not":
      truthAt(checker, node.of);
      return truth;
    case "operation":
      return typeOfOperation(checker, node);
    case "call":
      return typeOfCall(checker, node);
  }
}

function typeOfName(checker: Checker, name: string, span: Span): FormulaType {
  const { names, onUnknown } = checker.scope;
  const found = names.get(name);
  if (found === "ambiguous") return fail(checker, fault("formula_name_ambiguous", span, { name }));
  if (found !== undefined) return found;
  if (onUnknown === "leave") return unknown;
  if (unitOf(name) !== null) return fail(checker, fault("formula_unit_alone", span, { name }));
  return fail(checker, fault("formula_unknown_name", span, { name, ...nearest(name, names.keys()) }));
}

function typeOfUpsell(checker: Checker, upsell: string, span: Span): FormulaType {
  const { upsells } = checker.scope;
  if (upsells === "any" || upsells.some((known) => normalText(known) === normalText(upsell))) return truth;
  fail(checker, fault("formula_unknown_upsell", span, { name: upsell, ...nearest(upsell, upsells) }));
  return truth;
}

type KindWord = "number" | "text" | "truth";
const kindWord = (type: FormulaType): KindWord =>
  type.kind === "text" || type.kind === "truth" ? type.kind : "number";

/** `{left: "mass", leftUnit: "kg"}`: the word for the sentence, and the unit where there is no word. */
export function described(side: string, powers: Powers): Record<string, string> {
  return { [side]: dimensionWord(powers), [`${side}Unit`]: unitText(unitPowersOf(powers)) };
}

function numberAt(checker: Checker, node: FormulaNode): FormulaType {
  const type = typeOf(checker, node);
  if (type.kind !== "text" && type.kind !== "truth") return type;
  return fail(checker, fault("formula_type", node, { expected: "number", got: type.kind }));
}

function truthAt(checker: Checker, node: FormulaNode): void {
  const type = typeOf(checker, node);
  if (type.kind === "truth" || type.kind === "unknown") return;
  fail(checker, fault("formula_type", node, { expected: "truth", got: kindWord(type) }));
}

/** What two parts that stand side by side have in common; refused when they have nothing. */
function join(checker: Checker, a: FormulaType, b: FormulaType, span: Span): FormulaType {
  if (a.kind === "unknown") return b;
  if (b.kind === "unknown") return a;
  if (kindWord(a) !== kindWord(b)) {
    return fail(checker, fault("formula_type", span, { expected: kindWord(a), got: kindWord(b) }));
  }
  if (a.kind === "text") return { kind: "text", choices: null };
  if (a.kind === "zero") return b;
  if (a.kind === "truth" || b.kind !== "number") return a;
  if (samePowers(a.powers, b.powers)) return a;
  const data = { ...described("left", a.powers), ...described("right", b.powers) };
  return fail(checker, fault("formula_units_differ", span, data));
}

type NodeOf<K extends FormulaNode["kind"]> = Extract<FormulaNode, { readonly kind: K }>;

const isComparison = (operator: string): operator is Comparison =>
  (comparisons as readonly string[]).includes(operator);

function typeOfOperation(checker: Checker, node: NodeOf<"operation">): FormulaType {
  const { operator, left, right } = node;
  if (operator === "and" || operator === "or") {
    truthAt(checker, left);
    truthAt(checker, right);
    return truth;
  }
  if (isComparison(operator)) return typeOfComparison(checker, node, operator);
  const a = numberAt(checker, left);
  const b = numberAt(checker, right);
  if (operator === "+" || operator === "-") return join(checker, a, b, node);
  if (operator === "/" && b.kind === "zero") return fail(checker, fault("formula_divides_by_zero", node));
  if (a.kind === "unknown" || b.kind === "unknown") return unknown;
  const combine = operator === "*" ? timesPowers : overPowers;
  return numberOf(combine(powersOf(a), powersOf(b)));
}

export const powersOf = (type: FormulaType): Powers => (type.kind === "number" ? type.powers : noPowers);

function typeOfComparison(checker: Checker, node: NodeOf<"operation">, operator: Comparison): FormulaType {
  const { left, right } = node;
  const a = typeOf(checker, left);
  const b = typeOf(checker, right);
  const both = join(checker, a, b, node);
  if (operator !== "=" && operator !== "!=" && (both.kind === "text" || both.kind === "truth")) {
    fail(checker, fault("formula_no_order", node, { got: both.kind }));
  }
  checkChoice(checker, a, right);
  checkChoice(checker, b, left);
  return truth;
}

/** A constant that the attribute can never be is a slip. */
function checkChoice(checker: Checker, type: FormulaType, other: FormulaNode): void {
  if (type.kind !== "text" || type.choices === null || other.kind !== "text") return;
  if (type.choices.some((choice) => normalText(choice) === normalText(other.text))) return;
  const data = { text: other.text, ...nearest(other.text, type.choices) };
  fail(checker, fault("formula_unknown_choice", other, data));
}

function typeOfCall(checker: Checker, node: NodeOf<"call">): FormulaType {
  const [first, second, third] = node.arguments;
  if (first === undefined) return unknown;
  if (node.name === "if") {
    truthAt(checker, first);
    if (second === undefined || third === undefined) return unknown;
    return join(checker, typeOf(checker, second), typeOf(checker, third), { at: second.at, to: third.to });
  }
  if (node.name === "min" || node.name === "max") {
    return node.arguments.map((each) => numberAt(checker, each)).reduce((a, b) => join(checker, a, b, node));
  }
  const rounded = numberAt(checker, first);
  if (second !== undefined) return join(checker, rounded, numberAt(checker, second), node);
  // To the next whole metre, or to the next whole millimetre? The unit alone doesn't say.
  if (rounded.kind === "number" && !samePowers(rounded.powers, noPowers)) {
    return fail(checker, fault("formula_step_needed", node, { name: node.name }));
  }
  return rounded;
}
