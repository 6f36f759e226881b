import { expect, test } from "vitest";
import { makeSlug, slugCandidates } from "./make-slug.ts";

const check = /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/;

test.each([
  ["Kava Coffee Roasters", "kava-coffee-roasters"],
  ["Щедрий Хліб — пекарня №1", "shchedryi-khlib-pekarnia-1"],
  ["Об'єднання Пальto", "obiednannia-palto"],
  ["Café Łódź", "cafe-lodz"],
  ["  --  ", "workspace"],
  ["日本", "workspace"],
  ["API", "api-workspace"],
])("%s is found at %s", (name, slug) => {
  expect(makeSlug(name)).toBe(slug);
});

test("any name gives addresses that the schema takes", () => {
  for (const name of ["Щ".repeat(200), "a-".repeat(100), "😀", "ß".repeat(40), "x", "-"]) {
    for (const slug of slugCandidates(name, "k3x9p2")) expect(slug).toMatch(check);
  }
});

test("the plain address is tried first, then numbers, then one that nobody else has", () => {
  const candidates = slugCandidates("Kava", "k3x9p2");
  expect(candidates.slice(0, 2)).toEqual(["kava", "kava-2"]);
  expect(candidates.at(-1)).toBe("kava-k3x9p2");
});
