import { describe, expect, it, test } from "vitest";
import type { Refusal, Result } from "#kernel/result.ts";
import {
  anOrderState,
  at,
  changed,
  finished,
  momentAt,
  noBounds,
  type OrderWish,
  paused,
  reassigned,
  resumed,
  runAt,
  started,
  worked,
} from "#test/builders/an-order-state.ts";
import { latestStart } from "./flow-of-lots.ts";
import { unchanged } from "./order-change.ts";
import type { OrderState } from "./order-state.ts";
import { runStateAt } from "./run-table.ts";
import { cancelStarts, type Finishing, finishRun, recordProgress, startRuns } from "./run-verbs.ts";

const aFinish = (more: Partial<Finishing>): Finishing => ({
  units: 0,
  comment: "",
  checks: [],
  photos: 0,
  concession: null,
  ...more,
});
const refusalOf = (answer: Result<unknown>): Refusal | null => (answer.ok ? null : answer.refusal);

describe("start", () => {
  it("begins the time of whoever starts, who becomes the operator; the order is in progress", () => {
    const state = started(anOrderState(), "cutting", 5, "anna");
    expect(runAt(state, "cutting")).toMatchObject({
      state: "in_progress",
      operatorId: "anna",
      startedAt: at(5),
    });
    expect([...state.intervals.values()]).toMatchObject([
      { memberId: "anna", kind: "work", startedAt: at(5), endedAt: null, seconds: null },
    ]);
    expect(state.order).toMatchObject({ status: "in_progress", startedAt: at(5) });
  });

  it("from the office begins the time of the person it is given to", () => {
    const state = started(reassigned(anOrderState(), "cutting", 1, "borys"), "cutting", 5, "owner");
    expect(runAt(state, "cutting").operatorId).toBe("borys");
    expect([...state.intervals.values()].map((interval) => interval.memberId)).toEqual(["borys"]);
  });

  it("of a second stage leaves the order's first start alone", () => {
    const state = started(worked(anOrderState(), "cutting", 0), "sewing", 30);
    expect(state.order.startedAt).toEqual(at(0));
  });
});

describe("a maximum wait", () => {
  const glued: OrderWish = {
    stages: [{ key: "gluing", waitMinutes: 10, waitMaximumMinutes: 60 }, { key: "pressing" }],
  };
  const waiting = (): OrderState => worked(anOrderState(glued), "gluing", 0);
  const start = (state: OrderState, minutes: number, lateReason: string | null) =>
    startRuns(state, [runAt(state, "pressing")], { memberId: "anna", lateReason }, momentAt(minutes));

  it("counts from the finish of the stage before", () => {
    const state = waiting();
    expect(latestStart(state, runAt(state, "pressing"))).toEqual(at(70));
    expect(latestStart(state, runAt(state, "gluing"))).toBeNull();
  });

  it("lets the run start up to its last moment, and past it only with a reason", () => {
    const state = waiting();
    expect(start(state, 70, null).ok).toBe(true);
    expect(refusalOf(start(state, 71, null))).toEqual({
      code: "wait_exceeded",
      data: { latest: at(70).toISOString() },
    });
    const late = start(state, 71, "Checked: the glue holds");
    expect(late.ok && late.value.facts).toMatchObject([
      { kind: "run_started", data: { lateReason: "Checked: the glue holds" } },
    ]);
  });

  it("is the earliest of those of all the stages it waits for", () => {
    const stages = [
      { key: "gluing", waitMaximumMinutes: 600 },
      { key: "painting", waitsFor: [], waitMaximumMinutes: 60 },
      { key: "pressing", waitsFor: ["gluing", "painting"] },
    ];
    const state = worked(worked(anOrderState({ stages }), "gluing", 0), "painting", 100);
    expect(latestStart(state, runAt(state, "pressing"))).toEqual(at(170));
  });
});

