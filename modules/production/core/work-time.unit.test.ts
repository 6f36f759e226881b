import { describe, expect, it, test } from "vitest";
import {
  anOrderState,
  at,
  blocked,
  finished,
  momentOf,
  paused,
  resumed,
  runAt,
  started,
} from "#test/builders/an-order-state.ts";
import { aToldFloor } from "#test/builders/told-floor.ts";
import { unchanged } from "./order-change.ts";
import type { WorkInterval } from "./order-state.ts";
import { finishRun, pauseRun, startRuns } from "./run-verbs.ts";
import { closeWork, openIntervalsOf, paidSeconds, secondsByMember, type PauseBounds } from "./work-time.ts";

const hour = 3_600;

function anInterval(wish: Partial<WorkInterval>): WorkInterval {
  return {
    id: "interval",
    runId: "run",
    memberId: "anna",
    kind: "work",
    reasonId: null,
    paid: true,
    startedAt: at(0),
    endedAt: null,
    seconds: null,
    voided: false,
    togetherId: null,
    leads: true,
    seenAt: null,
    ...wish,
  };
}
const paidPause = anInterval({ kind: "pause", paid: true });
const bounds = (otherWork: number | null, shiftEnd: number | null): PauseBounds =>
  new Map([
    [
      "interval",
      {
        otherWorkAt: otherWork === null ? null : at(otherWork),
        shiftEndsAt: shiftEnd === null ? null : at(shiftEnd),
      },
    ],
  ]);

describe("work", () => {
  test.each([
    ["a shift", "2026-03-02T07:00:00Z", "2026-03-02T15:30:00Z", 8.5 * hour],
    ["a night, over midnight", "2026-03-02T20:00:00Z", "2026-03-03T04:00:00Z", 8 * hour],
    [
      "the night in Kyiv when an hour is skipped",
      "2026-03-28T22:00:00+02:00",
      "2026-03-29T06:00:00+03:00",
      7 * hour,
    ],
    [
      "the night in Kyiv when an hour comes twice",
      "2026-10-24T22:00:00+03:00",
      "2026-10-25T06:00:00+02:00",
      9 * hour,
    ],
    ["the change of the year", "2026-12-31T23:59:30Z", "2027-01-01T00:00:30Z", 60],
    [
      "whole seconds, what is begun of one falls away",
      "2026-03-02T07:00:00.000Z",
      "2026-03-02T07:00:01.999Z",
      1,
    ],
    ["nothing", "2026-03-02T07:00:00Z", "2026-03-02T07:00:00Z", 0],
    ["nothing where a clock went back", "2026-03-02T07:07:00Z", "2026-03-02T07:00:00Z", 0],
  ])("pays what it lasted: %s", (_, from, to, seconds) => {
    expect(paidSeconds(anInterval({ startedAt: new Date(from) }), new Date(to), new Map())).toBe(seconds);
  });

  it("is not capped by the shift: overtime is work", () => {
    expect(paidSeconds(anInterval({}), at(600), bounds(10, 20))).toBe(600 * 60);
  });
});

describe("a pause", () => {
  it("that is unpaid pays nothing", () => {
    expect(paidSeconds(anInterval({ kind: "pause", paid: false }), at(30), new Map())).toBe(0);
  });

  test.each([
    ["until it ends", null, null, 30],
    ["until the person begins other work", 12, null, 12],
    ["until the shift ends", null, 20, 20],
    ["until the earlier of both: other work", 12, 20, 12],
    ["until the earlier of both: the shift", 20, 12, 12],
    ["until it ends, where both come later", 45, 60, 30],
    ["nothing, where other work began with it", 0, null, 0],
  ])("that is paid pays %s", (_, otherWork, shiftEnd, minutes) => {
    expect(paidSeconds(paidPause, at(30), bounds(otherWork, shiftEnd))).toBe(minutes * 60);
  });

  it("is not bounded by another's bounds", () => {
    const others: PauseBounds = new Map([["another", { otherWorkAt: at(1), shiftEndsAt: at(2) }]]);
    expect(paidSeconds(paidPause, at(30), others)).toBe(30 * 60);
  });
});

