import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addWorkingSeconds,
  type Calendar,
  endOfDay,
  endOfWorkingDay,
  localDate,
  nextWorkingMoment,
  previousWorkingMoment,
  startOfDay,
  subtractWorkingSeconds,
} from "./calendar.ts";

const kyiv = "Europe/Kyiv";
const office: Calendar = {
  "1": ["09:00", "18:00"],
  "2": ["09:00", "18:00"],
  "3": ["09:00", "18:00"],
  "4": ["09:00", "18:00"],
  "5": ["09:00", "17:00"],
};
const everyNight: Calendar = {
  "1": ["00:00", "06:00"],
  "2": ["00:00", "06:00"],
  "3": ["00:00", "06:00"],
  "4": ["00:00", "06:00"],
  "5": ["00:00", "06:00"],
  "6": ["00:00", "06:00"],
  "7": ["00:00", "06:00"],
};
const hours = (count: number): number => count * 3_600;
const at = (text: string): Date => new Date(text);

describe("working time", () => {
  it("goes on after the night, the weekend and a day off", () => {
    // Friday 15:00 in Kyiv (UTC+2 in winter) and 3 hours: 2 on Friday, 1 on Monday.
    expect(addWorkingSeconds(at("2026-01-16T13:00:00Z"), hours(3), office, kyiv)).toEqual(
      at("2026-01-19T08:00:00Z"),
    );
    expect(subtractWorkingSeconds(at("2026-01-19T08:00:00Z"), hours(3), office, kyiv)).toEqual(
      at("2026-01-16T13:00:00Z"),
    );
  });

  it("ends at the end of the shift, not at the beginning of the next", () => {
    expect(addWorkingSeconds(at("2026-01-16T13:00:00Z"), hours(2), office, kyiv)).toEqual(
      at("2026-01-16T15:00:00Z"),
    );
    expect(subtractWorkingSeconds(at("2026-01-19T08:00:00Z"), hours(1), office, kyiv)).toEqual(
      at("2026-01-19T07:00:00Z"),
    );
  });

  it("takes no time off the calendar for no work", () => {
    const sunday = at("2026-01-18T10:00:00Z");
    expect(addWorkingSeconds(sunday, 0, office, kyiv)).toEqual(sunday);
    expect(subtractWorkingSeconds(sunday, 0, office, kyiv)).toEqual(sunday);
  });

  it("runs round the clock without a calendar, and without hours in it", () => {
    const start = at("2026-01-17T22:15:00Z");
    for (const calendar of [{}, { "1": ["18:00", "09:00"] }] satisfies Calendar[]) {
      expect(addWorkingSeconds(start, hours(50), calendar, kyiv)).toEqual(at("2026-01-20T00:15:00Z"));
      expect(nextWorkingMoment(start, calendar, kyiv)).toEqual(start);
      expect(endOfWorkingDay(start, calendar, kyiv)).toBeNull();
    }
  });

  it("takes 23:59 and 24:00 for the end of the day", () => {
    for (const end of ["23:59", "24:00"]) {
      const calendar: Calendar = { "1": ["00:00", end], "2": ["00:00", end] };
      // Monday 2026-01-19 00:00 in Kyiv, and two whole days.
      expect(addWorkingSeconds(at("2026-01-18T22:00:00Z"), hours(48), calendar, kyiv)).toEqual(
        at("2026-01-20T22:00:00Z"),
      );
    }
  });

  it("does not count the hour that the clock skips in spring", () => {
    // 2026-03-29: 03:00 becomes 04:00, so 00:00 to 06:00 is 5 hours long.
    const midnight = at("2026-03-28T22:00:00Z");
    expect(addWorkingSeconds(midnight, hours(5), everyNight, kyiv)).toEqual(at("2026-03-29T03:00:00Z"));
    expect(addWorkingSeconds(midnight, hours(6), everyNight, kyiv)).toEqual(at("2026-03-29T22:00:00Z"));
  });

  it("counts the hour that comes twice in autumn twice", () => {
    // 2026-10-25: 04:00 becomes 03:00, so 00:00 to 06:00 is 7 hours long.
    const midnight = at("2026-10-24T21:00:00Z");
    expect(addWorkingSeconds(midnight, hours(7), everyNight, kyiv)).toEqual(at("2026-10-25T04:00:00Z"));
    expect(subtractWorkingSeconds(at("2026-10-25T04:00:00Z"), hours(7), everyNight, kyiv)).toEqual(midnight);
  });

  it("has hours that begin, end or lie whole in the skipped hour", () => {
    const sunday = (from: string, to: string): Calendar => ({ "7": [from, to] });
    const before = at("2026-03-28T12:00:00Z");
    // The change is at 01:00 UTC.
    expect(nextWorkingMoment(before, sunday("03:30", "05:00"), kyiv)).toEqual(at("2026-03-29T01:00:00Z"));
    expect(endOfWorkingDay(at("2026-03-29T00:00:00Z"), sunday("01:00", "03:30"), kyiv)).toEqual(
      at("2026-03-29T01:00:00Z"),
    );
    expect(nextWorkingMoment(before, sunday("03:10", "03:50"), kyiv)).toEqual(at("2026-04-05T00:10:00Z"));
  });

  it("has hours that begin or end in the doubled hour", () => {
    const sunday = (from: string, to: string): Calendar => ({ "7": [from, to] });
    expect(nextWorkingMoment(at("2026-10-24T12:00:00Z"), sunday("03:30", "05:00"), kyiv)).toEqual(
      at("2026-10-25T00:30:00Z"),
    );
    expect(endOfWorkingDay(at("2026-10-25T00:00:00Z"), sunday("01:00", "03:30"), kyiv)).toEqual(
      at("2026-10-25T01:30:00Z"),
    );
  });

  it("says when a shift ends, also after it, and that a day off has none", () => {
    expect(endOfWorkingDay(at("2026-01-16T08:00:00Z"), office, kyiv)).toEqual(at("2026-01-16T15:00:00Z"));
    expect(endOfWorkingDay(at("2026-01-16T20:00:00Z"), office, kyiv)).toEqual(at("2026-01-16T15:00:00Z"));
    expect(endOfWorkingDay(at("2026-01-17T08:00:00Z"), office, kyiv)).toBeNull();
  });

  it("answers sums that lead out of this millennium, and quickly", () => {
    const start = at("2026-01-16T13:00:00Z");
    // 100,000 units of an hour: 100,000 ÷ 44 hours a week is 2,272 weeks and 32 hours.
    expect(addWorkingSeconds(start, hours(100_000), office, kyiv).getUTCFullYear()).toBe(2069);
    expect(addWorkingSeconds(start, 31_536_000_000_000, office, kyiv)).toEqual(at("9999-12-31T00:00:00Z"));
    expect(addWorkingSeconds(start, 31_536_000_000_000, {}, kyiv)).toEqual(at("9999-12-31T00:00:00Z"));
    expect(subtractWorkingSeconds(start, 31_536_000_000_000, office, kyiv)).toEqual(
      at("1970-01-01T00:00:00Z"),
    );
    expect(subtractWorkingSeconds(start, hours(200_000), office, kyiv)).toEqual(at("1970-01-01T00:00:00Z"));
  });

  it("takes no negative, broken or fractional time", () => {
    for (const seconds of [-1, 0.5, Number.NaN]) {
      expect(() => addWorkingSeconds(at("2026-01-16T13:00:00Z"), seconds, office, kyiv)).toThrow(RangeError);
    }
  });
});

