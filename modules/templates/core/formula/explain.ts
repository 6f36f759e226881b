import { decimal, roundQuantity, text } from "#kernel/decimal.ts";
import { type Result, ok } from "#kernel/result.ts";
import type { Unit } from "#kernel/unit.ts";
import { type FormulaExpectation, powersOf } from "./check.ts";
import {
  type Computed,
  type Evaluation,
  type FormulaValues,
  amountOf,
  compute,
  startEvaluation,
  truthOf,
  valueOf,
} from "./evaluate.ts";
import {
  type UnitPower,
  factorOf,
  formulaUnits,
  noPowers,
  samePowers,
  unitPowersOf,
  unitText,
} from "./formula-unit.ts";
import { type Fraction, decimalOf, dividedBy, times } from "./fraction.ts";
import type { Formula, FormulaNode, FunctionName, Operator } from "./syntax-tree.ts";

export type ExplainedSymbol =
  | "+"
  | "−"
  | "×"
  | "÷"
  | "="
  | "≠"
  | "<"
  | "≤"
  | ">"
  | "≥"
  | "→"
  | "("
  | ")"
  | ";"
  | "…";

/** What a step is written of. Symbols are the same in all languages; the reader's screen words the rest. */
export type ExplainedPiece =
  /** decimal text, half-up to 6 places; `unit` is empty for a plain number; `name`: what it was read from */
  | {
      readonly kind: "amount";
      readonly amount: string;
      readonly unit: readonly UnitPower[];
      readonly name?: string;
    }
  | { readonly kind: "symbol"; readonly symbol: ExplainedSymbol }
  | { readonly kind: "word"; readonly word: "and" | "or" | "not" | Exclude<FunctionName, "if"> }
  | { readonly kind: "truth"; readonly truth: boolean; readonly name?: string }
  | { readonly kind: "text"; readonly text: string; readonly name?: string };

/** One line of reckoning; `continues` leaves out its first part, the result of the step before. */
export type ExplainedStep = { readonly continues: boolean; readonly pieces: readonly ExplainedPiece[] };

export type Explanation = {
  readonly steps: readonly ExplainedStep[];
  readonly result: ExplainedPiece;
};

type Teller = {
  readonly evaluation: Evaluation;
  /** amounts of this dimension are told in this unit, all others in kg, m and h */
  readonly unit: Unit | null;
  readonly steps: ExplainedStep[];
};

/** A part as it stands in the step above it; `step` is the step that it came of. */
type Told = { readonly pieces: readonly ExplainedPiece[]; readonly step: number | null };

/**
 * The reckoning in steps: 0.95 m + 0.1 m = 1.05 m; × 20 = 21 m. What `if`, `and` and `or` did not need is
 * left out. Refuses what the evaluation refuses, and a result that is not what is expected.
 */
export function explainFormula(
  formula: Formula,
  values: FormulaValues,
  expected: FormulaExpectation,
): Result<Explanation> {
  const started = startEvaluation(formula, values);
  if (!started.ok) return started;
  const evaluation = started.value;
  const computed = compute(evaluation, formula.root);
  if (evaluation.problem !== null) return evaluation.problem;
  const teller: Teller = { evaluation, unit: expected.kind === "amount" ? expected.unit : null, steps: [] };
  const value = valueOf(computed, evaluation.types.get(formula.root));
  let result: ExplainedPiece;
  if (expected.kind === "condition") {
    const truth = truthOf(value);
    if (!truth.ok) return truth;
    result = { kind: "truth", truth: truth.value };
  } else {
    const amount = amountOf(value, expected.unit);
    if (!amount.ok) return amount;
    const unit = [{ unit: expected.unit, power: 1 }];
    result = { kind: "amount", amount: text(roundQuantity(amount.value)), unit };
  }
  const told = tell(teller, formula.root);
  const last = teller.steps.at(-1);
  if (last !== undefined && told.step === teller.steps.length - 1) {
    // A plain number becomes one of the item's unit here.
    teller.steps[told.step] = { ...last, pieces: [...last.pieces.slice(0, -1), result] };
  } else teller.steps.push({ continues: false, pieces: [result] });
  return ok({ steps: teller.steps, result });
}

