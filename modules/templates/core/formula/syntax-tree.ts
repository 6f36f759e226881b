import { type No, no } from "#kernel/result.ts";
import type { FormulaUnit } from "./formula-unit.ts";

/** A formula's limits. Depth counts parentheses, functions, "-" and "not" inside each other. */
export const mostCharacters = 500;
export const mostTokens = 200;
export const mostDepth = 40;
/** of a number, before and after the point */
export const mostDigits = 12;

/** Where in the formula's text: UTF-16 offsets, `to` is after the last character. */
export type Span = { readonly at: number; readonly to: number };

export const comparisons = ["<", "<=", ">", ">=", "=", "!="] as const;
export type Comparison = (typeof comparisons)[number];
export type Arithmetic = "+" | "-" | "*" | "/";
export type Operator = Arithmetic | Comparison | "and" | "or";

export const functionNames = ["if", "min", "max", "ceil", "floor", "round"] as const;
export type FunctionName = (typeof functionNames)[number];

export type FormulaNode =
  /** `amount` is decimal text without sign; `unit` null: a plain number */
  | (Span & { readonly kind: "number"; readonly amount: string; readonly unit: FormulaUnit | null })
  | (Span & { readonly kind: "text"; readonly text: string })
  | (Span & { readonly kind: "truth"; readonly truth: boolean })
  | (Span & { readonly kind: "quantity" })
  /** `name` as `identifierOf` writes it */
  | (Span & { readonly kind: "name"; readonly name: string })
  | (Span & { readonly kind: "upsell"; readonly upsell: string })
  | (Span & { readonly kind: "minus"; readonly of: FormulaNode })
  | (Span & { readonly kind: "not"; readonly of: FormulaNode })
  | (Span & {
      readonly kind: "operation";
      readonly operator: Operator;
      readonly left: FormulaNode;
      readonly right: FormulaNode;
    })
  | (Span & {
      readonly kind: "call";
      readonly name: FunctionName;
      readonly arguments: readonly FormulaNode[];
    });

export type Formula = { readonly root: FormulaNode };

/** Words that stand for something else than an attribute. All words count whatever their case. */
export const quantityWords: readonly string[] = ["quantity", "кількість"];
const reserved: ReadonlySet<string> = new Set([
  ...functionNames,
  ...quantityWords,
  "upsell",
  "and",
  "or",
  "not",
  "true",
  "false",
]);
export const isReserved = (word: string): boolean => reserved.has(word);

/** A letter of Latin or Cyrillic; the marks after it belong to it ("й" may come as two characters). */
export const letter = String.raw`(?=\p{L})[\p{Script=Latin}\p{Script=Cyrillic}]`;
export const apostrophe = String.raw`(?<=\p{L}\p{M}*)['’ʼ](?=\p{L})`;
const goodRuns = new RegExp(`(?:(?:${letter})\\p{M}*|[0-9]|${apostrophe})+`, "gu");

export const normalWord = (word: string): string => word.normalize("NFC").toLowerCase().normalize("NFC");

/**
 * How a formula writes an attribute's name: in lower case, each run of other characters than letters of Latin
 * or Cyrillic, digits and apostrophes between letters as one underscore. "Garment length, cm" is
 * `garment_length_cm`. Before a leading digit and after a word that has a meaning of its own comes an
 * underscore: `_2nd_seam`, `min_`. The same function reads what was typed, so the case never matters.
 */
export function identifierOf(attributeName: string): string {
  const plain = normalWord(attributeName).replaceAll("²", "2").replaceAll("³", "3");
  const joined = (plain.match(goodRuns) ?? []).join("_").replaceAll(/[’ʼ]/g, "'");
  if (joined === "" || /^[0-9]/.test(joined)) return `_${joined}`;
  return reserved.has(joined) ? `${joined}_` : joined;
}

/** Texts are equal when a person would call them so: the case and the spaces around don't count. */
export const normalText = (text: string): string => normalWord(text.trim());

/** A refusal that names its place. */
export function fault(code: string, { at, to }: Span, data: Readonly<Record<string, unknown>> = {}): No {
  return no(code, { at, to, ...data });
}

/** Identifiers and upsells (as written) that a formula reads, each once, in the order of the text. */
export type FormulaNames = {
  readonly names: readonly string[];
  readonly upsells: readonly string[];
  readonly quantity: boolean;
};

export function namesOf(formula: Formula): FormulaNames {
  const names = new Set<string>();
  const upsells = new Map<string, string>();
  let quantity = false;
  const visit = (node: FormulaNode): void => {
    if (node.kind === "name") names.add(node.name);
    if (node.kind === "quantity") quantity = true;
    if (node.kind === "upsell" && !upsells.has(normalText(node.upsell))) {
      upsells.set(normalText(node.upsell), node.upsell);
    }
    childrenOf(node).forEach(visit);
  };
  visit(formula.root);
  return { names: [...names], upsells: [...upsells.values()], quantity };
}

function childrenOf(node: FormulaNode): readonly FormulaNode[] {
  switch (node.kind) {
    case "minus":
    case "not":
      return [node.of];
    case "operation":
      return [node.left, node.right];
    case "call":
      return node.arguments;
    case "number":
    case "text":
    case "truth":
    case "quantity":
    case "name":
    case "upsell":
      return [];
  }
}
