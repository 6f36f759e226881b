import { decimal, text as decimalText } from "#kernel/decimal.ts";
import { type No, type Result, ok } from "#kernel/result.ts";
import { unitOf, unitSpellings } from "./formula-unit.ts";
import { nearest } from "./nearest.ts";
import { printCompact } from "./print.ts";
import {
  type Formula,
  type FormulaNode,
  type FunctionName,
  type Operator,
  type Span,
  comparisons,
  fault,
  functionNames,
  identifierOf,
  isReserved,
  mostCharacters,
  mostDepth,
  normalWord,
  quantityWords,
} from "./syntax-tree.ts";
import { type Token, tokenize } from "./tokenize.ts";

/**
 * Grammar, from the loosest to the tightest:
 *
 *     or          and { "or" and }
 *     and         not { "and" not }
 *     not         "not" not | comparison
 *     comparison  sum [ ( "<" "<=" ">" ">=" "=" "==" "!=" "<>" ) sum ]
 *     sum         product { ( "+" "-" ) product }
 *     product     minus { ( "*" "/" ) minus }
 *     minus       "-" minus | primary
 *     primary     number [ unit | "%" ] | "text" | true | false | quantity | name | "(" or ")"
 *                 | upsell ( "text" ) | function ( or { ";" or } )
 *
 * A comma with a digit right before it and right after it, in one number, is a decimal comma; any other one
 * separates arguments, as ";" always does. A formula has one kind of comma only.
 *
 * `problem` is the first thing that is wrong. From then on the reader stands on the end token, so that all
 * rules run out by themselves.
 */
type Reader = {
  readonly tokens: readonly Token[];
  place: number;
  depth: number;
  decimalComma: Token | null;
  separatorComma: Token | null;
  problem: No | null;
};

/** The text is without the leading "=". */
export function parseFormula(text: string): Result<Formula> {
  if (text.length > mostCharacters) return tooLong(text);
  const tokens = tokenize(text);
  if (!tokens.ok) return tokens;
  if (tokens.value.length === 1) return fault("formula_empty", { at: 0, to: text.length });
  const reader: Reader = {
    tokens: tokens.value,
    place: 0,
    depth: 0,
    decimalComma: null,
    separatorComma: null,
    problem: null,
  };
  const root = readOr(reader);
  const rest = current(reader);
  if (rest.kind !== "end") unexpected(reader, rest);
  if (reader.problem !== null) return reader.problem;
  // What can be written can be written in the canonical form: "≤" is one character there, "<=" are two.
  return printCompact(root).length > mostCharacters ? tooLong(text) : ok({ root });
}

const tooLong = (text: string): No =>
  fault("formula_too_long", { at: 0, to: text.length }, { most: mostCharacters });

const endToken: Token = { kind: "end", text: "", at: 0, to: 0 };
const current = (reader: Reader): Token => reader.tokens[reader.place] ?? endToken;

function take(reader: Reader): Token {
  const token = current(reader);
  if (token.kind !== "end") reader.place += 1;
  return token;
}

const nowhere: FormulaNode = { kind: "truth", truth: false, at: 0, to: 0 };

function fail(reader: Reader, problem: No): FormulaNode {
  reader.problem ??= problem;
  reader.place = reader.tokens.length - 1;
  return nowhere;
}

function unexpected(reader: Reader, token: Token): FormulaNode {
  if (token.kind === "end") return fail(reader, fault("formula_ends_early", token));
  const found = token.kind === "text" ? `"${token.text}"` : token.text;
  return fail(reader, fault("formula_unexpected", token, { found }));
}

const isSymbol = (token: Token, ...symbols: readonly string[]): boolean =>
  token.kind === "symbol" && symbols.includes(token.text);
const isWord = (token: Token, word: string): boolean =>
  token.kind === "word" && normalWord(token.text) === word;

function deeper(reader: Reader, token: Token, read: () => FormulaNode): FormulaNode {
  if (reader.depth === mostDepth) {
    return fail(reader, fault("formula_too_deep", token, { most: mostDepth }));
  }
  reader.depth += 1;
  const node = read();
  reader.depth -= 1;
  return node;
}

/** A left-associative chain of the operators that `operatorAt` recognises. */
function readChain(
  reader: Reader,
  readPart: (reader: Reader) => FormulaNode,
  operatorAt: (token: Token) => Operator | null,
): FormulaNode {
  let left = readPart(reader);
  for (;;) {
    const operator = operatorAt(current(reader));
    if (operator === null) return left;
    take(reader);
    const right = readPart(reader);
    left = { kind: "operation", operator, left, right, at: left.at, to: right.to };
  }
}

const symbolAmong =
  (operators: readonly Operator[]) =>
  (token: Token): Operator | null =>
    token.kind === "symbol" ? (operators.find((operator) => operator === token.text) ?? null) : null;

const readOr = (reader: Reader): FormulaNode =>
  readChain(reader, readAnd, (token) => (isWord(token, "or") ? "or" : null));
const readAnd = (reader: Reader): FormulaNode =>
  readChain(reader, readNot, (token) => (isWord(token, "and") ? "and" : null));

function readNot(reader: Reader): FormulaNode {
  const token = current(reader);
  if (!isWord(token, "not")) return readComparison(reader);
  take(reader);
  const of = deeper(reader, token, () => readNot(reader));
  return { kind: "not", of, at: token.at, to: of.to };
}

const comparisonAt = symbolAmong(comparisons);

function readComparison(reader: Reader): FormulaNode {
  const left = readSum(reader);
  const operator = comparisonAt(current(reader));
  if (operator === null) return left;
  take(reader);
  const right = readSum(reader);
  const next = current(reader);
  if (comparisonAt(next) !== null)
    return fail(reader, fault("formula_chained", { at: left.at, to: next.to }));
  return { kind: "operation", operator, left, right, at: left.at, to: right.to };
}

