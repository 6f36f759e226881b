import { describe, expect, it } from "vitest";
import { type Decimal, decimal, text } from "#kernel/decimal.ts";
import { type CapturedLine, capturedRate, correctLabour, replaceLines, totalOfLines } from "./correct-run.ts";

let ids = 0;
const newId = () => `new ${(ids += 1)}`;
const line = (wish: Partial<CapturedLine>): CapturedLine => ({
  id: "line",
  runId: "run",
  category: "labour",
  variantId: null,
  memberId: "anna",
  quantity: decimal(3600),
  rate: decimal(120),
  amount: decimal(120),
  noPrice: false,
  reversedBy: null,
  ...wish,
});
const none = (): Decimal | undefined => undefined;
const told = (lines: ReturnType<typeof correctLabour>) =>
  lines.map(({ memberId, quantity, rate, amount, reversesId }) => [
    memberId,
    text(quantity),
    text(rate),
    text(amount),
    reversesId,
  ]);

describe("labour that is corrected", () => {
  it("is reversed whole, and written anew at the captured rate", () => {
    const lines = correctLabour([line({})], new Map([["anna", 1000]]), () => decimal(999), newId);
    expect(told(lines)).toEqual([
      ["anna", "-3600", "120", "-120", "line"],
      // 1000 seconds at 120 an hour, half-up to 4 places
      ["anna", "1000", "120", "33.3333", null],
    ]);
    expect(text(totalOfLines(lines))).toBe("-86.6667");
  });

  it("stays untouched where the seconds are the same", () => {
    expect(correctLabour([line({})], new Map([["anna", 3600]]), none, newId)).toEqual([]);
  });

  it("is only reversed where nothing is left", () => {
    expect(told(correctLabour([line({})], new Map(), none, newId))).toEqual([
      ["anna", "-3600", "120", "-120", "line"],
    ]);
  });

  it("of a person without a line has the rate that was in effect at the end; without one it is flagged", () => {
    const seconds = new Map([
      ["anna", 3600],
      ["borys", 1800],
      ["vira", 60],
    ]);
    const lines = correctLabour(
      [line({})],
      seconds,
      (memberId) => (memberId === "borys" ? decimal(90) : undefined),
      newId,
    );
    expect(told(lines)).toEqual([
      ["borys", "1800", "90", "45", null],
      ["vira", "60", "0", "0", null],
    ]);
    expect(lines.map((each) => each.noPrice)).toEqual([false, true]);
  });

  it("that was corrected to nothing comes back at its first rate, but not at one that was undone", () => {
    const seconds = new Map([["anna", 3600]]);
    const corrected = correctLabour([line({ reversedBy: "corrected" })], seconds, () => decimal(1), newId);
    expect(told(corrected)).toEqual([["anna", "3600", "120", "120", null]]);
    const undone = correctLabour([line({ reversedBy: "undone" })], seconds, () => decimal(1), newId);
    expect(told(undone)).toEqual([["anna", "3600", "1", "1", null]]);
  });
});

describe("material that is corrected", () => {
  const of = { category: "material" as const, variantId: "flour", memberId: null };
  const flour = line({
    ...of,
    quantity: decimal("5.88"),
    rate: decimal("3.3333"),
    amount: decimal("19.5998"),
  });

  it("keeps the price that was captured, to the last place", () => {
    const lines = replaceLines(
      [flour],
      { ...of, rate: flour.rate, noPrice: false, quantity: decimal("5.5") },
      newId,
    );
    expect(lines.map((each) => text(each.amount))).toEqual(["-19.5998", "18.3332"]);
  });

  it("finds the price of the line that stands before that of one that was corrected", () => {
    const older = { ...flour, rate: decimal(9), reversedBy: "corrected" as const };
    expect(capturedRate([older, flour], of)?.rate).toBe(flour.rate);
    expect(capturedRate([older], of)?.rate).toBe(older.rate);
    expect(capturedRate([], of)).toBe(null);
  });
});
