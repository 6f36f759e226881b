import { describe, expect, it } from "vitest";
import { decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Lot, Order, OrderState, Run, WorkInterval } from "#modules/production/core/order-state.ts";
import { aToldFloor, type ToldFloor } from "#test/builders/told-floor.ts";
import { breachesOfFold, breachesOfOrder, breachesOfPast } from "./order-laws.ts";

/** Each law over the rules alone is seen to be broken by a planted fault. */
function aBusyFloor(): ToldFloor {
  const floor = aToldFloor({
    batchMode: "whole",
    quantity: 10,
    stages: [{ key: "cutting", reworkLimit: 1 }, { key: "sewing" }],
  });
  floor.start("cutting");
  floor.at(10);
  floor.finish("cutting");
  floor.start("sewing");
  floor.at(20);
  floor.defect("sewing", { units: 1 });
  floor.defect("sewing", { units: 2, to: "cutting" });
  floor.start("cutting", { lot: "1.2" });
  floor.at(30);
  return floor;
}

const { state, log } = aBusyFloor();
const on = <T extends { readonly id: Id }>(
  rows: ReadonlyMap<Id, T>,
  which: (row: T) => boolean,
  change: Partial<T>,
): ReadonlyMap<Id, T> =>
  new Map([...rows].map(([id, row]) => [id, which(row) ? { ...row, ...change } : row] as const));
const order = (change: Partial<Order>): OrderState => ({ ...state, order: { ...state.order, ...change } });
const lot = (number: string, change: Partial<Lot>): OrderState => ({
  ...state,
  lots: on(state.lots, (row) => row.number === number, change),
});
const run = (at: Run["state"], change: Partial<Run>): OrderState => ({
  ...state,
  runs: on(state.runs, (row) => row.state === at, change),
});
const time = (which: (row: WorkInterval) => boolean, change: Partial<WorkInterval>): OrderState => ({
  ...state,
  intervals: on(state.intervals, which, change),
});
const one = decimal(1);

const faults: [string, OrderState, RegExp][] = [
  ["a unit too many is ordered", order({ ordered: 11 }), /^units: 11 ordered/],
  ["a lot has a unit too many", lot("1", { units: 8 }), /^units in work/],
  ["a lot in work has none", lot("1.2", { units: 0 }), /has 0 units/],
  ["the status is set by hand", order({ status: "pending" }), /^the order is pending/],
  ["the order is finished with units in work", order({ finishedAt: new Date() }), /in work, finished/],
  ["cost without a line", order({ cost: one }), /^cost by its lines/],
  ["cost that is nowhere", order({ carried: one }), /^carried/],
  ["a loss without units", order({ separateLoss: one }), /^separate loss/],
  ["a late difference without a receipt", order({ lateDifference: one }), /^late/],
  ["received at what nobody carried", order({ receivedCost: one }), /^received/],
  ["a lot carries what it was not given", lot("1", { firstPass: decimal(100) }), /^first pass of 1/],
  ["rework from nowhere", lot("1.2", { rework: one }), /^rework of 1.2/],
  ["what was passed on is not taken", lot("1", { absorbed: one }), /^passed on/],
  ["captured while in progress", run("in_progress", { costCaptured: true }), /is in_progress and captured/],
  ["done and not captured", run("done", { costCaptured: false }), /is done and not captured/],
  ["past a stage that was not done", lot("1", { done: {} }), /is open before cutting/],
  ["open where it is done", lot("1.2", { done: lotOf("1").done }), /is open and done/],
  ["nobody waits for the part", lot("1.2", { mergesInto: null }), /is held and waits for nobody/],
  ["held without a held run", run("held", { state: "paused" }), /lot 1 is held, its runs paused/],
  ["reached and not opened", run("in_progress", { state: "void" }), /stands before cutting with 0 open runs/],
  [
    "in progress without anybody",
    time((row) => row.endedAt === null, { voided: true }),
    /worked on by nobody/,
  ],
  ["paid longer than it lasted", time((row) => row.endedAt !== null, { seconds: 100_000 }), /is paid/],
  [
    "a stretch of nobody",
    time((row) => row.endedAt === null, { togetherId: "t", leads: false }),
    /a stretch of/,
  ],
  ["more made than there are", run("in_progress", { progress: 5 }), /has made 5 of 2/],
  [
    "units that left for a lot that has none",
    run("held", { left: [{ lotId: lotOf("1.2").id, units: 3, sent: 0 }] }),
    /3 units of sewing of 1/,
  ],
];

function lotOf(number: string): Lot {
  const found = [...state.lots.values()].find((each) => each.number === number);
  if (found === undefined) throw new Error(`No lot ${number}`);
  return found;
}

describe("the check of an order's laws", () => {
  it("finds nothing in a story that keeps them", () => {
    expect([...breachesOfOrder(state, log), ...breachesOfFold(state, log)]).toEqual([]);
  });

  it.each(faults)("finds that %s", (_, broken, words) => {
    expect(breachesOfOrder(broken, log)).toContainEqual(expect.stringMatching(words));
  });

  it("finds a state that no fact tells of", () => {
    expect(breachesOfFold(lot("1", { units: 8 }), log)).not.toEqual([]);
    expect(breachesOfFold(state, log.slice(0, -1))).not.toEqual([]);
  });

  it("finds that a finished run was changed afterwards", () => {
    expect(breachesOfPast(state, run("done", { comment: "It was better" }))).toEqual([
      "cutting of 1 was done and was changed",
    ]);
  });
});
