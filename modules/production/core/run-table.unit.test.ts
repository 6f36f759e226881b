import { describe, expect, it, test } from "vitest";
import { at } from "#test/builders/an-order-state.ts";
import { aToldFloor, refusalOf, type ToldFloor } from "#test/builders/told-floor.ts";
import { type RunVerb, runStateAt, runVerbs, verbsAt } from "./run-table.ts";

/** A batch whose run at "sewing" stands in the state at minute 100; "cutting" was finished at minute 20. */
function sewing(waitMinutes = 0): ToldFloor {
  const floor = aToldFloor({
    quantity: 10,
    stages: [
      { key: "cutting", waitMinutes, reworkLimit: 0 },
      { key: "sewing", reworkLimit: 3 },
    ],
    norms: [{ stageKey: "sewing", itemId: "thread", perUnit: "0" }],
  });
  floor.start("cutting");
  floor.at(20);
  floor.finish("cutting");
  floor.at(90);
  return floor;
}
function then(floor: ToldFloor, ...acts: ((floor: ToldFloor) => unknown)[]): ToldFloor {
  for (const act of acts) act(floor);
  floor.at(100);
  return floor;
}
const start = (floor: ToldFloor) => floor.start("sewing");

const given = {
  waiting: () => then(sewing(600)),
  ready: () => then(sewing(60)),
  in_progress: () => then(sewing(), start),
  paused: () => then(sewing(), start, (floor) => floor.pause("sewing")),
  blocked: () => then(sewing(), start, (floor) => floor.block("sewing")),
  held: () => then(heldAtSewing()),
  escalated: () => then(sewing(), start, (floor) => floor.defect("sewing", { to: "cutting" })),
  done: () => then(sewing(), start, (floor) => floor.finish("sewing")),
  ended: () => then(sewing(), start, (floor) => floor.defect("sewing")),
} satisfies Record<string, () => ToldFloor>;
type State = keyof typeof given;
const states = Object.keys(given) as State[];

/** A part of two goes back to cutting, which may be redone: the batch waits for it. */
function heldAtSewing(): ToldFloor {
  const floor = aToldFloor({ quantity: 10 });
  floor.start("cutting");
  floor.at(20);
  floor.finish("cutting");
  floor.at(90);
  floor.start("sewing");
  floor.defect("sewing", { units: 2, to: "cutting" });
  return floor;
}

const use: Record<RunVerb, (floor: ToldFloor) => unknown> = {
  releaseRunEarly: (floor) => floor.releaseEarly("sewing"),
  startRun: (floor) => floor.start("sewing"),
  pauseRun: (floor) => floor.pause("sewing"),
  resumeRun: (floor) => floor.resume("sewing"),
  joinRun: (floor) => floor.join("sewing"),
  // One's own pause ends with leaving; who works leaves too.
  leaveRun: (floor) => floor.leave("sewing"),
  recordProgress: (floor) => floor.progress("sewing", 3),
  finishRun: (floor) => floor.finish("sewing"),
  cancelStart: (floor) => floor.cancelStart("sewing"),
  blockRun: (floor) => floor.block("sewing"),
  unblockRun: (floor) => floor.unblock("sewing"),
  reportDefect: (floor) => floor.defect("sewing", { units: 1 }),
  letGo: (floor) => floor.letGo("sewing"),
  resolveEscalation: (floor) => floor.resolve("sewing", "accept"),
  pickMaterial: (floor) => floor.pick("sewing", "linen"),
  reassignRun: (floor) => floor.reassign("sewing", "borys"),
  reopenRun: (floor) => floor.reopen("sewing"),
};

