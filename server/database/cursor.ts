import { type Result, no, ok } from "#kernel/result.ts";

/**
 * Where a page of a list ends: the sort keys of its last row, as an opaque text. Base64url of a JSON array,
 * so that it goes into an address as it is. Decimals and instants are texts in it.
 */
export type CursorKey = string | number | null;

const mostCharacters = 500;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const instant = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,20}(Z|[+-][0-9]{2}:[0-9]{2})$/;
const date = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const decimal = /^-?[0-9]{1,20}(\.[0-9]{1,20})?$/;

// PostgreSQL refuses NUL in a text and half a surrogate pair in a jsonb.
const isText = (key: unknown): key is string =>
  typeof key === "string" && !key.includes("\0") && key.isWellFormed();
const isDay = (text: string): boolean => !Number.isNaN(Date.parse(text));

const shapes: Readonly<Record<string, (key: unknown) => boolean>> = {
  t: isText,
  n: (key) => Number.isSafeInteger(key),
  u: (key) => isText(key) && uuid.test(key),
  i: (key) => isText(key) && instant.test(key) && isDay(key),
  a: (key) => isText(key) && date.test(key) && isDay(key),
  d: (key) => isText(key) && decimal.test(key),
};

export function encodeCursor(keys: readonly CursorKey[]): string {
  return Buffer.from(JSON.stringify(keys), "utf8").toString("base64url");
}

/**
 * The keys of a cursor. `shape` has a letter for each: "t" text, "n" whole number, "u" uuid, "i" instant,
 * "a" date, "d" decimal text; upper case: the same or null ("tu", "Iu"). A cursor comes from outside: what
 * doesn't fit is the refusal cursor_broken, so that no query meets a key of another type.
 */
export function decodeCursor(cursor: string, shape: string): Result<readonly CursorKey[]> {
  const broken = no("cursor_broken", {}, ["cursor"]);
  const keys = readKeys(cursor);
  if (keys === null || keys.length !== shape.length) return broken;
  return keys.every((key, index) => fits(key, shape.charAt(index))) ? ok(keys as CursorKey[]) : broken;
}

function readKeys(cursor: string): unknown[] | null {
  if (cursor.length > mostCharacters) return null;
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    return Array.isArray(keys) ? keys : null;
  } catch {
    return null;
  }
}

function fits(key: unknown, letter: string): boolean {
  const test = shapes[letter.toLowerCase()];
  if (test === undefined) throw new TypeError(`A cursor's shape has no letter ${letter}`);
  return key === null ? letter !== letter.toLowerCase() : test(key);
}
