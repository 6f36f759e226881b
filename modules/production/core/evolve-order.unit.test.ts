import { describe, expect, it } from "vitest";
import { aNewOrder } from "#test/builders/an-order-state.ts";
import { aToldFloor } from "#test/builders/told-floor.ts";
import { evolveOrder, foldOrder } from "./evolve-order.ts";
import type { OrderFact } from "./order-fact.ts";

/** As it comes out of the log: through JSON, with nothing but texts and numbers in it. */
const fold = (orderId: string, facts: readonly OrderFact[]) =>
  foldOrder(orderId, JSON.parse(JSON.stringify(facts)) as OrderFact[]);

// Any story of any verb: test/laws/floor.law.test.ts.
describe("the facts of an order", () => {
  it("folded from the log give the state", () => {
    const floor = aToldFloor({ quantity: 4, batchMode: "split" });
    floor.start("cutting");
    floor.at(10);
    floor.defect("cutting", { units: 1, to: "cutting" });
    floor.finish("cutting");
    expect(fold(floor.state.order.id, floor.log)).toEqual(floor.state);
  });

  it("change no state in place: what a fold has made stays as it was, whatever comes after", () => {
    const floor = aToldFloor({ quantity: 4, batchMode: "split" });
    const before = foldOrder(floor.state.order.id, floor.log);
    const kept = JSON.stringify([...before.runs, ...before.lots]);
    floor.start("cutting");
    const [, , begun] = floor.log;
    if (begun === undefined) throw new Error("no fact");
    const after = evolveOrder(before, floor.state.order.id, begun);
    expect(JSON.stringify([...before.runs, ...before.lots])).toBe(kept);
    expect(after.runs).not.toBe(before.runs);
    expect(after).toEqual(floor.state);
  });

  it("can't begin in the middle, or name what is not there: that is a broken log", () => {
    const { facts, state } = aNewOrder();
    const [, reached] = facts;
    if (reached === undefined) throw new Error("no fact");
    expect(() => foldOrder("order", [reached])).toThrow(/begins with run_reached/);
    const unknown: OrderFact = {
      kind: "run_unblocked",
      data: { runId: "nothing", at: "2026-03-02T09:00:00Z" },
    };
    expect(() => evolveOrder(state, state.order.id, unknown)).toThrow(/nothing/);
  });

  it("each raise the version by one", () => {
    const { facts } = aNewOrder({ quantity: 3, batchMode: "per_unit" });
    expect(facts.map((_, index) => fold("order", facts.slice(0, index + 1)).order.version)).toEqual([1, 2]);
  });
});
