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
  [undefined, "en"],
  ["", "en"],
  ["uk-UA,uk;q=0.9,en;q=0.8", "uk"],
  ["en;q=0.8, uk;q=0.9", "uk"],
  ["de, en-GB;q=0.7", "en"],
  ["uk;q=x", "en"],
] as const)("Accept-Language %s means %s", (header, language) => {
  expect(languageOfHeader(header)).toBe(language);
});
