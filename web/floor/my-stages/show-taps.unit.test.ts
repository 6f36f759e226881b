import { describe, expect, test } from "vitest";
import { aCard, someUnits, stages } from "./a-card.ts";
import { type MyStages, type RunCard, showTaps as show, type Tap, worksOn } from "./show-taps.ts";

const at = "2026-06-01T10:00:00.000Z";
const later = "2026-06-01T10:05:00.500Z";
const { runId, orderId } = aCard();
const me = { id: "me", name: "Olena" };
const petro = { memberId: "petro", name: "Petro", working: true };
const showTaps = (shown: MyStages, taps: readonly Tap[]): MyStages => show(shown, taps, me);
const reasonId = "0197c1e2-0000-7000-8000-0000000000aa";

const running = (over: Partial<RunCard> = {}): RunCard =>
  aCard({
    state: "in_progress",
    startedAt: at,
    workingSince: at,
    crew: [{ memberId: me.id, name: me.name, working: true }],
    verbs: ["pauseRun", "finishRun"],
    ...over,
  });
const paused = (over: Partial<RunCard> = {}): RunCard =>
  running({
    state: "paused",
    workingSince: null,
    crew: [{ memberId: me.id, name: me.name, working: false }],
    ...over,
  });

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

  test("Yes, still working: it is asked no more until the server says when", () => {
    const asked = running({ forgotten: { asksAt: at, likelyEnd: at } });
    const confirm: Tap = { verb: "confirmWork", input: { runId }, at: later };
    const [card] = showTaps(stages({ inProgress: [asked] }), [confirm]).inProgress;
    expect(card).toEqual({ ...asked, forgotten: null });
  });

  test("Stopped before: it is paused as it was recorded, since nothing is decided yet", () => {
    const asked = running({ forgotten: { asksAt: at, likelyEnd: at } });
    const stopped: Tap = {
      verb: "stopForgotten",
      input: { runId, stoppedAt: at, reason: "Forgot" },
      at: later,
    };
    const [card] = showTaps(stages({ inProgress: [asked] }), [stopped]).inProgress;
    expect(card).toMatchObject({ state: "paused", workingSince: null, forgotten: null, workedSeconds: 300 });
    expect(card?.verbs).toContain("resumeRun");
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
    const card = paused({ workedSeconds: 300 });
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
    const standing = stages({ inProgress: [paused()] });
    expect(showTaps(standing, [pause])).toBe(standing);
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

describe("A crew", () => {
  const both = running({ crew: [petro, { memberId: me.id, name: me.name, working: true }] });

  test("one's own pause stops one's own time: the run goes on while somebody works on it", () => {
    const shown = showTaps(stages({ inProgress: [both] }), [pause]);
    expect(shown.inProgress[0]).toMatchObject({
      state: "in_progress",
      workingSince: null,
      workedSeconds: 300,
    });
    expect(shown.inProgress.map((card) => worksOn(card, me))).toEqual([false]);
    expect(shown.inProgress.map((card) => worksOn(card, { id: "petro", name: "Petro" }))).toEqual([true]);
    const again = showTaps(shown, [resume]);
    expect(again.inProgress[0]).toMatchObject({ workingSince: later, crew: [petro, { working: true }] });
  });

  test("joining brings the card to what one works on, leaving gives it back to the others", () => {
    const theirs = running({ crew: [petro], workingSince: null, verbs: ["joinRun"] });
    const join: Tap = { verb: "joinRun", input: { runId }, at };
    const joined = showTaps(stages({ waiting: [theirs] }), [join]);
    expect(joined.counts).toEqual({ inProgress: 1, waiting: 0, doneToday: 0 });
    expect(joined.inProgress[0]).toMatchObject({ crew: [petro, { memberId: "me", working: true }] });
    expect(showTaps(joined, [join])).toBe(joined);
    const left = showTaps(joined, [{ verb: "leaveRun", input: { runId }, at: later }]);
    expect(left.inProgress).toEqual([]);
    expect(left.waiting[0]).toMatchObject({ state: "in_progress", crew: [petro], verbs: ["joinRun"] });
  });

  test("the last who leaves leaves it paused", () => {
    const left = showTaps(stages({ inProgress: [running()] }), [{ verb: "leaveRun", input: { runId }, at }]);
    expect(left.waiting[0]).toMatchObject({ state: "paused", crew: [] });
  });
});

describe("Several units in one tap", () => {
  const startTwo: Extract<Tap, { readonly verb: "startRun" }> = {
    verb: "startRun",
    input: { runId: "unit-1", alsoRunIds: ["unit-3"] },
    at,
  };

  test("start together, and are no longer offered to the others", () => {
    const shown = showTaps(stages({ waiting: someUnits(4) }), [startTwo]);
    expect(shown.inProgress.map((card) => card.lotNumber)).toEqual(["1", "3"]);
    expect(shown.inProgress.map((card) => card.together.map((unit) => unit.lotNumber))).toEqual([
      ["3"],
      ["1"],
    ]);
    expect(shown.waiting.map((card) => card.together.map((unit) => unit.lotNumber))).toEqual([["4"], ["2"]]);
    expect(shown.counts).toEqual({ inProgress: 2, waiting: 2, doneToday: 0 });
  });

  test("pause together: what is worked on in one stretch stops in one stretch", () => {
    const begun = showTaps(stages({ waiting: someUnits(2) }), [
      { ...startTwo, input: { runId: "unit-1", alsoRunIds: ["unit-2"] } },
    ]);
    const stop: Tap = {
      verb: "pauseRun",
      input: { runId: "unit-1" },
      runIds: ["unit-1", "unit-2"],
      at: later,
    };
    expect(showTaps(begun, [stop]).inProgress.map((card) => card.state)).toEqual(["paused", "paused"]);
  });

  test("finish together, each as one", () => {
    const begun = showTaps(stages({ waiting: someUnits(3) }), [startTwo]);
    const end: Tap = {
      verb: "finishRun",
      input: { runId: "unit-1", alsoRunIds: ["unit-3"], units: 2 },
      at: later,
    };
    const shown = showTaps(begun, [end]);
    expect(shown.doneToday.map((card) => [card.lotNumber, card.units])).toEqual([
      ["1", 1],
      ["3", 1],
    ]);
    expect(shown.inProgress).toEqual([]);
  });

  test("what was picked at the start is named from then on", () => {
    const [material] = aCard().materials;
    if (material === undefined) throw new Error("the card has a material");
    const { normId } = material;
    const choices = [{ variantId: "oak", variantName: "Oak", free: "10" }];
    const open = { ...material, variantId: null, variantName: null, choices };
    const tap: Tap = {
      verb: "startRun",
      input: { runId, picks: [{ normId, variantId: "oak" }] },
      at,
    };
    const shown = showTaps(stages({ waiting: [aCard({ materials: [open] })] }), [tap]);
    expect(shown.inProgress[0]?.materials[0]).toMatchObject({ variantId: "oak", variantName: "Oak" });
  });
});

describe("Undo", () => {
  const undo = (before: readonly RunCard[]): Tap => ({
    verb: "undoWork",
    input: { orderId, commandId: "of-the-tap" },
    at: later,
    before,
  });

  test("of a start gives back what was ready, all units of the tap", () => {
    const before = stages({ waiting: someUnits(2) });
    const begun = showTaps(before, [
      { verb: "startRun", input: { runId: "unit-1", alsoRunIds: ["unit-2"] }, at },
    ]);
    const shown = showTaps(begun, [undo(before.waiting)]);
    expect(shown.counts).toEqual({ inProgress: 0, waiting: 2, doneToday: 0 });
    expect(shown.waiting.every((card) => card.state === "ready" && card.workingSince === null)).toBe(true);
    expect(showTaps(shown, [undo(before.waiting)])).toBe(shown);
  });

  test("of a finish brings the run back, but nobody's time goes on by itself", () => {
    const before = running({ units: 20 });
    const done = showTaps(stages({ inProgress: [before] }), [{ ...finish, at }]);
    const shown = showTaps(done, [undo([before])]);
    expect(shown.doneToday).toEqual([]);
    expect(shown.inProgress[0]).toMatchObject({ state: "paused", units: 20, workingSince: null });
    expect(shown.inProgress[0]?.verbs).toContain("resumeRun");
  });
});
