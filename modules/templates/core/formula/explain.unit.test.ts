import { describe, expect, it, test } from "vitest";
import {
  type Explanation,
  type FormulaExpectation,
  type FormulaValues,
  explainFormula,
  explanationText,
  parseFormula,
} from "./formula.ts";

const values: FormulaValues = {
  quantity: "20",
  attributes: {
    "Garment length": { amount: "95", unit: "cm" },
    Width: { amount: "60", unit: "cm" },
    Height: { amount: "2", unit: "m" },
    Weight: { amount: "250", unit: "g" },
    Colour: { text: "Red" },
    Glossy: { truth: true },
  },
  upsells: ["Engraving"],
};

function explain(formula: string, expected: FormulaExpectation): Explanation | string {
  const parsed = parseFormula(formula);
  if (!parsed.ok) return parsed.refusal.code;
  const explained = explainFormula(parsed.value, values, expected);
  return explained.ok ? explained.value : explained.refusal.code;
}

function lines(formula: string, expected: FormulaExpectation): string {
  const explained = explain(formula, expected);
  return typeof explained === "string" ? explained : explanationText(explained);
}

describe("amounts", () => {
  test.each([
    ["(garment_length + 10 cm) * quantity", "m", "0.95 m + 0.1 m = 1.05 m; × 20 = 21 m"],
    ["quantity * (garment_length + 10 cm)", "m", "0.95 m + 0.1 m = 1.05 m; 20 × 1.05 m = 21 m"],
    [
      "-(garment_length * 2 - height * 3)",
      "m",
      "0.95 m × 2 = 1.9 m; 2 m × 3 = 6 m; 1.9 m − 6 m = −4.1 m; − (−4.1 m) = 4.1 m",
    ],
    ["garment_length", "cm", "95 cm"],
    ["5", "kg", "5 kg"],
    ["-(-5)", "kg", "5 kg"],
    ["width * height", "m2", "0.6 m × 2 m = 1.2 m2"],
    ["weight / (width * height) * 3 m2", "g", "0.6 m × 2 m = 1.2 m²; 250 g ÷ 1.2 m² × 3 m² = 625 g"],
    ["ceil(quantity / 12)", "pcs", "20 ÷ 12 = 1.666667; ceil(1.666667) = 2 pcs"],
    ["max(width; height; 1 m) - 1 cm", "cm", "max(60 cm; 200 cm; 100 cm) = 200 cm; − 1 cm = 199 cm"],
    ['if(upsell("engraving"); 0.2 m; 0)', "m", "“engraving” → true; 0.2 m"],
    ["if(quantity > 10; width * 2; height) + 1 m", "m", "20 > 10 → true; 0.6 m × 2 = 1.2 m; + 1 m = 2.2 m"],
    ["5 - -(width / height + 1)", "pcs", "0.6 m ÷ 2 m = 0.3; + 1 = 1.3; − 1.3 = −1.3; 5 − (−1.3) = 6.3 pcs"],
    ["1 m - (width - height)", "m", "0.6 m − 2 m = −1.4 m; 1 m − (−1.4 m) = 2.4 m"],
    ["15% * quantity", "kg", "0.15 × 20 = 3 kg"],
    ["90 min", "h", "1.5 h"],
  ] as const)("%s in %s", (formula, unit, told) => {
    expect(lines(formula, { kind: "amount", unit })).toBe(told);
  });
});

describe("conditions", () => {
  test.each([
    ["quantity >= 10 and glossy", "20 ≥ 10 → true; true and true → true"],
    ["quantity < 10 and glossy", "20 < 10 → false; false and … → false"],
    ["quantity < 10 or not glossy", "20 < 10 → false; not true → false; false or false → false"],
    ['colour = "red"', "“Red” = “red” → true"],
    ["width * 2 = height", "0.6 m × 2 = 1.2 m; = 2 m → false"],
    ["glossy", "true"],
  ])("%s", (formula, told) => {
    expect(lines(formula, { kind: "condition" })).toBe(told);
  });
});

it("names what a value was read from, and leaves signs and words to the screen", () => {
  expect(explain("width / 7", { kind: "amount", unit: "cm" })).toEqual({
    steps: [
      {
        continues: false,
        pieces: [
          { kind: "amount", amount: "60", unit: [{ unit: "cm", power: 1 }], name: "width" },
          { kind: "symbol", symbol: "÷" },
          { kind: "amount", amount: "7", unit: [] },
          { kind: "symbol", symbol: "=" },
          { kind: "amount", amount: "8.571429", unit: [{ unit: "cm", power: 1 }] },
        ],
      },
    ],
    result: { kind: "amount", amount: "8.571429", unit: [{ unit: "cm", power: 1 }] },
  });
});

test.each([
  ["1 / (quantity - 20)", "m", "formula_divides_by_zero"],
  ["sleeve", "m", "formula_value_missing"],
  ["weight", "m", "formula_result_unit"],
] as const)("%s in %s is refused as its evaluation is: %s", (formula, unit, code) => {
  expect(lines(formula, { kind: "amount", unit })).toBe(code);
});
