import { expect, it } from "vitest";
import { decimal } from "#kernel/decimal.ts";
import { startsFor } from "./start-condition.ts";

const line = { quantity: 12, upsells: ["Engraving"], amount: decimal("1500.5"), paid: decimal("750.25") };

it.each<[string | null, boolean]>([
  [null, true],
  ["=quantity >= 12", true],
  ["=quantity > 12", false],
  ["=amount > 1500", true],
  ["=paid >= amount * 50%", true],
  ["=сплачено >= сума", false],
  ['=upsell("engraving") and quantity < 20', true],
  ['=upsell("Gift box")', false],
])("%s: %s", (condition, holds) => {
  expect(startsFor(condition, line)).toBe(holds);
});

it("starts nothing by a condition that can't be reckoned", () => {
  const free = { ...line, amount: decimal(0), paid: decimal(0) };
  expect(startsFor("=paid / amount >= 0.5", free)).toBe(false);
  expect(startsFor("=paid >= amount / 2", free)).toBe(true);
  expect(startsFor("=width > 1 m", line)).toBe(false);
});
