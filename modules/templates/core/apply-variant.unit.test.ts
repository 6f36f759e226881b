import type { z } from "zod";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { graphOf } from "#kernel/stage-graph.ts";
import { type TemplateBody, templateBodyField } from "../contract/template-body.ts";
import { applyVariant } from "./apply-variant.ts";
import { keyBody, moveBody } from "./key-body.ts";
import { explicitWaits, orderStages } from "./order-stages.ts";

const id = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;
const variantId = id(20);
type Draft = z.input<typeof templateBodyField>;
type StageDraft = Draft["stages"][number];
const stage = (key: string, more: Partial<StageDraft> = {}): StageDraft => ({
  key,
  name: key.toUpperCase(),
  performer: { kind: "role", role: "operator" },
  consumption: "at_start",
  ...more,
});
const norm = (variant: number, more: object = {}) => ({
  variantId: id(variant),
  warehouseId: id(1),
  ...more,
});
type Version = Omit<NonNullable<Draft["variants"]>[number], "variantId">;

function aBody(stages: StageDraft[], version: Version | null = null): TemplateBody {
  return templateBodyField.parse({
    stages,
    variants: version === null ? [] : [{ variantId, ...version }],
    triggers: {},
    policies: { finishedWarehouseId: id(1) },
  });
}
const waitsOf = (stages: StageDraft[], version: Version) =>
  applyVariant(aBody(stages, version), variantId).map(({ key, waitsFor }) => [key, waitsFor]);

describe("applyVariant", () => {
  it("gives the base, with keys for its norms, to a variant without a version of its own", () => {
    const body = aBody([stage("cut", { norms: [norm(10), norm(11, { key: "n1" }), norm(12)] })], {
      droppedStages: ["cut"],
    });
    for (const other of [null, id(21)]) {
      const [cut] = applyVariant(body, other);
      // n1 is taken: the first norm gets the next free one.
      expect(cut?.norms.map(({ key }) => key)).toEqual(["n2", "n1", "n3"]);
    }
  });

  it("replaces what is named and leaves the rest to the base", () => {
    const body = aBody([stage("cut", { unitSeconds: 10, batchSeconds: 20, reworkLimit: 1 })], {
      changedStages: [{ key: "cut", fields: { name: "Cut by hand", unitSeconds: 30, reworkLimit: null } }],
    });
    expect(applyVariant(body, variantId)).toMatchObject([
      { key: "cut", name: "Cut by hand", unitSeconds: 30, batchSeconds: 20, reworkLimit: null },
    ]);
  });

  it("changes, drops and adds norms by their keys", () => {
    const norms = [norm(10, { perUnit: "1", loss: "0.1" }), norm(11), norm(12)];
    const body = aBody([stage("cut", { norms })], {
      changedStages: [
        {
          key: "cut",
          changedNorms: [{ key: "n1", fields: { perUnit: "=width", variantId: null, itemId: id(30) } }],
          droppedNorms: ["n2"],
          addedNorms: [norm(13), norm(14, { key: "glue" })],
        },
      ],
    });
    expect(applyVariant(body, variantId)[0]?.norms).toMatchObject([
      { key: "n1", perUnit: "=width", loss: "0.1", variantId: null, itemId: id(30) },
      { key: "n3", variantId: id(12) },
      // n1 and n3 are taken, n2 is free again within what is worked.
      { key: "n4", variantId: id(13) },
      { key: "glue", variantId: id(14) },
    ]);
  });

  it("places an added stage after the one that it names, several in their order, and null first", () => {
    const keys = applyVariant(
      aBody([stage("a"), stage("b")], {
        addedStages: [
          { after: "a", stage: stage("x") },
          { after: null, stage: stage("first") },
          { after: "a", stage: stage("y") },
          { after: "x", stage: stage("x2") },
          { after: null, stage: stage("second") },
          { after: "b", stage: stage("last") },
        ],
      }),
      variantId,
    ).map(({ key }) => key);
    expect(keys).toEqual(["first", "second", "a", "x", "x2", "y", "b", "last"]);
  });

  it("lets what waits for the stage before it wait for an added one", () => {
    const stages = [stage("a"), stage("b"), stage("c", { waitsFor: ["a"] })];
    expect(waitsOf(stages, { addedStages: [{ after: "a", stage: stage("x") }] })).toEqual([
      ["a", null],
      ["x", null],
      // x now, by the list
      ["b", null],
      // whoever names a stage goes on waiting for that one
      ["c", ["a"]],
    ]);
  });

  it.each<[string, StageDraft[], string[], unknown]>([
    [
      "in a plain list nothing has to be said",
      [stage("a"), stage("b"), stage("c")],
      ["b"],
      [
        ["a", null],
        ["c", null],
      ],
    ],
    ["the first one's followers begin at once", [stage("a"), stage("b")], ["a"], [["b", null]]],
    [
      "a branch hands its own list on",
      [stage("a"), stage("b", { waitsFor: [] }), stage("c")],
      ["b"],
      [
        ["a", null],
        ["c", []],
      ],
    ],
    [
      "a join waits for what the dropped one waited for, each once",
      [stage("a"), stage("b"), stage("c", { waitsFor: ["a"] }), stage("d", { waitsFor: ["b", "c"] })],
      ["b", "c"],
      [
        ["a", null],
        ["d", ["a"]],
      ],
    ],
    [
      "through several dropped ones",
      [stage("a"), stage("b"), stage("c"), stage("d", { waitsFor: ["c"] })],
      ["b", "c"],
      [
        ["a", null],
        ["d", ["a"]],
      ],
    ],
  ])("hands on what a dropped stage waited for: %s", (_, stages, droppedStages, expected) => {
    expect(waitsOf(stages, { droppedStages })).toEqual(expected);
  });

  it("drops and switches off alike: the graph that is left is the same", () => {
    const graph = fc.array(fc.option(fc.array(fc.nat(), { maxLength: 3 })), { minLength: 2, maxLength: 10 });
    fc.assert(
      fc.property(graph, fc.array(fc.nat(), { maxLength: 6 }), (waits, chosen) => {
        const stages = waits.map((earlier, at) =>
          stage(`s${at}`, {
            waitsFor:
              earlier === null || at === 0 ? null : [...new Set(earlier.map((one) => `s${one % at}`))],
          }),
        );
        const dropped = [...new Set(chosen.map((one) => `s${one % stages.length}`))];
        const applied = applyVariant(aBody(stages, { droppedStages: dropped }), variantId);
        const links = explicitWaits(stages.map(({ key, waitsFor = null }) => ({ key, waitsFor })));
        const off = graphOf(
          [...links].map(([key, waitsFor]) => ({ key, waitsFor, active: !dropped.includes(key) })),
        );
        const left = explicitWaits(applied);
        for (const [key, waitsFor] of off.waits) {
          expect(new Set(left.get(key))).toEqual(new Set(waitsFor));
        }
        expect(left.size).toBe(off.waits.size);
        expect(orderStages(applied).kind).toBe("ordered");
      }),
      { numRuns: 300 },
    );
  });
});

