import { describe, expect, it, test } from "vitest";
import { enRefusals } from "#web/texts/compiled/en-refusals.ts";
import { ukRefusals } from "#web/texts/compiled/uk-refusals.ts";
import { createTranslator } from "#web/texts/translator.ts";
import {
  type FormulaEnvironment,
  type FormulaSample,
  checkSamples,
  parseFormula,
  readFormula,
  suggestNames,
} from "./formula.ts";

const environment: FormulaEnvironment = {
  names: [
    { name: "Garment length", kind: "number", unit: "cm" },
    { name: "Sleeve length", kind: "number", unit: "cm" },
    { name: "Ширина", kind: "number", unit: "m" },
    { name: "Colour", kind: "text" },
  ],
  upsells: ["Engraving", "Gift box"],
};

describe("samples", () => {
  const sample = (amount: string, expected: string | boolean, quantity = "20"): FormulaSample => ({
    quantity,
    attributes: { "Garment length": { amount, unit: "cm" } },
    upsells: [],
    expected,
  });
  const inMetres = { kind: "amount", unit: "m" } as const;

  it("says which fail, with what came and what was expected", () => {
    const parsed = parseFormula("(garment_length + 10 cm) * quantity / 3");
    if (!parsed.ok) throw new Error(parsed.refusal.code);
    const samples = [sample("95", "7.00"), sample("96", "7"), sample("1", "0.036667", "1"), sample("?", "1")];
    expect(checkSamples(parsed.value, samples, inMetres)).toMatchObject([
      { passes: true, got: "7" },
      { passes: false, got: "7.066667", expected: "7" },
      { passes: true, got: "0.036667" },
      { passes: false, refusal: { code: "formula_value_broken" } },
    ]);
  });

  test.each([
    ["garment_length * 2", [sample("50", "1")], null],
    ["garment_length * 2", [sample("50", "1"), sample("50", "2")], "formula_sample_fails"],
    ["garment_length / (quantity - 20)", [sample("50", "1")], "formula_divides_by_zero"],
    ["garment_length * 2", [sample("50", "1 m")], "formula_value_broken"],
    ["garment_length * 2 kg", [], "formula_result_unit"],
    ["garment_length *", [], "formula_ends_early"],
  ])("%s is read with its samples: %#", (text, samples, code) => {
    const read = readFormula(text, environment, inMetres, samples);
    expect(read.ok ? null : read.refusal.code).toBe(code);
  });

  it("counts the failing sample from 1", () => {
    const read = readFormula("garment_length * 2", environment, inMetres, [
      sample("50", "1"),
      sample("5", "2"),
    ]);
    expect(read.ok ? null : read.refusal.data).toEqual({ sample: 2, got: "0.1", expected: "2" });
  });

  it("knows conditions too", () => {
    const samples = [sample("50", true), sample("50", false)];
    const parsed = parseFormula("garment_length > 10 cm");
    const outcomes = parsed.ok ? checkSamples(parsed.value, samples, { kind: "condition" }) : [];
    expect(outcomes.map(({ passes }) => passes)).toEqual([true, false]);
  });
});

describe("suggestions at the cursor", () => {
  test.each([
    ["", 0, ["garment_length", "sleeve_length", "ширина", "colour", "quantity"]],
    ["gar", 0, ["garment_length"]],
    ["2 * (Sle", 5, ["sleeve_length"]],
    ["шир", 0, ["ширина"]],
    ["1 + len", 4, ["garment_length", "sleeve_length"]],
    ["ce", 0, ["ceil("]],
    ["кіл", 0, ["quantity"]],
    ["10 c", 3, ["cm", "cm2", "cm3"]],
    ["10см", 2, ["cm", "cm2", "cm3"]],
    ["2,5 k", 4, ["kg", "km"]],
    ['if(upsell("gi', 11, ['Gift box")']],
    ["zzz", 0, []],
  ] as const)("%s", (before, at, inserts) => {
    const suggested = suggestNames(before, environment);
    expect(suggested.at).toBe(at);
    expect(suggested.suggestions.map(({ insert }) => insert).slice(0, 5)).toEqual(inserts);
  });

  it("keeps its place in a text that is too long", () => {
    const before = `${"1 + ".repeat(200)}gar`;
    expect(suggestNames(before, environment)).toMatchObject({ at: 800, suggestions: [{ kind: "name" }] });
  });
});

describe("words", () => {
  /** Sentences for one refusal of each kind, as a reader sees them. */
  const refused: readonly (readonly [formula: string, en: string, uk: string])[] = [
    [
      "garment_length + 2 kg",
      "These do not go together: a length and a mass.",
      "Це не поєднується: довжина і маса.",
    ],
    [
      "2 kg / 1 m2 + ширина",
      "These do not go together: a quantity in kg/m² and a length.",
      "Це не поєднується: величина в kg/m² і довжина.",
    ],
    [
      "garment_lenght",
      "There is no attribute “garment_lenght”. Did you mean “garment_length”?",
      "Атрибута «garment_lenght» немає. Можливо, «garment_length»?",
    ],
    [
      "max(1,2)",
      "“max” takes two values or more. A comma between digits is a decimal comma: put a semicolon between values.",
      "«max» має два значення або більше. Кома між цифрами є десятковою: розділяйте значення крапкою з комою.",
    ],
    [
      "2 kg",
      "The amount is in m, and the formula comes to a mass.",
      "Кількість рахують у м, а формула дає інше: маса.",
    ],
    [
      "a".repeat(501),
      "A formula has at most 500 characters.",
      "У формулі може бути щонайбільше 500 символів.",
    ],
  ];
  const english = createTranslator("en", [enRefusals], "Europe/Kyiv");
  const ukrainian = createTranslator("uk", [ukRefusals], "Europe/Kyiv");

  test.each(refused)("%s", (formula, en, uk) => {
    const read = readFormula(formula, environment, { kind: "amount", unit: "m" });
    const { code, data } = read.ok ? { code: "none", data: {} } : read.refusal;
    expect(english.lookUp(`refusal.${code}`, data)).toBe(en);
    expect(ukrainian.lookUp(`refusal.${code}`, data)).toBe(uk);
  });
});
