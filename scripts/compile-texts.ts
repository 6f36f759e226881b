// Compiles web/texts/<language>/<namespace>.json (flat id → ICU message) to web/texts/compiled.
// `node scripts/compile-texts.ts` writes; lint and the unit tests use the parts below to see drift.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CompiledMessage, compileMessageOrThrow } from "@lingui/message-utils/compileMessage";
import { rootFolder } from "./run-tool.ts";

const languages = ["en", "uk"] as const;
type Language = (typeof languages)[number];

/** Every plural has to have the forms of its language: "1 замовлення, 2 замовлення, 5 замовлень, 1,5 замовлення". */
const pluralForms: Record<Language, readonly string[]> = {
  en: ["one", "other"],
  uk: ["one", "few", "many", "other"],
};

export type Namespace = {
  readonly name: string;
  readonly messages: Readonly<Record<Language, ReadonlyMap<string, CompiledMessage>>>;
};
export type Texts = { readonly namespaces: readonly Namespace[]; readonly problems: readonly string[] };

/** Reads and checks all texts below `folder`. Problems are sentences; with any of them nothing is written. */
export function readTexts(folder: string): Texts {
  const problems: string[] = [];
  const names = new Set(languages.flatMap((language) => namespacesIn(join(folder, language))));
  const namespaces = [...names].sort().map((name): Namespace => {
    const en = readMessages(folder, "en", name, problems);
    const uk = readMessages(folder, "uk", name, problems);
    return { name, messages: { en, uk } };
  });
  const owners = new Map<string, string>();
  for (const { name, messages } of namespaces) {
    for (const id of new Set([...messages.en.keys(), ...messages.uk.keys()])) {
      const owner = owners.get(id);
      if (owner !== undefined) problems.push(`${id} is in ${owner}.json and in ${name}.json`);
      owners.set(id, name);
      checkPair(name, id, messages.en.get(id), messages.uk.get(id), problems);
    }
  }
  return { namespaces, problems };
}

function namespacesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length));
}

function readMessages(
  folder: string,
  language: Language,
  name: string,
  problems: string[],
): Map<string, CompiledMessage> {
  const place = `${language}/${name}.json`;
  const compiled = new Map<string, CompiledMessage>();
  let text: string;
  try {
    text = readFileSync(join(folder, place), "utf8");
  } catch {
    problems.push(`${place} is missing`);
    return compiled;
  }
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    problems.push(`${place} is no object`);
    return compiled;
  }
  for (const repeated of repeatedIds(text)) problems.push(`${place}: ${repeated} is written twice`);
  for (const [id, message] of Object.entries(parsed)) {
    if (!/^[a-z][a-zA-Z0-9]*([._-][a-zA-Z0-9]+)*$/.test(id)) problems.push(`${place}: ${id} is no id`);
    if (typeof message !== "string" || message.trim() === "") {
      problems.push(`${place}: ${id} has no text`);
      continue;
    }
    if (/\p{L}'\p{L}/u.test(message)) problems.push(`${place}: ${id} has a typewriter's apostrophe, not ’`);
    try {
      const tokens = compileMessageOrThrow(message);
      compiled.set(id, tokens);
      checkPlurals(`${place}: ${id}`, tokens, pluralForms[language], problems);
    } catch (error) {
      problems.push(`${place}: ${id} is not ICU: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return compiled;
}

/** JSON.parse keeps the last of two equal keys in silence; two people adding texts would lose one. */
function repeatedIds(text: string): string[] {
  const seen = new Set<string>();
  const repeated: string[] = [];
  for (const [, id] of text.matchAll(/^\s*"([^"]+)"\s*:/gm)) {
    if (id === undefined) continue;
    if (seen.has(id)) repeated.push(id);
    seen.add(id);
  }
  return repeated;
}

type Branches = [form: string, tokens: CompiledMessage][];

/** The branches of a plural or select: the compiled form keeps them beside `offset`. */
function branchesOf(format: unknown): Branches {
  if (typeof format !== "object" || format === null) return [];
  return Object.entries(format).filter((entry): entry is [string, CompiledMessage] =>
    Array.isArray(entry[1]),
  );
}

const branching = new Set(["plural", "selectordinal", "select"]);

function checkPlurals(
  place: string,
  tokens: CompiledMessage,
  forms: readonly string[],
  problems: string[],
): void {
  for (const token of tokens) {
    if (typeof token === "string") continue;
    const [name, type, format] = token;
    if (type === undefined || !branching.has(type)) continue;
    const branches = branchesOf(format);
    if (type === "plural") {
      for (const form of forms) {
        if (!branches.some(([key]) => key === form)) {
          problems.push(`${place}: the plural of ${name} lacks the form ${form}`);
        }
      }
    }
    for (const [, inner] of branches) checkPlurals(place, inner, forms, problems);
  }
}

