import { describe, expect, it, test } from "vitest";
import type { Id } from "#kernel/id.ts";
import {
  anOrderState,
  at,
  finished,
  momentAt,
  paused,
  resumed,
  runAt,
  started,
} from "#test/builders/an-order-state.ts";
import type { StretchData } from "./correction-fact.ts";
import { correctTime, type OtherTime, type TimeAround } from "./correct-time.ts";
import { unchanged } from "./order-change.ts";
import { intervalsOf, type OrderState } from "./order-state.ts";
import { secondsByMember } from "./work-time.ts";

const alone: TimeAround = { others: [], shiftEnd: () => null };
const work = (memberId: Id, from: number, to: number): StretchData => ({
  memberId,
  kind: "work",
  reasonId: null,
  paid: true,
  from: at(from).toISOString(),
  to: at(to).toISOString(),
});
const pause = (memberId: Id, from: number, to: number, paid = true): StretchData => ({
  ...work(memberId, from, to),
  kind: "pause",
  paid,
});
const other = (wish: Partial<OtherTime>): OtherTime => ({
  intervalId: "other",
  runId: "elsewhere",
  memberId: "anna",
  kind: "work",
  from: at(0),
  to: at(10),
  paid: true,
  orderNumber: 7,
  stage: "Sewing",
  ...wish,
});

/** An hour of cutting by Anna that is done; what is asked stands in place of it, or beside it. */
function cutting(): { state: OrderState; runId: Id; intervalId: Id } {
  const state = finished(started(anOrderState(), "cutting", 0, "anna"), "cutting", 60);
  const run = runAt(state, "cutting");
  return { state, runId: run.id, intervalId: intervalsOf(state, run.id)[0]?.id ?? "" };
}
function corrected(stretches: readonly StretchData[], around = alone, add = false) {
  const { state, runId, intervalId } = cutting();
  const asked = {
    correctionId: "correction",
    runId,
    intervalId: add ? null : intervalId,
    stretches,
    reason: "So it was",
  };
  const answer = correctTime(unchanged(state), asked, around, momentAt(600));
  return answer.ok
    ? { seconds: Object.fromEntries(secondsByMember(answer.value.state, runId)), state: answer.value.state }
    : answer.refusal;
}

describe("a stretch of time that is corrected", () => {
  it("counts no more, and stays as it was", () => {
    const { state, runId, intervalId } = cutting();
    const asked = { correctionId: "c", runId, intervalId, stretches: [work("borys", 5, 20)], reason: "" };
    const answer = correctTime(unchanged(state), asked, alone, momentAt(600));
    if (!answer.ok) throw new Error(answer.refusal.code);
    const before = state.intervals.get(intervalId);
    expect(answer.value.state.intervals.get(intervalId)).toEqual({ ...before, voided: true });
    expect(secondsByMember(answer.value.state, runId)).toEqual(new Map([["borys", 15 * 60]]));
    expect(answer.value.facts.map((fact) => fact.kind)).toEqual(["time_corrected"]);
  });

  it("may be several, or none, or one more", () => {
    expect(corrected([work("anna", 0, 20), work("anna", 30, 60)])).toMatchObject({
      seconds: { anna: 50 * 60 },
    });
    expect(corrected([])).toMatchObject({ seconds: {} });
    expect(corrected([work("borys", 0, 60)], alone, true)).toMatchObject({
      seconds: { anna: 3600, borys: 3600 },
    });
  });

  it("on several runs is shared by units, equally", () => {
    let state = anOrderState({ batchMode: "per_unit", quantity: 3, stages: [{ key: "a" }] });
    const runs = [...state.runs.values()];
    const together = runs.map((run, place) => ({
      id: `row ${place}`,
      runId: run.id,
      memberId: "anna",
      kind: "work" as const,
      reasonId: null,
      paid: true,
      startedAt: at(0),
      endedAt: at(60),
      seconds: 1200,
      voided: false,
      togetherId: "together",
      leads: place === 0,
      seenAt: null,
    }));
    state = {
      ...state,
      runs: new Map(runs.map((run) => [run.id, { ...run, startedAt: at(0) }])),
      intervals: new Map(together.map((row) => [row.id, row])),
    };
    const [, second] = together;
    const asked = {
      correctionId: "c",
      runId: second?.runId ?? "",
      intervalId: second?.id ?? "",
      stretches: [work("anna", 0, 10)],
      reason: "",
    };
    const answer = correctTime(unchanged(state), asked, alone, momentAt(600));
    if (!answer.ok) throw new Error(answer.refusal.code);
    const rows = [...answer.value.state.intervals.values()].filter((row) => !row.voided);
    expect(rows.map((row) => [row.seconds, row.leads])).toEqual([
      [200, true],
      [200, false],
      [200, false],
    ]);
    expect(new Set(rows.map((row) => row.togetherId)).size).toBe(1);
  });
});

