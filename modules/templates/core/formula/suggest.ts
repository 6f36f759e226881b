import type { Unit } from "#kernel/unit.ts";
import type { FormulaEnvironment } from "./check.ts";
import { formulaUnits, type FormulaUnit } from "./formula-unit.ts";
import { apostrophe, functionNames, identifierOf, letter, normalText, normalWord } from "./syntax-tree.ts";

export type FormulaSuggestion =
  | { readonly kind: "name"; readonly insert: string; readonly name: string; readonly unit: Unit | null }
  | { readonly kind: "upsell"; readonly insert: string; readonly name: string }
  | { readonly kind: "unit"; readonly insert: string; readonly unit: FormulaUnit }
  /** `insert` ends with the opening parenthesis */
  | { readonly kind: "function"; readonly insert: string }
  | { readonly kind: "quantity"; readonly insert: string };

export type FormulaSuggestions = {
  /** what the suggestion takes the place of: from here to the cursor */
  readonly at: number;
  readonly suggestions: readonly FormulaSuggestion[];
};

const mostSuggestions = 20;
const unfinishedUpsell = /upsell\s*\(\s*["'“„«]([^"'“”„«»]*)$/iu;
const unfinishedUnit = /(?:^|[^\p{L}\p{M}\p{N}_])[0-9]+(?:[.,][0-9]+)?\s*((?=\p{L})[\p{L}][\p{L}0-9²³]*)$/u;
const unfinishedWord = new RegExp(`(?:(?:${letter}|_)(?:${letter}|\\p{M}|[0-9_]|${apostrophe})*)?$`, "u");

/**
 * What may be written at the cursor, best first: units after a number, names of upsells inside `upsell("`,
 * else attributes, the quantity and functions. A bare prefix is a formula that ends there.
 */
export function suggestNames(textBeforeCursor: string, environment: FormulaEnvironment): FormulaSuggestions {
  // What is longer is no formula, and a pattern that ends with $ would look at all of it.
  const before = textBeforeCursor.slice(-300);
  const cut = textBeforeCursor.length - before.length;
  const upsell = unfinishedUpsell.exec(before);
  if (upsell !== null) {
    const begun = upsell[1] ?? "";
    const all = environment.upsells.map((name) => ({ kind: "upsell", insert: `${name}")`, name }) as const);
    return {
      at: textBeforeCursor.length - begun.length,
      suggestions: best(all, begun, ({ name }) => [name]),
    };
  }
  const unit = unfinishedUnit.exec(before)?.[1];
  if (unit !== undefined) {
    const begun = normalWord(unit);
    const fitting = (Object.keys(formulaUnits) as FormulaUnit[]).filter((code) =>
      [code, ...formulaUnits[code].spellings].some((spelling) => spelling.startsWith(begun)),
    );
    const suggestions = fitting.map((code) => ({ kind: "unit", insert: code, unit: code }) as const);
    return { at: textBeforeCursor.length - unit.length, suggestions };
  }
  const word = unfinishedWord.exec(before);
  const begun = word?.[0] ?? "";
  return {
    at: cut + (word?.index ?? before.length),
    suggestions: best(words(environment), begun, spellings),
  };
}

function words(environment: FormulaEnvironment): readonly FormulaSuggestion[] {
  return [
    ...environment.names.map((each): FormulaSuggestion => ({
      kind: "name",
      insert: identifierOf(each.name),
      name: each.name,
      unit: each.kind === "number" ? each.unit : null,
    })),
    { kind: "quantity", insert: "quantity" },
    ...functionNames.map((name): FormulaSuggestion => ({ kind: "function", insert: `${name}(` })),
    { kind: "function", insert: "upsell(" },
  ];
}

function spellings(suggestion: FormulaSuggestion): readonly string[] {
  if (suggestion.kind === "name") return [suggestion.insert, suggestion.name];
  return suggestion.kind === "quantity" ? ["quantity", "кількість"] : [suggestion.insert];
}

/** Those that begin with it, then those where a later word does, then those that contain it. */
function best<T>(
  all: readonly T[],
  begun: string,
  spellingsOf: (each: T) => readonly string[],
): readonly T[] {
  const wanted = normalWord(begun);
  const asName = normalText(begun).replaceAll("_", " ").trim();
  const rankOf = (spelling: string): number => {
    const word = normalWord(spelling);
    if (word.startsWith(wanted)) return 0;
    if (asName !== "" && word.replaceAll("_", " ").includes(` ${asName}`)) return 1;
    return word.includes(wanted) ? 2 : 3;
  };
  return all
    .map((each) => ({ each, rank: Math.min(...spellingsOf(each).map(rankOf)) }))
    .filter(({ rank }) => rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, mostSuggestions)
    .map(({ each }) => each);
}
