import { expect, test } from "vitest";
import { instantOf, wallTimeOf } from "./wall-time.ts";

const kyiv = "Europe/Kyiv";

test.each([
  ["2026-01-15T09:00", "2026-01-15T07:00:00.000Z"],
  ["2026-07-15T09:00", "2026-07-15T06:00:00.000Z"],
  // The clocks go back at 04:00 on the 25th of October: 03:30 comes twice, the first is meant.
  ["2026-10-25T03:30", "2026-10-25T00:30:00.000Z"],
  ["2026-10-25T05:00", "2026-10-25T03:00:00.000Z"],
])("%s in Kyiv is %s, and back", (wall, instant) => {
  expect(instantOf(wall, kyiv)).toBe(instant);
  expect(wallTimeOf(instant, kyiv)).toBe(wall);
});

test("an hour that is left out in spring becomes the one after it", () => {
  // The clocks go from 03:00 to 04:00 on the 29th of March.
  expect(wallTimeOf(instantOf("2026-03-29T03:30", kyiv), kyiv)).toBe("2026-03-29T04:30");
});

test("west of Greenwich too", () => {
  expect(instantOf("2026-07-15T09:00", "America/New_York")).toBe("2026-07-15T13:00:00.000Z");
});