describe("record progress", () => {
  const make = (units: number) => {
    const state = started(anOrderState({ quantity: 10 }), "cutting", 0);
    return recordProgress(state, runAt(state, "cutting"), units, momentAt(5));
  };

  it("says the units so far and changes no state", () => {
    const state = changed(make(4));
    expect(runAt(state, "cutting")).toMatchObject({ progress: 4, state: "in_progress" });
    expect(state.order).toMatchObject({ cost: expect.objectContaining({ c: [0] }), inWork: 10, received: 0 });
  });

  it("may go down again, to none too", () => {
    const state = changed(make(4));
    const back = changed(recordProgress(state, runAt(state, "cutting"), 0, momentAt(6)));
    expect(runAt(back, "cutting").progress).toBe(0);
  });

  it("of what is said already makes no fact", () => {
    const answer = make(0);
    expect(answer.ok && answer.value.facts).toEqual([]);
  });

  it("refuses more units than the lot has", () => {
    expect(make(10).ok).toBe(true);
    expect(refusalOf(make(11))).toEqual({
      code: "more_units_than_run",
      data: { units: 11, most: 10 },
      path: ["units"],
    });
  });
});

describe("finish", () => {
  const finish = (state: OrderState, key: string, units: number) =>
    finishRun(unchanged(state), runAt(state, key).id, aFinish({ units }), momentAt(10), noBounds);

  it("ends the run with its units, its comment and its time", () => {
    const state = started(anOrderState({ quantity: 10 }), "cutting", 0);
    const asked = aFinish({ units: 10, comment: "Two boards were damp" });
    const { id } = runAt(state, "cutting");
    const run = runAt(changed(finishRun(unchanged(state), id, asked, momentAt(10), noBounds)), "cutting");
    expect(run).toMatchObject({
      state: "done",
      units: 10,
      progress: 10,
      comment: "Two boards were damp",
      finishedAt: at(10),
    });
  });

  it("short is refused: the rest is failed, left behind or still to do, and must be said", () => {
    const state = started(anOrderState({ quantity: 10 }), "cutting", 0);
    expect(refusalOf(finish(state, "cutting", 9))).toEqual({
      code: "finish_short",
      data: { units: 9, lot: 10 },
      path: ["units"],
    });
  });

  describe("with more than the lot has", () => {
    test.each([
      ["none is allowed", "0", 11, null],
      ["the last that is allowed", "0.1", 11, 11],
      ["one too many", "0.1", 12, null],
      ["a share is rounded down: 10 × 1.19 is 11", "0.19", 12, null],
      ["and no further: 11", "0.19", 11, 11],
    ])("%s", (_, overYield, units, most) => {
      const state = started(anOrderState({ quantity: 10, overYield }), "cutting", 0);
      const answer = finish(state, "cutting", units);
      if (most === null) {
        expect(refusalOf(answer)?.code).toBe("over_yield");
        return;
      }
      const after = changed(answer);
      expect(after.order).toMatchObject({ ordered: 10, over: 1, inWork: most });
      expect([...after.lots.values()].map((lot) => lot.units)).toEqual([most]);
      expect(runAt(after, "cutting").units).toBe(most);
    });

    it("counts over all stages: what the first took is not there for the second", () => {
      const first = finished(
        started(anOrderState({ quantity: 10, overYield: "0.2" }), "cutting", 0),
        "cutting",
        5,
        {
          units: 11,
        },
      );
      const second = started(first, "sewing", 6);
      expect(finish(second, "sewing", 12).ok).toBe(true);
      expect(refusalOf(finish(second, "sewing", 13))).toEqual({
        code: "over_yield",
        data: { units: 13, most: 12 },
        path: ["units"],
      });
    });

    it("is refused while a parallel branch is open, naming what may be finished", () => {
      const stages = [
        { key: "frame", waitsFor: [] },
        { key: "cover", waitsFor: [] },
        { key: "assembly", waitsFor: ["frame", "cover"] },
      ];
      const state = started(anOrderState({ quantity: 10, overYield: "0.5", stages }), "frame", 0);
      expect(refusalOf(finish(state, "frame", 11))).toEqual({
        code: "over_yield",
        data: { units: 11, most: 10 },
        path: ["units"],
      });
      expect(finish(state, "frame", 10).ok).toBe(true);
    });

    it("is refused per unit: a unit is one", () => {
      const state = started(
        anOrderState({ quantity: 3, overYield: "0.5", batchMode: "per_unit" }),
        "cutting",
        0,
      );
      expect(refusalOf(finish(state, "cutting", 2))).toEqual({
        code: "over_yield",
        data: { units: 2, most: 1 },
        path: ["units"],
      });
    });
  });
});

