import { describe, expect, it, test } from "vitest";
import type { Unit } from "#kernel/unit.ts";
import { type FormulaEnvironment, checkFormula, parseFormula } from "./formula.ts";

const environment: FormulaEnvironment = {
  names: [
    { name: "Garment length", kind: "number", unit: "cm" },
    { name: "Width", kind: "number", unit: "mm" },
    { name: "Weight", kind: "number", unit: "kg" },
    { name: "Buttons", kind: "number", unit: "pcs" },
    { name: "Ratio", kind: "number", unit: null },
    { name: "Note", kind: "text" },
    { name: "Colour", kind: "text", choices: ["Red", "Deep blue"] },
    { name: "Glossy", kind: "truth" },
    { name: "Seam (a)", kind: "number", unit: "mm" },
    { name: "seam a", kind: "number", unit: "mm" },
  ],
  upsells: ["Engraving"],
};

function check(formula: string, expected: Unit | "condition"): Readonly<Record<string, unknown>> {
  const parsed = parseFormula(formula);
  if (!parsed.ok) return { code: parsed.refusal.code };
  const checked = checkFormula(
    parsed.value,
    environment,
    expected === "condition" ? { kind: "condition" } : { kind: "amount", unit: expected },
  );
  if (checked.ok) return { code: "fits" };
  const { at, to, ...data } = checked.refusal.data ?? {};
  return { code: checked.refusal.code, place: formula.slice(Number(at), Number(to)), ...data };
}

describe("what fits", () => {
  test.each([
    ["garment_length + 10 cm", "m"],
    ["garment_length * width", "m2"],
    ["garment_length * width * 1 cm", "ml"],
    ["weight / (width * width) * 1 m2", "g"],
    ["quantity / 12", "kg"],
    ["buttons + ratio + 2 pcs", "pcs"],
    ["0", "kg"],
    ["if(glossy; 0; weight)", "kg"],
    ["if(glossy; weight; -0)", "kg"],
    ["max(0; weight - 1 kg)", "kg"],
    ["ceil(width; 5 cm)", "m"],
    ["ceil(buttons)", "pcs"],
    ["width > 0 and weight = 0", "condition"],
    ['colour = "red" or "deep BLUE" != colour', "condition"],
    ['note = "anything"', "condition"],
    ['if(glossy; note; "x") = note', "condition"],
    ['upsell("engraving ")', "condition"],
    ["glossy = (quantity > 5)", "condition"],
  ] as const)("%s in %s", (formula, expected) => {
    expect(check(formula, expected)).toEqual({ code: "fits" });
  });
});

describe("what doesn't, where and why", () => {
  const length = { right: "length", rightUnit: "m" };
  test.each([
    [
      "1 + (weight + width)",
      "m",
      { code: "formula_units_differ", place: "(weight + width)", left: "mass", leftUnit: "kg", ...length },
    ],
    [
      "2 + width",
      "m",
      { code: "formula_units_differ", place: "2 + width", left: "number", leftUnit: "", ...length },
    ],
    [
      "weight / (width * width) < width",
      "condition",
      { code: "formula_units_differ", left: "other", leftUnit: "kg/m²", ...length },
    ],
    ["max(weight; width)", "m", { code: "formula_units_differ" }],
    ["if(glossy; 1 kg; width)", "m", { code: "formula_units_differ", place: "1 kg; width" }],
    ["ceil(weight; 5 cm)", "m", { code: "formula_units_differ" }],
    ["weight * 2", "m", { code: "formula_result_unit", got: "mass", gotUnit: "kg", unit: "m" }],
    ["1 / width", "m", { code: "formula_result_unit", got: "other", gotUnit: "1/m", unit: "m" }],
    ["1 h", "pcs", { code: "formula_result_unit", got: "time", unit: "pcs" }],
    ["ceil(width)", "m", { code: "formula_step_needed", place: "ceil(width)", name: "ceil" }],
    [
      "widht * 2",
      "m",
      { code: "formula_unknown_name", place: "widht", suggested: "yes", suggestion: "width" },
    ],
    ["zzz", "m", { code: "formula_unknown_name", suggested: "no", suggestion: "" }],
    ["2 * cm", "m", { code: "formula_unit_alone", place: "cm", name: "cm" }],
    ["seam_a", "m", { code: "formula_name_ambiguous", name: "seam_a" }],
    ['upsell("Engravin")', "condition", { code: "formula_unknown_upsell", suggestion: "Engraving" }],
    ['colour = "deep blu"', "condition", { code: "formula_unknown_choice", suggestion: "Deep blue" }],
    ["note + 1", "m", { code: "formula_type", place: "note", expected: "number", got: "text" }],
    ["glossy * 2", "m", { code: "formula_type", place: "glossy", expected: "number", got: "truth" }],
    ["width and glossy", "condition", { code: "formula_type", place: "width", expected: "truth" }],
    ["glossy and width", "condition", { code: "formula_type", place: "width", expected: "truth" }],
    ["glossy or note", "condition", { code: "formula_type", place: "note", expected: "truth", got: "text" }],
    ["not 5", "condition", { code: "formula_type", place: "5", expected: "truth", got: "number" }],
    ["if(1; 2; 3)", "m", { code: "formula_type", place: "1", expected: "truth", got: "number" }],
    ["if(glossy; 2; note)", "m", { code: "formula_type", expected: "number", got: "text" }],
    ["note = 5", "condition", { code: "formula_type", expected: "text", got: "number" }],
    ['note < "b"', "condition", { code: "formula_no_order", got: "text" }],
    ["glossy >= true", "condition", { code: "formula_no_order", got: "truth" }],
    ["note", "m", { code: "formula_type", expected: "number", got: "text" }],
    ["glossy", "m", { code: "formula_type", expected: "number", got: "truth" }],
    ["quantity", "condition", { code: "formula_not_condition", got: "number" }],
    ["note", "condition", { code: "formula_not_condition", got: "text" }],
    ["5 kg / 0", "kg", { code: "formula_divides_by_zero", place: "5 kg / 0" }],
  ] as const)("%s in %s", (formula, expected, refusal) => {
    expect(check(formula, expected)).toMatchObject(refusal);
  });

  it("tells the first fault only, and nothing that follows from it", () => {
    expect(check("(widht + 1 kg) * 2 < 5 m", "condition")).toMatchObject({ code: "formula_unknown_name" });
  });
});
