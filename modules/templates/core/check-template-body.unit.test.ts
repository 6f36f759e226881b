import type { z } from "zod";
import { describe, expect, it } from "vitest";
import { batchModes, type TemplateBody, templateBodyField } from "../contract/template-body.ts";
import type { ProductOfTemplate } from "./product-names.ts";
import { checkTemplateBody } from "./check-template-body.ts";

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

describe("what a body says in full", () => {
  const [own, other, upsell, fabric] = [id(50), id(51), id(60), id(70)];
  const product = aProduct({
    variants: [
      { id: own, attributes: { Length: { amount: "95", unit: "cm" }, Colour: { text: "red" } } },
      { id: other, attributes: { Length: { amount: "1", unit: "m" } } },
    ],
    asked: [
      { name: "Width", kind: "number", unit: "cm", choices: [], required: true },
      { name: "Finish", kind: "choice", unit: null, choices: ["matte", "glossy"], required: true },
    ],
    upsells: [{ id: upsell, name: "Engraving" }],
    units: new Map([
      [id(7), "m"],
      [fabric, "m"],
    ]),
    materialAttributes: new Map([[fabric, new Set(["Colour"])]]),
  });
  const norm = (more: object = {}) => ({ variantId: id(7), warehouseId: id(1), ...more });
  const check = (key: string, more: object = {}) => ({ kind: "yes_no", key, name: key, ...more });
  type Version = object;
  const ofVariant = (...versions: Version[]): TemplateBody =>
    templateBodyField.parse({
      ...aBody([{ key: "cut", norms: [norm({ key: "n1" })] }, { key: "sew" }]),
      variants: versions.map((version) => ({ variantId: own, ...version })),
    });
  const formula = (perUnit: string, more: object = {}): TemplateBody =>
    aBody([{ key: "cut", norms: [norm({ perUnit, ...more })] }]);
  const when = (expression: string): TemplateBody =>
    aBody([{ key: "cut", condition: { kind: "expression", expression } }]);
  const starting = (condition: string): TemplateBody =>
    templateBodyField.parse({
      ...aBody([{ key: "cut" }]),
      triggers: { start: { dealStatusId: id(2), condition } },
    });

  it.each<[string, TemplateBody]>([
    ["a formula over the variants' attributes and those asked", formula("=length + 2 * width + 10 cm")],
    ["a plain number for an amount", formula("=quantity / 12")],
    ["a comparison with a choice", formula('=if(finish = "matte"; 1; 2)')],
    [
      "a sample that holds, with a unit or without",
      formula("=length + width", {
        samples: [
          { of: "perUnit", values: { Length: "95 cm", Width: "0,5 m" }, expected: "1.45" },
          { of: "perUnit", values: { Length: "1 m", Width: "50" }, expected: "1.5" },
        ],
      }),
    ],
    ["a condition", when('=upsell("engraving") and colour = "red"')],
    ["a start condition over quantity, money and upsells", starting("=quantity > 1 and paid >= amount / 2")],
    [
      "a norm that awaits selection, and one that follows",
      aBody([
        {
          key: "cut",
          norms: [
            norm({ variantId: null, itemId: fabric }),
            norm({ variantId: null, itemId: fabric, follows: "Colour" }),
          ],
        },
      ]),
    ],
    [
      "messages with fields, tasks for one",
      aBody([
        {
          key: "cut",
          atStart: [{ kind: "message", text: "{product}, {quantity} for {contact}" }],
          atCompletion: [{ kind: "create_task", title: "Ship", role: "sales_manager" }],
        },
      ]),
    ],
    [
      "a variant that changes, adds and drops",
      ofVariant({
        droppedStages: ["sew"],
        changedStages: [
          {
            key: "cut",
            fields: { waitsFor: [] },
            changedNorms: [{ key: "n1", fields: { perUnit: "=length" } }],
          },
        ],
        addedStages: [{ after: "cut", stage: aBody([{ key: "glue", waitsFor: ["cut"] }]).stages[0] }],
      }),
    ],
  ])("may be %s", (_, body) => {
    expect(refusalOf(body, product)).toBeNull();
  });

  const cutNorm = ["body", "stages", 0, "norms", 0];
  it.each<[string, TemplateBody, string, (string | number)[], object?]>([
    [
      "a formula that is none",
      formula("=length +"),
      "formula_ends_early",
      [...cutNorm, "perUnit"],
      { at: 9 },
    ],
    [
      "an unknown name, where it stands",
      formula("=lenght * 2"),
      "formula_unknown_name",
      [...cutNorm, "perUnit"],
      { name: "lenght", suggestion: "length", at: 1, to: 7, stage: "Stage cut" },
    ],
    ["kilograms with metres", formula("= length + 1 kg"), "formula_units_differ", [...cutNorm, "perUnit"]],
    [
      "a result in another unit than the material's",
      formula("=length * width"),
      "formula_result_unit",
      [...cutNorm, "perUnit"],
    ],
    [
      "a choice that there isn't",
      formula('=if(finish = "satin"; 1; 2)'),
      "formula_unknown_choice",
      [...cutNorm, "perUnit"],
    ],
    [
      "a sample that comes out otherwise",
      formula("=length", { samples: [{ of: "perUnit", values: { Length: "95 cm" }, expected: "1" }] }),
      "formula_sample_fails",
      [...cutNorm, "samples", 0, "expected"],
      { got: "0.95", expected: "1" },
    ],
    [
      "a sample that lacks a value",
      formula("=length", { samples: [{ of: "perUnit", expected: "1" }] }),
      "formula_value_missing",
      [...cutNorm, "samples", 0, "expected"],
    ],
    [
      "a sample of an unknown attribute",
      formula("=length", { samples: [{ of: "perUnit", values: { Depth: "1 m" }, expected: "1" }] }),
      "sample_value",
      [...cutNorm, "samples", 0, "values", "Depth"],
    ],
    [
      "a sample's text for a number",
      formula("=length", { samples: [{ of: "perUnit", values: { Length: "long" }, expected: "1" }] }),
      "sample_value",
      [...cutNorm, "samples", 0, "values", "Length"],
    ],
    [
      "a sample of a constant",
      formula("2", { samples: [{ of: "perUnit", expected: "2" }] }),
      "sample_without_formula",
      [...cutNorm, "samples", 0, "of"],
    ],
    [
      "a condition that comes to a number",
      when("=length"),
      "formula_not_condition",
      ["body", "stages", 0, "condition", "expression"],
    ],
    [
      "an upsell that the product doesn't have",
      when('=upsell("Gift box")'),
      "formula_unknown_upsell",
      ["body", "stages", 0, "condition", "expression"],
    ],
    [
      "another product's upsell",
      aBody([{ key: "cut", condition: { kind: "upsell", upsellId: id(61) } }]),
      "upsell_unknown",
      ["body", "stages", 0, "condition", "upsellId"],
    ],
    [
      "a start condition over what a deal doesn't know",
      starting("=length > 1 m"),
      "formula_unknown_name",
      ["body", "triggers", "start", "condition"],
    ],
    [
      "a norm of nothing",
      aBody([{ key: "cut", norms: [norm({ variantId: null })] }]),
      "norm_names_one",
      [...cutNorm, "variantId"],
    ],
    [
      "a norm of a variant and an item",
      aBody([{ key: "cut", norms: [norm({ itemId: fabric })] }]),
      "norm_names_one",
      [...cutNorm, "itemId"],
    ],
    [
      "a norm of any variant of the product itself",
      aBody([{ key: "cut", norms: [norm({ variantId: null, itemId: product.itemId })] }]),
      "norm_of_own_product",
      [...cutNorm, "itemId"],
    ],
    [
      "a variant that follows",
      aBody([{ key: "cut", norms: [norm({ follows: "Colour" })] }]),
      "follows_an_item",
      [...cutNorm, "follows"],
    ],
    [
      "what the material doesn't have",
      aBody([{ key: "cut", norms: [norm({ variantId: null, itemId: fabric, follows: "Length" })] }]),
      "follows_unknown",
      [...cutNorm, "follows"],
    ],
    [
      "two norms of one key",
      aBody([{ key: "cut", norms: [norm({ key: "a" }), norm({ key: "a" })] }]),
      "norm_key_twice",
      ["body", "stages", 0, "norms", 1, "key"],
    ],
    [
      "two checks of one key",
      aBody([{ key: "cut", checks: [check("a"), check("a")] as never }]),
      "check_key_twice",
      ["body", "stages", 0, "checks", 1, "key"],
    ],
    [
      "a check whose most is less than its least",
      aBody([
        { key: "cut", checks: [check("a", { kind: "number", minimum: "2", maximum: "1.5" })] as never },
      ]),
      "check_maximum_below_minimum",
      ["body", "stages", 0, "checks", 0, "maximum"],
    ],
    [
      "a task for nobody",
      aBody([{ key: "cut", atStart: [{ kind: "create_task", title: "Ship" }] }]),
      "task_for_one",
      ["body", "stages", 0, "atStart", 0],
    ],
    [
      "a task for two",
      aBody([
        { key: "cut", atStart: [{ kind: "create_task", title: "Ship", role: "operator", tradeId: id(3) }] },
      ]),
      "task_for_one",
      ["body", "stages", 0, "atStart", 0],
    ],
    [
      "a message with an unknown field",
      aBody([{ key: "cut", atCompletion: [{ kind: "message", text: "Dear {name}" }] }]),
      "message_field_unknown",
      ["body", "stages", 0, "atCompletion", 0, "text"],
      { field: "name" },
    ],
    [
      "a version of another product's variant",
      ofVariant({ variantId: id(99) }),
      "variant_of_other_item",
      ["body", "variants", 0, "variantId"],
    ],
    [
      "two versions of one variant",
      ofVariant({}, {}),
      "variant_version_twice",
      ["body", "variants", 1, "variantId"],
    ],
    [
      "dropping a stage that isn't there",
      ofVariant({ droppedStages: ["gone"] }),
      "variant_stage_unknown",
      ["body", "variants", 0, "droppedStages", 0],
    ],
    [
      "changing a stage that it drops",
      ofVariant({ droppedStages: ["cut"], changedStages: [{ key: "cut" }] }),
      "variant_stage_twice",
      ["body", "variants", 0, "changedStages", 0, "key"],
    ],
    [
      "changing a norm that isn't there",
      ofVariant({ changedStages: [{ key: "cut", changedNorms: [{ key: "n9", fields: {} }] }] }),
      "variant_norm_unknown",
      ["body", "variants", 0, "changedStages", 0, "changedNorms", 0, "key"],
    ],
    [
      "changing a norm that it drops",
      ofVariant({
        changedStages: [{ key: "cut", droppedNorms: ["n1"], changedNorms: [{ key: "n1", fields: {} }] }],
      }),
      "variant_norm_twice",
      ["body", "variants", 0, "changedStages", 0, "changedNorms", 0, "key"],
    ],
    [
      "adding a norm under a key that the base has",
      ofVariant({ changedStages: [{ key: "cut", addedNorms: [norm({ key: "n1" })] }] }),
      "norm_key_twice",
      ["body", "variants", 0, "changedStages", 0, "addedNorms", 0, "key"],
    ],
    [
      "adding a stage after one that isn't there",
      ofVariant({ addedStages: [{ after: "gone", stage: aBody([{ key: "x" }]).stages[0] }] }),
      "variant_stage_unknown",
      ["body", "variants", 0, "addedStages", 0, "after"],
    ],
    [
      "adding a stage under the key of one that it drops",
      ofVariant({
        droppedStages: ["sew"],
        addedStages: [{ after: null, stage: aBody([{ key: "sew" }]).stages[0] }],
      }),
      "stage_key_twice",
      ["body", "variants", 0, "addedStages", 0, "stage", "key"],
    ],
    [
      "dropping all stages",
      ofVariant({ droppedStages: ["cut", "sew"] }),
      "variant_without_stages",
      ["body", "variants", 0, "droppedStages"],
    ],
    [
      "a cycle in a variant alone",
      ofVariant({ changedStages: [{ key: "cut", fields: { waitsFor: ["sew"] } }] }),
      "stage_cycle",
      ["body", "variants", 0],
    ],
    [
      "a variant's stage that waits for one unknown",
      ofVariant({ changedStages: [{ key: "sew", fields: { waitsFor: ["gone"] } }] }),
      "stage_waits_for_unknown",
      ["body", "variants", 0],
    ],
    [
      "a fault in a variant's formula",
      ofVariant({
        changedStages: [{ key: "cut", changedNorms: [{ key: "n1", fields: { perUnit: "=1 kg" } }] }],
      }),
      "formula_result_unit",
      ["body", "variants", 0, "changedStages", 0, "changedNorms", 0, "fields", "perUnit"],
    ],
    [
      "a fault in what a variant adds",
      ofVariant({
        addedStages: [
          { after: null, stage: aBody([{ key: "x", norms: [norm({ perBatch: "=kilos" })] }]).stages[0] },
        ],
      }),
      "formula_unknown_name",
      ["body", "variants", 0, "addedStages", 0, "stage", "norms", 0, "perBatch"],
    ],
    [
      "the product as a variant's material",
      ofVariant({
        changedStages: [{ key: "cut", changedNorms: [{ key: "n1", fields: { variantId: other } }] }],
      }),
      "norm_of_own_product",
      ["body", "variants", 0, "changedStages", 0, "changedNorms", 0, "fields", "variantId"],
    ],
  ])("is refused with %s", (_, body, code, path, data = {}) => {
    expect(refusalOf(body, product)).toMatchObject({ code, path, data });
  });
});
