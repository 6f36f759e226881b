import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Decimal, decimal, text } from "#kernel/decimal.ts";
import { templateBodyField } from "../contract/template-body.ts";
import { resolved } from "#test/builders/resolved.ts";
import { requiredAmount } from "./required-amount.ts";

const variantId = "00000000-0000-7000-8000-000000000001";
const warehouseId = "00000000-0000-7000-8000-000000000002";
const performer = { kind: "role", role: "operator" } as const;

type Amounts = { perUnit?: string; perBatch?: string; loss?: string; allowance?: string; step?: string };
function required(amounts: Amounts, quantity: number): string {
  const { perUnit = "0", perBatch = "0", loss = "0", allowance = "0", step } = amounts;
  return text(
    requiredAmount({
      perUnitSum: decimal(perUnit).times(quantity),
      perBatch: decimal(perBatch),
      loss: decimal(loss),
      allowance: decimal(allowance),
      roundingStep: step === undefined ? null : decimal(step),
    }),
  );
}

describe("requiredAmount", () => {
  it("puts into the roaster what it takes to get 5 kg out at 15 % loss", () => {
    expect(required({ perBatch: "5", loss: "0.15" }, 20)).toBe("5.882353");
    expect(required({ perUnit: "0.25", loss: "0.15" }, 20)).toBe("5.882353");
  });

  it("adds the part of the batch once", () => {
    expect(required({ perUnit: "1.2", perBatch: "3" }, 10)).toBe("15");
  });

  it("multiplies by the allowance and divides by what is left of the loss", () => {
    expect(required({ perUnit: "1", allowance: "0.1", loss: "0.2" }, 100)).toBe("137.5");
  });

  it("rounds half-up at the sixth place", () => {
    expect(required({ perUnit: "0.000001", allowance: "0.5" }, 1)).toBe("0.000002");
    expect(required({ perUnit: "0.000001", allowance: "0.4" }, 1)).toBe("0.000001");
  });

  it("rounds up to whole packs, and leaves what is whole already", () => {
    expect(required({ perUnit: "1", step: "12" }, 25)).toBe("36");
    expect(required({ perUnit: "1", step: "12" }, 24)).toBe("24");
    expect(required({ perUnit: "0.3", step: "0.1" }, 3)).toBe("0.9");
    expect(required({ perUnit: "5", loss: "0.15", step: "0.5" }, 1)).toBe("6");
    expect(required({ step: "12" }, 1)).toBe("0");
  });

  it("opens no pack for less than a millionth", () => {
    // 3.0000003 exactly.
    expect(required({ perUnit: "3", allowance: "0.0000001" }, 1)).toBe("3");
    expect(required({ perUnit: "3", allowance: "0.0000001", step: "1" }, 1)).toBe("3");
    expect(required({ perUnit: "3", allowance: "0.000001", step: "1" }, 1)).toBe("4");
  });

  const amount = fc
    .integer({ min: 0, max: 10_000_000 })
    .map((millionths) => decimal(millionths).div(1_000_000));
  const share = fc.integer({ min: 0, max: 990 }).map((thousandths) => decimal(thousandths).div(1_000));
  const step = fc.option(
    fc.integer({ min: 1, max: 5_000_000 }).map((millionths) => decimal(millionths).div(1_000_000)),
  );
  const aNorm = fc.record({
    perUnit: amount,
    perBatch: amount,
    loss: share,
    allowance: share,
    roundingStep: step,
  });

  type ANorm = Omit<Parameters<typeof requiredAmount>[0], "perUnitSum"> & { perUnit: Decimal };
  const neededFor = ({ perUnit, ...norm }: ANorm, quantity: number): Decimal =>
    requiredAmount({ ...norm, perUnitSum: perUnit.times(quantity) });

  it("is enough to give the amount, a whole number of steps, and less than a step too much", () => {
    fc.assert(
      fc.property(aNorm, fc.integer({ min: 1, max: 1_000 }), (norm, quantity) => {
        const needed = neededFor(norm, quantity);
        const plain = norm.perUnit.times(quantity).plus(norm.perBatch).times(norm.allowance.plus(1));
        const given = needed.times(decimal(1).minus(norm.loss));
        const halfMillionth = decimal("0.0000005");
        expect(given.plus(halfMillionth).gte(plain)).toBe(true);
        const tooMuch = needed.minus(plain.div(decimal(1).minus(norm.loss)));
        expect(tooMuch.lte((norm.roundingStep ?? decimal(0)).plus(halfMillionth))).toBe(true);
        expect(needed.eq(needed.round(6))).toBe(true);
        if (norm.roundingStep !== null) expect(needed.mod(norm.roundingStep).eq(0)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("never falls when the quantity rises", () => {
    fc.assert(
      fc.property(aNorm, fc.integer({ min: 1, max: 1_000 }), (norm, quantity) => {
        expect(neededFor(norm, quantity + 1).gte(neededFor(norm, quantity))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe("resolveTemplate", () => {
  const body = templateBodyField.parse({
    stages: [
      {
        key: "join",
        name: "Join",
        performer,
        consumption: "at_start",
        waitsFor: ["left", "right"],
        setUpSeconds: 60,
        batchSeconds: 30,
        unitSeconds: 10,
        norms: [{ variantId, warehouseId, perUnit: "2" }],
      },
      { key: "base", name: "Base", performer, consumption: "at_completion", waitsFor: [] },
      { key: "left", name: "Left", performer, consumption: "at_start", norms: [{ variantId, warehouseId }] },
      { key: "right", name: "Right", performer, consumption: "at_start", waitsFor: ["base"] },
    ],
    triggers: {},
    policies: { finishedWarehouseId: warehouseId },
  });

  it("makes what a stage waits for explicit, and puts each stage after it", () => {
    const { stages } = resolved(body, { quantity: 3 });
    expect(stages.map(({ key, position, waitsFor }) => [position, key, waitsFor])).toEqual([
      [0, "base", []],
      [1, "left", ["base"]],
      [2, "right", ["base"]],
      [3, "join", ["left", "right"]],
    ]);
  });

  it("leaves a plain list as it is", () => {
    const plain = templateBodyField.parse({
      ...body,
      stages: ["c", "a", "b"].map((key) => ({ key, name: key, performer, consumption: "at_start" })),
    });
    const { stages } = resolved(plain, { quantity: 1 });
    expect(stages.map(({ key, waitsFor }) => [key, waitsFor])).toEqual([
      ["c", []],
      ["a", ["c"]],
      ["b", ["a"]],
    ]);
  });

  it("plans set-up and batch once, and each unit", () => {
    const { stages } = resolved(body, { quantity: 3 });
    expect(stages.map((stage) => stage.plannedSeconds)).toEqual([0, 0, 0, 120]);
  });

  it("gives the norms by stage, each with its place and its need", () => {
    const { norms } = resolved(body, { quantity: 3 });
    expect(norms.map(({ stageKey, position, required: need }) => [stageKey, position, text(need)])).toEqual([
      ["left", 0, "0"],
      ["join", 0, "6"],
    ]);
  });

  it("places every stage once and after all that it waits for, whatever the graph", () => {
    const graph = fc.array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(graph, fc.infiniteStream(fc.nat()), (waits, dice) => {
        // Each stage waits for some before it, so there is no cycle; then the list is shuffled.
        const stages = waits.map((earlier, at) => ({
          key: `s${at}`,
          name: `s${at}`,
          performer,
          consumption: "at_start" as const,
          waitsFor: at === 0 ? [] : [...new Set(earlier.map((number) => `s${number % at}`))],
        }));
        const shuffled = stages
          .map((stage) => ({ stage, place: dice.next().value ?? 0 }))
          .sort((a, b) => a.place - b.place)
          .map(({ stage }) => stage);
        const { stages: placed } = resolved(templateBodyField.parse({ ...body, stages: shuffled }));
        const done = new Set<string>();
        for (const stage of placed) {
          for (const key of stage.waitsFor) expect(done.has(key)).toBe(true);
          done.add(stage.key);
        }
        expect(placed.map((stage) => stage.position)).toEqual(shuffled.map((_, at) => at));
        expect(done.size).toBe(shuffled.length);
      }),
    );
  });
});
