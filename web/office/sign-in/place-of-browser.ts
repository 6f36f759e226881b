import type { Currency } from "../settings/currencies.ts";

const ofRegion: Readonly<Record<string, Currency>> = {
  UA: "UAH",
  PL: "PLN",
  CZ: "CZK",
  RO: "RON",
  CH: "CHF",
  GB: "GBP",
  US: "USD",
};
const ofZone: Readonly<Record<string, Currency>> = {
  "Europe/Kyiv": "UAH",
  "Europe/Kiev": "UAH",
  "Europe/Warsaw": "PLN",
  "Europe/Prague": "CZK",
  "Europe/Bucharest": "RON",
  "Europe/Zurich": "CHF",
  "Europe/London": "GBP",
};

/**
 * The money that is likely used where a browser stands, to be proposed: its clock says more than its language, which
 * is often English everywhere.
 */
export function likelyCurrency(timeZone: string, language: string): Currency {
  const byZone = ofZone[timeZone];
  if (byZone !== undefined) return byZone;
  if (timeZone.startsWith("America/") && !language.startsWith("uk")) return "USD";
  const [word, region] = language.split("-");
  return ofRegion[region?.toUpperCase() ?? ""] ?? (word === "uk" ? "UAH" : "EUR");
}

/** The zone as its countries call it today: some browsers still say Kiev. */
export const zoneOfToday = (timeZone: string): string =>
  timeZone === "Europe/Kiev" ? "Europe/Kyiv" : timeZone;
