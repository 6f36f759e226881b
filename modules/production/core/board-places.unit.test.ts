import { describe, expect, it } from "vitest";
import { anOrderState } from "#test/builders/an-order-state.ts";
import { type BoardChange, boardChanges, type Standing, standingAfter } from "./board-places.ts";
import type { OrderState, Run } from "./order-state.ts";

const place = (stage: string, operatorId: string | null, runs: number, units: number): Standing[number] => [
  stage,
  operatorId,
  runs,
  units,
  null,
];
const order = { status: "in_progress", ordered: 10, batchMode: "per_unit", variantId: "v" } as const;
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
      "status_operator in_progress a 1 10",
      "status_operator in_progress none 1 10",
      "status_product in_progress v 1 10",
      "status_stage in_progress cut 1 10",
      "status_stage in_progress sew 1 10",
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
    const done = { order: { ...order, status: "done" } as const, standing: [] };
    expect(boardChanges(null, done)).toEqual([]);
    expect(words(boardChanges(pending, done))).toContain("status pending per_unit -1 -10");
  });
});

describe("where an order stands", () => {
  it("follows the runs that a command has loaded, and keeps the others", () => {
    const state = anOrderState({ quantity: 4 });
    const [run] = [...state.runs.values()];
    if (run === undefined) throw new Error("An order has a run");
    const name = state.stages.find((stage) => stage.id === run.stageId)?.name ?? "";
    // Ten more units stand there whose runs are not loaded.
    const stood = [place(name, null, 11, 14)];
    const taken: Run = { ...run, operatorId: "a", state: "in_progress" };
    const after: OrderState = { ...state, runs: new Map([[run.id, taken]]) };
    const before: OrderState = { ...state, runs: new Map([[run.id, run]]) };
    expect(standingAfter(stood, before, after)).toEqual([
      place(name, "a", 1, run.units),
      place(name, null, 10, 14 - run.units),
    ]);
    const ended: OrderState = { ...state, runs: new Map([[run.id, { ...run, state: "done" }]]) };
    expect(standingAfter([place(name, null, 1, run.units)], before, ended)).toEqual([]);
  });
});