/** The table of domain.md section 3, copied by hand: what isn't here is refused. */
const table: Record<RunVerb, Partial<Record<State, State>>> = {
  releaseRunEarly: { waiting: "ready" },
  startRun: { ready: "in_progress" },
  pauseRun: { in_progress: "paused" },
  resumeRun: { paused: "in_progress" },
  joinRun: { in_progress: "in_progress", paused: "in_progress" },
  // Nobody is left on it.
  leaveRun: { in_progress: "paused", paused: "paused" },
  recordProgress: { in_progress: "in_progress", paused: "paused" },
  finishRun: { in_progress: "done", paused: "done" },
  cancelStart: { in_progress: "ready", paused: "ready" },
  blockRun: { waiting: "blocked", ready: "blocked", in_progress: "blocked", paused: "blocked" },
  unblockRun: { blocked: "paused" },
  reportDefect: {
    waiting: "waiting",
    ready: "ready",
    in_progress: "in_progress",
    paused: "paused",
    blocked: "blocked",
  },
  letGo: { held: "paused" },
  resolveEscalation: { escalated: "ready" },
  pickMaterial: {
    waiting: "waiting",
    ready: "ready",
    in_progress: "in_progress",
    paused: "paused",
    blocked: "blocked",
  },
  reassignRun: {
    waiting: "waiting",
    ready: "ready",
    // Whoever takes it over begins by resuming.
    in_progress: "paused",
    paused: "paused",
    blocked: "blocked",
    held: "held",
    escalated: "escalated",
  },
  reopenRun: { done: "paused" },
};

/** Verbs that the table leaves, and one more person's work asks of: see crew.unit.test.ts. */
const asksOfCrew = (verb: RunVerb, state: State): boolean => verb === "resumeRun" && state === "in_progress";

describe.each(states)("a run that is %s", (state) => {
  it("stands there", () => {
    expect(given[state]().stateOf("sewing")).toBe(state);
  });

  const moves = runVerbs.map((verb) => [verb, table[verb][state]] as const);

  test.each(moves.filter((move) => move[1] !== undefined))("takes %s and is %s", (verb, to) => {
    const floor = given[state]();
    use[verb](floor);
    expect(floor.stateOf("sewing")).toBe(to);
  });

  const refused = moves.filter((move) => move[1] === undefined);
  test.each(refused.map(([verb]) => [verb]))("refuses %s", (verb) => {
    const floor = given[state]();
    const before = floor.state;
    const { code, data } = refusalOf(() => use[verb](floor));
    // An order that is over is closed to every verb.
    if (before.order.inWork === 0 && verb !== "reopenRun") expect(code).toBe("order_closed");
    else if (verb === "startRun" && state === "waiting") expect(code).toBe("not_yet_available");
    else expect([code, data]).toEqual(["verb_not_now", { verb, state }]);
    expect(floor.state).toBe(before);
  });

  it("offers exactly the verbs that it takes", () => {
    const accepted = runVerbs.filter((verb) => table[verb][state] !== undefined || asksOfCrew(verb, state));
    expect(verbsAt(given[state]().run("sewing"), at(100))).toEqual(accepted);
  });
});

describe("a waiting run", () => {
  it("is ready from the very moment on, by time alone", () => {
    const run = sewing(60).run("sewing");
    expect(runStateAt(run, new Date(at(80).getTime() - 1))).toBe("waiting");
    expect(runStateAt(run, at(80))).toBe("ready");
    expect(run.state).toBe("waiting");
  });

  it("released early is available at once, and says that it was released", () => {
    const floor = given.waiting();
    floor.releaseEarly("sewing");
    expect(floor.run("sewing")).toMatchObject({ availableAt: at(100), releasedEarly: true });
  });
});

describe("blocked and unblocked again", () => {
  test.each([
    ["waiting", "waiting"],
    ["ready", "ready"],
    ["in_progress", "paused"],
    ["paused", "paused"],
  ] as const)("a run that was %s is %s", (before, after) => {
    const floor = given[before]();
    floor.block("sewing");
    floor.unblock("sewing");
    expect(floor.stateOf("sewing")).toBe(after);
    const { blockReasonId, blockNote, stateBeforeBlock } = floor.run("sewing");
    expect([blockReasonId, blockNote, stateBeforeBlock]).toEqual([null, null, null]);
    expect(floor.working()).toEqual([]);
  });

  it("a run that was waiting is ready if its time came meanwhile", () => {
    const floor = given.waiting();
    floor.block("sewing");
    floor.at(700);
    floor.unblock("sewing");
    expect(floor.stateOf("sewing")).toBe("ready");
  });
});
