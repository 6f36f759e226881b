import { type No, type Result, ok } from "#kernel/result.ts";
import { type Span, apostrophe, fault, letter, mostDigits, mostTokens } from "./syntax-tree.ts";

export type Token = Span & {
  readonly kind: "number" | "word" | "text" | "symbol" | "end";
  /** the number with a decimal point, the text without its quotes, the symbol in its plain form */
  readonly text: string;
  /** a number that was written with a decimal comma */
  readonly comma?: true;
};

const space = /\s+/uy;
const number = /(?:[0-9]+(?:[.,][0-9]+)?|\.[0-9]+)/y;
const moreOfNumber = /(?:[.,][0-9]+)+/y;
const word = new RegExp(`(?:${letter}|_)(?:${letter}|\\p{M}|[0-9_]|${apostrophe})*[²³]?`, "uy");
const symbol = /<=|>=|==|!=|<>|[-+*/()<>=;,.%≤≥≠×·÷−]/y;

/** What is typed or pasted for the same thing. */
const plainSymbols: Readonly<Record<string, string>> = {
  "==": "=",
  "<>": "!=",
  "≤": "<=",
  "≥": ">=",
  "≠": "!=",
  "×": "*",
  "·": "*",
  "÷": "/",
  "−": "-",
};

/** Closing quotes by the opening one. A closing quote inside a text is written twice. */
const quotes: Readonly<Record<string, string>> = { '"': '"', "'": "'", "“": "”", "„": "“”", "«": "»" };

/** The tokens of the text with an `end` after the last; refuses what is no token, and too many of them. */
export function tokenize(text: string): Result<readonly Token[]> {
  const tokens: Token[] = [];
  let at = 0;
  while (true) {
    at += matchAt(space, text, at).length;
    if (at >= text.length) break;
    if (tokens.length === mostTokens) {
      return fault("formula_too_many_parts", { at, to: text.length }, { most: mostTokens });
    }
    const token = nextToken(text, at);
    if ("ok" in token) return token;
    tokens.push(token);
    at = token.to;
  }
  tokens.push({ kind: "end", text: "", at: text.length, to: text.length });
  return ok(tokens);
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
}

function nextToken(text: string, at: number): Token | No {
  const digits = matchAt(number, text, at);
  if (digits !== "") return numberToken(text, at, digits);
  const letters = matchAt(word, text, at);
  if (letters !== "") return { kind: "word", text: letters, at, to: at + letters.length };
  const sign = matchAt(symbol, text, at);
  if (sign !== "") return { kind: "symbol", text: plainSymbols[sign] ?? sign, at, to: at + sign.length };
  const closing = quotes[text.charAt(at)];
  if (closing !== undefined) return textToken(text, at, closing);
  const found = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return fault("formula_character", { at, to: at + found.length }, { found });
}

function numberToken(text: string, at: number, digits: string): Token | No {
  const to = at + digits.length;
  const more = matchAt(moreOfNumber, text, to);
  // "1,2,3": two arguments, three, or a slip? Only who wrote it knows.
  if (more !== "") {
    return fault("formula_comma_unclear", { at, to: to + more.length }, { found: digits + more });
  }
  const [whole = "", places = ""] = digits.split(/[.,]/);
  if (whole.replace(/^0+/, "").length > mostDigits || places.length > mostDigits) {
    return fault("formula_number_too_long", { at, to }, { most: mostDigits });
  }
  const plain = { kind: "number", text: digits.replace(",", "."), at, to } as const;
  return digits.includes(",") ? { ...plain, comma: true } : plain;
}

function textToken(text: string, at: number, closing: string): Token | No {
  let inner = "";
  for (let place = at + 1; place < text.length; place += 1) {
    const character = text.charAt(place);
    if (!closing.includes(character)) inner += character;
    else if (text.charAt(place + 1) === character) {
      inner += character;
      place += 1;
    } else return { kind: "text", text: inner, at, to: place + 1 };
  }
  return fault("formula_text_open", { at, to: text.length });
}
