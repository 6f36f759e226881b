import { describe, expect, it } from "vitest";
import { decimal } from "#kernel/decimal.ts";
import { aNewOrder } from "#test/builders/an-order-state.ts";
import type { OrderState } from "./order-state.ts";
import { awaitedByStart, type MadeForOrder, type Reserved, shortToMake } from "./semi-finished.ts";

const stages = [{ key: "cutting" }, { key: "sewing", consumption: "at_completion" as const }];
const anOrder = (batchMode: "whole" | "per_unit" = "whole"): OrderState =>
  aNewOrder({
    quantity: 12,
    batchMode,
    stages,
    norms: [
      { stageKey: "cutting", perUnit: "0.5", required: "6" },
      { stageKey: "sewing", perUnit: "0.25", required: "3" },
    ],
  }).state;
/** `held` of each norm's need, in the order of the norms. */
const reserving = (state: OrderState, ...held: string[]): Reserved =>
  new Map(
    [...state.norms.values()].map((norm, place) => {
      const quantity = decimal(held[place] ?? "0");
      return [norm.id, { quantity, missing: norm.required.minus(quantity) }];
    }),
  );
const child = (inWork: number, over: Partial<MadeForOrder> = {}): MadeForOrder => ({
  orderId: "child",
  number: 43,
  variantId: "fabric",
  warehouseId: "materials",
  inWork,
  ...over,
});

describe("what is to be made", () => {
  it("is what all norms of a material lack together, in whole units", () => {
    const state = anOrder();
    expect(shortToMake(state, reserving(state, "1.5", "1"), [])).toMatchObject([
      { norm: { required: decimal("6") }, missing: decimal("6.5"), toMake: 7 },
    ]);
  });

  it.each([
    [[], 9],
    [[child(4)], 5],
    [[child(4), child(9)], 0],
    [[child(4, { warehouseId: "elsewhere" }), child(4, { variantId: "leather" })], 9],
  ])("is less by what orders in work will bring", (children, toMake) => {
    const state = anOrder();
    expect(shortToMake(state, reserving(state), children)[0]?.toMake).toBe(toMake);
  });

  it("is nothing where all is reserved", () => {
    const state = anOrder();
    expect(shortToMake(state, reserving(state, "6", "3"), [])).toEqual([]);
  });
});

describe("a start waits", () => {
  const firstRuns = (state: OrderState, count = 1) => [...state.runs.values()].slice(0, count);

  it("for what is still being made and what is reserved does not cover", () => {
    const state = anOrder();
    const runs = firstRuns(state);
    expect(awaitedByStart(state, runs, reserving(state, "5.9"), [child(1)])).toMatchObject({
      orders: [{ number: 43 }],
    });
    expect(awaitedByStart(state, runs, reserving(state, "6"), [child(1)])).toBeNull();
  });

  it("not for what nobody makes", () => {
    const state = anOrder();
    const gone = [child(0), child(5, { variantId: "leather" })];
    expect(awaitedByStart(state, firstRuns(state), reserving(state), gone)).toBeNull();
  });

  it("not with as many units as what has come is enough for", () => {
    const state = anOrder("per_unit");
    const held = reserving(state, "4");
    expect(awaitedByStart(state, firstRuns(state, 8), held, [child(4)])).toBeNull();
    expect(awaitedByStart(state, firstRuns(state, 9), held, [child(4)])).not.toBeNull();
  });
});
