import type { OutputOf } from "#modules/routes.ts";
import type { ProductionTexts } from "./texts.ts";

type Fact = Pick<OutputOf<"showOrderHistory">["rows"][number], "kind" | "values">;

/** The values as a person reads them: what ends in Date, At, Amount or Amounts is worded here, in the reader's way. */
export function sentenceOf(
  fact: Fact,
  { t, lookUp, date, dateTime, money, quantity }: ProductionTexts,
): string {
  const amount = (row: string): string => {
    const [name, amountText, unit] = row.split("\t");
    return amountText === undefined || unit === undefined ? row : `${name} ${quantity(amountText, unit)}`;
  };
  const values = Object.entries(fact.values).map(([key, value]): [string, unknown] => {
    if (typeof value !== "string" || value === "—") return [key, value];
    if (key.endsWith("Date")) return [key, date(value)];
    if (key.endsWith("At")) return [key, dateTime(value)];
    if (key.endsWith("Amount")) return [key, money(value)];
    if (key.endsWith("Amounts")) return [key, value.split("\n").map(amount).join("; ")];
    if (key.endsWith("Priority")) return [key, lookUp(`priority.${value}`) ?? value];
    return [key, value];
  });
  const sentence = lookUp(`fact.${fact.kind}`, Object.fromEntries(values));
  if (sentence === undefined) return t("order.history.unknown", { kind: fact.kind.replaceAll("_", " ") });
  // A value may bring a full stop of its own: “2026 р.”, a reason.
  return sentence.replace(/(?<!\.)\.\.(?!\.)/g, ".");
}