describe("a paid pause on several runs, one of which ends", () => {
  const goesOn = (otherWork: number | null, shiftEnd: number | null) => {
    const floor = aToldFloor({ batchMode: "per_unit", quantity: 2 });
    floor.start("cutting", { lots: ["#1", "#2"] });
    floor.pause("cutting", { lot: "#1", paid: true });
    const [pause] = openIntervalsOf(floor.state, floor.run("cutting", "#1").id);
    const [bound] = bounds(otherWork, shiftEnd).values();
    const paysTo: PauseBounds = bound === undefined ? new Map() : new Map([[pause?.id ?? "", bound]]);
    const { continued } = closeWork(floor.state, [floor.run("cutting", "#1").id], momentOf(at(30)), paysTo);
    return continued.map(({ kind, paid }) => [kind, paid]);
  };

  it("goes on, paid, on the others", () => {
    expect(goesOn(null, 90)).toEqual([["pause", true]]);
  });

  it("goes on unpaid where the person has begun other work since: no second is paid twice", () => {
    expect(goesOn(12, null)).toEqual([["pause", false]]);
  });

  it("goes on unpaid where their shift has ended: the next morning is not paid anew", () => {
    expect(goesOn(null, 20)).toEqual([["pause", false]]);
  });
});

describe("the paid time of a run", () => {
  it("is work and paid pauses, by person", () => {
    let state = started(anOrderState(), "cutting", 0, "anna");
    state = resumed(paused(state, "cutting", 10), "cutting", 20); // unpaid: 10 minutes of nothing
    state = resumed(paused(state, "cutting", 25, { paid: true }), "cutting", 28);
    state = finished(state, "cutting", 30);
    const run = runAt(state, "cutting");
    expect(secondsByMember(state, run.id)).toEqual(new Map([["anna", (10 + 5 + 3 + 2) * 60]]));
    expect(openIntervalsOf(state, run.id)).toEqual([]);
  });

  it("ends with a block: nobody is paid while it lasts", () => {
    const state = blocked(started(anOrderState(), "cutting", 0), "cutting", 7);
    const run = runAt(state, "cutting");
    expect(openIntervalsOf(state, run.id)).toEqual([]);
    expect(secondsByMember(state, run.id)).toEqual(new Map([["anna", 7 * 60]]));
  });

  it("of a paid pause that was never resumed ends with the finish, or the shift before it", () => {
    const state = paused(started(anOrderState(), "cutting", 0), "cutting", 10, { paid: true });
    const run = runAt(state, "cutting");
    const [pause] = openIntervalsOf(state, run.id);
    const shift: PauseBounds = new Map([[pause?.id ?? "", { otherWorkAt: null, shiftEndsAt: at(15) }]]);
    const made = { units: 10, comment: "", checks: [], photos: 0, concession: null };
    const answer = finishRun(unchanged(state), run.id, made, momentOf(at(60)), shift);
    expect(answer.ok && secondsByMember(answer.value.state, run.id)).toEqual(new Map([["anna", 15 * 60]]));
  });

  it("does not end before it began, where a command waited for another's lock and its clock stood earlier", () => {
    const state = started(anOrderState(), "cutting", 10);
    const answer = pauseRun(
      state,
      runAt(state, "cutting"),
      { id: null, paid: false },
      "anna",
      momentOf(at(9)),
      new Map(),
    );
    if (!answer.ok) throw new Error(answer.refusal.code);
    for (const interval of answer.value.state.intervals.values()) {
      if (interval.endedAt !== null) expect(interval.endedAt >= interval.startedAt).toBe(true);
    }
  });

  it("is of one open interval a person: a second start is another person's", () => {
    const state = anOrderState({ stages: [{ key: "a" }, { key: "b", waitsFor: [] }] });
    const first = startRuns(
      state,
      [runAt(state, "a")],
      { memberId: "anna", lateReason: null },
      momentOf(at(0)),
    );
    if (!first.ok) throw new Error(first.refusal.code);
    const second = started(first.value.state, "b", 1, "borys");
    expect([...second.intervals.values()].map((interval) => interval.memberId)).toEqual(["anna", "borys"]);
  });
});
