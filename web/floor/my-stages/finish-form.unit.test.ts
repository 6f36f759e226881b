import { describe, expect, test } from "vitest";
import {
  emptyDraft,
  expectedUse,
  finishInput,
  overNorm,
  readQuantity,
  readUnits,
  shownUse,
} from "./finish-form.ts";
import type { RunCard } from "./show-taps.ts";

const coffee = "0197c1e2-0000-7000-8000-000000000003";
const bags = "0197c1e2-0000-7000-8000-000000000005";

const material = { variantId: coffee, variantName: "Brazil", unit: "kg" } as const;
const card = {
  runId: "0197c1e2-0000-7000-8000-000000000001",
  units: 20,
  consumption: "at_completion",
  materials: [
    { ...material, normId: coffee, itemName: "Green coffee", norm: "5.882353", consumed: "0" },
    { ...material, normId: bags, itemName: "Bags", unit: "pcs", norm: "20", consumed: "0" },
  ],
} as unknown as RunCard;

describe("The finish sheet", () => {
  test("left as it is, sends all units and leaves the materials to the server", () => {
    expect(finishInput(card, emptyDraft(card))).toEqual({ runId: card.runId, units: 20, comment: "" });
  });

  test("sends what was typed exactly as text, comma or point, and only that", () => {
    const draft = { units: "21", comment: " a little burnt ", materials: { [coffee]: "6,000001" } };
    expect(finishInput(card, draft)).toEqual({
      runId: card.runId,
      units: 21,
      comment: "a little burnt",
      materials: [{ normId: coffee, quantity: "6.000001" }],
    });
  });

  test("a material that was touched and put back is not sent as a change", () => {
    expect(
      finishInput(card, { ...emptyDraft(card), materials: { [bags]: "20,0" } })?.materials,
    ).toBeUndefined();
  });

  test("nothing used is a change, too", () => {
    const draft = { ...emptyDraft(card), materials: { [bags]: "0" } };
    expect(finishInput(card, draft)?.materials).toEqual([{ normId: bags, quantity: "0" }]);
  });

  test("sends nothing while a number is wrong", () => {
    for (const typed of ["", "-1", "1,2,3", "1234567890123"]) {
      expect(finishInput(card, { ...emptyDraft(card), materials: { [bags]: typed } })).toBeNull();
    }
    for (const units of ["", "0", "19", "2,5", "1000001", "-3", "viele"]) {
      expect(finishInput(card, { ...emptyDraft(card), units })).toBeNull();
    }
  });

  test("shows what the start has taken where it was consumed at start", () => {
    const started = { ...card, consumption: "at_start" as const };
    const [first] = card.materials;
    if (first === undefined) throw new Error("the card has materials");
    expect(expectedUse(started, { ...first, consumed: "5.9" })).toBe("5.9");
    expect(expectedUse(card, { ...first, consumed: "5.9" })).toBe("5.882353");
    expect(shownUse(card, first, emptyDraft(card), ",")).toBe("5,882353");
    expect(shownUse(card, first, { ...emptyDraft(card), materials: { [coffee]: "6," } }, ",")).toBe("6,");
  });
});

describe("A number as it is typed", () => {
  test("says what is wrong with it", () => {
    expect(readUnits("0", 1).problem).toBe("at_least_one");
    expect(readUnits("19", 20).problem).toBe("fewer_than_run");
    expect(readUnits("1000001", 20).problem).toBe("too_large");
    expect(readUnits("1.5", 1).problem).toBe("not_a_number");
    expect(readQuantity("-0.5").problem).toBe("below_zero");
    expect(readQuantity("0.1234567").problem).toBe("not_a_number");
    expect(readQuantity("1 234,5")).toEqual({ value: "1234.5", problem: null });
  });

  test("lies over the norm by exactly what is more: 0.3 over 0.1 is 0.2", () => {
    expect(overNorm("0.3", "0.1")).toEqual({ over: true, by: "0.2" });
    expect(overNorm("5.88", "6")).toEqual({ over: false, by: "0.12" });
    expect(overNorm("6.000", "6")).toBeNull();
  });
});