describe("days", () => {
  it("begin and end by the clock on the wall", () => {
    expect(startOfDay("2026-01-16", kyiv)).toEqual(at("2026-01-15T22:00:00Z"));
    expect(startOfDay(at("2026-01-16T21:59:59Z"), kyiv)).toEqual(at("2026-01-15T22:00:00Z"));
    expect(endOfDay("2026-01-16", kyiv)).toEqual(at("2026-01-16T21:59:59Z"));
    expect(localDate(at("2026-01-16T22:00:00Z"), kyiv)).toBe("2026-01-17");
  });

  it("are 23 and 25 hours long when the clock changes", () => {
    const length = (date: string): number =>
      (endOfDay(date, kyiv).getTime() - startOfDay(date, kyiv).getTime() + 1_000) / 3_600_000;
    expect([length("2026-03-28"), length("2026-03-29"), length("2026-10-25")]).toEqual([24, 23, 25]);
  });

  it("begin an hour late where midnight is skipped", () => {
    // Cuba changes at midnight: 2026-03-08 begins at 01:00.
    expect(startOfDay("2026-03-08", "America/Havana")).toEqual(at("2026-03-08T05:00:00Z"));
    expect(localDate(endOfDay("2026-03-07", "America/Havana"), "America/Havana")).toBe("2026-03-07");
  });

  it("refuse what is no date", () => {
    expect(() => startOfDay("16.01.2026", kyiv)).toThrow(TypeError);
    expect(() => endOfDay("2026-13-01", kyiv)).toThrow(TypeError);
  });
});

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
const anyCalendar = (shortest: number): fc.Arbitrary<Calendar> =>
  fc.dictionary(
    fc.constantFrom("1", "2", "3", "4", "5", "6", "7"),
    fc
      .tuple(fc.integer({ min: 0, max: 1_439 - shortest }), fc.integer({ min: shortest, max: 1_439 }))
      .map(([from, length]) => [clock(from), clock(Math.min(from + length, 1_439))] as const),
  );
