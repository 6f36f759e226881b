import { describe, expect, test } from "vitest";
import { type MyStages, type RunCard, showTaps, type Tap } from "./show-taps.ts";

const at = "2026-06-01T10:00:00.000Z";
const later = "2026-06-01T10:05:00.500Z";
const runId = "0197c1e2-0000-7000-8000-000000000001";
const reasonId = "0197c1e2-0000-7000-8000-0000000000aa";

function aCard(over: Partial<RunCard> = {}): RunCard {
  return {
    runId,
    orderId: "0197c1e2-0000-7000-8000-000000000002",
    orderNumber: 41,
    lotNumber: "1",
    itemName: "Coffee",
    variantName: "250 g",
    unit: "pcs",
    units: 20,
    progress: 0,
    ordered: 20,
    received: 0,
    batchMode: "whole",
    stageName: "Roasting",
    nextStageName: "Packing",
    state: "ready",
    instruction: "",
    availableAt: "2026-06-01T08:00:00.000Z",
    waitName: null,
    blockReason: null,
    blockNote: null,
    operatorId: null,
    operatorName: null,
    startedAt: null,
    finishedAt: null,
    workedSeconds: 0,
    workingSince: null,
    plannedSeconds: 3_600,
    priority: "normal",
    dueAt: null,
    notes: "",
    consumption: "at_start",
    materials: [
      {
        normId: "0197c1e2-0000-7000-8000-000000000003",
        variantId: "0197c1e2-0000-7000-8000-000000000004",
        itemName: "Green coffee",
        variantName: "Brazil",
        unit: "kg",
        norm: "5.88",
        consumed: "0",
      },
    ],
    upsells: [],
    verbs: ["startRun"],
    ...over,
  };
}

function stages(lists: Partial<Pick<MyStages, "inProgress" | "waiting" | "doneToday">>): MyStages {
  const inProgress = lists.inProgress ?? [];
  const waiting = lists.waiting ?? [];
  const doneToday = lists.doneToday ?? [];
  return {
    now: at,
    counts: { inProgress: inProgress.length, waiting: waiting.length, doneToday: doneToday.length },
    inProgress,
    waiting,
    doneToday,
  };
}

const running = (over: Partial<RunCard> = {}): RunCard =>
  aCard({ state: "in_progress", startedAt: at, workingSince: at, verbs: ["pauseRun", "finishRun"], ...over });

const start: Tap = { verb: "startRun", input: { runId }, at };
const pause: Tap = { verb: "pauseRun", input: { runId, reasonId }, at: later };
const resume: Tap = { verb: "resumeRun", input: { runId }, at: later };
const finish: Tap = { verb: "finishRun", input: { runId, units: 21, comment: "" }, at: later };
const cancel: Tap = { verb: "cancelStart", input: { runId }, at: later };

describe("A tap shows at once", () => {
  test("Start moves the card, begins its time and takes what is consumed at start", () => {
    const shown = showTaps(stages({ waiting: [aCard()] }), [start]);
    expect(shown.counts).toEqual({ inProgress: 1, waiting: 0, doneToday: 0 });
    expect(shown.waiting).toEqual([]);
    expect(shown.inProgress[0]).toMatchObject({
      state: "in_progress",
      startedAt: at,
      workingSince: at,
      materials: [{ consumed: "5.88" }],
    });
    expect(shown.inProgress[0]?.verbs).toContain("finishRun");
  });

  test("Start takes nothing yet where materials are consumed at completion", () => {
    const shown = showTaps(stages({ waiting: [aCard({ consumption: "at_completion" })] }), [start]);
    expect(shown.inProgress[0]?.materials[0]?.consumed).toBe("0");
  });

  test("Start leaves a card that still waits or is blocked where it is", () => {
    for (const state of ["waiting", "blocked"] as const) {
      const before = stages({ waiting: [aCard({ state })] });
      expect(showTaps(before, [start])).toBe(before);
    }
  });

  test("Pause keeps the whole seconds worked and stops the time", () => {
    const shown = showTaps(stages({ inProgress: [running({ workedSeconds: 60 })] }), [pause]);
    expect(shown.inProgress[0]).toMatchObject({ state: "paused", workedSeconds: 360, workingSince: null });
    expect(shown.inProgress[0]?.verbs).toContain("resumeRun");
  });

  test("Resume begins a new stretch and keeps what was worked", () => {
    const card = running({ state: "paused", workedSeconds: 300, workingSince: null });
    const shown = showTaps(stages({ inProgress: [card] }), [resume]);
    expect(shown.inProgress[0]).toMatchObject({
      state: "in_progress",
      workedSeconds: 300,
      workingSince: later,
    });
  });

  test("Finish moves the card to Done today with its units and time", () => {
    const other = running({ runId: "0197c1e2-0000-7000-8000-00000000000f" });
    const shown = showTaps(stages({ inProgress: [other, running()] }), [finish]);
    expect(shown.counts).toEqual({ inProgress: 1, waiting: 0, doneToday: 1 });
    expect(shown.inProgress).toEqual([other]);
    expect(shown.doneToday[0]).toMatchObject({
      state: "done",
      units: 21,
      workedSeconds: 300,
      finishedAt: later,
    });
  });

  test("Cancel start leaves nothing of the start", () => {
    const begun = showTaps(stages({ waiting: [aCard()] }), [start]);
    const shown = showTaps(begun, [cancel]);
    expect(shown).toEqual(stages({ waiting: [aCard()] }));
  });

  test("taps lie over each other in their order: start, pause, resume", () => {
    const shown = showTaps(stages({ waiting: [aCard()] }), [start, pause, { ...resume, at: later }]);
    expect(shown.inProgress[0]).toMatchObject({ state: "in_progress", workedSeconds: 300 });
  });

  test("a tap that the server shows already changes nothing", () => {
    const taken = stages({ inProgress: [running()] });
    expect(showTaps(taken, [start])).toBe(taken);
    const paused = stages({ inProgress: [running({ state: "paused", workingSince: null })] });
    expect(showTaps(paused, [pause])).toBe(paused);
    const done = stages({ doneToday: [aCard({ state: "done" })] });
    expect(showTaps(done, [finish])).toBe(done);
  });

  test("a counter that counts more than the list shows keeps what is not shown", () => {
    const many = { ...stages({ waiting: [aCard()] }), counts: { inProgress: 0, waiting: 250, doneToday: 3 } };
    expect(showTaps(many, [start]).counts).toEqual({ inProgress: 1, waiting: 249, doneToday: 3 });
  });

  test("progress is noted and moves nothing", () => {
    const tap: Tap = { verb: "recordProgress", input: { runId, units: 12 }, at };
    const shown = showTaps(stages({ inProgress: [running()] }), [tap]);
    expect(shown.inProgress[0]).toEqual(running({ progress: 12 }));
  });
});