describe("keyBody", () => {
  it("gives each norm a key, once and for all, and never one of a norm that the variant drops", () => {
    const body = aBody([stage("cut", { norms: [norm(10), norm(11)] })], {
      changedStages: [{ key: "cut", droppedNorms: ["n2"], addedNorms: [norm(12)] }],
      addedStages: [{ after: null, stage: stage("x", { norms: [norm(13)] }) }],
    });
    const keyed = keyBody(body);
    expect(keyed.stages[0]?.norms.map(({ key }) => key)).toEqual(["n1", "n2"]);
    expect(keyed.variants[0]?.changedStages[0]?.addedNorms.map(({ key }) => key)).toEqual(["n3"]);
    expect(keyed.variants[0]?.addedStages[0]?.stage.norms.map(({ key }) => key)).toEqual(["n1"]);
    expect(keyBody(keyed)).toEqual(keyed);
  });
});

describe("moveBody", () => {
  const box = { id: id(40), name: "Gift box" };
  const body = aBody([stage("a"), stage("box", { condition: { kind: "upsell", upsellId: box.id } })], {
    droppedStages: ["a"],
  });
  it("puts conditions on the other product's upsell of the same name, and leaves variants behind", () => {
    const moved = moveBody(body, [box], [{ id: id(41), name: "Gift box" }]);
    expect(moved).toMatchObject({
      body: { stages: [{}, { condition: { upsellId: id(41) } }], variants: [] },
    });
  });
  it("names the upsell that the other product lacks", () => {
    expect(moveBody(body, [box], [{ id: id(41), name: "Engraving" }])).toEqual({ missingUpsell: "Gift box" });
  });
});
