import type { z } from "zod";
import { describe, expect, it } from "vitest";
import { batchModes, type TemplateBody, templateBodyField } from "../contract/template-body.ts";
import type { ProductOfTemplate } from "./product-names.ts";
import { checkTemplateBody } from "./check-template-body.ts";
import { listReferences } from "./body-references.ts";

const id = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;
type Draft = z.input<typeof templateBodyField>;
type StageDraft = Partial<Draft["stages"][number]> & { key: string };

function aBody(stages: StageDraft[], rest: Partial<Draft["policies"]> = {}): TemplateBody {
  return templateBodyField.parse({
    stages: stages.map((stage) => ({
      name: `Stage ${stage.key}`,
      performer: { kind: "role", role: "operator" },
      consumption: "at_start",
      ...stage,
    })),
    triggers: {},
    policies: { finishedWarehouseId: id(1), ...rest },
  });
}

const aProduct = (given: Partial<ProductOfTemplate> = {}): ProductOfTemplate => ({
  itemId: id(90),
  variants: [],
  asked: [],
  upsells: [],
  units: new Map(),
  materialAttributes: new Map(),
  ...given,
});
const none: ProductOfTemplate = aProduct();
const refusalOf = (body: TemplateBody, product = none): unknown => {
  const checked = checkTemplateBody(body, product);
  return checked.ok ? null : checked.refusal;
};

describe("checkTemplateBody", () => {
  it("lets a sound body pass, parallel branches and a join among it", () => {
    const body = aBody([
      { key: "cut" },
      { key: "sew", waitsFor: ["cut"], wait: { name: "Rest", minimumSeconds: 60, maximumSeconds: 60 } },
      { key: "print", waitsFor: ["cut"] },
      { key: "pack", waitsFor: ["sew", "print"] },
    ]);
    expect(checkTemplateBody(body, none)).toEqual({ ok: true, value: body });
  });

  it("lets a last stage wait, and every batch mode", () => {
    const rest = { name: "Rest", minimumSeconds: 60, maximumSeconds: null };
    for (const batchMode of batchModes) {
      expect(refusalOf(aBody([{ key: "cut" }, { key: "pack", wait: rest }], { batchMode }))).toBeNull();
    }
  });

  it("refuses a key that stands twice", () => {
    expect(refusalOf(aBody([{ key: "a" }, { key: "b" }, { key: "a", name: "Again" }]))).toEqual({
      code: "stage_key_twice",
      data: { key: "a", stage: "Again" },
      path: ["body", "stages", 2, "key"],
    });
  });

  it("refuses to wait for a stage that isn't there", () => {
    expect(refusalOf(aBody([{ key: "a" }, { key: "b", waitsFor: ["a", "gone"] }]))).toEqual({
      code: "stage_waits_for_unknown",
      data: { key: "gone", stage: "Stage b" },
      path: ["body", "stages", 1, "waitsFor", 1],
    });
  });

  it("names the stages of a cycle in the order in which they would wait", () => {
    const body = aBody([
      { key: "first", name: "First", waitsFor: [] },
      { key: "a", name: "A", waitsFor: ["first", "c"] },
      { key: "b", name: "B" },
      { key: "c", name: "C" },
    ]);
    expect(refusalOf(body)).toEqual({
      code: "stage_cycle",
      data: { stages: "A → B → C → A" },
      path: ["body", "stages", 1, "waitsFor"],
    });
  });

  it("refuses a stage that waits for itself", () => {
    expect(refusalOf(aBody([{ key: "a", name: "A", waitsFor: ["a"] }]))).toMatchObject({
      code: "stage_cycle",
      data: { stages: "A → A" },
    });
  });

  it("refuses a longest wait that is shorter than the shortest", () => {
    const wait = { name: "Drying", minimumSeconds: 3_600, maximumSeconds: 3_599 };
    expect(refusalOf(aBody([{ key: "a" }, { key: "b", wait }]))).toEqual({
      code: "wait_maximum_below_minimum",
      data: { stage: "Stage b", wait: "Drying" },
      path: ["body", "stages", 1, "wait", "maximumSeconds"],
    });
  });

  it("refuses the product as its own material", () => {
    const norms = [
      { variantId: id(7), warehouseId: id(1) },
      { variantId: id(8), warehouseId: id(1) },
    ];
    expect(
      refusalOf(
        aBody([{ key: "a" }, { key: "b", norms }]),
        aProduct({ variants: [{ id: id(8), attributes: {} }] }),
      ),
    ).toEqual({
      code: "norm_of_own_product",
      data: { stage: "Stage b" },
      path: ["body", "stages", 1, "norms", 1, "variantId"],
    });
  });
});

describe("listReferences", () => {
  it("finds each id that the body names, with its path", () => {
    const body = templateBodyField.parse({
      stages: [
        {
          key: "a",
          name: "A",
          performer: { kind: "member", memberId: id(10) },
          consumption: "at_start",
          norms: [{ variantId: id(11), warehouseId: id(12) }],
        },
        { key: "b", name: "B", performer: { kind: "trade", tradeId: id(13) }, consumption: "at_start" },
        {
          key: "c",
          name: "C",
          performer: { kind: "chosen_at_start", tradeId: id(14) },
          consumption: "at_start",
        },
        { key: "d", name: "D", performer: { kind: "chosen_at_start" }, consumption: "at_start" },
      ],
      triggers: {
        start: { dealStatusId: id(15) },
        done: { dealStatusId: id(16) },
        cancel: { dealStatusId: id(17) },
      },
      policies: { finishedWarehouseId: id(18), responsibleId: id(19) },
    });
    const found = listReferences(body);
    expect(found.map((reference) => [reference.kind, reference.id])).toEqual([
      ["member", id(10)],
      ["variant", id(11)],
      ["warehouse", id(12)],
      ["trade", id(13)],
      ["trade", id(14)],
      ["deal_status", id(15)],
      ["deal_status", id(16)],
      ["deal_status", id(17)],
      ["warehouse", id(18)],
      ["member", id(19)],
    ]);
    // Every id of the document, whatever its field is called: a new field with an id must not slip past.
    const allIds = JSON.stringify(body).match(/[0-9a-f]{8}-[0-9a-f-]{27}/g);
    expect(found.map((reference) => reference.id).sort()).toEqual(allIds?.sort());
    for (const { path, id: named } of found) {
      let value: unknown = { body };
      for (const step of path) value = (value as Record<string | number, unknown>)[step];
      expect(value).toBe(named);
    }
  });
});
