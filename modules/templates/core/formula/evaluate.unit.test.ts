import { describe, expect, it, test } from "vitest";
import { decimal, text } from "#kernel/decimal.ts";
import { type Unit, convert, unitNames, units } from "#kernel/unit.ts";
import { formulaUnits, samePowers } from "./formula-unit.ts";
import { type FormulaValues, amountOf, evaluateFormula, parseFormula, truthOf } from "./formula.ts";

const values: FormulaValues = {
  quantity: "20",
  attributes: {
    "Garment length": { amount: "95", unit: "cm" },
    Width: { amount: "60", unit: "cm" },
    Height: { amount: "2", unit: "m" },
    Seam: { amount: "15", unit: "mm" },
    Weight: { amount: "250", unit: "g" },
    Volume: { amount: "3", unit: "l" },
    "Bake time": { amount: "0.5", unit: "h" },
    Buttons: { amount: "6", unit: "pcs" },
    Ratio: { amount: "0.4", unit: null },
    Nothing: { amount: "0", unit: "m" },
    Colour: { text: " Deep Red " },
    Glossy: { truth: true },
    "Seam (a)": { amount: "1", unit: "mm" },
    "seam a": { amount: "2", unit: "mm" },
    Broken: { amount: "1e5", unit: "mm" },
    Ширина: { amount: "40", unit: "cm" },
  },
  upsells: ["Gift box"],
};

/** The amount in the unit, yes/no, or the refusal with the part that it points at. */
function result(formula: string, unit: Unit | "condition"): string {
  const parsed = parseFormula(formula);
  if (!parsed.ok) return parsed.refusal.code;
  const value = evaluateFormula(parsed.value, values);
  if (!value.ok) {
    const { at, to } = value.refusal.data ?? {};
    return `${value.refusal.code} ⟨${formula.slice(Number(at), Number(to))}⟩`;
  }
  const final = unit === "condition" ? truthOf(value.value) : amountOf(value.value, unit);
  if (!final.ok) return final.refusal.code;
  return typeof final.value === "boolean" ? String(final.value) : text(final.value);
}

describe("amounts", () => {
  test.each([
    ["garment_length + 10 cm", "m", "1.05"],
    ["(garment_length + 10 cm) * quantity", "m", "21"],
    ["(width + 2 * seam) * height", "m2", "1.26"],
    ["ширина * 2", "cm", "80"],
    ["ceil(quantity / 12)", "pcs", "2"],
    ["ceil(quantity / 12)", "m", "2"],
    ["quantity * 15%", "kg", "3"],
    ["weight * quantity", "kg", "5"],
    ["weight * quantity", "t", "0.005"],
    ["buttons * quantity + 2 pcs + 1", "pcs", "123"],
    ["width * height * 2 cm", "l", "24"],
    ["volume / (width * height)", "mm", "2.5"],
    ["0.15 kg / 1 m2 * width * height", "g", "180"],
    ["bake_time + 15 min + 36 s", "h", "0.76"],
    ["2 kg * ratio", "kg", "0.8"],
    ["10 - 3 - 2", "pcs", "5"],
    ["12 / 3 / 2", "pcs", "2"],
    ["-2 * -3", "pcs", "6"],
    ["10 - -2", "pcs", "12"],
    ["min(width; height; 1 m)", "cm", "60"],
    ["max(width, height)", "cm", "200"],
    ["max(0; width - height)", "m", "0"],
    ['if(upsell("gift BOX"); 0,2 m; 0)', "m", "0.2"],
    ['if(upsell("Engraving"); 0.2 m; 0)', "m", "0"],
    ['if(colour = "deep red"; 1; 2)', "pcs", "1"],
    ["if(quantity >= 20, 5, 6)", "pcs", "5"],
  ] as const)("%s in %s is %s", (formula, unit, amount) => {
    expect(result(formula, unit)).toBe(amount);
  });

  test.each([
    ["floor(10 / 3 * 3)", "10"],
    ["ceil(20 / 3 * 3)", "20"],
    ["ceil(1 / 7 * 7 * 5)", "5"],
  ])("a quotient is exact: %s is %s", (formula, amount) => {
    expect(result(formula, "pcs")).toBe(amount);
  });

  test.each([
    ["ceil(1.2)", "2"],
    ["ceil(3)", "3"],
    ["-ceil(-1.2)", "1"],
    ["floor(1.8)", "1"],
    ["-floor(-1.2)", "2"],
    ["round(2.5)", "3"],
    ["-round(-2.5)", "3"],
    ["round(2.4999)", "2"],
    ["ceil(13; 5)", "15"],
    ["floor(13; 5)", "10"],
    ["round(12.5; 5)", "15"],
    ["round(1.26; 0.1)", "1.3"],
    ["ceil(0; 5)", "0"],
  ])("%s is %s", (formula, amount) => {
    expect(result(formula, "pcs")).toBe(amount);
  });

  test.each([
    ["ceil(garment_length; 10 cm)", "cm", "100"],
    ["floor(garment_length; 1 dm)", "cm", "90"],
    ["round(garment_length; 20 mm)", "mm", "960"],
    ["ceil(weight; 0.1 kg)", "g", "300"],
  ] as const)("to a step: %s in %s is %s", (formula, unit, amount) => {
    expect(result(formula, unit)).toBe(amount);
  });

  it("is cut off after 20 places, so that rounding it half-up is right", () => {
    expect(result("2 / 3", "pcs")).toBe("0.66666666666666666666");
    expect(result("0.0000005 - 1 / 10000000000 / 10000000000 / 10000000000", "pcs")).toBe(
      "0.00000049999999999999",
    );
  });
});

