import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal, sum, text, zero } from "#kernel/decimal.ts";
import { owedForRun, shareTypedWork } from "./subcontracting-cost.ts";

const price = (kind: "fixed" | "hourly" | "per_unit" | "variable", amount = "100") => ({
  kind,
  amount: decimal(amount),
});
const work = (units: number, ahead = units, captured = "0", typed: string | null = null) => ({
  units: decimal(units),
  ahead: decimal(ahead),
  captured: decimal(captured),
  typed: typed === null ? null : decimal(typed),
});
const plain = (owed: ReturnType<typeof owedForRun>): string[] => [
  text(owed.quantity),
  text(owed.rate),
  text(owed.amount),
];

describe("what a subcontractor is owed for a run", () => {
  it("is the price of each good unit", () => {
    expect(plain(owedForRun(price("per_unit", "12.5"), work(8)))).toEqual(["8", "12.5", "100"]);
  });
  it("is hours at the price of an hour", () => {
    expect(plain(owedForRun(price("hourly", "33.3333"), work(8, 8, "0", "1.5")))).toEqual([
      "1.5",
      "33.3333",
      "50",
    ]);
  });
  it("is the sum that was typed where the price was open, over its units", () => {
    expect(plain(owedForRun(price("variable"), work(3, 3, "0", "100")))).toEqual([
      "3",
      "33.3333333333",
      "100",
    ]);
  });
  it("is a part of what is left of a fixed price, by the units that still come back", () => {
    expect(plain(owedForRun(price("fixed", "300"), work(8, 20)))).toEqual(["8", "15", "120"]);
    expect(plain(owedForRun(price("fixed", "300"), work(12, 12, "120")))).toEqual(["12", "15", "180"]);
    // They come a second time: what was agreed is captured already.
    expect(text(owedForRun(price("fixed", "300"), work(3, 3, "300")).amount)).toBe("0");
  });
  it("adds up to the fixed price, however the units come back", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000_0000 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 12 }),
        (cents, parts) => {
          const agreed = price("fixed", text(decimal(cents).div(10_000)));
          let ahead = parts.reduce((all, units) => all + units, 0);
          let captured = zero;
          for (const units of parts) {
            captured = captured.plus(owedForRun(agreed, work(units, ahead, text(captured))).amount);
            ahead -= units;
          }
          expect(text(captured)).toBe(text(agreed.amount));
        },
      ),
    );
  });
});

describe("what is typed at a finish", () => {
  const code = (answer: ReturnType<typeof shareTypedWork>): unknown =>
    answer.ok
      ? answer.value.map((share) => share && text(share))
      : [answer.refusal.code, answer.refusal.path];
  const units = [decimal(2), decimal(1)];

  it("is hours where an hour has a price, and the sum where the price was open: shared by units", () => {
    expect(code(shareTypedWork(price("hourly"), { hours: "1" }, "", units))).toEqual([
      "0.666667",
      "0.333333",
    ]);
    const shares = shareTypedWork(price("variable"), { sum: "100" }, "Silk thread", units);
    expect(code(shares)).toEqual(["66.6667", "33.3333"]);
    if (shares.ok) expect(text(sum(shares.value.map((share) => share ?? zero)))).toBe("100");
  });
  it("may not be missing, and an open sum needs a reason", () => {
    expect(code(shareTypedWork(price("hourly"), undefined, "", units))).toEqual([
      "subcontracting_hours_missing",
      ["subcontracting", "hours"],
    ]);
    expect(code(shareTypedWork(price("variable"), {}, "", units))).toEqual([
      "subcontracting_sum_missing",
      ["subcontracting", "sum"],
    ]);
    expect(code(shareTypedWork(price("variable"), { sum: "5" }, "", units))).toEqual([
      "subcontracting_note_missing",
      ["comment"],
    ]);
  });
  it("has no place where the price says all, nor at work of our own", () => {
    for (const agreed of [price("fixed"), price("per_unit"), null]) {
      expect(code(shareTypedWork(agreed, { sum: "5" }, "", units))).toEqual([
        "subcontracting_agreed",
        ["subcontracting", "sum"],
      ]);
      expect(code(shareTypedWork(agreed, undefined, "", units))).toEqual([null, null]);
    }
  });
});
