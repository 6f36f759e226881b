import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  atLeastZero,
  type Decimal,
  decimal,
  greater,
  lesser,
  roundAverage,
  roundMoney,
  roundQuantity,
  shareOut,
  sum,
  text,
  zero,
} from "./decimal.ts";

const of = (...values: string[]): Decimal[] => values.map(decimal);
const texts = (values: readonly Decimal[]): string[] => values.map(text);

describe("a decimal", () => {
  test.each([
    ["2.5", "2.5"],
    ["2.500000", "2.5"],
    ["0.0000001", "0.0000001"],
    ["-0.0000000001", "-0.0000000001"],
    ["123456789012345678901234567890.5", "123456789012345678901234567890.5"],
    ["0", "0"],
    ["-0", "0"],
  ])("%s is written plainly, without exponent or trailing zeros: %s", (given, written) => {
    expect(text(decimal(given))).toBe(written);
    // JSON is the other way by which it leaves the code.
    expect(JSON.stringify(decimal(given))).not.toMatch(/e/i);
  });

  it("adds up what floats do not", () => {
    expect(text(decimal("0.1").plus("0.2"))).toBe("0.3");
    expect(text(sum(of("0.1", "0.2", "-0.3")))).toBe("0");
    expect(text(sum([]))).toBe("0");
  });

  it("takes whole numbers", () => {
    expect(text(decimal(20))).toBe("20");
    expect(text(decimal(-3))).toBe("-3");
    expect(text(decimal(Number.MAX_SAFE_INTEGER))).toBe("9007199254740991");
  });

  test.each([0.1, 2.5, -0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    "is not made from the float %d",
    (float) => {
      expect(() => decimal(float)).toThrow(TypeError);
    },
  );

  test.each(["", " ", "1,5", "abc", "NaN", "Infinity", "٣", "0x10", "1 000"])(
    "is not made from %j",
    (given) => {
      expect(() => decimal(given)).toThrow();
    },
  );
});

describe("rounding", () => {
  test.each([
    ["0.00005", "0.0001"],
    ["0.00004999", "0"],
    ["1.00015", "1.0002"],
    ["1.00025", "1.0003"],
    ["-0.00005", "-0.0001"],
    ["-1.00025", "-1.0003"],
    ["-0.00004999", "0"],
  ])("of the money %s is half up, away from zero: %s", (given, rounded) => {
    expect(text(roundMoney(decimal(given)).plus(0))).toBe(rounded);
  });

  it("keeps 4 places of money, 6 of quantity and 10 of an average", () => {
    const third = decimal(1).div(3);
    expect(text(roundMoney(third))).toBe("0.3333");
    expect(text(roundQuantity(third))).toBe("0.333333");
    expect(text(roundAverage(third))).toBe("0.3333333333");
  });

  it("leaves what is exact alone: 2.5 m stays 2.5 m, however often", () => {
    let amount = decimal("2.5");
    for (let turn = 0; turn < 10; turn += 1) amount = roundQuantity(decimal(text(amount)));
    expect(text(amount)).toBe("2.5");
  });

  it("of a negative is the mirror of its positive", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.nat({ max: 10 }), (digits, places) => {
        const value = decimal(digits.toString()).div(decimal(10).pow(places));
        expect(text(roundMoney(value.neg()))).toBe(text(roundMoney(value).neg()));
      }),
    );
  });
});

test("the lesser, the greater, and what is not below zero", () => {
  expect(text(lesser(decimal("2"), decimal("-3")))).toBe("-3");
  expect(text(greater(decimal("2"), decimal("-3")))).toBe("2");
  expect(text(atLeastZero(decimal("-0.0001")))).toBe("0");
  expect(text(atLeastZero(decimal("0.0001")))).toBe("0.0001");
});

describe("shareOut", () => {
  test.each([
    ["a total that divides", "100", ["1", "1"], ["50", "50"]],
    [
      "three equal shares: the odd ten-thousandth to the first",
      "100",
      ["1", "1", "1"],
      ["33.3334", "33.3333", "33.3333"],
    ],
    ["two odd ten-thousandths to the first two", "0.0002", ["1", "1", "1"], ["0.0001", "0.0001", "0"]],
    ["the largest remainder before the earlier place", "0.0010", ["1", "2"], ["0.0003", "0.0007"]],
    ["units of the worked example (section 6): 80 over 17 and 3", "80", ["17", "3"], ["68", "12"]],
    ["60 over 16 units and the one written off", "60", ["16", "1"], ["56.4706", "3.5294"]],
    ["a weight of zero", "10", ["0", "4"], ["0", "10"]],
    ["weights that are all zero: the first takes all", "10", ["0", "0"], ["10", "0"]],
    ["one weight", "7.7777", ["3"], ["7.7777"]],
    ["nothing to share", "0", ["1", "2"], ["0", "0"]],
    ["a total finer than its places", "0.00005", ["1", "1"], ["0.00005", "0"]],
  ])("%s", (_, total, weights, shares) => {
    expect(texts(shareOut(decimal(total), of(...weights)))).toEqual(shares);
  });

  it("shares nothing over nobody", () => {
    expect(shareOut(decimal("5"), [])).toEqual([]);
  });

  it("shares quantities to their own places", () => {
    expect(texts(shareOut(decimal("1"), of("1", "1", "1"), 6))).toEqual(["0.333334", "0.333333", "0.333333"]);
    expect(texts(shareOut(decimal("5"), of("1", "1"), 0))).toEqual(["3", "2"]);
  });

  const money = fc
    .bigInt({ min: 0n, max: 10n ** 16n })
    .map((tenThousandths) => decimal(tenThousandths.toString()).div(10_000));
  const weight = fc.oneof(
    fc.nat({ max: 1_000 }).map((units) => decimal(units)),
    fc.bigInt({ min: 0n, max: 10n ** 20n }).map((digits) => decimal(digits.toString()).div(1_000_000)),
  );
  const weights = fc.array(weight, { minLength: 1, maxLength: 40 });

  it("adds up to the total exactly, whatever the total and the weights", () => {
    fc.assert(
      fc.property(money, weights, (total, over) => {
        expect(text(sum(shareOut(total, over)))).toBe(text(total));
      }),
      { numRuns: 1_000 },
    );
  });

  it("gives nobody more than a step away from the exact share, and nothing to a weight of zero", () => {
    fc.assert(
      fc.property(money, weights, (total, over) => {
        const whole = sum(over);
        if (whole.eq(0)) return;
        for (const [index, share] of shareOut(total, over).entries()) {
          const exact = total.times(over[index] ?? zero).div(whole);
          expect(share.minus(exact).abs().lt("0.0001")).toBe(true);
          if (over[index]?.eq(0)) expect(text(share)).toBe("0");
        }
      }),
    );
  });

  it("shares a negative total as the mirror of the positive, so that a reversal takes back what was given", () => {
    fc.assert(
      fc.property(money, weights, (total, over) => {
        const given = shareOut(total, over);
        const taken = shareOut(total.neg(), over);
        expect(texts(taken)).toEqual(texts(given.map((share) => share.neg())));
      }),
    );
  });
});
