import { describe, expect, test } from "vitest";
import { clockText, workedAt } from "./clock-text.ts";

describe("A running time", () => {
  test.each([
    [0, "0:00"],
    [7.9, "0:07"],
    [725, "12:05"],
    [3_599, "59:59"],
    [3_725, "1:02:05"],
    [36_000, "10:00:00"],
    // A phone whose clock is behind shows no minus.
    [-4, "0:00"],
  ])("of %d seconds reads %s", (seconds, shown) => {
    expect(clockText(seconds)).toBe(shown);
  });

  test("counts on from the interval that runs, and stands still in a pause", () => {
    const now = Date.parse("2026-06-01T10:01:30Z");
    expect(workedAt({ workedSeconds: 60, workingSince: "2026-06-01T10:00:00Z" }, now)).toBe(150);
    expect(workedAt({ workedSeconds: 60, workingSince: null }, now)).toBe(60);
  });

  test("never runs backwards when the start lies ahead of the clock", () => {
    const now = Date.parse("2026-06-01T10:00:00Z");
    expect(workedAt({ workedSeconds: 60, workingSince: "2026-06-01T10:00:05Z" }, now)).toBe(60);
  });
});