/** Placeholder name → TypeScript type of its value. */
function placeholders(tokens: CompiledMessage, into = new Map<string, string>()): Map<string, string> {
  for (const token of tokens) {
    if (typeof token === "string") continue;
    const [name, type, format] = token;
    const known = into.get(name);
    const needed = valueType(type, format);
    // `{count, plural, …}` beside a bare `{count}` still needs the number.
    if (known === undefined || known === "string | number") into.set(name, needed);
    for (const [, inner] of branchesOf(format)) placeholders(inner, into);
  }
  return into;
}

function valueType(type: string | undefined, format: unknown): string {
  if (type === "plural" || type === "selectordinal" || type === "number") return "number";
  if (type === "date" || type === "time") return "Date";
  if (type === "select") {
    const keys = branchesOf(format).map(([key]) => key);
    // With `other` any word is welcome, and `other` is required by the grammar.
    return keys.length > 0 ? "string" : "never";
  }
  return "string | number";
}

function checkPair(
  name: string,
  id: string,
  en: CompiledMessage | undefined,
  uk: CompiledMessage | undefined,
  problems: string[],
): void {
  if (en === undefined) problems.push(`en/${name}.json lacks ${id}`);
  if (uk === undefined) problems.push(`uk/${name}.json lacks ${id}`);
  if (en === undefined || uk === undefined) return;
  const ofEn = placeholders(en);
  const ofUk = placeholders(uk);
  for (const key of new Set([...ofEn.keys(), ...ofUk.keys()])) {
    if (!ofEn.has(key)) problems.push(`en/${name}.json: ${id} lacks {${key}}`);
    if (!ofUk.has(key)) problems.push(`uk/${name}.json: ${id} lacks {${key}}`);
  }
}

const notice = "// Compiled by scripts/compile-texts.ts from the JSON files beside. Not to be edited.\n";

/** The files of web/texts/compiled: name → content. */
export function renderTexts(texts: Texts): Map<string, string> {
  const files = new Map<string, string>();
  for (const { name, messages } of texts.namespaces) {
    for (const language of languages) {
      const lines = sorted(messages[language]).map(
        ([id, tokens]) => `    ${JSON.stringify(id)}: ${JSON.stringify(tokens)},\n`,
      );
      files.set(
        `${language}-${name}.ts`,
        `${notice}import type { Catalogue } from "../catalogue.ts";\n\n` +
          `export const ${language}${capital(name)}: Catalogue<"${name}"> = {\n` +
          `  language: "${language}",\n  namespace: "${name}",\n  messages: {\n${lines.join("")}  },\n};\n`,
      );
    }
  }
  const types = texts.namespaces.map(({ name, messages }) => {
    const lines = sorted(messages.en).map(([id, tokens]) => {
      const ofUk = placeholders(messages.uk.get(id) ?? []);
      const values = [...placeholders(tokens)]
        .map(([key, type]) => [key, type === "string | number" ? (ofUk.get(key) ?? type) : type] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, type]) => `${JSON.stringify(key)}: ${type}`);
      return `    ${JSON.stringify(id)}: ${values.length === 0 ? "null" : `{ ${values.join("; ")} }`};\n`;
    });
    return `  ${name}: {\n${lines.join("")}  };\n`;
  });
  files.set(
    "text-values.ts",
    `${notice}\n/** Namespace → id → the values its message needs. */\nexport type TextValues = {\n${types.join("")}};\n`,
  );
  return files;
}

function sorted(messages: ReadonlyMap<string, CompiledMessage>): [string, CompiledMessage][] {
  return [...messages].sort(([a], [b]) => (a < b ? -1 : 1));
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** What differs between the compiled folder and what the texts compile to, as sentences. */
export function findDrift(folder: string, files: ReadonlyMap<string, string>): string[] {
  const drift: string[] = [];
  const present = new Set(readdirSync(folder));
  for (const [name, content] of files) {
    if (!present.has(name)) drift.push(`${name} is missing`);
    else if (readFileSync(join(folder, name), "utf8") !== content) drift.push(`${name} is out of date`);
  }
  for (const name of present) if (!files.has(name)) drift.push(`${name} belongs to no texts`);
  return drift;
}

/** Problems and drift of the checkout's texts; empty when all is well. */
export function checkTexts(): string[] {
  const texts = readTexts(textsFolder);
  if (texts.problems.length > 0) return [...texts.problems];
  return findDrift(compiledFolder, renderTexts(texts)).map((line) => `${line}: run npm run generate`);
}

export const textsFolder = join(rootFolder, "web/texts");
export const compiledFolder = join(textsFolder, "compiled");

/** Writes the compiled folder. Throws the problems when there are any. */
export function compileTexts(): void {
  const texts = readTexts(textsFolder);
  if (texts.problems.length > 0) throw new Error(`Texts:\n  ${texts.problems.join("\n  ")}`);
  const files = renderTexts(texts);
  mkdirSync(compiledFolder, { recursive: true });
  for (const name of readdirSync(compiledFolder)) if (!files.has(name)) rmSync(join(compiledFolder, name));
  for (const [name, content] of files) writeFileSync(join(compiledFolder, name), content);
}

if (import.meta.main) {
  try {
    compileTexts();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
