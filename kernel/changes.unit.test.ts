import { expect, test } from "vitest";
import { changesOf } from "./changes.ts";

type Thing = { name: string; days: number | null; tags: string[] };
const before: Thing = { name: "a", days: 3, tags: ["x"] };

test("only what is given and differs is a change", () => {
  expect(changesOf(before, { name: "b", days: undefined, tags: ["x"] })).toEqual({
    fields: { name: "b" },
    fromTo: { name: { from: "a", to: "b" } },
    none: false,
  });
  expect(changesOf(before, { name: "a" }).none).toBe(true);
});

test("null is a value, not a silence", () => {
  expect(changesOf(before, { days: null }).fields).toEqual({ days: null });
});
