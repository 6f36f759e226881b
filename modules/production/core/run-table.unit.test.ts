import { describe, expect, it, test } from "vitest";
import type { Result } from "#kernel/result.ts";
import {
  anOrderState,
  at,
  blocked,
  changed,
  finished,
  momentAt,
  noBounds,
  paused,
  runAt,
  started,
} from "#test/builders/an-order-state.ts";
import { endRun } from "./cancel-order.ts";
import { type OrderChange, unchanged } from "./order-change.ts";
import type { OrderState } from "./order-state.ts";
import { type RunVerb, runStateAt, runVerbs, verbsAt } from "./run-table.ts";
import {
  blockRun,
  cancelStart,
  finishRun,
  pauseRun,
  reassignRun,
  recordProgress,
  releaseRunEarly,
  resumeRun,
  startRun,
  unblockRun,
} from "./run-verbs.ts";

/** An order whose run at "sewing" stands in the state at minute 100; "cutting" was finished at minute 20. */
const drying = [{ key: "cutting", waitMinutes: 60 }, { key: "sewing" }];
const sewing = (waitMinutes: number): OrderState =>
  finished(
    started(anOrderState({ stages: [{ key: "cutting", waitMinutes }, { key: "sewing" }] }), "cutting", 0),
    "cutting",
    20,
  );
const given = {
  waiting: () => sewing(600),
  ready: () => sewing(60),
  in_progress: () => started(sewing(60), "sewing", 90),
  paused: () => paused(started(sewing(60), "sewing", 90), "sewing", 95),
  blocked: () => blocked(started(sewing(60), "sewing", 90), "sewing", 95),
  done: () => finished(started(sewing(60), "sewing", 90), "sewing", 95),
  ended: () => {
    const state = sewing(60);
    return endRun(unchanged(state), runAt(state, "sewing"), momentAt(95), noBounds).state;
  },
} satisfies Record<string, () => OrderState>;
type State = keyof typeof given;
const states = Object.keys(given) as State[];

const use: Record<RunVerb, (state: OrderState) => Result<OrderChange>> = {
  releaseRunEarly: (state) => releaseRunEarly(state, runAt(state, "sewing"), "In a hurry", momentAt(100)),
  startRun: (state) =>
    startRun(state, runAt(state, "sewing"), { memberId: "anna", lateReason: null }, momentAt(100)),
  pauseRun: (state) =>
    pauseRun(state, runAt(state, "sewing"), { id: null, paid: false }, momentAt(100), noBounds),
  resumeRun: (state) =>
    resumeRun(state, runAt(state, "sewing"), { memberId: "anna" }, momentAt(100), noBounds),
  recordProgress: (state) => recordProgress(state, runAt(state, "sewing"), 3, momentAt(100)),
  finishRun: (state) =>
    finishRun(state, runAt(state, "sewing"), { units: 10, comment: "" }, momentAt(100), noBounds),
  cancelStart: (state) => cancelStart(state, runAt(state, "sewing"), momentAt(100)),
  blockRun: (state) =>
    blockRun(state, runAt(state, "sewing"), { id: "broken", note: "" }, momentAt(100), noBounds),
  unblockRun: (state) => unblockRun(state, runAt(state, "sewing"), momentAt(100)),
  reassignRun: (state) => reassignRun(state, runAt(state, "sewing"), "borys", momentAt(100), noBounds),
};

/** The table of domain.md section 3, copied by hand: what isn't here is refused. */
const table: Record<RunVerb, Partial<Record<State, State>>> = {
  releaseRunEarly: { waiting: "ready" },
  startRun: { ready: "in_progress" },
  pauseRun: { in_progress: "paused" },
  resumeRun: { paused: "in_progress" },
  recordProgress: { in_progress: "in_progress", paused: "paused" },
  finishRun: { in_progress: "done", paused: "done" },
  cancelStart: { in_progress: "ready", paused: "ready" },
  blockRun: { waiting: "blocked", ready: "blocked", in_progress: "blocked", paused: "blocked" },
  unblockRun: { blocked: "paused" },
  reassignRun: {
    waiting: "waiting",
    ready: "ready",
    // Whoever takes it over begins by resuming.
    in_progress: "paused",
    paused: "paused",
    blocked: "blocked",
  },
};

const stateOf = (state: OrderState): string => runStateAt(runAt(state, "sewing"), at(100));

describe.each(states)("a run that is %s", (state) => {
  it("stands there", () => {
    expect(stateOf(given[state]())).toBe(state);
  });

  const moves = runVerbs.map((verb) => [verb, table[verb][state]] as const);

  test.each(moves.filter((move) => move[1] !== undefined))("takes %s and is %s", (verb, to) => {
    expect(stateOf(changed(use[verb](given[state]())))).toBe(to);
  });

  test.each(moves.filter((move) => move[1] === undefined).map(([verb]) => [verb]))("refuses %s", (verb) => {
    const answer = use[verb](given[state]());
    if (verb === "startRun" && state === "waiting") {
      expect(answer).toEqual({
        ok: false,
        refusal: { code: "not_yet_available", data: { availableAt: at(620).toISOString() } },
      });
    } else {
      expect(answer).toEqual({ ok: false, refusal: { code: "verb_not_now", data: { verb, state } } });
    }
  });

  it("offers exactly the verbs that it takes", () => {
    const accepted = runVerbs.filter((verb) => table[verb][state] !== undefined);
    expect(verbsAt(runAt(given[state](), "sewing"), at(100))).toEqual(accepted);
  });
});

describe("a waiting run", () => {
  it("is ready from the very moment on, by time alone", () => {
    const state = finished(started(anOrderState({ stages: drying }), "cutting", 0), "cutting", 20);
    const run = runAt(state, "sewing");
    expect(runStateAt(run, new Date(at(80).getTime() - 1))).toBe("waiting");
    expect(runStateAt(run, at(80))).toBe("ready");
    expect(run.state).toBe("waiting");
  });

  it("released early is available at once, and says that it was released", () => {
    const run = runAt(changed(use.releaseRunEarly(given.waiting())), "sewing");
    expect([run.availableAt, run.releasedEarly]).toEqual([at(100), true]);
  });
});

describe("blocked and unblocked again", () => {
  test.each([
    ["waiting", "waiting"],
    ["ready", "ready"],
    ["in_progress", "paused"],
    ["paused", "paused"],
  ] as const)("a run that was %s is %s", (before, after) => {
    const state = changed(use.unblockRun(changed(use.blockRun(given[before]()))));
    const run = runAt(state, "sewing");
    expect(stateOf(state)).toBe(after);
    expect([run.blockReasonId, run.blockNote, run.stateBeforeBlock]).toEqual([null, null, null]);
    expect([...state.intervals.values()].filter((interval) => interval.endedAt === null)).toEqual([]);
  });

  it("a run that was waiting is ready if its time came meanwhile", () => {
    const asleep = blocked(sewing(600), "sewing", 100);
    const run = runAt(changed(unblockRun(asleep, runAt(asleep, "sewing"), momentAt(700))), "sewing");
    expect(runStateAt(run, at(700))).toBe("ready");
  });
});
