import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Decimal, decimal, roundMoney, sum, text, zero } from "#kernel/decimal.ts";
import { labourAmount } from "./plan-cost.ts";
import {
  addStories,
  type CostStory,
  type NormNow,
  type OrderToTell,
  type PlannedPart,
  type RealPart,
  type StageNow,
  tellCostStory,
} from "./cost-story.ts";

const flour = (quantity: string, rate: string, stageId = "bake"): PlannedPart => ({
  stageId,
  category: "material",
  variantId: "flour",
  quantity: decimal(quantity),
  rate: decimal(rate),
  amount: roundMoney(decimal(quantity).times(rate)),
});
const time = (seconds: number, rate: string, stageId = "bake"): PlannedPart => ({
  stageId,
  category: "labour",
  variantId: null,
  quantity: decimal(seconds),
  rate: decimal(rate),
  amount: labourAmount(seconds, decimal(rate)),
});
const norm = (required: string, plannedPrice: string, more: Partial<NormNow> = {}): NormNow => ({
  stageId: "bake",
  variantId: "flour",
  itemId: null,
  required: decimal(required),
  plannedPrice: decimal(plannedPrice),
  needs: null,
  ...more,
});
const stage = (seconds: number, good: number, ahead: number, stageId = "bake"): StageNow => ({
  stageId,
  seconds,
  good: decimal(good),
  ahead: decimal(ahead),
});
const real = (more: Partial<RealPart> & { quantity: Decimal; amount: Decimal }): RealPart => ({
  stageId: "bake",
  cycle: 0,
  category: "material",
  variantId: "flour",
  memberId: null,
  part: "good",
  ...more,
});
const taken = (quantity: string, amount: string, more: Partial<RealPart> = {}): RealPart =>
  real({ quantity: decimal(quantity), amount: decimal(amount), ...more });
const worked = (memberId: string, seconds: number, amount: string, more: Partial<RealPart> = {}): RealPart =>
  taken(String(seconds), amount, { category: "labour", variantId: null, memberId, ...more });
const order = (more: Partial<OrderToTell>): OrderToTell => ({
  ordered: 10,
  planned: [],
  norms: [],
  stages: [stage(0, 10, 0)],
  real: [],
  itemOf: (variantId) => `item of ${variantId}`,
  ...more,
});
const barsOf = (story: CostStory): Record<string, string> =>
  Object.fromEntries(
    story.bars.filter(({ amount }) => !amount.eq(0)).map(({ kind, amount }) => [kind, text(amount)]),
  );