/** Short hours get little work, so that two such works stay within the weeks that are walked day by day. */
const anyWork = fc.oneof(
  fc.record({ calendar: anyCalendar(1), seconds: fc.integer({ min: 1, max: 3_000 }) }),
  fc.record({ calendar: anyCalendar(240), seconds: fc.integer({ min: 1, max: 86_400 }) }),
  fc.record({ calendar: anyCalendar(240), seconds: fc.integer({ min: 1, max: 700_000 }) }),
);
const anyZone = fc.constantFrom(kyiv, "UTC", "America/New_York", "Australia/Lord_Howe", "America/Havana");
/** Most of them close to a night when the clock changes in Kyiv. */
const anyMoment = fc
  .tuple(
    fc.constantFrom(
      "2026-03-29T01:00:00Z",
      "2026-10-25T01:00:00Z",
      "2027-03-28T01:00:00Z",
      "2026-07-01T01:00:00Z",
    ),
    fc.integer({ min: -172_800, max: 172_800 }),
  )
  .map(([base, seconds]) => new Date(Date.parse(base) + seconds * 1_000));

describe("laws of the calendar", () => {
  it("adding and subtracting undo each other", () => {
    fc.assert(
      fc.property(anyMoment, anyWork, anyZone, (moment, { seconds, calendar }, zone) => {
        const done = addWorkingSeconds(moment, seconds, calendar, zone);
        expect(subtractWorkingSeconds(done, seconds, calendar, zone)).toEqual(
          nextWorkingMoment(moment, calendar, zone),
        );
        const begun = subtractWorkingSeconds(moment, seconds, calendar, zone);
        expect(addWorkingSeconds(begun, seconds, calendar, zone)).toEqual(
          previousWorkingMoment(moment, calendar, zone),
        );
      }),
      { numRuns: 500 },
    );
  });

  it("a sum in two parts is the sum", () => {
    fc.assert(
      fc.property(
        anyMoment,
        anyWork,
        fc.double({ min: 0, max: 1, noNaN: true }),
        anyZone,
        (moment, work, share, zone) => {
          const { calendar, seconds: a } = work;
          const b = Math.floor(a * share);
          const inParts = addWorkingSeconds(addWorkingSeconds(moment, a, calendar, zone), b, calendar, zone);
          expect(inParts).toEqual(addWorkingSeconds(moment, a + b, calendar, zone));
        },
      ),
      { numRuns: 200 },
    );
  });

  it("later starts and more work never end earlier, and work takes at least its time", () => {
    fc.assert(
      fc.property(anyMoment, anyMoment, anyWork, anyZone, (one, other, { seconds, calendar }, zone) => {
        const [first, last] = one < other ? [one, other] : [other, one];
        const end = addWorkingSeconds(first, seconds, calendar, zone).getTime();
        expect(addWorkingSeconds(last, seconds, calendar, zone).getTime()).toBeGreaterThanOrEqual(end);
        expect(addWorkingSeconds(first, seconds + 1, calendar, zone).getTime()).toBeGreaterThan(end);
        expect(end - first.getTime()).toBeGreaterThanOrEqual(seconds * 1_000);
      }),
      { numRuns: 200 },
    );
  });

  it("a moment lies in its own day", () => {
    fc.assert(
      fc.property(anyMoment, anyZone, (moment, zone) => {
        const date = localDate(moment, zone);
        expect(startOfDay(date, zone) <= moment).toBe(true);
        expect(endOfDay(date, zone).getTime() + 1_000 > moment.getTime()).toBe(true);
        expect(startOfDay(moment, zone)).toEqual(startOfDay(date, zone));
      }),
      { numRuns: 200 },
    );
  });
});
