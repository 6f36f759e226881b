import { describe, expect, it } from "vitest";
import { text } from "#kernel/decimal.ts";
import {
  anOrderState,
  at,
  momentAt,
  noBounds,
  paused,
  runAt,
  started,
  withCost,
  worked,
} from "#test/builders/an-order-state.ts";
import { cancelOrder, openRunsOf } from "./cancel-order.ts";
import { unchanged } from "./order-change.ts";
import type { OrderState } from "./order-state.ts";
import { endRun } from "./report-defect.ts";

/** As the command does it: open runs end, those begun are captured at 5 each, the units are withdrawn. */
function cancelled(state: OrderState, minutes: number): OrderState {
  let change = unchanged(state);
  for (const run of openRunsOf(state)) {
    change = endRun(change, run.id, momentAt(minutes), noBounds);
    if (run.startedAt !== null) change = withCost(change, run, "5", minutes);
  }
  return cancelOrder(change, "The customer left", momentAt(minutes)).state;
}

describe("a cancelled order", () => {
  it("before its start withdraws all units and costs nothing", () => {
    const { order, lots } = cancelled(anOrderState({ quantity: 10 }), 5);
    expect(order).toMatchObject({
      status: "cancelled",
      cancelReason: "The customer left",
      inWork: 0,
      withdrawn: 10,
      received: 0,
      finishedAt: at(5),
    });
    expect([...lots.values()].map((lot) => lot.state)).toEqual(["withdrawn"]);
    expect([order.cost, order.separateLoss, order.carried].map(text)).toEqual(["0", "0", "0"]);
  });

  it("with open runs ends them all and closes their time; what is done stays done", () => {
    const stages = [{ key: "frame" }, { key: "cover", waitsFor: [] }, { key: "legs", waitsFor: [] }];
    let state = worked(anOrderState({ stages }), "frame", 0, { cost: "30" });
    state = paused(started(state, "cover", 20), "cover", 25);
    state = cancelled(state, 40);
    expect(runAt(state, "frame").state).toBe("done");
    for (const key of ["cover", "legs"])
      expect(runAt(state, key)).toMatchObject({ state: "ended", finishedAt: at(40) });
    expect([...state.intervals.values()].filter((interval) => interval.endedAt === null)).toEqual([]);
    expect(openRunsOf(state)).toEqual([]);
  });

  it("keeps the cost so far, as a loss that no unit carries any longer", () => {
    const state = started(worked(anOrderState(), "cutting", 0, { cost: "30" }), "sewing", 20);
    const { order } = cancelled(state, 40);
    expect([order.cost, order.separateLoss, order.carried, order.receivedCost].map(text)).toEqual([
      "35",
      "35",
      "0",
      "0",
    ]);
  });

  it("with units received keeps them: only the others are withdrawn", () => {
    const state = anOrderState({ quantity: 3, batchMode: "per_unit", stages: [{ key: "sewing" }] });
    const { order } = cancelled(worked(state, "sewing", 0, { cost: "7" }), 40);
    expect(order).toMatchObject({ status: "cancelled", received: 1, withdrawn: 2, inWork: 0 });
    expect([order.receivedCost, order.separateLoss].map(text)).toEqual(["7", "0"]);
  });
});
