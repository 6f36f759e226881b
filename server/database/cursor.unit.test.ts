import { expect, test } from "vitest";
import { decodeCursor, encodeCursor } from "./cursor.ts";

const id = "0190a000-0000-7000-8000-000000000001";
const broken = { ok: false, refusal: { code: "cursor_broken", data: {}, path: ["cursor"] } };

test("gives back what it was made of", () => {
  const keys = ["Їжак \"ш\" 'x'", 7, id, "2026-11-22T10:00:00.123Z", "2026-11-22", "-2.50", null];
  const cursor = encodeCursor(keys);
  expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
  expect(decodeCursor(cursor, "tnuiadT")).toEqual({ ok: true, value: keys });
});

test.each([
  ["no cursor at all", "", "t"],
  ["no JSON", "!!!!", "t"],
  ["no array", Buffer.from('{"0":"a"}').toString("base64url"), "t"],
  ["too few keys", encodeCursor(["a"]), "tu"],
  ["another type", encodeCursor([1]), "t"],
  ["a null where none may be", encodeCursor([null]), "t"],
  ["a text for an id", encodeCursor(["x' or 1=1"]), "u"],
  ["a float", encodeCursor([1.5]), "n"],
  ["a text for an instant", encodeCursor(["2026-13-45T99:99:99Z"]), "i"],
  ["a NUL", encodeCursor(["a\0"]), "t"],
  ["half a surrogate pair", Buffer.from('["\\ud800"]').toString("base64url"), "t"],
  ["too long", encodeCursor(["x".repeat(600)]), "t"],
])("refuses %s", (_, cursor, shape) => {
  expect(decodeCursor(cursor, shape)).toEqual(broken);
});
