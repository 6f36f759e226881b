import { describe, expect, it, test } from "vitest";
import { text } from "#kernel/decimal.ts";
import { anOrderState, runAt, worked } from "#test/builders/an-order-state.ts";
import { offeredAmount, usageOf } from "./offered-materials.ts";
import { normsStillNeeded } from "./order-needs.ts";
import type { OrderNorm, OrderState } from "./order-state.ts";

const fabric = { stageKey: "cutting", required: "21" };
const normsOf = (state: OrderState): OrderNorm[] => [...state.norms.values()];
const cutting = (state: OrderState, typed?: { normId: string; quantity: string }[]) =>
  usageOf(state, runAt(state, "cutting"), typed);

describe("what a run is offered", () => {
  it("as one lot is the whole need of the order", () => {
    const state = anOrderState({ quantity: 20, norms: [fabric] });
    const [norm] = normsOf(state);
    if (norm === undefined) throw new Error("no norm");
    expect(text(offeredAmount(state, runAt(state, "cutting"), norm))).toBe("21");
  });

  test.each([
    [20, "21", "1.05"],
    [3, "1", "0.333334"],
    [7, "2.5", "0.357143"],
  ])("as one unit of %d is its share of %s: %s", (quantity, required, share) => {
    const state = anOrderState({
      quantity,
      batchMode: "per_unit",
      norms: [{ stageKey: "cutting", required }],
    });
    const [norm] = normsOf(state);
    if (norm === undefined) throw new Error("no norm");
    expect(text(offeredAmount(state, runAt(state, "cutting"), norm))).toBe(share);
  });

  it("in rework is nothing: it takes what is typed", () => {
    const state = anOrderState({ norms: [fabric] });
    const rework = { ...runAt(state, "cutting"), cycle: 1 };
    const usage = usageOf(state, rework, undefined);
    expect(usage.ok && usage.value.map((row) => text(row.quantity))).toEqual(["0"]);
    const [norm] = normsOf(state);
    const typed = usageOf(state, rework, [{ normId: norm?.id ?? "", quantity: "1.5" }]);
    expect(typed.ok && typed.value.map((row) => text(row.quantity))).toEqual(["1.5"]);
  });

  it("is not more for units over the order: the need was worked out once", () => {
    const state = worked(
      anOrderState({ quantity: 10, overYield: "0.2", norms: [{ stageKey: "sewing", required: "5" }] }),
      "cutting",
      0,
      { units: 12 },
    );
    const [norm] = normsOf(state);
    if (norm === undefined) throw new Error("no norm");
    expect(text(offeredAmount(state, runAt(state, "sewing"), norm))).toBe("5");
  });
});

describe("what was typed", () => {
  const twice = {
    norms: [fabric, { stageKey: "cutting", required: "4" }, { stageKey: "sewing", required: "9" }],
  };

  it("goes over the offer, nothing too; the rest stays at its norm", () => {
    const state = anOrderState(twice);
    const [first] = normsOf(state);
    const usage = cutting(state, [{ normId: first?.id ?? "", quantity: "0" }]);
    expect(usage.ok && usage.value.map((row) => text(row.quantity))).toEqual(["0", "4"]);
  });

  it("for a norm of another stage, or of none, is refused at its place", () => {
    const state = anOrderState(twice);
    const [first, , ofSewing] = normsOf(state);
    for (const normId of [ofSewing?.id ?? "", "nothing"]) {
      expect(
        cutting(state, [
          { normId: first?.id ?? "", quantity: "1" },
          { normId, quantity: "1" },
        ]),
      ).toMatchObject({
        ok: false,
        refusal: { code: "norm_unknown", path: ["materials", 1, "normId"] },
      });
    }
  });

  it("twice for one norm is refused, and not added up or overwritten", () => {
    const state = anOrderState(twice);
    const normId = normsOf(state)[0]?.id ?? "";
    expect(
      cutting(state, [
        { normId, quantity: "1" },
        { normId, quantity: "1" },
      ]),
    ).toMatchObject({
      ok: false,
      refusal: { code: "norm_twice", path: ["materials", 1, "normId"] },
    });
  });
});

describe("the norms still needed", () => {
  const norms = [fabric, { stageKey: "sewing", required: "9" }];
  const needed = (state: OrderState): string[] => normsStillNeeded(state).map((norm) => text(norm.required));

  it("are those of stages that some unit in work has before it", () => {
    const state = anOrderState({ norms });
    expect(needed(state)).toEqual(["21", "9"]);
    const cut = worked(state, "cutting", 0);
    expect(needed(cut)).toEqual(["9"]);
    expect(needed(worked(cut, "sewing", 20))).toEqual([]);
  });

  it("of units that move by themselves last until the last has passed", () => {
    const state = anOrderState({ quantity: 2, batchMode: "per_unit", norms });
    expect(needed(worked(state, "cutting", 0))).toEqual(["21", "9"]);
  });
});