describe("a pause in a correction", () => {
  test.each([
    ["unpaid: nothing", pause("anna", 10, 40, false), alone, 0],
    ["paid: what it lasted", pause("anna", 10, 40), alone, 30],
    ["paid, to the end of the shift", pause("anna", 10, 40), { ...alone, shiftEnd: () => at(25) }, 15],
    [
      "paid, to the next work elsewhere",
      pause("anna", 10, 40),
      { ...alone, others: [other({ from: at(22), to: at(30) })] },
      12,
    ],
    [
      "paid, and somebody else's work is no bound",
      pause("anna", 10, 40),
      { ...alone, others: [other({ memberId: "borys", from: at(22), to: at(30) })] },
      30,
    ],
  ])("pays %s", (_, stretch, around, minutes) => {
    expect(corrected([stretch], around)).toMatchObject({ seconds: { anna: minutes * 60 } });
  });

  it("ends where the person's own next stretch begins, whatever the order in which they are told", () => {
    expect(corrected([pause("anna", 10, 40), work("anna", 40, 60)])).toMatchObject({
      seconds: { anna: 50 * 60 },
    });
  });
});

describe("nobody is paid twice", () => {
  test.each([
    ["work over work elsewhere", work("anna", 0, 58), other({ from: at(50), to: at(90) })],
    ["work within what still runs", work("anna", 0, 58), other({ from: at(50), to: null })],
    ["work over a paid pause", work("anna", 0, 58), other({ kind: "pause", from: at(50), to: at(55) })],
    ["a paid pause that begins within work", pause("anna", 10, 60), other({ from: at(0), to: at(20) })],
    [
      "work over the start of an open pause",
      work("anna", 0, 58),
      other({ kind: "pause", from: at(30), to: null }),
    ],
  ])("%s is refused, and names where", (_, stretch, taken) => {
    expect(corrected([stretch], { ...alone, others: [taken] })).toMatchObject({
      code: "correction_overlaps",
      data: { number: 7, stage: "Sewing" },
    });
  });

  test.each([
    ["what ends where the other begins", other({ from: at(60), to: at(90) })],
    ["somebody else's", other({ memberId: "borys", from: at(0), to: at(90) })],
    ["an unpaid pause elsewhere", other({ kind: "pause", paid: false, from: at(0), to: at(90) })],
    ["a pause that had paid nothing", other({ kind: "pause", from: at(30), to: at(30) })],
    ["a pause that is open since before", other({ kind: "pause", from: at(-30), to: null })],
  ])("%s is no hindrance", (_, taken) => {
    expect(corrected([work("anna", 0, 59)], { ...alone, others: [taken] })).toMatchObject({
      seconds: { anna: 59 * 60 },
    });
  });

  it("and nobody rests from a run while working on it, even unpaid", () => {
    expect(corrected([work("anna", 0, 40), pause("anna", 30, 50, false)])).toMatchObject({
      code: "correction_overlaps",
    });
  });
});

describe("what is no time of the order", () => {
  test.each([
    ["as it was", [work("anna", 0, 60)], "correction_empty"],
    ["backwards", [work("anna", 30, 20)], "correction_backwards"],
    ["to come", [work("anna", 0, 601)], "correction_in_future"],
    ["before it was made", [work("anna", -1, 60)], "correction_outside_order"],
  ])("is refused: %s", (_, stretches, code) => {
    expect(corrected(stretches)).toMatchObject({ code });
  });

  it("is refused: a stretch that still runs, and one that counts no more", () => {
    const running = started(anOrderState(), "cutting", 0, "anna");
    const run = runAt(running, "cutting");
    const [interval] = intervalsOf(running, run.id);
    const asked = {
      correctionId: "c",
      runId: run.id,
      intervalId: interval?.id ?? "",
      stretches: [],
      reason: "",
    };
    expect(correctTime(unchanged(running), asked, alone, momentAt(10))).toMatchObject({
      refusal: { code: "correction_running" },
    });
    const stopped = resumed(paused(running, "cutting", 10), "cutting", 20);
    const first = correctTime(unchanged(stopped), asked, alone, momentAt(30));
    if (!first.ok) throw new Error(first.refusal.code);
    expect(correctTime(first.value, asked, alone, momentAt(40))).toMatchObject({
      refusal: { code: "correction_outdated" },
    });
  });
});