const symbol = (of: ExplainedSymbol): ExplainedPiece => ({ kind: "symbol", symbol: of });

function pieceOf(teller: Teller, node: FormulaNode, computed: Computed, name?: string): ExplainedPiece {
  const named = name === undefined ? {} : { name };
  if (typeof computed === "string") return { kind: "text", text: computed, ...named };
  if (typeof computed === "boolean") return { kind: "truth", truth: computed, ...named };
  return { kind: "amount", ...inUnit(teller, node, computed), ...named };
}

function inUnit(
  { evaluation, unit }: Teller,
  node: FormulaNode,
  amount: Fraction,
): { readonly amount: string; readonly unit: readonly UnitPower[] } {
  const type = evaluation.types.get(node);
  const powers = type === undefined ? noPowers : powersOf(type);
  const wanted = unit === null ? null : formulaUnits[unit];
  if (unit !== null && wanted !== null && unit !== "pcs" && samePowers(wanted.powers, powers)) {
    const converted = dividedBy(amount, { over: wanted.factor, under: decimal(1) });
    return { amount: places(converted), unit: [{ unit, power: 1 }] };
  }
  const factor = factorOf(powers);
  const converted = times(amount, { over: factor.over, under: factor.times });
  return { amount: places(converted), unit: unitPowersOf(powers) };
}

const places = (amount: Fraction): string => text(roundQuantity(decimalOf(amount)));

/** Tells the steps below the node; what comes back stands for the node in the step above. */
function tell(teller: Teller, node: FormulaNode): Told {
  const value = (): Computed => compute(teller.evaluation, node);
  switch (node.kind) {
    case "number":
    case "text":
    case "truth":
      return leaf(pieceOf(teller, node, value()));
    case "quantity":
      return leaf(pieceOf(teller, node, value(), "quantity"));
    case "name":
      return leaf(pieceOf(teller, node, value(), node.name));
    case "upsell":
      return leaf(pieceOf(teller, node, value(), node.upsell));
    case "minus":
      return tellMinus(teller, node);
    case "not": {
      const of = tell(teller, node.of);
      return addStep(teller, node, [{ kind: "word", word: "not" }, ...of.pieces], "→", null);
    }
    case "operation":
      return tellOperation(teller, node);
    case "call":
      return tellCall(teller, node);
  }
}

const leaf = (piece: ExplainedPiece): Told => ({ pieces: [piece], step: null });

type NodeOf<K extends FormulaNode["kind"]> = Extract<FormulaNode, { readonly kind: K }>;

/** Ends the step with the node's value. `first` is what the step begins with, if that may be left out. */
function addStep(
  teller: Teller,
  node: FormulaNode,
  pieces: readonly ExplainedPiece[],
  equals: "=" | "→",
  first: Told | null,
): Told {
  const result = pieceOf(teller, node, compute(teller.evaluation, node));
  const continues = first !== null && first.step !== null && first.step === teller.steps.length - 1;
  const begin = first === null || continues ? [] : first.pieces;
  teller.steps.push({ continues, pieces: [...begin, ...pieces, symbol(equals), result] });
  return { pieces: [result], step: teller.steps.length - 1 };
}

function tellMinus(teller: Teller, node: NodeOf<"minus">): Told {
  const of = tell(teller, node.of);
  if (of.step === null) return leaf(pieceOf(teller, node, compute(teller.evaluation, node)));
  return addStep(teller, node, [symbol("−"), ...inParentheses(of.pieces)], "=", null);
}

const signs: Readonly<Record<Exclude<Operator, "and" | "or">, ExplainedSymbol>> = {
  "+": "+",
  "-": "−",
  "*": "×",
  "/": "÷",
  "<": "<",
  "<=": "≤",
  ">": ">",
  ">=": "≥",
  "=": "=",
  "!=": "≠",
};

/** Operators that stand in one step: 1 m + 2 m − 0.5 m. */
const chains: readonly (readonly Operator[])[] = [["+", "-"], ["*", "/"], ["and"], ["or"]];