describe("conditions", () => {
  test.each([
    ["quantity > 10", "true"],
    ["quantity < 10 or glossy", "true"],
    ["not glossy", "false"],
    ["width = 0.6 m", "true"],
    ["width != 600 mm", "false"],
    ["width > 0", "true"],
    ["1/3 + 1/3 + 1/3 = 1", "true"],
    ['colour = "DEEP RED"', "true"],
    ['colour != "blue"', "true"],
    ["glossy = true", "true"],
    ['upsell("Gift box") and not upsell("Engraving")', "true"],
    ["buttons = 6", "true"],
  ])("%s is %s", (formula, truth) => {
    expect(result(formula, "condition")).toBe(truth);
  });
});

describe("what has no result", () => {
  test.each([
    ["1 / nothing", "m", "formula_divides_by_zero ⟨1 / nothing⟩"],
    ["1 + 5 / (quantity - 20)", "m", "formula_divides_by_zero ⟨5 / (quantity - 20)⟩"],
    ["ceil(width; nothing)", "m", "formula_step_not_positive ⟨nothing⟩"],
    ["ceil(width; -1 cm)", "m", "formula_step_not_positive ⟨-1 cm⟩"],
    ["sleeve + 1 cm", "m", "formula_value_missing ⟨sleeve⟩"],
    ["seam_a", "m", "formula_name_ambiguous ⟨seam_a⟩"],
    ["broken", "m", "formula_value_broken ⟨broken⟩"],
    ["999999999999 * 999999999999", "pcs", "formula_too_large ⟨999999999999 * 999999999999⟩"],
    [
      "ceil(1; 0.000000000001) + ceil(999999999999; 0.000000000001)",
      "pcs",
      "formula_too_large ⟨999999999999⟩",
    ],
    ["999999999999 + 1", "pcs", "formula_too_large"],
    ["width - height", "m", "formula_negative"],
    ["width", "kg", "formula_result_unit"],
    ["width + weight", "m", "formula_units_differ ⟨width + weight⟩"],
    ["glossy", "m", "formula_type"],
    ["width", "condition", "formula_not_condition"],
  ] as const)("%s in %s: %s", (formula, unit, refusal) => {
    expect(result(formula, unit)).toBe(refusal);
  });

  test.each([
    ['if(upsell("Engraving"); plate_length; 2 m)', "m", "2"],
    ['if(upsell("Gift box"); 2 m; 1 m / 0.0)', "m", "formula_divides_by_zero ⟨1 m / 0.0⟩"],
    ['if(upsell("Gift box"); 2; 1 / (quantity - 20))', "m", "2"],
    ["quantity = 20 or sleeve > 1 m", "condition", "true"],
    ["quantity != 20 and 1 / (quantity - 20) > 1", "condition", "false"],
  ] as const)("what isn't needed isn't asked for: %s in %s is %s", (formula, unit, expected) => {
    expect(result(formula, unit)).toBe(expected);
  });
});

describe("units", () => {
  test.each([
    ["1000000 mg", "kg", "1"],
    ["10 dm", "m", "1"],
    ["1 km", "m", "1000"],
    ["1000000 mm2", "m2", "1"],
    ["10000 cm2", "m2", "1"],
    ["100 dm2", "m2", "1"],
    ["1000000 mm3", "l", "1"],
    ["1000 cm3", "l", "1"],
    ["1 dm3", "l", "1"],
    ["1 m3", "l", "1000"],
    ["3600 s", "h", "1"],
    ["60 min", "h", "1"],
    ["100%", "pcs", "1"],
    ["10 cm * 10 cm * 10 cm", "l", "1"],
  ] as const)("%s in %s is %s", (formula, unit, amount) => {
    expect(result(formula, unit)).toBe(amount);
  });

  it("converts as the kernel does", () => {
    for (const from of unitNames) {
      for (const to of unitNames) {
        const own = samePowers(formulaUnits[from].powers, formulaUnits[to].powers);
        expect(own, `${from} to ${to}`).toBe(units[from].dimension === units[to].dimension);
        const expected = convert(decimal(7), from, to);
        if (expected === null) continue;
        expect(decimal(7).times(formulaUnits[from].factor).div(formulaUnits[to].factor)).toEqual(expected);
      }
    }
  });
});
