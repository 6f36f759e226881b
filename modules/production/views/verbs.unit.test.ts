import { describe, expect, it } from "vitest";
import type { Actor, Role } from "#modules/access/contract/roles.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { may } from "#modules/access/core/may.ts";
import { type RunOfVerbs, verbsOfLot, verbsOfOrder, verbsOfRun } from "./verbs.ts";

const now = new Date("2026-03-02T09:00:00Z");
const viewer = (memberId: string, ...roles: Role[]): Viewer => {
  const actor: Actor = { kind: "member", memberId, roles, tradeIds: [] };
  return { actor, now, timeZone: "Europe/Kyiv", may: (action, run) => may(actor, action, run) };
};
const [ann, bob, boss] = [viewer("ann", "operator"), viewer("bob", "operator"), viewer("boss", "supervisor")];
const run = (wish: Partial<RunOfVerbs>): RunOfVerbs => ({
  state: "in_progress",
  availableAt: now,
  operatorId: "ann",
  performerMemberId: null,
  performerTradeId: null,
  performerRole: "operator",
  performerSubcontractorId: null,
  crew: [{ memberId: "ann", working: true }],
  hasPick: false,
  hasLeft: false,
  isFollowed: false,
  ...wish,
});

describe("what may be done with a run", () => {
  it("is joined by others while somebody works on it, and left by who is in the crew", () => {
    expect(verbsOfRun(run({}), bob)).toEqual(["joinRun"]);
    expect(verbsOfRun(run({}), ann)).toContain("leaveRun");
    expect(verbsOfRun(run({}), ann)).not.toContain("joinRun");
    const paused = run({ state: "paused", crew: [{ memberId: "ann", working: false }] });
    expect(verbsOfRun(paused, bob)).toEqual([]);
    expect(verbsOfRun(run({ performerRole: null, performerTradeId: "joiners" }), bob)).toEqual([]);
  });
  it("gives one of a crew what its operator may, and to each their own pause", () => {
    const crew = [
      { memberId: "ann", working: true },
      { memberId: "bob", working: false },
    ];
    expect(verbsOfRun(run({ crew }), bob)).toEqual([
      "resumeRun",
      "leaveRun",
      "recordProgress",
      "finishRun",
      "cancelStart",
      "reportDefect",
    ]);
    expect(verbsOfRun(run({ crew }), ann)).toContain("pauseRun");
    expect(verbsOfRun(run({ crew }), ann)).not.toContain("resumeRun");
  });
  it("has no start to take back once units have left, nothing to pick where nothing awaits it", () => {
    expect(verbsOfRun(run({ hasLeft: true }), ann)).not.toContain("cancelStart");
    expect(verbsOfRun(run({}), ann)).not.toContain("pickMaterial");
    expect(verbsOfRun(run({ hasPick: true }), ann)).toContain("pickMaterial");
  });
  it("leaves what was held, came back too often, or is done, to a supervisor", () => {
    expect(verbsOfRun(run({ state: "held", crew: [] }), ann)).toEqual([]);
    expect(verbsOfRun(run({ state: "held", crew: [] }), boss)).toEqual(["letGo", "reassignRun"]);
    expect(verbsOfRun(run({ state: "escalated", crew: [] }), boss)).toEqual([
      "resolveEscalation",
      "reassignRun",
    ]);
    expect(verbsOfRun(run({ state: "done", crew: [] }), ann)).toEqual([]);
    expect(verbsOfRun(run({ state: "done", crew: [] }), boss)).toEqual(["reopenRun"]);
    expect(verbsOfRun(run({ state: "done", crew: [], isFollowed: true }), boss)).toEqual([]);
  });
});

describe("what may be done with an order and its lots", () => {
  const order = { id: "1", status: "in_progress", batchMode: "split", lots: 2 } as const;
  const lot = { state: "in_work", units: 3, isBegun: false } as const;

  it("parts and joins by hand in split mode alone, before anybody begins", () => {
    expect(verbsOfOrder(order, boss)).toContain("mergeLots");
    expect(verbsOfOrder({ ...order, lots: 1 }, boss)).not.toContain("mergeLots");
    expect(verbsOfOrder({ ...order, batchMode: "whole" }, boss)).not.toContain("mergeLots");
    expect(verbsOfLot(lot, order, boss)).toEqual(["splitLot", "mergeLots"]);
    expect(verbsOfLot({ ...lot, units: 1 }, order, boss)).toEqual(["mergeLots"]);
    expect(verbsOfLot({ ...lot, isBegun: true }, order, boss)).toEqual([]);
    expect(verbsOfLot({ ...lot, state: "held" }, order, boss)).toEqual([]);
    expect(verbsOfLot(lot, order, ann)).toEqual([]);
  });
  it("ends with the order", () => {
    expect(verbsOfOrder({ ...order, status: "done" }, boss)).toEqual([]);
    expect(verbsOfLot(lot, { ...order, status: "cancelled" }, boss)).toEqual([]);
  });
});