function tellOperation(teller: Teller, node: NodeOf<"operation">): Told {
  const chain = chains.find((each) => each.includes(node.operator)) ?? [];
  const parts: { readonly operator: Operator; readonly part: FormulaNode }[] = [];
  let first: FormulaNode = node;
  // An operation that was put in parentheses has its own step all the same: the sum is what counts.
  while (first.kind === "operation" && (first === node || chain.includes(first.operator))) {
    parts.unshift({ operator: first.operator, part: first.right });
    first = first.left;
  }
  if (node.operator === "and" || node.operator === "or") return tellLogic(teller, node, first, parts);
  const start = tell(teller, first);
  const pieces = parts.flatMap(({ operator, part }) => {
    const sign = operator === "and" || operator === "or" ? "=" : signs[operator];
    return [symbol(sign), ...inParentheses(tell(teller, part).pieces)];
  });
  return addStep(teller, node, pieces, chain.length > 0 ? "=" : "→", start);
}

/** A negative amount after a sign: 5 − (−3). */
function inParentheses(pieces: readonly ExplainedPiece[]): readonly ExplainedPiece[] {
  const [only] = pieces;
  if (only?.kind !== "amount" || !only.amount.startsWith("-")) return pieces;
  return [symbol("("), only, symbol(")")];
}

function tellLogic(
  teller: Teller,
  node: NodeOf<"operation">,
  first: FormulaNode,
  parts: readonly { readonly part: FormulaNode }[],
): Told {
  const word = node.operator === "or" ? "or" : "and";
  const pieces: ExplainedPiece[] = [];
  for (const [index, part] of [first, ...parts.map((each) => each.part)].entries()) {
    if (index > 0) pieces.push({ kind: "word", word });
    pieces.push(...tell(teller, part).pieces);
    const decided = compute(teller.evaluation, part) === (word === "or");
    if (decided && index < parts.length) {
      pieces.push({ kind: "word", word }, symbol("…"));
      break;
    }
  }
  return addStep(teller, node, pieces, "→", null);
}

function tellCall(teller: Teller, node: NodeOf<"call">): Told {
  const [first, second, third] = node.arguments;
  if (node.name === "if") {
    if (first === undefined) return { pieces: [], step: null };
    const condition = tell(teller, first);
    // The screen says why: "Engraving → yes".
    const [only] = condition.pieces;
    if (condition.step === null && only?.kind === "truth" && only.name !== undefined) {
      teller.steps.push({
        continues: false,
        pieces: [{ kind: "text", text: only.name }, symbol("→"), { kind: "truth", truth: only.truth }],
      });
    }
    const chosen = compute(teller.evaluation, first) === true ? second : third;
    return chosen === undefined ? condition : tell(teller, chosen);
  }
  const told = node.arguments.map((each) => tell(teller, each).pieces);
  const list = told.flatMap((pieces, index) => (index === 0 ? pieces : [symbol(";"), ...pieces]));
  const pieces = [{ kind: "word", word: node.name } as const, symbol("("), ...list, symbol(")")];
  return addStep(teller, node, pieces, "=", null);
}

/** The steps in one line, with the codes of units and a decimal point: for logs and tests. */
export function explanationText({ steps }: Explanation): string {
  return steps.map(({ pieces }) => lineOf(pieces)).join("; ");
}

function lineOf(pieces: readonly ExplainedPiece[]): string {
  return pieces
    .map(pieceText)
    .join(" ")
    .replaceAll("( ", "(")
    .replaceAll(" )", ")")
    .replaceAll(" ;", ";")
    .replaceAll(/\b(min|max|ceil|floor|round) \(/g, "$1(");
}

function pieceText(piece: ExplainedPiece): string {
  switch (piece.kind) {
    case "amount": {
      const unit = unitText(piece.unit);
      return `${piece.amount.replace("-", "−")}${unit === "" ? "" : ` ${unit}`}`;
    }
    case "symbol":
      return piece.symbol;
    case "word":
      return piece.word;
    case "truth":
      return piece.truth ? "true" : "false";
    case "text":
      return `“${piece.text}”`;
  }
}
