import { describe, expect, it, test } from "vitest";
import type { Calendar } from "#kernel/calendar.ts";
import { asksAt, likelyEnd, plannedTogether, type RunningWork } from "./forgotten-time.ts";

const weekdays: Calendar = {
  1: ["09:00", "18:00"],
  2: ["09:00", "18:00"],
  3: ["09:00", "18:00"],
  4: ["09:00", "18:00"],
  5: ["09:00", "18:00"],
};
const hours = { calendar: weekdays, timeZone: "Europe/Kyiv" };
const roundTheClock = { calendar: {}, timeZone: "Europe/Kyiv" };

/** A Wednesday in Kyiv, "09:00". */
const on = (time: string, day = "2026-06-03"): Date => new Date(`${day}T${time}:00+03:00`);
const work = (from: Date, plannedMinutes: number, seenAt: Date | null = null): RunningWork => ({
  startedAt: from,
  seenAt,
  plannedSeconds: plannedMinutes * 60,
});

describe("whether somebody still works is asked", () => {
  test.each([
    ["of two minutes: an hour over them", work(on("09:00"), 2), hours, on("10:02")],
    ["of half an hour: three times as much is not enough", work(on("09:00"), 30), hours, on("10:30")],
    ["of an hour: three times", work(on("09:00"), 60), hours, on("12:00")],
    ["of a whole day: half an hour past the shift", work(on("09:00"), 480), hours, on("18:30")],
    ["of what nobody planned: at the shift's end, too", work(on("13:00"), 0), hours, on("18:30")],
    ["of overtime: by its plan", work(on("18:10"), 60), hours, on("21:10")],
    ["of overtime without a plan: after ten hours", work(on("18:10"), 0), hours, on("04:10", "2026-06-04")],
    ["on a day off: after ten hours", work(on("09:00", "2026-06-07"), 0), hours, on("19:00", "2026-06-07")],
    ["round the clock: after ten hours", work(on("20:00"), 480), roundTheClock, on("06:00", "2026-06-04")],
  ])("%s", (_, asked, when, expected) => {
    expect(asksAt(asked, when)).toEqual(expected);
  });

  it("goes by hours that have passed on the night in which the clock skips one", () => {
    const from = new Date("2026-03-28T22:00:00+02:00");
    expect(asksAt(work(from, 0), roundTheClock)).toEqual(new Date("2026-03-29T09:00:00+03:00"));
  });

  it("and who has said yes is asked again after as long again", () => {
    expect(asksAt(work(on("09:00"), 60, on("12:05")), hours)).toEqual(on("15:05"));
    // the shift ends all the same
    expect(asksAt(work(on("09:00"), 60, on("17:00")), hours)).toEqual(on("18:30"));
    // and once it has, only the plan and ten hours are left
    expect(asksAt(work(on("09:00"), 60, on("18:40")), hours)).toEqual(on("21:40"));
    expect(asksAt(work(on("09:00"), 480, on("18:40")), hours)).toEqual(on("04:40", "2026-06-04"));
  });
});

describe("what is proposed as its end", () => {
  test.each([
    ["when the plan was through", work(on("09:00"), 60), on("10:00")],
    ["the last sign of life, where that is later", work(on("09:00"), 60, on("11:20")), on("11:20")],
    ["the plan, where that is later", work(on("09:00"), 60, on("09:10")), on("10:00")],
    ["an hour, where nobody has planned it", work(on("09:00"), 0), on("10:00")],
  ])("%s", (_, asked, expected) => {
    expect(likelyEnd(asked)).toEqual(expected);
  });
});

test("several units of one tap are set up once", () => {
  const unit = { plannedSeconds: 900, onceSeconds: 600 };
  expect(plannedTogether([unit, unit, unit])).toBe(1_500);
  expect(plannedTogether([unit])).toBe(900);
});
