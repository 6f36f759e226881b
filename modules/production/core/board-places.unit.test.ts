import { describe, expect, it } from "vitest";
import { anOrderState } from "#test/builders/an-order-state.ts";
import { type BoardChange, boardChanges, hourLane, type Standing, standingAfter } from "./board-places.ts";
import type { OrderState, Run } from "./order-state.ts";

const place = (
  stage: string,
  operatorId: string | null,
  runs: number,
  units: number,
  since = "2026-03-02T09",
): Standing[number] => [stage, operatorId, runs, units, null, since];
const order = {
  status: "in_progress",
  ordered: 10,
  batchMode: "per_unit",
  variantId: "v",
  dueAt: null,
  createdAt: new Date("2026-03-01T23:59:59.999Z"),
  startedAt: new Date("2026-03-02T00:00:00Z"),
  finishedAt: null,
} as const;
const words = (changes: readonly BoardChange[]): string[] =>
  changes.map(({ g, c, l, o, u }) => `${g} ${c} ${l} ${o} ${u}`).sort();

describe("the board's numbers", () => {
  it("count an order once in each column and lane, with the units that stand there", () => {
    const standing = [place("cut", null, 3, 3), place("cut", "a", 1, 1), place("sew", "a", 2, 2)];
    expect(words(boardChanges(null, { order, standing }))).toEqual([
      "stage cut per_unit 1 4",
      "stage sew per_unit 1 2",
      "stage_operator cut a 1 1",
      "stage_operator cut none 1 3",
      "stage_operator sew a 1 2",
      "stage_product cut v 1 4",
      "stage_product sew v 1 2",
      "stage_subcontractor cut none 1 4",
      "stage_subcontractor sew none 1 2",
      "status in_progress per_unit 1 10",
      "status_created in_progress 2026-03-01 1 10",
      "status_operator in_progress a 1 10",
      "status_operator in_progress none 1 10",
      "status_product in_progress v 1 10",
      "status_since in_progress 2026-03-02T09 1 10",
      "status_stage in_progress cut 1 10",
      "status_stage in_progress sew 1 10",
      "status_started in_progress 2026-03-02 1 10",
      "status_subcontractor in_progress none 1 10",
    ]);
  });

  it("change by what has changed alone: a lane is left when the last run leaves it", () => {
    const before = { order, standing: [place("cut", "a", 2, 2)] };
    expect(
      words(boardChanges(before, { order, standing: [place("cut", "a", 1, 1), place("sew", null, 1, 1)] })),
    ).toEqual([
      "stage cut per_unit 0 -1",
      "stage sew per_unit 1 1",
      "stage_operator cut a 0 -1",
      "stage_operator sew none 1 1",
      "stage_product cut v 0 -1",
      "stage_product sew v 1 1",
      "stage_subcontractor cut none 0 -1",
      "stage_subcontractor sew none 1 1",
      "status_operator in_progress none 1 10",
      "status_stage in_progress sew 1 10",
    ]);
    expect(boardChanges(before, before)).toEqual([]);
  });

  it("are of no stage before the start, and of nothing after the end", () => {
    const standing = [place("cut", null, 1, 10)];
    const pending = { order: { ...order, status: "pending" } as const, standing };
    expect(words(boardChanges(null, pending)).filter((word) => word.startsWith("stage"))).toEqual([]);
    const finishedAt = new Date("2026-03-04T10:00:00Z");
    const done = { order: { ...order, status: "done", finishedAt } as const, standing: [] };
    expect(words(boardChanges(null, done))).toEqual([
      "status_created done 2026-03-01 1 10",
      "status_finished done 2026-03-04 1 10",
      "status_started done 2026-03-02 1 10",
    ]);
    expect(words(boardChanges(pending, done))).toContain("status pending per_unit -1 -10");
  });
});

describe("an order's place by time", () => {
  it("is the hour of the run that has stood longest, and moves when that one does", () => {
    const standing = [place("cut", null, 1, 1, "2026-03-02T09"), place("cut", null, 1, 1, "2026-03-03T10")];
    const before = { order, standing };
    const later = { order, standing: [place("cut", null, 2, 2, "2026-03-03T10")] };
    expect(words(boardChanges(before, later))).toEqual([
      "status_since in_progress 2026-03-02T09 -1 -10",
      "status_since in_progress 2026-03-03T10 1 10",
    ]);
    const due = { order: { ...order, dueAt: new Date("2026-04-01T20:59:59Z") }, standing };
    expect(words(boardChanges(before, due))).toEqual(["status_due in_progress 2026-04-01 1 10"]);
  });
});

describe("where an order stands", () => {
  it("follows the runs that a command has loaded, and keeps the others", () => {
    const state = anOrderState({ quantity: 4 });
    const [run] = [...state.runs.values()];
    if (run === undefined) throw new Error("An order has a run");
    const name = state.stages.find((stage) => stage.id === run.stageId)?.name ?? "";
    const since = hourLane(run.since);
    // Ten more units stand there whose runs are not loaded.
    const stood = [place(name, null, 11, 14, since)];
    const taken: Run = {
      ...run,
      operatorId: "a",
      state: "in_progress",
      since: new Date("2026-03-02T09:30:00Z"),
    };
    const after: OrderState = { ...state, runs: new Map([[run.id, taken]]) };
    const before: OrderState = { ...state, runs: new Map([[run.id, run]]) };
    expect(standingAfter(stood, before, after)).toEqual([
      place(name, "a", 1, run.units),
      place(name, null, 10, 14 - run.units, since),
    ]);
    const ended: OrderState = { ...state, runs: new Map([[run.id, { ...run, state: "done" }]]) };
    expect(standingAfter([place(name, null, 1, run.units, since)], before, ended)).toEqual([]);
  });
});
