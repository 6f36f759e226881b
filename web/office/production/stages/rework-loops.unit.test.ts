import { describe, expect, test } from "vitest";
import { lanesOf, loopsOf } from "./rework-loops.ts";

const crack = {
  decision: "return",
  undone: false,
  escalated: false,
  resolution: null,
  caughtStageId: "sanding",
  toStageId: "planing",
  units: 3,
  reasonName: "Crack",
} as const;

describe("Rework as loops", () => {
  test("returns between the same stages are one loop, with all their units and reasons", () => {
    const knot = { ...crack, units: 1, reasonName: "Knot" };
    expect(loopsOf([knot, crack, crack])).toEqual([
      { from: "sanding", to: "planing", units: 7, times: 3, reasons: ["Crack", "Knot"] },
    ]);
  });

  test.each([
    ["written off", { ...crack, decision: "write_off" }],
    ["taken back", { ...crack, undone: true }],
    ["waiting for a decision", { ...crack, escalated: true }],
    ["accepted as it is", { ...crack, escalated: true, resolution: "accept" }],
  ] as const)("what was %s did not go back", (_, defect) => {
    expect(loopsOf([defect])).toEqual([]);
  });

  test("what a person allowed once more went back", () => {
    expect(loopsOf([{ ...crack, escalated: true, resolution: "once_more" }])).toHaveLength(1);
  });

  test("arcs that overlap stand beside each other, the short one inside", () => {
    expect(
      lanesOf([
        { top: 0, bottom: 300 },
        { top: 100, bottom: 200 },
        { top: 400, bottom: 500 },
      ]),
    ).toEqual([1, 0, 0]);
  });
});
