import type { z } from "zod";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal, sum, text } from "#kernel/decimal.ts";
import type { AttributeValue, OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import { asking, resolved } from "#test/builders/resolved.ts";
import { type TemplateBody, templateBodyField } from "../contract/template-body.ts";
import { type AskedOfTemplate, resolveTemplate } from "./resolve-template.ts";

const id = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;
const [material, fabric] = [id(10), id(11)];
type Draft = z.input<typeof templateBodyField>;
type NormDraft = NonNullable<Draft["stages"][number]["norms"]>[number];

const aBody = (stage: Partial<Draft["stages"][number]>, more: Draft["stages"] = []): TemplateBody =>
  templateBodyField.parse({
    stages: [
      {
        key: "cut",
        name: "Cutting",
        performer: { kind: "role", role: "operator" },
        consumption: "at_start",
        ...stage,
      },
      ...more,
    ],
    triggers: {},
    policies: { finishedWarehouseId: id(1) },
  });
const ofNorm = (norm: Omit<NormDraft, "warehouseId">): TemplateBody =>
  aBody({ norms: [{ variantId: material, warehouseId: id(1), ...norm }] });
const cm = (amount: string): AttributeValue => ({ amount, unit: "cm" });
const units = new Map([[material, "m"]] as const);
const garment = { attributes: { "Garment length": cm("95") } };

describe("a formula", () => {
  const cases: [
    string,
    Omit<NormDraft, "warehouseId">,
    Partial<AskedOfTemplate>,
    [string, string, string],
  ][] = [
    [
      "reads the variant's attribute and converts to the material's unit",
      { perUnit: "=garment_length + 10 cm" },
      { product: garment, quantity: 20 },
      ["1.05", "0", "21"],
    ],
    [
      "reads the quantity, the order's",
      { perBatch: "=ceil(quantity / 12)" },
      { quantity: 25 },
      ["0", "3", "3"],
    ],
    [
      "is asked a value before the variant's of the same name",
      { perUnit: "=garment_length" },
      { product: garment, attributes: { "Garment length": cm("100") }, quantity: 2 },
      ["1", "0", "2"],
    ],
    [
      "knows upsells by name",
      { perUnit: '=if(upsell("Pocket"); 20 cm; 0)' },
      { upsells: [{ id: id(5), name: "Pocket" }], quantity: 3 },
      ["0.2", "0", "0.6"],
    ],
    [
      "compares texts",
      { perUnit: '=if(colour = "red"; 2; 1)' },
      { attributes: { Colour: { text: "Red" } } },
      ["2", "0", "2"],
    ],
    [
      "is exact to the end: thirds of 3,000 are 1,000",
      { perUnit: "=1 m / 3" },
      { quantity: 3_000 },
      ["0.333333", "0", "1000"],
    ],
    [
      "goes through loss, allowance and rounding like a constant",
      { perUnit: "=50 cm", loss: "0.5", allowance: "0.1", roundingStep: "2" },
      { quantity: 3 },
      ["0.5", "0", "4"],
    ],
  ];
  it.each(cases)("%s", (_, norm, given, expected) => {
    const [found] = resolved(ofNorm(norm), { units, ...given }).norms;
    const { perUnit, perBatch, required } = found ?? {};
    expect([perUnit, perBatch, required].map((one) => one?.toFixed())).toEqual(expected);
  });

  it.each<[string, Omit<NormDraft, "warehouseId">, string, object]>([
    [
      "lacks a value",
      { perUnit: "=garment_length" },
      "formula_value_missing",
      { name: "garment_length", at: 1, to: 15 },
    ],
    ["divides by zero", { perUnit: "=1 / (quantity - 1)" }, "formula_divides_by_zero", { at: 1 }],
    ["comes out below zero", { perBatch: "=1 m - 2 m" }, "formula_negative", {}],
    ["comes out in another unit", { perUnit: "=1 kg" }, "formula_result_unit", {}],
  ])("is refused with its stage and place where it %s", (_, norm, code, data) => {
    expect(resolveTemplate(ofNorm(norm), asking({ units }))).toMatchObject({
      ok: false,
      refusal: { code, data: { stage: "Cutting", ...data } },
    });
  });
});

describe("per unit", () => {
  const perUnit = { batchMode: "per_unit" as const, quantity: 4, attributes: { Width: cm("60") } };
  const unitAttributes: OrderAttributes[] = [{}, { Width: cm("80") }, { Width: cm("80") }];
  const amounts = (norm: Omit<NormDraft, "warehouseId">, given: Partial<AskedOfTemplate>) => {
    const [found] = resolved(ofNorm(norm), { units, ...given }).norms;
    return [found?.perUnit, found?.perUnitSum, found?.perBatch, found?.required].map((one) => one?.toFixed());
  };

  it("sums each unit's own amount; units without values of their own have the order's", () => {
    // 60, 80, 80, 60
    expect(amounts({ perUnit: "=width" }, { ...perUnit, unitAttributes })).toEqual([
      "0.7",
      "2.8",
      "0",
      "2.8",
    ]);
    // ceil of each, not of the sum
    expect(amounts({ perUnit: "=ceil(width; 50 cm)" }, { ...perUnit, unitAttributes })).toEqual([
      "1",
      "4",
      "0",
      "4",
    ]);
  });

  it("keeps what each unit needs where they differ, and nothing where they come to the same", () => {
    const each = (formula: string) =>
      resolved(ofNorm({ perUnit: formula }), { units, ...perUnit, unitAttributes }).norms[0]?.units?.map(
        (amount) => (amount === null ? null : text(amount)),
      );
    expect(each("=width")).toEqual(["0.6", "0.8", "0.8", "0.6"]);
    expect(each("=ceil(width; 1 m)")).toBeUndefined();
    expect(each("0.5")).toBeUndefined();
  });

  it("reads in a formula per batch what is asked at order, summed over the units", () => {
    expect(amounts({ perBatch: "=width" }, { ...perUnit, unitAttributes })).toEqual(["0", "0", "2.8", "2.8"]);
    expect(amounts({ perBatch: "=width" }, perUnit)).toEqual(["0", "0", "2.4", "2.4"]);
    // the variant's own is one value
    const product = { attributes: { Depth: cm("50") } };
    expect(amounts({ perBatch: "=depth" }, { ...perUnit, product })).toEqual(["0", "0", "0.5", "0.5"]);
  });

  it("leaves the units' own values aside in the other modes", () => {
    expect(amounts({ perUnit: "=width" }, { ...perUnit, batchMode: "split", unitAttributes })).toEqual([
      "0.6",
      "2.4",
      "0",
      "2.4",
    ]);
  });

  it("comes to the sum of what each unit would come to by itself, for any widths", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 30 }), (widths) => {
        const body = ofNorm({ perUnit: "=2 * width + 5 mm" });
        const values = widths.map((width): OrderAttributes => ({
          Width: { amount: String(width), unit: "mm" },
        }));
        const [together] = resolved(body, {
          units,
          batchMode: "per_unit",
          quantity: widths.length,
          unitAttributes: values,
        }).norms;
        const apart = values.map(
          (attributes) => resolved(body, { units, attributes }).norms[0]?.required ?? decimal(0),
        );
        const total = sum(apart);
        expect(text(together?.perUnitSum ?? decimal(-1))).toBe(text(total));
      }),
      { numRuns: 100 },
    );
  });
});

