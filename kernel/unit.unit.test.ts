import { describe, expect, it, test } from "vitest";
import { decimal, text } from "./decimal.ts";
import { convert, type Unit, unitNames, units } from "./unit.ts";

const converted = (amount: string, from: Unit, to: Unit): string | null => {
  const result = convert(decimal(amount), from, to);
  return result === null ? null : text(result);
};

describe("convert", () => {
  test.each([
    ["1500", "g", "kg", "1.5"],
    ["1.5", "kg", "g", "1500"],
    ["0.25", "t", "kg", "250"],
    ["95", "cm", "m", "0.95"],
    ["0.1", "m", "cm", "10"],
    ["1", "mm", "m", "0.001"],
    ["12.5", "cm", "mm", "125"],
    ["330", "ml", "l", "0.33"],
    ["2.5", "m", "m", "2.5"],
    ["-3", "kg", "g", "-3000"],
  ] as const)("%s %s to %s is %s exactly", (amount, from, to, expected) => {
    expect(converted(amount, from, to)).toBe(expected);
  });

  test.each([
    ["kg", "cm"],
    ["m", "m2"],
    ["pcs", "kg"],
    ["l", "kg"],
    ["h", "pcs"],
  ] as const)("refuses %s to %s: another dimension", (from, to) => {
    expect(converted("1", from, to)).toBeNull();
  });

  it("comes back to what it was, for every pair of one dimension", () => {
    for (const from of unitNames) {
      for (const to of unitNames) {
        const there = convert(decimal("1.234567"), from, to);
        expect(there !== null).toBe(units[from].dimension === units[to].dimension);
        if (there !== null) expect(text(convert(there, to, from) ?? decimal(0))).toBe("1.234567");
      }
    }
  });
});
