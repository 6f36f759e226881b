import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { decimal, sum, text } from "#kernel/decimal.ts";
import { captureRun, type ConsumedMaterial, type PaidLabour } from "./capture-run.ts";

let lastId = 0;
const newId = (): string => `line-${(lastId += 1)}`;
const material = (
  quantity: string,
  price: string,
  more: Partial<ConsumedMaterial> = {},
): ConsumedMaterial => ({
  variantId: "flour",
  quantity: decimal(quantity),
  price: decimal(price),
  noPrice: false,
  ...more,
});
const labour = (seconds: number, rate: string | null, memberId = "anna"): PaidLabour => ({
  memberId,
  seconds,
  rate: rate === null ? null : decimal(rate),
});
const amounts = (materials: ConsumedMaterial[], people: PaidLabour[] = []): string[] =>
  captureRun(materials, people, newId).lines.map((line) => text(line.amount));

describe("the cost of a run", () => {
  it("is its materials at the price in effect and each person's seconds at their rate", () => {
    const { lines, total } = captureRun(
      [material("40", "10"), material("21", "3", { variantId: "box" })],
      [labour(600, "120"), labour(1_800, "200", "borys")],
      newId,
    );
    expect(lines.map((line) => [line.category, line.variantId ?? line.memberId, text(line.amount)])).toEqual([
      ["material", "flour", "400"],
      ["material", "box", "63"],
      ["labour", "anna", "20"],
      ["labour", "borys", "100"],
    ]);
    expect(text(total)).toBe("583");
    expect(new Set(lines.map((line) => line.id)).size).toBe(4);
  });

  it("counts two equal amounts both: the same material by two norms, two people alike", () => {
    const { lines, total } = captureRun(
      [material("2", "10"), material("2", "10")],
      [labour(60, "60"), labour(60, "60", "borys")],
      newId,
    );
    expect(lines).toHaveLength(4);
    expect(text(total)).toBe("42");
  });

  test.each([
    ["0.333333", "3.3333333333", "1.1111"],
    ["1", "0.00005", "0.0001"],
    ["1", "0.00004999", "0"],
    ["2.5", "0.0001", "0.0003"],
    ["0.000001", "10", "0"],
  ])("rounds a line of %s at %s half up to %s", (quantity, price, amount) => {
    expect(amounts([material(quantity, price)])).toEqual([amount]);
  });

  test.each([
    [1, "120", "0.0333"],
    [3_600, "120", "120"],
    [1, "0.18", "0.0001"],
    [7, "100", "0.1944"],
  ])("of %d seconds at %s an hour is %s", (seconds, rate, amount) => {
    expect(amounts([], [labour(seconds, rate)])).toEqual([amount]);
  });

  it("without a price or a rate is nothing, and says so", () => {
    const { lines } = captureRun([material("5", "0", { noPrice: true })], [labour(600, null)], newId);
    expect(lines.map((line) => [line.category, text(line.amount), text(line.rate), line.noPrice])).toEqual([
      ["material", "0", "0", true],
      ["labour", "0", "0", true],
    ]);
    // a price of 0 that somebody set is a price
    expect(
      captureRun([material("5", "0")], [labour(600, "0")], newId).lines.map((line) => line.noPrice),
    ).toEqual([false, false]);
  });

  it("has no line for what was given back whole, or for nobody's time", () => {
    expect(captureRun([material("0", "10")], [labour(0, "120")], newId)).toMatchObject({ lines: [] });
  });

  it("adds up: the total is the sum of its rounded lines, whatever they are", () => {
    const exact = (places: number) =>
      fc
        .bigInt({ min: 0n, max: 10n ** 12n })
        .map((digits) => decimal(digits.toString()).div(decimal(10).pow(places)));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(exact(6), exact(10)), { maxLength: 8 }),
        fc.array(fc.tuple(fc.nat({ max: 86_400 }), exact(4)), { maxLength: 4 }),
        (materials, people) => {
          const { lines, total } = captureRun(
            materials.map(([quantity, price]) => ({ variantId: "v", quantity, price, noPrice: false })),
            people.map(([seconds, rate]) => ({ memberId: "m", seconds, rate })),
            newId,
          );
          expect(text(sum(lines.map((line) => line.amount)))).toBe(text(total));
          for (const line of lines) expect(text(line.amount.round(4))).toBe(text(line.amount));
        },
      ),
    );
  });
});
