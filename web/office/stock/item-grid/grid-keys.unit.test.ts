import { expect, test } from "vitest";
import { placeAfter } from "./grid-keys.ts";

const size = { rows: 3, columns: 4 };

test.each([
  ["ArrowDown", { row: 0, column: 1 }, { row: 1, column: 1 }],
  ["ArrowUp", { row: 0, column: 1 }, { row: 0, column: 1 }],
  ["ArrowRight", { row: 0, column: 3 }, { row: 0, column: 3 }],
  ["Home", { row: 2, column: 3 }, { row: 2, column: 0 }],
  ["PageDown", { row: 0, column: 0 }, { row: 2, column: 0 }],
])("%s stays inside", (key, at, to) => {
  expect(placeAfter(key, false, at, size)).toEqual(to);
});

test("Tab goes on in the next row, and leaves the table at its ends", () => {
  expect(placeAfter("Tab", false, { row: 0, column: 3 }, size)).toEqual({ row: 1, column: 0 });
  expect(placeAfter("Tab", true, { row: 1, column: 0 }, size)).toEqual({ row: 0, column: 3 });
  expect(placeAfter("Tab", false, { row: 2, column: 3 }, size)).toBeNull();
  expect(placeAfter("Tab", true, { row: 0, column: 0 }, size)).toBeNull();
});

test("any other key is not a way", () => {
  expect(placeAfter("x", false, { row: 0, column: 0 }, size)).toBeNull();
});
