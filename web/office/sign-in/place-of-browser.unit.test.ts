import { expect, it } from "vitest";
import { likelyCurrency, zoneOfToday } from "./place-of-browser.ts";

it.each([
  ["Europe/Kyiv", "en-US", "UAH"],
  ["Europe/Kiev", "en", "UAH"],
  ["Europe/Warsaw", "uk", "PLN"],
  ["Europe/Berlin", "uk", "UAH"],
  ["Europe/Berlin", "de-DE", "EUR"],
  ["America/New_York", "en-US", "USD"],
  ["UTC", "en-GB", "GBP"],
  ["UTC", "fr", "EUR"],
] as const)("proposes for %s and %s: %s", (timeZone, language, currency) => {
  expect(likelyCurrency(timeZone, language)).toBe(currency);
});

it("calls Kyiv Kyiv", () => {
  expect(zoneOfToday("Europe/Kiev")).toBe("Europe/Kyiv");
  expect(zoneOfToday("Europe/Paris")).toBe("Europe/Paris");
});