describe("an optional stage", () => {
  const pocket = { id: id(5), name: "Pocket" };
  const last = {
    key: "pack",
    name: "Packing",
    performer: { kind: "role", role: "operator" },
    consumption: "at_start",
  } as const;
  const optional = (condition: Draft["stages"][number]["condition"]): TemplateBody =>
    aBody(
      { condition, unitSeconds: 10, norms: [{ variantId: material, warehouseId: id(1), perUnit: "1" }] },
      [last],
    );
  const isOn = (
    condition: Draft["stages"][number]["condition"],
    given: Partial<AskedOfTemplate>,
  ): boolean => {
    const { stages, norms } = resolved(optional(condition), given);
    expect(stages.map(({ key }) => key)).toEqual(["cut", "pack"]);
    expect(stages[1]?.waitsFor).toEqual(["cut"]);
    const active = stages[0]?.active ?? false;
    // A stage that isn't worked needs nothing.
    expect(norms).toHaveLength(active ? 1 : 0);
    return active;
  };

  it("is worked where its upsell is ordered", () => {
    const condition = { kind: "upsell", upsellId: pocket.id } as const;
    expect(isOn(condition, { upsells: [pocket] })).toBe(true);
    expect(isOn(condition, { upsells: [{ ...pocket, id: id(6) }] })).toBe(false);
  });

  it.each<[string, Partial<AskedOfTemplate>, boolean]>([
    ["=quantity >= 10", { quantity: 10 }, true],
    ["=quantity >= 10", { quantity: 9 }, false],
    ['=colour = "red" or quantity > 100', { attributes: { Colour: { text: "red" } } }, true],
    ["=width > 1 m", { attributes: { Width: { amount: "1200", unit: "mm" } } }, true],
    ['=not upsell("Pocket")', { upsells: [pocket] }, false],
  ])("is worked where its expression holds: %s", (expression, given, expected) => {
    expect(isOn({ kind: "expression", expression }, given)).toBe(expected);
  });

  it("is worked for all units where one of them needs it", () => {
    const condition = { kind: "expression", expression: "=width > 1 m" } as const;
    const order = { batchMode: "per_unit" as const, quantity: 3, attributes: { Width: cm("60") } };
    expect(isOn(condition, order)).toBe(false);
    expect(isOn(condition, { ...order, unitAttributes: [{}, { Width: cm("120") }] })).toBe(true);
  });

  it("is refused where its expression lacks a value", () => {
    const body = optional({ kind: "expression", expression: "=width > 1 m" });
    expect(resolveTemplate(body, asking())).toMatchObject({
      ok: false,
      refusal: { code: "formula_value_missing", data: { stage: "Cutting", name: "width" } },
    });
  });
});