describe("cancel start", () => {
  const cancelled = (state: OrderState, minutes: number): OrderState =>
    changed(cancelStarts(state, [runAt(state, "cutting")], momentAt(minutes), noBounds));

  it("voids all time of the start, pauses too, and leaves the run ready and nobody's", () => {
    const before = anOrderState();
    const begun = resumed(paused(started(before, "cutting", 0), "cutting", 5, { paid: true }), "cutting", 9);
    const state = cancelled(changed(recordProgress(begun, runAt(begun, "cutting"), 4, momentAt(10))), 12);
    const run = runAt(state, "cutting");
    expect(run).toEqual({ ...runAt(before, "cutting"), since: at(12) });
    expect(runStateAt(run, at(12))).toBe("ready");
    expect([...state.intervals.values()].map(({ voided, seconds }) => [voided, seconds])).toEqual([
      [true, 0],
      [true, 0],
      [true, 0],
    ]);
  });

  it("of the order's only start makes it pending again; of another leaves it in progress", () => {
    expect(cancelled(started(anOrderState(), "cutting", 0), 5).order).toMatchObject({
      status: "pending",
      startedAt: null,
    });
    const both = started(
      started(anOrderState({ stages: [{ key: "cutting" }, { key: "frame", waitsFor: [] }] }), "frame", 0),
      "cutting",
      3,
    );
    expect(cancelled(both, 5).order).toMatchObject({ status: "in_progress", startedAt: at(0) });
  });

  it("leaves a named member's run theirs", () => {
    const stages = [{ key: "cutting", performer: { kind: "member", memberId: "borys" } as const }];
    const state = cancelled(started(anOrderState({ stages }), "cutting", 0, "owner"), 5);
    expect(runAt(state, "cutting").operatorId).toBe("borys");
  });

  it("can be started again, and pays only for the second start", () => {
    const state = started(cancelled(started(anOrderState(), "cutting", 0), 5), "cutting", 20, "borys");
    const open = [...state.intervals.values()].filter((interval) => !interval.voided);
    expect(open).toMatchObject([{ memberId: "borys", startedAt: at(20) }]);
    expect(state.order.startedAt).toEqual(at(20));
  });
});

describe("reassign", () => {
  it("ends the time of the one before; the run waits paused for the other, who goes on", () => {
    const handed = reassigned(started(anOrderState(), "cutting", 0, "anna"), "cutting", 10, "borys");
    expect(runAt(handed, "cutting")).toMatchObject({ state: "paused", operatorId: "borys" });
    const state = resumed(handed, "cutting", 15);
    expect([...state.intervals.values()].map((each) => [each.memberId, each.seconds])).toEqual([
      ["anna", 600],
      ["borys", null],
    ]);
  });

  it("back to everyone leaves it open to whoever resumes", () => {
    const handed = reassigned(started(anOrderState(), "cutting", 0, "borys"), "cutting", 10, null);
    expect(runAt(resumed(handed, "cutting", 15), "cutting").operatorId).toBe("anna");
  });

  it("to whom it is already makes no fact", () => {
    const state = started(anOrderState(), "cutting", 0, "anna");
    expect(reassigned(state, "cutting", 5, "anna")).toBe(state);
  });
});
