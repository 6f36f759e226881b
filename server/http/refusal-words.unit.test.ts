import { expect, test } from "vitest";
import type { Route } from "#kernel/route.ts";
import { routes } from "#modules/routes.ts";
import { languageOfHeader, wordRefusal } from "./word-refusal.ts";

const codes = [...new Set(Object.values<Route>(routes).flatMap((route) => route.refusals))].toSorted((a, b) =>
  a < b ? -1 : 1,
);

test.each(["en", "uk"] as const)("every refusal of a contract has its sentence in %s", (language) => {
  const reader = { language, timeZone: "Europe/Kyiv" };
  const unworded = codes.filter((code) =>
    wordRefusal({ code }, reader).refusal.message.includes(`(${code})`),
  );
  expect(unworded).toEqual([]);
});

test("an unknown code is still a sentence", () => {
  const { message } = wordRefusal({ code: "never_heard" }, { language: "en", timeZone: "UTC" }).refusal;
  expect(message).toBe("This is not possible (never_heard).");
});

test.each([
  ["en", "Only 1,027.735294 is free: 12.5 is missing. The rest is reserved or not there."],
  ["uk", "Вільно лише 1\u00a0027,735294: бракує 12,5. Решту зарезервовано або її немає."],
] as const)("quantities in a sentence are written as one writes them in %s", (language, expected) => {
  const data = { free: "1027.735294", missing: "12.5" };
  const { refusal } = wordRefusal({ code: "not_enough_free", data }, { language, timeZone: "UTC" });
  expect(refusal.message).toBe(expected);
  // Programs get what was there.
  expect(refusal.data).toEqual(data);
});

test.each([
  ["en", "kg", "Only 1.5\u00a0kg is free: 12.5\u00a0kg is missing. The rest is reserved or not there."],
  ["uk", "pcs", "Вільно лише 1,5\u00a0шт.: бракує 12,5\u00a0шт. Решту зарезервовано або її немає."],
] as const)("amounts are said with their unit, in the reader's words: %s %s", (language, unit, expected) => {
  const data = { free: "1.5", missing: "12.5", unit };
  const { refusal } = wordRefusal({ code: "not_enough_free", data }, { language, timeZone: "UTC" });
  expect(refusal.message).toBe(expected);
});

test("days in a sentence are written as one writes them", () => {
  const data = { quantity: "2.5", bestBefore: "2026-03-07" };
  const { message } = wordRefusal(
    { code: "batch_expired", data },
    { language: "en", timeZone: "UTC" },
  ).refusal;
  expect(message).toContain("2.5 of it would come from a batch that was best before 7 Mar 2026.");
});

test("what people wrote stays as they wrote it, also where it looks like a number", () => {
  const data = { text: "1027.50" };
  const reader = { language: "uk", timeZone: "UTC" } as const;
  expect(wordRefusal({ code: "import_below_zero", data }, reader).refusal.message).toContain("1027.50");
});

test.each([
  [undefined, "en"],
  ["", "en"],
  ["uk-UA,uk;q=0.9,en;q=0.8", "uk"],
  ["en;q=0.8, uk;q=0.9", "uk"],
  ["de, en-GB;q=0.7", "en"],
  ["uk;q=x", "en"],
] as const)("Accept-Language %s means %s", (header, language) => {
  expect(languageOfHeader(header)).toBe(language);
});
