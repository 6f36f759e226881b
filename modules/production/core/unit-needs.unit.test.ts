import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { decimal, sum, text } from "#kernel/decimal.ts";
import { isForUnit, plainNeed, shareOfUnit, unitNeedsOf, unitOfLot, type UnitNeeds } from "./unit-needs.ts";

const amounts = (...all: (string | null)[]) => all.map((each) => (each === null ? null : decimal(each)));
const numbers = (count: number): number[] => Array.from({ length: count }, (_, place) => place + 1);
const needsOf = (...all: (string | null)[]): UnitNeeds =>
  unitNeedsOf(amounts(...all), numbers(all.length), decimal(0));
const shares = (total: string, needs: UnitNeeds, units: readonly number[]): string[] =>
  units.map((unit) => text(shareOfUnit(decimal(total), needs, units.length, unit)));

describe("what each unit needs", () => {
  it("is said once for units that need the same, as stretches of their numbers", () => {
    expect(needsOf("0.6", "0.6", "0.8", "0.6")).toEqual([
      {
        amount: "0.6",
        units: [
          [1, 2],
          [4, 4],
        ],
      },
      { amount: "0.8", units: [[3, 3]] },
    ]);
  });

  it("is not said at all where all are alike, unless units have left between them", () => {
    expect(unitNeedsOf(null, [1, 2, 3], decimal("2"))).toBeNull();
    expect(unitNeedsOf(null, [1, 3], decimal("2"))).toEqual([
      {
        amount: "2",
        units: [
          [1, 1],
          [3, 3],
        ],
      },
    ]);
  });

  it("leaves out a unit that takes another variant", () => {
    const white = needsOf("1", "1", null);
    expect([1, 2, 3].map((unit) => isForUnit(white, unit))).toEqual([true, true, false]);
    expect(isForUnit(null, 7)).toBe(true);
    expect(text(plainNeed(white ?? []))).toBe("2");
  });
});

describe("a unit's share of the need", () => {
  test.each([
    [
      "of widths 60, 80 and 120 cm is each its own",
      "2.6",
      needsOf("0.6", "0.8", "1.2"),
      ["0.6", "0.8", "1.2"],
    ],
    ["carries its part of loss and allowance", "5.2", needsOf("0.6", "0.8", "1.2"), ["1.2", "1.6", "2.4"]],
    [
      "carries its part of the last pack",
      "3",
      needsOf("0.6", "0.8", "1.2"),
      ["0.692308", "0.923077", "1.384615"],
    ],
    ["of thirds gives the first the odd millionth", "1", null, ["0.333334", "0.333333", "0.333333"]],
    ["is nothing for one that needs nothing", "1", needsOf("0", "1"), ["0", "1"]],
    ["is nothing for another variant's unit", "1", needsOf(null, "1"), ["0", "1"]],
  ] as const)("%s", (_, total, needs, expected) => {
    expect(shares(total, needs, numbers(expected.length))).toEqual(expected);
  });

  it("of all units adds up to the need, whatever they need", () => {
    const need = fc.option(fc.integer({ min: 0, max: 40_000 }), { nil: null });
    fc.assert(
      fc.property(
        fc.array(need, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 0, max: 9_999_999 }),
        (all, total) => {
          const needs = needsOf(
            ...all.map((each) => (each === null ? null : text(decimal(each).div(10_000)))),
          );
          if (needs === null || plainNeed(needs).eq(0)) return;
          const whole = decimal(total).div(1_000);
          const given = numbers(all.length).map((unit) => shareOfUnit(whole, needs, all.length, unit));
          expect(text(sum(given))).toBe(text(whole));
          for (const [place, each] of all.entries()) {
            if (each === null || each === 0) expect(text(given[place] ?? decimal(1))).toBe("0");
            else {
              const exact = whole.times(each).div(10_000).div(plainNeed(needs));
              expect(
                exact
                  .minus(given[place] ?? 0)
                  .abs()
                  .lt("0.000001"),
              ).toBe(true);
            }
          }
        },
      ),
    );
  });

  it("adds up where all are alike, and units over the count take no millionth more", () => {
    const units = numbers(7);
    const given = units.map((unit) => shareOfUnit(decimal("2.5"), null, 7, unit));
    expect(text(sum(given))).toBe("2.5");
    expect(text(shareOfUnit(decimal("2.5"), null, 7, 9))).toBe("0.357142");
  });
});

test("a unit's number is its lot's", () => {
  expect([unitOfLot("#12"), unitOfLot("1"), unitOfLot("1.2")]).toEqual([12, null, null]);
});
