import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal, shareOut, sum, text } from "./decimal.ts";
import { shareSums } from "./share-sums.ts";

const money = fc.integer({ min: 0, max: 9_999_999 }).map((units) => decimal(units).div(10_000));

describe("sums shared at once", () => {
  it("go by weight, with the remainder where most of it was cut off", () => {
    const shares = shareSums([decimal("10"), decimal("0.0001")], [1, 1, 1]);
    expect(shares.map((own) => own.map(text))).toEqual([
      ["3.3334", "0"],
      ["3.3333", "0.0001"],
      ["3.3333", "0"],
    ]);
  });

  it("add up sum by sum, and place by place to the place's share of all", () => {
    fc.assert(
      fc.property(
        fc.array(money, { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 6 }),
        (sums, weights) => {
          const shares = shareSums(sums, weights);
          for (const [place, whole] of sums.entries()) {
            expect(text(sum(shares.map((own) => own[place] ?? decimal(0))))).toBe(text(whole));
          }
          const all = shareOut(sum(sums), weights.map(decimal));
          expect(shares.map((own) => text(sum(own)))).toEqual(all.map(text));
        },
      ),
    );
  });
});
