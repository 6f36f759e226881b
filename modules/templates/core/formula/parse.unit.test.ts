import { describe, expect, it, test } from "vitest";
import { identifierOf, namesOf, parseFormula, printFormula } from "./formula.ts";

function canonical(text: string): string {
  const parsed = parseFormula(text);
  return parsed.ok ? printFormula(parsed.value) : `refused: ${parsed.refusal.code}`;
}

/** The code, and the part of the text that the refusal points at. */
function refusalOf(text: string): string {
  const parsed = parseFormula(text);
  if (parsed.ok) return `understood: ${printFormula(parsed.value)}`;
  const { at, to } = parsed.refusal.data ?? {};
  return `${parsed.refusal.code} ⟨${text.slice(Number(at), Number(to))}⟩`;
}

function dataOf(text: string): Readonly<Record<string, unknown>> {
  const parsed = parseFormula(text);
  return parsed.ok ? {} : (parsed.refusal.data ?? {});
}

describe("what is understood, and its canonical form", () => {
  test.each([
    // operators
    ["1+2*3", "1 + 2 * 3"],
    ["(1+2)*3", "(1 + 2) * 3"],
    ["1+(2*3)", "1 + 2 * 3"],
    ["1-(2-3)", "1 - (2 - 3)"],
    ["(1-2)-3", "1 - 2 - 3"],
    ["8/(4/2)", "8 / (4 / 2)"],
    ["2*-3", "2 * -3"],
    ["-(2+3)", "-(2 + 3)"],
    ["-2*3", "-2 * 3"],
    ["--2", "--2"],
    ["2 × 3 ÷ 4 − 1", "2 * 3 / 4 - 1"],
    // comparisons and logic
    ["a==b", "a = b"],
    ["a<>b", "a != b"],
    ["a ≤ b", "a <= b"],
    ["not a = b and c or d", "not a = b and c or d"],
    ["not (a and b)", "not (a and b)"],
    ["a and (b or c)", "a and (b or c)"],
    ["(a < b) = c", "(a < b) = c"],
    ["A AND True", "a and true"],
    // numbers and units
    ["0,95", "0.95"],
    [".5", "0.5"],
    ["007.50", "7.5"],
    ["15%", "15%"],
    ["10cm", "10 cm"],
    ["2.5 kg", "2.5 kg"],
    ["2,5кг", "2.5 kg"],
    ["10 см + 5 мм + 1 М", "10 cm + 5 mm + 1 m"],
    ["3 м² + 3 м2 + 3 m²", "3 m2 + 3 m2 + 3 m2"],
    ["2 шт. + 1 год. / 1 хв", "2 pcs + 1 h / 1 min"],
    ["1 m3 + 1 м³", "1 m3 + 1 m3"],
    // calls
    ["if(a; 1; 2)", "if(a; 1; 2)"],
    ["if(a, b, c)", "if(a; b; c)"],
    ["max(1, 2, 3)", "max(1; 2; 3)"],
    ["max(1,5; 2,5)", "max(1.5; 2.5)"],
    ["max(x,5)", "max(x; 5)"],
    ["ROUND( x ;5 cm)", "round(x; 5 cm)"],
    ["upsell( 'Gift box' )", 'upsell("Gift box")'],
    // names
    ["Garment_Length", "garment_length"],
    ["ширина + 2 * шов", "ширина + 2 * шов"],
    ["Об’єм + об'єм + обʼєм", "об'єм + об'єм + об'єм"],
    ["кількість / Quantity", "quantity / quantity"],
    ["min_ + _2nd_seam", "min_ + _2nd_seam"],
    ["й", "й"],
    // texts
    ["colour = “deep red”", 'colour = "deep red"'],
    ["colour = «синій»", 'colour = "синій"'],
    ["colour = „sonnig“", 'colour = "sonnig"'],
    ['size = "19"" wide"', 'size = "19"" wide"'],
    ["a\n  +\tb", "a + b"],
  ])("%s", (text, printed) => {
    expect(canonical(text)).toBe(printed);
    expect(canonical(printed)).toBe(printed);
  });
});

