import type { z } from "zod";
import type { Route } from "#kernel/route.ts";

/** One field that is wrong: where, by which rule, and what the rule's sentence needs. */
export type FieldFault = {
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly data?: Readonly<Record<string, unknown>>;
};

export type ReadInput =
  | { readonly ok: true; readonly value: Record<string, unknown> }
  | { readonly ok: false; readonly fields: readonly FieldFault[] };

type Sent = { readonly params: unknown; readonly query: unknown; readonly body: unknown };
export type InputReader = (sent: Sent) => ReadInput;

const mostFaults = 50;
const mostPathCharacters = 100;

/**
 * Reads what was sent as the route's contract says: params, query and body in one object. What the contract
 * doesn't name is refused, in the address too: a mistyped filter must not look as if it had filtered.
 */
export function createInputReader(route: Route): InputReader {
  const parts = [
    { name: "params", schema: route.params },
    { name: "query", schema: route.query?.strict() },
    { name: "body", schema: route.body },
  ] as const;
  checkNamesOnce(route);
  return (sent) => {
    const value: Record<string, unknown> = {};
    const faults: FieldFault[] = [];
    for (const { name, schema } of parts) {
      const given = sent[name];
      if (schema === undefined) {
        if (name !== "params") faults.push(...unknownFields(given));
        continue;
      }
      const parsed = schema.safeParse(given ?? {});
      if (parsed.success) Object.assign(value, parsed.data);
      else faults.push(...parsed.error.issues.flatMap((issue) => faultsOf(issue, given)));
    }
    if (faults.length === 0) faults.push(...unstorableTexts(value));
    return faults.length === 0 ? { ok: true, value } : { ok: false, fields: faults.slice(0, mostFaults) };
  };
}

/** Params, query and body become one object: a name in two of them would lose one silently. */
function checkNamesOnce(route: Route): void {
  const names = [route.params, route.query, route.body].flatMap((schema) => Object.keys(schema?.shape ?? {}));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`${route.path} names ${twice} twice`);
}

function unknownFields(given: unknown): FieldFault[] {
  if (given === undefined || given === null) return [];
  if (typeof given !== "object" || Array.isArray(given)) return [{ path: [], code: "wrong_type" }];
  return Object.keys(given)
    .slice(0, mostFaults)
    .map((key) => ({ path: [short(key)], code: "unknown_field" }));
}

// A field's own rules name themselves ("decimal_text"); zod's sentences have spaces.
const ruleName = /^[a-z][a-z_]*$/;

function faultsOf(issue: z.core.$ZodIssue, given: unknown): FieldFault[] {
  const path = issue.path.map((key) => (typeof key === "number" ? key : short(String(key))));
  if (issue.code === "unrecognized_keys") {
    return issue.keys
      .slice(0, mostFaults)
      .map((key) => ({ path: [...path, short(key)], code: "unknown_field" }));
  }
  if (ruleName.test(issue.message)) return [{ path, code: issue.message }];
  switch (issue.code) {
    case "invalid_type":
      if (valueAt(given, issue.path) === undefined) return [{ path, code: "required" }];
      return [{ path, code: issue.expected === "int" ? "whole_number" : "wrong_type" }];
    case "too_big":
      return [{ path, code: sizeWord(issue.origin, "most"), data: { most: Number(issue.maximum) } }];
    case "too_small":
      if (issue.origin === "string" && Number(issue.minimum) === 1) return [{ path, code: "required" }];
      return [{ path, code: sizeWord(issue.origin, "least"), data: { least: Number(issue.minimum) } }];
    case "invalid_format":
      return [{ path, code: formatWords[issue.format] ?? "form" }];
    case "invalid_value":
      return [{ path, code: valueAt(given, issue.path) === undefined ? "required" : "not_one_of" }];
    case "invalid_union":
      return [{ path, code: valueAt(given, issue.path) === undefined ? "required" : "wrong_type" }];
    case "custom":
    case "not_multiple_of":
    case "invalid_key":
    case "invalid_element":
      return [{ path, code: "invalid" }];
  }
}

const formatWords: Readonly<Record<string, string>> = {
  uuid: "id_form",
  email: "email_form",
  date: "date_form",
  datetime: "instant_form",
};

function sizeWord(origin: string, bound: "most" | "least"): string {
  if (origin === "string") return bound === "most" ? "too_long" : "too_short";
  if (origin === "array") return bound === "most" ? "too_many" : "too_few";
  return bound === "most" ? "too_large" : "too_small";
}

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  let at: unknown = given;
  for (const key of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<PropertyKey, unknown>)[key];
  }
  return at;
}

/**
 * Texts that PostgreSQL can't keep: NUL in a text, half a surrogate pair in a jsonb. Most fields refuse control
 * characters themselves; this is for the others, and for the keys of records. No recursion: depth is the sender's.
 */
function unstorableTexts(value: unknown): FieldFault[] {
  const faults: FieldFault[] = [];
  const waiting: { value: unknown; path: (string | number)[] }[] = [{ value, path: [] }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value: at, path } = next;
    if (typeof at === "string" && isUnstorable(at)) faults.push({ path, code: "control_characters" });
    if (typeof at !== "object" || at === null) continue;
    for (const [key, inner] of Object.entries(at)) {
      const innerPath = [...path, Array.isArray(at) ? Number(key) : short(key)];
      if (isUnstorable(key)) faults.push({ path: innerPath, code: "control_characters" });
      waiting.push({ value: inner, path: innerPath });
    }
  }
  return faults;
}

const isUnstorable = (text: string): boolean => text.includes("\0") || !text.isWellFormed();
const short = (key: string): string => key.slice(0, mostPathCharacters);