const readSum = (reader: Reader): FormulaNode => readChain(reader, readProduct, symbolAmong(["+", "-"]));
const readProduct = (reader: Reader): FormulaNode => readChain(reader, readMinus, symbolAmong(["*", "/"]));

function readMinus(reader: Reader): FormulaNode {
  const token = current(reader);
  if (!isSymbol(token, "-")) return readPrimary(reader);
  take(reader);
  const of = deeper(reader, token, () => readMinus(reader));
  return { kind: "minus", of, at: token.at, to: of.to };
}

function readPrimary(reader: Reader): FormulaNode {
  const token = take(reader);
  if (token.kind === "number") return readNumber(reader, token);
  if (token.kind === "text") return { kind: "text", text: token.text, at: token.at, to: token.to };
  if (token.kind === "word") return readWord(reader, token);
  if (!isSymbol(token, "(")) return unexpected(reader, token);
  const inner = deeper(reader, token, () => readOr(reader));
  const closing = close(reader, token);
  return { ...inner, at: token.at, to: closing.to };
}

/** The ")" that belongs to `opening`. */
function close(reader: Reader, opening: Span): Token {
  const token = take(reader);
  if (isSymbol(token, ")")) return token;
  if (token.kind === "end") fail(reader, fault("formula_parenthesis_open", opening));
  else unexpected(reader, token);
  return token;
}

function readNumber(reader: Reader, token: Token): FormulaNode {
  if (token.comma === true) {
    reader.decimalComma ??= token;
    oneKindOfComma(reader);
  }
  const amount = decimalText(decimal(token.text.startsWith(".") ? `0${token.text}` : token.text));
  const next = current(reader);
  const { at } = token;
  if (isSymbol(next, "%")) {
    take(reader);
    return { kind: "number", amount, unit: "%", at, to: next.to };
  }
  if (next.kind !== "word" || isWord(next, "and") || isWord(next, "or")) {
    return { kind: "number", amount, unit: null, at, to: token.to };
  }
  take(reader);
  const unit = unitOf(next.text);
  if (unit === null) {
    const data = { unit: next.text, ...nearest(next.text, unitSpellings) };
    return fail(reader, fault("formula_unknown_unit", next, data));
  }
  // "2 шт." is an abbreviation.
  const dot = current(reader);
  if (isSymbol(dot, ".") && dot.at === next.to) {
    take(reader);
    return { kind: "number", amount, unit, at, to: dot.to };
  }
  return { kind: "number", amount, unit, at, to: next.to };
}

function oneKindOfComma(reader: Reader): void {
  const { decimalComma, separatorComma } = reader;
  if (decimalComma === null || separatorComma === null) return;
  const later = decimalComma.at > separatorComma.at ? decimalComma : separatorComma;
  fail(
    reader,
    fault("formula_comma_unclear", later, { found: later.comma ? later.text.replace(".", ",") : "," }),
  );
}

function readWord(reader: Reader, token: Token): FormulaNode {
  const word = normalWord(token.text);
  const { at, to } = token;
  if (isSymbol(current(reader), "(")) {
    if (word === "upsell") return readUpsell(reader, token);
    const name = functionNames.find((known) => known === word);
    if (name !== undefined) return readCall(reader, name, token);
    if (!isReserved(word)) {
      const data = { name: token.text, ...nearest(word, [...functionNames, "upsell"]) };
      return fail(reader, fault("formula_unknown_function", token, data));
    }
  }
  if (quantityWords.includes(word)) return { kind: "quantity", at, to };
  if (word === "true" || word === "false") return { kind: "truth", truth: word === "true", at, to };
  if (isReserved(word)) return unexpected(reader, token);
  return { kind: "name", name: identifierOf(token.text), at, to };
}

function readUpsell(reader: Reader, word: Token): FormulaNode {
  const opening = take(reader);
  const name = take(reader);
  if (name.kind !== "text") return fail(reader, fault("formula_upsell_name", name));
  const { to } = close(reader, opening);
  return { kind: "upsell", upsell: name.text.normalize("NFC").trim(), at: word.at, to };
}

/** Least and most arguments. */
const argumentCounts: Readonly<Record<FunctionName, readonly [number, number]>> = {
  if: [3, 3],
  min: [2, 100],
  max: [2, 100],
  ceil: [1, 2],
  floor: [1, 2],
  round: [1, 2],
};

function readCall(reader: Reader, name: FunctionName, word: Token): FormulaNode {
  const opening = take(reader);
  const first = reader.place;
  const given: FormulaNode[] = [];
  if (!isSymbol(current(reader), ")")) {
    do given.push(deeper(reader, opening, () => readOr(reader)));
    while (takeSeparator(reader));
  }
  const { to } = close(reader, opening);
  const [least, most] = argumentCounts[name];
  if (given.length < least || given.length > most) {
    // Very likely "max(1,2)" was meant to be of two numbers.
    const comma = reader.tokens.slice(first, reader.place).some((token) => token.comma === true);
    const data = { name, least, most, got: given.length, comma: comma ? "yes" : "no" };
    return fail(reader, fault("formula_wrong_arguments", { at: word.at, to }, data));
  }
  return { kind: "call", name, arguments: given, at: word.at, to };
}

function takeSeparator(reader: Reader): boolean {
  const token = current(reader);
  if (!isSymbol(token, ";", ",")) return false;
  take(reader);
  if (token.text === ",") {
    reader.separatorComma ??= token;
    oneKindOfComma(reader);
  }
  return true;
}
