import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Calendar } from "#kernel/calendar.ts";
import { planDates, type StageToPlan } from "./plan-dates.ts";

const timeZone = "Europe/Kyiv";
const nineToSix = ["09:00", "18:00"] as const;
const calendar: Calendar = { "1": nineToSix, "2": nineToSix, "3": nineToSix, "4": nineToSix, "5": nineToSix };
const at = (text: string): Date => new Date(text);
const hour = 3_600;
const stage = (key: string, seconds: number, more: Partial<StageToPlan> = {}): StageToPlan => ({
  key,
  waitsFor: [],
  seconds,
  waitSeconds: 0,
  ...more,
});
const roast = stage("roast", hour, { waitSeconds: 12 * hour });
const pack = stage("pack", 2 * hour, { waitsFor: ["roast"] });
// Monday 2026-01-19, 10:00 in Kyiv.
const monday = at("2026-01-19T08:00:00Z");

describe("planDates", () => {
  it("goes forwards from now: work by the calendar, waits by the clock", () => {
    const plan = planDates({ stages: [roast, pack], now: monday, dueAt: null, calendar, timeZone });
    expect([...plan.stages]).toEqual([
      ["roast", { start: monday, finish: at("2026-01-19T09:00:00Z") }],
      // Degassing ends at 23:00; work goes on at 9:00.
      ["pack", { start: at("2026-01-20T07:00:00Z"), finish: at("2026-01-20T09:00:00Z") }],
    ]);
    expect(plan.plannedStart).toEqual(monday);
    expect(plan.plannedFinish).toEqual(at("2026-01-20T09:00:00Z"));
  });

  it("begins with the shift where now is night", () => {
    const plan = planDates({
      stages: [pack],
      now: at("2026-01-17T20:00:00Z"),
      dueAt: null,
      calendar,
      timeZone,
    });
    expect(plan.plannedStart).toEqual(at("2026-01-19T07:00:00Z"));
  });

  it("goes backwards from the due moment, each stage as late as it may be", () => {
    const dueAt = at("2026-01-22T21:59:59Z");
    const plan = planDates({ stages: [roast, pack], now: monday, dueAt, calendar, timeZone });
    expect([...plan.stages]).toEqual([
      // 12 hours before 16:00 on Thursday is 4:00: roasting ends on Wednesday evening.
      ["roast", { start: at("2026-01-21T15:00:00Z"), finish: at("2026-01-21T16:00:00Z") }],
      ["pack", { start: at("2026-01-22T14:00:00Z"), finish: at("2026-01-22T16:00:00Z") }],
    ]);
    expect(plan.plannedFinish).toEqual(at("2026-01-22T16:00:00Z"));
  });

  it("never plans a start in the past: what is due too soon goes forwards from now", () => {
    const late = planDates({ stages: [roast, pack], now: monday, dueAt: monday, calendar, timeZone });
    expect(late).toEqual(planDates({ stages: [roast, pack], now: monday, dueAt: null, calendar, timeZone }));
  });

  it("receives after the wait of the last stage, and plans it backwards too", () => {
    const lacquer = stage("lacquer", hour, { waitSeconds: 24 * hour });
    const forwards = planDates({ stages: [lacquer], now: monday, dueAt: null, calendar, timeZone });
    expect(forwards.plannedFinish).toEqual(at("2026-01-20T09:00:00Z"));
    const dueAt = at("2026-01-23T10:00:00Z");
    const backwards = planDates({ stages: [lacquer], now: monday, dueAt, calendar, timeZone });
    expect(backwards.stages.get("lacquer")?.finish).toEqual(at("2026-01-22T10:00:00Z"));
    expect(backwards.plannedFinish).toEqual(dueAt);
  });

  it("lets branches run side by side and joins after the longest", () => {
    const stages = [
      stage("join", hour, { waitsFor: ["short", "long"] }),
      stage("short", hour),
      stage("long", 3 * hour),
    ];
    const plan = planDates({ stages, now: monday, dueAt: null, calendar: {}, timeZone });
    expect(plan.stages.get("join")).toEqual({
      start: at("2026-01-19T11:00:00Z"),
      finish: at("2026-01-19T12:00:00Z"),
    });
    const back = planDates({
      stages,
      now: monday,
      dueAt: at("2026-01-19T20:00:00Z"),
      calendar: {},
      timeZone,
    });
    expect(back.stages.get("short")).toEqual({
      start: at("2026-01-19T18:00:00Z"),
      finish: at("2026-01-19T19:00:00Z"),
    });
    expect(back.plannedStart).toEqual(at("2026-01-19T16:00:00Z"));
  });

  it("takes a stage without work as a moment", () => {
    const stages = [roast, stage("degas", 0, { waitsFor: ["roast"] }), { ...pack, waitsFor: ["degas"] }];
    const plan = planDates({ stages, now: monday, dueAt: null, calendar, timeZone });
    expect(plan.stages.get("degas")).toEqual({
      start: at("2026-01-19T21:00:00Z"),
      finish: at("2026-01-19T21:00:00Z"),
    });
    expect(plan.plannedFinish).toEqual(at("2026-01-20T09:00:00Z"));
  });

  it("says so when stages wait for each other", () => {
    const stages = [stage("a", 1, { waitsFor: ["b"] }), stage("b", 1, { waitsFor: ["a"] })];
    expect(() => planDates({ stages, now: monday, dueAt: null, calendar, timeZone })).toThrow(
      /wait for each other/,
    );
  });

  const aPlan = fc
    .record({
      stages: fc.array(
        fc.record({
          seconds: fc.integer({ min: 0, max: 100_000 }),
          waitSeconds: fc.integer({ min: 0, max: 100_000 }),
          earlier: fc.array(fc.nat(), { maxLength: 3 }),
        }),
        { minLength: 1, maxLength: 8 },
      ),
      dueIn: fc.option(fc.integer({ min: -100_000, max: 5_000_000 })),
      from: fc.constantFrom("2026-03-27T10:00:00Z", "2026-10-23T10:00:00Z", "2026-06-06T23:00:00Z"),
    })
    .map(({ stages, dueIn, from }) => ({
      stages: stages.map(({ earlier, ...times }, place) => ({
        ...times,
        key: `s${place}`,
        waitsFor: place === 0 ? [] : [...new Set(earlier.map((number) => `s${number % place}`))],
      })),
      now: at(from),
      dueAt: dueIn === null ? null : new Date(Date.parse(from) + dueIn * 1_000),
      calendar,
      timeZone,
    }));

  it("keeps order and waits, never begins before now, and meets the due moment unless it had to begin now", () => {
    fc.assert(
      fc.property(aPlan, (asked) => {
        const plan = planDates(asked);
        const byKey = new Map(asked.stages.map((one) => [one.key, one]));
        for (const one of asked.stages) {
          const span = plan.stages.get(one.key);
          if (span === undefined) throw new Error("A stage is not planned");
          expect(span.start >= asked.now).toBe(true);
          expect(span.finish.getTime() - span.start.getTime()).toBeGreaterThanOrEqual(one.seconds * 1_000);
          expect(plan.plannedFinish.getTime()).toBeGreaterThanOrEqual(
            span.finish.getTime() + one.waitSeconds * 1_000,
          );
          for (const key of one.waitsFor) {
            const before = plan.stages.get(key)?.finish.getTime() ?? Number.NaN;
            expect(span.start.getTime()).toBeGreaterThanOrEqual(
              before + (byKey.get(key)?.waitSeconds ?? 0) * 1_000,
            );
          }
        }
        if (asked.dueAt !== null && plan.plannedFinish > asked.dueAt) {
          expect(plan).toEqual(planDates({ ...asked, dueAt: null }));
        }
      }),
      { numRuns: 300 },
    );
  });
});