describe("the cost story", () => {
  it("tells price apart from quantity, and rate from time", () => {
    // 20 kg at 3 and 1 h at 100 planned; 22 kg at 3.30 taken, 54 and 18 minutes worked at 120 and 90
    const story = tellCostStory(
      order({
        planned: [flour("20", "3"), time(3600, "100")],
        norms: [norm("20", "3")],
        stages: [stage(3600, 10, 0)],
        real: [taken("22", "72.6"), worked("ann", 3240, "108"), worked("bob", 1080, "27")],
      }),
    );
    expect(barsOf(story)).toEqual({ quoted: "160", price: "6", overuse: "6.6", time: "20", rate: "15" });
    expect(text(story.real)).toBe("207.6");
    expect(text(story.expected)).toBe("207.6");
    const rates = story.bars.find(({ kind }) => kind === "rate")?.lines ?? [];
    // 108 − 90 and 27 − 30
    expect(rates.map((line) => [line.memberId, text(line.amount)])).toEqual([
      ["ann", "18"],
      ["bob", "-3"],
    ]);
    const [ofTime] = story.bars.find(({ kind }) => kind === "time")?.lines ?? [];
    expect([ofTime?.from, ofTime?.to].map((side) => text(side?.quantity ?? zero))).toEqual(["3600", "4320"]);
  });

  it("calls it saved where less was taken, and takes the planned price where nothing was", () => {
    const less = order({ planned: [flour("20", "3")], norms: [norm("20", "3")], real: [taken("18", "54")] });
    expect(barsOf(tellCostStory(less))).toEqual({ quoted: "60", overuse: "-6" });
    expect(barsOf(tellCostStory({ ...less, real: [] }))).toEqual({ quoted: "60", overuse: "-60" });
  });

  it("calls what was taken without a need overuse", () => {
    const story = tellCostStory(order({ real: [taken("2", "8", { variantId: "salt" })] }));
    expect(barsOf(story)).toEqual({ overuse: "8" });
  });

  it("follows the norm: more ordered, another price frozen with a later need, a need dropped", () => {
    const story = tellCostStory(
      order({
        ordered: 12,
        planned: [flour("20", "3"), flour("5", "4", "pack"), time(1200, "60")],
        norms: [norm("24", "3"), norm("2", "7", { variantId: "salt" })],
        stages: [stage(1440, 12, 0), stage(0, 12, 0, "pack")],
        real: [taken("24", "72"), taken("2", "14", { variantId: "salt" }), worked("ann", 1440, "24")],
      }),
    );
    // 12 of flour, 14 of salt, 4 of time; 20 of what pack needed is gone
    expect(barsOf(story)).toEqual({ quoted: "100", norm: "10" });
  });

  it("takes the plan of a lost unit off before it tells what was saved: a lost unit saves nothing", () => {
    // One of ten was written off after the stage: it carries a tenth.
    const story = tellCostStory(
      order({
        planned: [flour("20", "3"), time(3600, "100")],
        norms: [norm("20", "3")],
        stages: [stage(3600, 9, 0)],
        real: [
          taken("18", "54"),
          taken("2", "6", { part: "scrap" }),
          worked("ann", 3240, "90"),
          worked("ann", 360, "10", { part: "scrap" }),
        ],
      }),
    );
    expect(barsOf(story)).toEqual({ quoted: "160", units: "-16", scrap: "16" });
  });

  it("keeps what is still planned apart while units are ahead", () => {
    const story = tellCostStory(
      order({
        planned: [flour("20", "3"), time(3600, "100", "pack")],
        norms: [norm("20", "3")],
        stages: [stage(0, 10, 0), stage(3600, 4, 6, "pack")],
        real: [taken("20", "66"), worked("ann", 1800, "50", { stageId: "pack" })],
      }),
    );
    // 6 of flour's price; 50 for 4 units where 40 were planned
    expect(barsOf(story)).toEqual({ quoted: "160", price: "6", time: "10", still_planned: "-60" });
    expect([story.real, story.expected].map(text)).toEqual(["116", "176"]);
  });

  it("tells only the plan before anything is done", () => {
    const story = tellCostStory(
      order({ planned: [flour("20", "3")], norms: [norm("20", "3")], stages: [stage(0, 0, 10)] }),
    );
    expect(barsOf(story)).toEqual({ quoted: "60", still_planned: "-60" });
    expect([story.real, story.expected].map(text)).toEqual(["0", "60"]);
  });

  it("takes the whole plan off a cancelled order, and keeps what it cost", () => {
    const story = tellCostStory(
      order({ planned: [flour("20", "3")], norms: [norm("20", "3")], stages: [stage(0, 0, 0)] }),
    );
    expect(barsOf(story)).toEqual({ quoted: "60", units: "-60" });
  });

  it("meets what was picked in work by its item, also where it was picked anew", () => {
    const story = tellCostStory(
      order({
        planned: [{ ...flour("20", "3"), variantId: null }],
        norms: [norm("20", "3", { variantId: "rye", itemId: "grain" })],
        real: [taken("5", "15", { variantId: "wheat" }), taken("15", "60", { variantId: "rye" })],
        itemOf: () => "grain",
      }),
    );
    expect(barsOf(story)).toEqual({ quoted: "60", price: "15" });
  });

  it("counts planned time that was never frozen at the rate that was paid", () => {
    const story = tellCostStory(order({ stages: [stage(1800, 10, 0)], real: [worked("ann", 3600, "90")] }));
    expect(barsOf(story)).toEqual({ norm: "45", time: "45" });
  });

  it("adds up over orders, bar by bar", () => {
    const one = tellCostStory(order({ planned: [flour("20", "3")], norms: [norm("20", "3")] }));
    const two = tellCostStory(order({ real: [taken("2", "8")] }));
    const both = addStories([one, two]);
    expect(
      both.filter(({ amount }) => !amount.eq(0)).map(({ kind, amount }) => [kind, text(amount)]),
    ).toEqual([
      ["quoted", "60"],
      ["overuse", "-52"],
    ]);
  });
});

