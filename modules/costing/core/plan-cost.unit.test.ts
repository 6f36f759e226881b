import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Decimal, decimal, sum, text } from "#kernel/decimal.ts";
import { type MemberRate, planCost, rateForPerformer, stagesWithoutRate } from "./plan-cost.ts";

describe("planCost", () => {
  it("prices norms and planned time line by line", () => {
    const plan = planCost({
      norms: [
        {
          stageKey: "roast",
          variantId: "beans",
          required: decimal("5.882353"),
          price: decimal("310.5"),
          noPrice: false,
        },
        { stageKey: "pack", variantId: "bags", required: decimal(20), price: decimal(0), noPrice: true },
      ],
      stages: [
        { stageKey: "roast", seconds: 900, rate: decimal(180), noRate: false },
        { stageKey: "pack", seconds: 1_000, rate: decimal("150.55"), noRate: false },
        { stageKey: "press", seconds: 60, rate: decimal(0), noRate: true },
        // It takes no time: nobody is missed.
        { stageKey: "rest", seconds: 0, rate: decimal(0), noRate: true },
      ],
    });
    expect(
      plan.lines.map((line) => [
        line.stageKey,
        line.category,
        line.variantId,
        text(line.quantity),
        text(line.amount),
      ]),
    ).toEqual([
      // 1826.4706065
      ["roast", "material", "beans", "5.882353", "1826.4706"],
      ["pack", "material", "bags", "20", "0"],
      ["roast", "labour", null, "900", "45"],
      // 41.81944…
      ["pack", "labour", null, "1000", "41.8194"],
      ["press", "labour", null, "60", "0"],
    ]);
    expect(plan.lines.map((line) => line.noPrice)).toEqual([false, true, false, false, true]);
    expect([...stagesWithoutRate(plan)]).toEqual(["press"]);
    expect(text(plan.material)).toBe("1826.4706");
    expect(text(plan.labour)).toBe("86.8194");
    expect(text(plan.subcontracting)).toBe("0");
    expect(text(plan.total)).toBe("1913.29");
  });

  it("plans what a subcontractor asks, by the kind of the price", () => {
    const outside = (kind: "fixed" | "hourly" | "per_unit" | "variable", amount: string): string[] => {
      const price = { kind, amount: decimal(amount) };
      const plan = planCost({
        norms: [],
        stages: [],
        subcontracted: [{ stageKey: "embroider", seconds: 5_400, units: 8, price }],
      });
      expect(text(plan.total)).toBe(text(plan.subcontracting));
      return plan.lines.flatMap((line) => [
        line.category,
        text(line.quantity),
        text(line.rate),
        text(line.amount),
      ]);
    };
    expect(outside("fixed", "300")).toEqual(["subcontracting", "8", "37.5", "300"]);
    expect(outside("per_unit", "12.5")).toEqual(["subcontracting", "8", "12.5", "100"]);
    // An hour and a half of planned time.
    expect(outside("hourly", "200")).toEqual(["subcontracting", "1.5", "200", "300"]);
    expect(outside("variable", "50")).toEqual(["subcontracting", "8", "6.25", "50"]);
    expect(outside("variable", "0")).toEqual([]);
  });

  it("rounds half-up at the fourth place", () => {
    const priced = (price: string): string =>
      text(
        planCost({
          norms: [
            {
              stageKey: "a",
              variantId: "v",
              required: decimal("0.5"),
              price: decimal(price),
              noPrice: false,
            },
          ],
          stages: [],
        }).total,
      );
    expect(priced("0.0001")).toBe("0.0001");
    expect(priced("0.00009")).toBe("0");
  });

  it("makes no line of what needs nothing", () => {
    const plan = planCost({
      norms: [{ stageKey: "a", variantId: "v", required: decimal(0), price: decimal(5), noPrice: false }],
      stages: [{ stageKey: "a", seconds: 0, rate: decimal(100), noRate: false }],
    });
    expect(plan.lines).toEqual([]);
    expect(text(plan.total)).toBe("0");
  });

  it("adds up exactly: total = lines = categories", () => {
    const amount = fc
      .integer({ min: 0, max: 1_000_000_000 })
      .map((millionths) => decimal(millionths).div(1_000_000));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(amount, amount), { maxLength: 20 }),
        fc.array(fc.tuple(fc.nat(), amount), { maxLength: 20 }),
        (norms, stages) => {
          const plan = planCost({
            norms: norms.map(([required, price]) => ({
              stageKey: "a",
              variantId: "v",
              required,
              price,
              noPrice: false,
            })),
            stages: stages.map(([seconds, rate]) => ({ stageKey: "a", seconds, rate, noRate: false })),
          });
          expect(sum(plan.lines.map((line) => line.amount)).eq(plan.total)).toBe(true);
          expect(plan.material.plus(plan.labour).plus(plan.subcontracting).eq(plan.total)).toBe(true);
          for (const line of plan.lines) expect(line.amount.eq(line.amount.round(4))).toBe(true);
        },
      ),
    );
  });
});

describe("rateForPerformer", () => {
  const aMember = (memberId: string, rate: Decimal | null, more: Partial<MemberRate> = {}): MemberRate => ({
    memberId,
    roles: ["operator"],
    tradeIds: [],
    rate,
    ...more,
  });
  const members = [
    aMember("ann", decimal(100), { tradeIds: ["roaster"] }),
    aMember("bob", decimal(101), { tradeIds: ["roaster", "packer"] }),
    aMember("cyd", decimal("100.5"), { tradeIds: ["packer"], roles: ["supervisor"] }),
    aMember("dan", null, { tradeIds: ["roaster", "drawer"] }),
  ];
  const rate = (performer: Parameters<typeof rateForPerformer>[0]): string => {
    const { rate: found, noRate } = rateForPerformer(performer, members);
    return noRate ? `${text(found)}, no rate` : text(found);
  };

  it("takes a named member's own", () => {
    expect(rate({ kind: "member", memberId: "bob" })).toBe("101");
  });

  it("takes the mean of those who could do it, without those who have no rate", () => {
    expect(rate({ kind: "trade", tradeId: "roaster" })).toBe("100.5");
    expect(rate({ kind: "trade", tradeId: "packer" })).toBe("100.75");
    expect(rate({ kind: "role", role: "supervisor" })).toBe("100.5");
    expect(rate({ kind: "chosen_at_start", tradeId: "packer" })).toBe("100.75");
    expect(rate({ kind: "chosen_at_start", tradeId: null })).toBe("100.5");
  });

  it("rounds the mean half-up to 4 places", () => {
    const three = [aMember("a", decimal(1)), aMember("b", decimal(1)), aMember("c", decimal(0))];
    expect(text(rateForPerformer({ kind: "role", role: "operator" }, three).rate)).toBe("0.6667");
  });

  it("is 0 and none where nobody is left", () => {
    expect(rate({ kind: "member", memberId: "gone" })).toBe("0, no rate");
    expect(rate({ kind: "member", memberId: "dan" })).toBe("0, no rate");
    expect(rate({ kind: "trade", tradeId: "drawer" })).toBe("0, no rate");
    expect(rate({ kind: "role", role: "owner" })).toBe("0, no rate");
  });

  it("is 0 and told of nobody where that is somebody's rate", () => {
    const owner = aMember("eve", decimal(0), { roles: ["owner"] });
    expect(rateForPerformer({ kind: "role", role: "owner" }, [owner])).toEqual({
      rate: decimal(0),
      noRate: false,
    });
  });
});