describe("what is refused, and where", () => {
  test.each([
    ["", "formula_empty ⟨⟩"],
    ["   ", "formula_empty ⟨   ⟩"],
    ["1 +", "formula_ends_early ⟨⟩"],
    ["1 + * 2", "formula_unexpected ⟨*⟩"],
    ["1 2", "formula_unexpected ⟨2⟩"],
    ["1 000", "formula_unexpected ⟨000⟩"],
    ["(1 + 2", "formula_parenthesis_open ⟨(⟩"],
    ["max(1; 2", "formula_parenthesis_open ⟨(⟩"],
    ["1 + 2)", "formula_unexpected ⟨)⟩"],
    ["+1", "formula_unexpected ⟨+⟩"],
    ["a ^ 2", "formula_character ⟨^⟩"],
    ["a + 😀", "formula_character ⟨😀⟩"],
    ['a = "red', 'formula_text_open ⟨"red⟩'],
    ["1 < x < 5", "formula_chained ⟨1 < x <⟩"],
    ["10 cmm", "formula_unknown_unit ⟨cmm⟩"],
    ["2x", "formula_unknown_unit ⟨x⟩"],
    ["1e5", "formula_unknown_unit ⟨e5⟩"],
    ["sqrt(4)", "formula_unknown_function ⟨sqrt⟩"],
    ["upsell(box)", "formula_upsell_name ⟨box⟩"],
    ["min + 1", "formula_unexpected ⟨min⟩"],
    ["if(a; 1)", "formula_wrong_arguments ⟨if(a; 1)⟩"],
    ["ceil()", "formula_wrong_arguments ⟨ceil()⟩"],
    ["max(5)", "formula_wrong_arguments ⟨max(5)⟩"],
    ["max(1,2)", "formula_wrong_arguments ⟨max(1,2)⟩"],
    ["max(1,2,3)", "formula_comma_unclear ⟨1,2,3⟩"],
    ["1.000,50", "formula_comma_unclear ⟨1.000,50⟩"],
    ["max(a, 2,5)", "formula_comma_unclear ⟨2,5⟩"],
    ["max(2,5; max(a, b))", "formula_comma_unclear ⟨,⟩"],
    ["1234567890123", "formula_number_too_long ⟨1234567890123⟩"],
    ["0.1234567890123", "formula_number_too_long ⟨0.1234567890123⟩"],
  ])("%s → %s", (text, refusal) => {
    expect(refusalOf(text)).toBe(refusal);
  });

  it("guesses what was meant, letters that look alike among it", () => {
    expect(dataOf("10 cм")).toMatchObject({ suggested: "yes", suggestion: "cm" });
    expect(dataOf("1 сm")).toMatchObject({ suggested: "yes", suggestion: "cm" });
    expect(dataOf("cell(2)")).toMatchObject({ suggested: "yes", suggestion: "ceil" });
    expect(dataOf("sqrt(2)")).toMatchObject({ suggested: "no", suggestion: "" });
  });

  it("tells of the decimal comma where a value seems to be missing", () => {
    expect(dataOf("max(1,2)")).toMatchObject({ got: 1, comma: "yes" });
    expect(dataOf("max(1.2)")).toMatchObject({ got: 1, comma: "no" });
  });
});

describe("limits", () => {
  const terms = (count: number): string => Array.from({ length: count }, () => "1").join("+");
  const nested = (count: number): string => "(".repeat(count) + "1" + ")".repeat(count);

  test.each([
    ["500 characters", "a".repeat(500), "a".repeat(501), "formula_too_long"],
    ["200 parts", `-${terms(100)}`, `--${terms(100)}`, "formula_too_many_parts"],
    ["40 levels of parentheses", nested(40), nested(41), "formula_too_deep"],
    ["40 levels of minus", "-".repeat(40) + "1", "-".repeat(41) + "1", "formula_too_deep"],
    ["40 levels of not", "not ".repeat(40) + "a", "not ".repeat(41) + "a", "formula_too_deep"],
  ])("%s pass, one more is refused", (_, most, more, code) => {
    expect(parseFormula(most).ok).toBe(true);
    expect(refusalOf(more).split(" ")[0]).toBe(code);
  });

  it("counts the canonical form, so that what was read can be written", () => {
    const text = `${"a".repeat(498)}≤b`;
    expect(text).toHaveLength(500);
    expect(refusalOf(text).split(" ")[0]).toBe("formula_too_long");
    expect(parseFormula(text.slice(1)).ok).toBe(true);
  });

  it("leaves spaces out where the canonical form would be too long with them", () => {
    const text = `${"a".repeat(490)}+1*2-3/4`;
    expect(canonical(text)).toBe(text);
  });
});

describe("identifierOf", () => {
  test.each([
    ["Garment length", "garment_length"],
    ["Garment length, cm", "garment_length_cm"],
    ["  Width (mm) ", "width_mm"],
    ["Ширина виробу", "ширина_виробу"],
    ["Об'єм", "об'єм"],
    ["'quoted'", "quoted"],
    ["a__b", "a_b"],
    ["2nd seam", "_2nd_seam"],
    ["Area, m²", "area_m2"],
    ["Min", "min_"],
    ["Кількість", "кількість_"],
    ["№", "_"],
    ["颜色", "_"],
    ["Długość", "długość"],
    // Only the small letter has a form of one character.
    ["J\u030c", "\u01f0"],
  ])("%s is written %s", (name, identifier) => {
    expect(identifierOf(name)).toBe(identifier);
    expect(identifierOf(identifier)).toBe(identifier);
  });
});

test("namesOf says what a formula reads, each once", () => {
  const parsed = parseFormula(
    'if(upsell("Box") and a > 1 or upsell("box"); b * quantity; -A) + max(ceil(c); 2)',
  );
  expect(parsed.ok && namesOf(parsed.value)).toEqual({
    names: ["a", "b", "c"],
    upsells: ["Box"],
    quantity: true,
  });
});