describe("any order's story", () => {
  const amount = fc.integer({ min: 0, max: 100_000_000 }).map((parts) => decimal(parts).div(10_000));
  const quantity = fc.integer({ min: 0, max: 1_000_000_000 }).map((parts) => decimal(parts).div(1_000_000));
  const ids = { stageId: fc.constantFrom("a", "b", "c"), variantId: fc.constantFrom("u", "v", "w") };
  const planned = fc
    .record({
      stageId: ids.stageId,
      category: fc.constantFrom("material", "labour", "subcontracting"),
      variantId: fc.option(ids.variantId),
      quantity,
      rate: quantity,
    })
    .map((line): PlannedPart => ({
      ...line,
      variantId: line.category === "material" ? line.variantId : null,
      amount: roundMoney(line.quantity.times(line.rate)),
    }));
  const needs = fc.record({
    ...ids,
    variantId: fc.option(ids.variantId),
    itemId: fc.option(fc.constantFrom("item of u", "item of v")),
    required: quantity,
    plannedPrice: quantity,
    needs: fc.option(
      fc
        .record({ good: quantity, ahead: quantity, gone: quantity })
        .map(({ good, ahead, gone }) => ({ good, ahead, all: good.plus(ahead).plus(gone) })),
    ),
  });
  const spent = fc
    .record({
      ...ids,
      cycle: fc.nat(2),
      category: fc.constantFrom("material", "labour", "subcontracting"),
      memberId: fc.constantFrom("ann", "bob"),
      part: fc.constantFrom("good", "rework", "scrap"),
      quantity,
      amount,
    })
    .map((line): RealPart => ({
      ...line,
      variantId: line.category === "material" ? line.variantId : null,
      memberId: line.category === "labour" ? line.memberId : null,
    }));
  const anOrder: fc.Arbitrary<OrderToTell> = fc.record({
    ordered: fc.integer({ min: 1, max: 97 }),
    planned: fc.array(planned, { maxLength: 12 }),
    norms: fc.array(needs, { maxLength: 8 }),
    stages: fc
      .array(fc.tuple(fc.nat(50_000), fc.nat(60), fc.nat(60)), { minLength: 3, maxLength: 3 })
      .map((stages) =>
        stages.map(([seconds, good, ahead], at) => stage(seconds, good, ahead, "abc".charAt(at))),
      ),
    real: fc.array(spent, { maxLength: 16 }),
    itemOf: fc.constant((variantId: string) => `item of ${variantId}`),
  });

  it("adds up exactly, bar by bar and line by line, to 4 places", () => {
    fc.assert(
      fc.property(anOrder, (asked) => {
        const { bars, real: spentAll, expected } = tellCostStory(asked);
        expect(text(sum(bars.map((bar) => bar.amount)))).toBe(
          text(sum(asked.real.map((line) => line.amount))),
        );
        expect(text(spentAll)).toBe(text(sum(asked.real.map((line) => line.amount))));
        for (const bar of bars) {
          expect(text(sum(bar.lines.map((line) => line.amount)))).toBe(text(bar.amount));
          for (const line of bar.lines) expect(line.amount.eq(line.amount.round(4))).toBe(true);
        }
        const of = (kind: string): Decimal => bars.find((bar) => bar.kind === kind)?.amount ?? zero;
        expect(text(of("quoted"))).toBe(text(sum(asked.planned.map((line) => line.amount))));
        expect(text(expected)).toBe(text(spentAll.minus(of("still_planned"))));
        for (const part of ["rework", "scrap"] as const) {
          const own = asked.real.filter((line) => line.part === part);
          expect(text(of(part))).toBe(text(sum(own.map((line) => line.amount))));
        }
      }),
      { numRuns: 500 },
    );
  });
});
