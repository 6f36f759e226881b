import { describe, expect, it, test } from "vitest";
import { decimal, text } from "#kernel/decimal.ts";
import type { Unit } from "#kernel/unit.ts";
import { inOrderOfChoice, quantityNeeded, roundUpToPacks } from "./propose-quantity.ts";

type Row = {
  readonly what: string;
  readonly onHand?: string;
  readonly reserved?: string;
  readonly short?: string;
  readonly minimum?: string;
  readonly fillUpTo?: string;
  readonly expected?: string;
  readonly buy: string;
};

describe("what is to be bought", () => {
  const rows: readonly Row[] = [
    { what: "nothing where nothing lacks and no level is set", onHand: "0", buy: "0" },
    { what: "what orders lack", short: "12.5", buy: "12.5" },
    { what: "less what is expected already", short: "12.5", expected: "10", buy: "2.5" },
    { what: "nothing where enough is expected", short: "12.5", expected: "12.5", buy: "0" },
    { what: "nothing at the minimum itself", onHand: "10", minimum: "10", buy: "0" },
    { what: "up to the minimum", onHand: "4", minimum: "10", buy: "6" },
    { what: "up to the level above it", onHand: "4", minimum: "10", fillUpTo: "50", buy: "46" },
    {
      what: "nothing above the minimum, however far below the level",
      onHand: "10",
      minimum: "10",
      fillUpTo: "50",
      buy: "0",
    },
    {
      what: "what is reserved does not count as there",
      onHand: "14",
      reserved: "10",
      minimum: "10",
      buy: "6",
    },
    {
      what: "what orders lack, and the level on top",
      onHand: "5",
      reserved: "5",
      short: "7",
      minimum: "10",
      fillUpTo: "50",
      buy: "57",
    },
    {
      what: "expected goods keep the level, too",
      onHand: "0",
      minimum: "10",
      fillUpTo: "50",
      expected: "10",
      buy: "0",
    },
    {
      what: "expected goods that go to waiting orders keep no level",
      short: "8",
      minimum: "10",
      expected: "10",
      buy: "8",
    },
    { what: "the hole below zero is filled where orders wait", onHand: "-3", short: "2", buy: "5" },
    { what: "and where a level is set", onHand: "-3", minimum: "1", buy: "4" },
    { what: "below zero alone is a late paper, no need", onHand: "-3", buy: "0" },
    {
      what: "a level of nothing is none, whatever it fills up to",
      onHand: "-1",
      minimum: "0",
      fillUpTo: "9",
      buy: "0",
    },
  ];
  test.each(rows)("$what", (row) => {
    const { onHand = "0", reserved = "0", short = "0", minimum = "0", fillUpTo, expected = "0" } = row;
    const needed = quantityNeeded({
      onHand: decimal(onHand),
      reserved: decimal(reserved),
      short: decimal(short),
      minimum: decimal(minimum),
      fillUpTo: fillUpTo === undefined ? null : decimal(fillUpTo),
      expected: decimal(expected),
    });
    expect(text(needed)).toBe(row.buy);
  });

  it("proposes nothing more once the proposal is expected", () => {
    for (const row of rows) {
      const need = {
        onHand: decimal(row.onHand ?? "0"),
        reserved: decimal(row.reserved ?? "0"),
        short: decimal(row.short ?? "0"),
        minimum: decimal(row.minimum ?? "0"),
        fillUpTo: row.fillUpTo === undefined ? null : decimal(row.fillUpTo),
        expected: decimal(row.expected ?? "0"),
      };
      const ordered = need.expected.plus(quantityNeeded(need));
      expect(text(quantityNeeded({ ...need, expected: ordered }))).toBe("0");
    }
  });
});

describe("rounding up", () => {
  const sack = { name: "Sack", contains: decimal("50") };
  test.each<[string, typeof sack | null, Unit, string]>([
    ["12.5", sack, "kg", "50"],
    ["50", sack, "kg", "50"],
    ["50.000001", sack, "kg", "100"],
    ["12.5", null, "kg", "12.5"],
    ["12.5", null, "pcs", "13"],
    ["1", { name: "Roll", contains: decimal("0.3") }, "m", "1.2"],
    ["0.9", { name: "Roll", contains: decimal("0.3") }, "m", "0.9"],
  ])("%s", (quantity, pack, unit, bought) => {
    expect(text(roundUpToPacks(decimal(quantity), pack, unit))).toBe(bought);
  });
});

it("proposes the preferred supplier, of several the newest, and else the cheapest", () => {
  const offer = (name: string, price: string, day: number, preferred = false) => ({
    name,
    price: decimal(price),
    since: new Date(Date.UTC(2026, 0, day)),
    preferred,
  });
  const names = (...offers: ReturnType<typeof offer>[]) => inOrderOfChoice(offers).map((one) => one.name);
  expect(names(offer("dear", "9", 3), offer("cheap", "7", 1), offer("newer", "7", 2))).toEqual([
    "newer",
    "cheap",
    "dear",
  ]);
  expect(names(offer("cheap", "1", 9), offer("first", "5", 1, true), offer("now", "9", 2, true))).toEqual([
    "now",
    "first",
    "cheap",
  ]);
});
