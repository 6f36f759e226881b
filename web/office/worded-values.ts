import type { OfficeTexts } from "./texts.ts";

/**
 * Values of a sentence as a person reads them. How one is worded stands in the end of its name: …Date, …At, …Amount
 * (money), …Quantity ("10\tpcs"), …Amounts (lines of "name\tquantity\tunit"). An array's names are joined.
 */
export function wordedValues(
  values: Readonly<Record<string, unknown>>,
  { date, dateTime, money, quantity, list }: OfficeTexts,
): Record<string, unknown> {
  const counted = (text: string): string => {
    const [amount = "", unit] = text.split("\t");
    return unit === undefined ? amount : quantity(amount, unit);
  };
  const named = (row: string): string => {
    const [name = "", amount, unit] = row.split("\t");
    return amount === undefined || unit === undefined ? name : `${name} — ${quantity(amount, unit)}`;
  };
  const word = (name: string, value: unknown): unknown => {
    if (typeof value !== "string" || value === "—") return value;
    if (name.endsWith("Date")) return date(value);
    if (name.endsWith("At")) return dateTime(value);
    if (name.endsWith("Amount")) return money(value);
    if (name.endsWith("Quantity")) return counted(value);
    if (name.endsWith("Amounts")) return list(value.split("\n").map(named));
    return value;
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, word(name, value)]));
}

/** A value may bring a full stop of its own: “2026 р.”, a reason. */
export const oneFullStop = (sentence: string): string => sentence.replace(/(?<!\.)\.\.(?!\.)/g, ".");
