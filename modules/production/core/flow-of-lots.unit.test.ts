import { describe, expect, it } from "vitest";
import { text } from "#kernel/decimal.ts";
import {
  aNewOrder,
  anOrderState,
  at,
  finished,
  finishedChange,
  momentAt,
  reachedStages,
  runAt,
  started,
  withCost,
  worked,
} from "#test/builders/an-order-state.ts";
import { receiveLot } from "./flow-of-lots.ts";
import { unchanged } from "./order-change.ts";
import type { OrderState } from "./order-state.ts";
import { runStateAt } from "./run-table.ts";

describe("a new order", () => {
  it("in a whole batch or to be split is one lot, at the stages that wait for nothing", () => {
    for (const batchMode of ["whole", "split"] as const) {
      const state = anOrderState({ quantity: 10, batchMode });
      expect([...state.lots.values()].map((lot) => [lot.number, lot.units])).toEqual([["1", 10]]);
      expect(reachedStages(state)).toEqual(["cutting"]);
      expect(state.order).toMatchObject({ status: "pending", ordered: 10, inWork: 10, version: 2 });
    }
  });

  it("per unit is a lot a unit, #1 to #Q, each at its first stage", () => {
    const state = anOrderState({ quantity: 3, batchMode: "per_unit" });
    expect([...state.lots.values()].map((lot) => [lot.number, lot.units])).toEqual([
      ["#1", 1],
      ["#2", 1],
      ["#3", 1],
    ]);
    expect(reachedStages(state)).toEqual(["cutting", "cutting", "cutting"]);
  });

  it("makes its runs when they are reached, not ahead", () => {
    const stages = Array.from({ length: 10 }, (_, index) => ({ key: `stage_${index}` }));
    expect(aNewOrder({ quantity: 1_000, stages }).facts.map((fact) => fact.kind)).toEqual([
      "order_created",
      "run_reached",
    ]);
  });
});

describe("parallel branches", () => {
  /** frame and cover at once; assembly waits for both, the cover dries 60 minutes after it, the frame 10 */
  const stages = [
    { key: "sawing" },
    { key: "frame", waitsFor: ["sawing"], waitMinutes: 10 },
    { key: "cover", waitsFor: ["sawing"], waitMinutes: 60 },
    { key: "assembly", waitsFor: ["frame", "cover"] },
  ];
  const sawn = (): OrderState => worked(anOrderState({ quantity: 4, stages }), "sawing", 0);

  it("open together when what they wait for is done", () => {
    expect(reachedStages(sawn())).toEqual(["sawing", "frame", "cover"]);
  });

  it("join only when all are done", () => {
    const one = worked(sawn(), "cover", 20);
    expect(reachedStages(one)).not.toContain("assembly");
    expect(reachedStages(worked(one, "frame", 30))).toEqual(["sawing", "frame", "cover", "assembly"]);
  });

  it("join when the latest of their finishes and waits has come, whichever finished last", () => {
    // the cover is done at minute 30 and dries until 90; the frame is done later, at 50, and waits until 60
    const coverFirst = worked(worked(sawn(), "cover", 20), "frame", 40);
    expect(runAt(coverFirst, "assembly").availableAt).toEqual(at(90));
    expect(runStateAt(runAt(coverFirst, "assembly"), at(89))).toBe("waiting");
    expect(runStateAt(runAt(coverFirst, "assembly"), at(90))).toBe("ready");
    // and where no wait lasts any longer, it is ready at once
    const late = worked(worked(sawn(), "cover", 20), "frame", 400);
    expect(runAt(late, "assembly").availableAt).toEqual(at(420));
  });

  it("are received once, after the join", () => {
    let state = worked(worked(sawn(), "cover", 20, { cost: "1" }), "frame", 40, { cost: "2" });
    expect(state.order).toMatchObject({ status: "in_progress", received: 0, inWork: 4 });
    state = worked(state, "assembly", 100, { cost: "4" });
    expect(state.order).toMatchObject({ status: "done", received: 4, inWork: 0, finishedAt: at(110) });
    expect(text(state.order.receivedCost)).toBe("7");
  });

  it("that end apart are through when the last of them is", () => {
    const apart = [{ key: "bag" }, { key: "label", waitsFor: [] }];
    const bagged = worked(anOrderState({ stages: apart }), "bag", 0);
    expect(bagged.order.status).toBe("in_progress");
    expect(worked(bagged, "label", 20).order.status).toBe("done");
  });
});

describe("order status follows", () => {
  it("pending, in progress, partially done, done", () => {
    let state = anOrderState({ quantity: 2, batchMode: "per_unit", stages: [{ key: "sewing" }] });
    const seen = [state.order.status];
    for (const [index, run] of [...state.runs.values()].entries()) {
      const lot = state.lots.get(run.lotId)?.number ?? "";
      state = started({ ...state, runs: new Map([[run.id, run], ...state.runs]) }, "sewing", index);
      seen.push(state.order.status);
      state = finished(state, "sewing", index + 10, { lot });
      seen.push(state.order.status);
    }
    expect(seen).toEqual(["pending", "in_progress", "partially_done", "partially_done", "done"]);
  });
});

describe("a receipt", () => {
  /** first passes put 80 on the lot, rework 20 */
  const carrying = (defectAccounting: "included" | "separate") => {
    const state = started(
      anOrderState({ quantity: 4, stages: [{ key: "sewing" }], defectAccounting }),
      "sewing",
      0,
    );
    const run = runAt(state, "sewing");
    const first = withCost(unchanged(state), run, "80", 5);
    return { change: withCost(first, run, "20", 6, "rework"), lotId: run.lotId };
  };

  it("with losses included is at all that the units carry", () => {
    const { change, lotId } = carrying("included");
    const { order } = receiveLot(change, lotId, momentAt(10)).state;
    expect([order.receivedCost, order.separateLoss, order.carried, order.cost].map(text)).toEqual([
      "100",
      "0",
      "0",
      "100",
    ]);
  });

  it("with losses separate is at the first pass alone; the rework is the loss", () => {
    const { change, lotId } = carrying("separate");
    const { order } = receiveLot(change, lotId, momentAt(10)).state;
    expect([order.receivedCost, order.separateLoss, order.carried, order.cost].map(text)).toEqual([
      "80",
      "20",
      "0",
      "100",
    ]);
  });

  it("is told by one fact, and the end of the order by another, once", () => {
    const state = started(anOrderState({ quantity: 4, stages: [{ key: "sewing" }] }), "sewing", 0);
    const change = finishedChange(state, "sewing", 10, { cost: "12.5" });
    expect(change.facts.map((fact) => fact.kind)).toEqual([
      "run_finished",
      "run_cost_captured",
      "lot_received",
      "order_finished",
    ]);
    expect(change.facts[2]).toMatchObject({ data: { units: 4, amount: "12.5", loss: "0" } });
  });

  it("keeps what becomes known after it apart, as a late difference", () => {
    const done = worked(anOrderState({ stages: [{ key: "sewing" }] }), "sewing", 0, { cost: "10" });
    const { order } = withCost(unchanged(done), runAt(done, "sewing"), "2.5", 60).state;
    expect([order.cost, order.receivedCost, order.lateDifference].map(text)).toEqual(["12.5", "10", "2.5"]);
  });
});
