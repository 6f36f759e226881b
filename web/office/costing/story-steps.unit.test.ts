import { describe, expect, it } from "vitest";
import { text } from "#kernel/decimal.ts";
import { type BarAmount, differenceOf, scaleOf, stepsOf, unchangedOf } from "./story-steps.ts";

const bars: readonly BarAmount[] = [
  { kind: "quoted", amount: "360" },
  { kind: "norm", amount: "0" },
  { kind: "units", amount: "-18" },
  { kind: "time", amount: "298.9412" },
  { kind: "rate", amount: "-225.4706" },
  { kind: "rework", amount: "48" },
];
const seen = (of: readonly BarAmount[]): string[] =>
  stepsOf(of).map((step) => `${step.kind} ${text(step.from)} ${text(step.to)}`);

describe("the waterfall", () => {
  it("leads from the quote to the real cost, each step from where the last one ended", () => {
    expect(seen(bars)).toEqual([
      "quoted 0 360",
      "units 360 342",
      "time 342 640.9412",
      "rate 640.9412 415.4706",
      "rework 415.4706 463.4706",
      "real 0 463.4706",
    ]);
    expect(unchangedOf(bars)).toEqual(["norm"]);
  });
  it("stops at what is expected before it takes off what is still planned", () => {
    expect(
      seen([...bars.slice(0, 1), { kind: "price", amount: "6" }, { kind: "still_planned", amount: "-100" }]),
    ).toEqual(["quoted 0 360", "price 360 366", "expected 0 366", "still_planned 366 266", "real 0 266"]);
  });
  it("has zero in its scale, and a width where nothing was planned or spent", () => {
    expect(scaleOf(stepsOf(bars))).toEqual({ low: 0, high: 640.9412 });
    expect(scaleOf(stepsOf([{ kind: "quoted", amount: "0" }]))).toEqual({ low: 0, high: 1 });
    expect(
      scaleOf(
        stepsOf([
          { kind: "quoted", amount: "5" },
          { kind: "norm", amount: "-7" },
        ]),
      ).low,
    ).toBe(-2);
  });
  it("names the two biggest reasons, whichever way they went, and the difference without what is still planned", () => {
    const { difference, reasons, quoted } = differenceOf([
      ...bars,
      { kind: "still_planned", amount: "-100" },
    ]);
    expect([text(quoted), text(difference)]).toEqual(["360", "103.4706"]);
    expect(reasons.map(({ kind }) => kind)).toEqual(["time", "rate"]);
  });
});