describe("a norm of an item", () => {
  const [red, blue] = [
    { id: id(31), attributes: { Colour: { text: "Red" }, Width: cm("150") } },
    { id: id(32), attributes: { Colour: { text: "blue" }, Width: cm("90") } },
  ];
  const itemVariants = new Map([[fabric, [red, blue]]]);
  const body = (follows: string | null): TemplateBody =>
    aBody({ norms: [{ itemId: fabric, follows, warehouseId: id(1), perUnit: "1" }] });
  const variantOf = (follows: string | null, given: Partial<AskedOfTemplate>) =>
    resolved(body(follows), { itemVariants, ...given }).norms[0];

  it("awaits selection where nothing says which variant", () => {
    expect(variantOf(null, {})).toMatchObject({ variantId: null, itemId: fabric });
  });

  it.each<[string, OrderAttributes, string]>([
    ["Colour", { Colour: { text: "red" } }, red.id],
    ["Width", { Width: { amount: "0.9", unit: "m" } }, blue.id],
  ])("follows the product's %s, whatever its case or unit", (follows, attributes, expected) => {
    expect(variantOf(follows, { attributes })).toMatchObject({ variantId: expected, itemId: fabric });
  });

  const coloured = (...colours: string[]) => ({
    itemVariants,
    batchMode: "per_unit" as const,
    quantity: colours.length,
    unitAttributes: colours.map((colour): OrderAttributes => ({
      Colour: { text: colour },
      Width: cm(colour === "blue" ? "90" : "150"),
    })),
  });
  const told = (of: TemplateBody, ...colours: string[]) =>
    resolved(of, coloured(...colours)).norms.map((norm) => ({
      variantId: norm.variantId,
      required: text(norm.required),
      perBatch: text(norm.perBatch),
      units: norm.units?.map((amount) => (amount === null ? null : text(amount))) ?? null,
    }));

  it("is one for each variant where the units differ, and one where they agree", () => {
    expect(told(body("Colour"), "red", "blue", "red")).toEqual([
      { variantId: red.id, required: "2", perBatch: "0", units: ["1", null, "1"] },
      { variantId: blue.id, required: "1", perBatch: "0", units: [null, "1", null] },
    ]);
    expect(told(body("Colour"), "red", "Red")).toEqual([
      { variantId: red.id, required: "2", perBatch: "0", units: null },
    ]);
  });

  it("shares what is for the batch over the units, and rounds up to packs of each variant", () => {
    const of = aBody({
      norms: [
        {
          itemId: fabric,
          follows: "Colour",
          warehouseId: id(1),
          perUnit: "=width",
          perBatch: "0.6",
          loss: "0.5",
          roundingStep: "2",
        },
      ],
    });
    const given = { ...coloured("red", "blue", "red"), units: new Map([[fabric, "m"]] as const) };
    const norms = resolved(of, given).norms.map((norm) => [
      text(norm.required),
      norm.units?.map((amount) => (amount === null ? null : text(amount))),
    ]);
    // (3 + 0.4) ÷ 0.5 and (0.9 + 0.2) ÷ 0.5, each up to packs of 2
    expect(norms).toEqual([
      ["8", ["1.7", null, "1.7"]],
      ["4", [null, "1.1", null]],
    ]);
  });

  it.each<[string, OrderAttributes, string]>([
    ["no variant has the value", { Colour: { text: "green" } }, "no_variant_follows"],
    ["the product has no value", {}, "attribute_missing"],
    ["it is a number on one side and a text on the other", { Colour: cm("1") }, "no_variant_follows"],
  ])("is refused where %s", (_, attributes, code) => {
    expect(resolveTemplate(body("Colour"), asking({ itemVariants, attributes }))).toMatchObject({
      ok: false,
      refusal: { code, data: { attribute: "Colour", stage: "Cutting" } },
    });
  });
});

it("reads a body as it was stored before templates could do any of this", () => {
  const stored = {
    stages: [
      {
        key: "roast",
        name: "Roasting",
        instruction: "Slowly",
        performer: { kind: "role", role: "operator" },
        setUpSeconds: 0,
        unitSeconds: 0,
        batchSeconds: 900,
        wait: null,
        waitsFor: null,
        consumption: "at_start",
        reworkLimit: null,
        norms: [
          {
            variantId: material,
            warehouseId: id(1),
            perUnit: "0.25",
            perBatch: "0",
            loss: "0.15",
            allowance: "0",
            roundingStep: null,
          },
        ],
      },
    ],
    triggers: { start: { dealStatusId: id(2) }, done: null, cancel: null },
    policies: {
      defectAccounting: "included",
      shortage: "warn",
      overYield: "0",
      semiFinished: "warn",
      finishedWarehouseId: id(1),
      batchMode: "whole",
      priority: "normal",
      responsibleId: null,
    },
  };
  const { stages, norms } = resolved(templateBodyField.parse(stored), { quantity: 20 });
  expect(stages).toMatchObject([
    { active: true, checks: [], photoRequired: false, condition: null, atStart: [] },
  ]);
  expect(norms).toMatchObject([{ key: "n1", variantId: material, itemId: null }]);
  expect(norms[0]?.required.toFixed()).toBe("5.882353");
});
