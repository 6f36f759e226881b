import { describe, expect, it, test } from "vitest";
import type { z } from "zod";
import {
  countField,
  dateField,
  idField,
  instantField,
  moneyField,
  nameField,
  pageQuery,
  quantityField,
  quantityOrZeroField,
  reasonField,
  searchField,
  secondsField,
  shareField,
  signedMoneyField,
  signedQuantityField,
  textField,
} from "./field.ts";

const takes = (field: z.ZodType, value: unknown): boolean => field.safeParse(value).success;
const whyNot = (field: z.ZodType, value: unknown): string | undefined =>
  field.safeParse(value).error?.issues[0]?.message;

describe("a decimal text", () => {
  const fields = {
    quantityField,
    quantityOrZeroField,
    signedQuantityField,
    moneyField,
    signedMoneyField,
    shareField,
  };

  test.each([
    ["a number, which would be a float", 2.5],
    ["a whole number", 2],
    ["an exponent", "1e5"],
    ["not a number", "NaN"],
    ["infinity", "Infinity"],
    ["Arabic digits", "٣"],
    ["full-width digits", "３"],
    ["a comma", "2,5"],
    ["blanks around", " 2.5 "],
    ["a line feed after", "2.5\n"],
    ["a plus", "+2.5"],
    ["two signs", "--2.5"],
    ["no whole digits", ".5"],
    ["no digits after the point", "2."],
    ["two points", "2.5.1"],
    ["thousands apart", "1 000"],
    ["another base", "0x10"],
    ["nothing", ""],
    ["null", null],
    ["an object", {}],
    ["a list", ["2.5"]],
    ["more digits than any amount has", "9".repeat(15)],
    ["more places than any amount has", "0.1234567"],
  ])("is not %s", (_, value) => {
    for (const [name, field] of Object.entries(fields)) expect(takes(field, value), name).toBe(false);
  });

  it("comes through as it was written", () => {
    for (const value of ["2.5", "2.50", "0.000001", "999999999999.999999"]) {
      expect(quantityField.parse(value)).toBe(value);
    }
  });

  it("of a quantity has 12 digits and 6 places at most, and is more than zero", () => {
    expect(takes(quantityField, "999999999999.999999")).toBe(true);
    expect(takes(quantityField, "1000000000000")).toBe(false);
    expect(takes(quantityField, "0.0000001")).toBe(false);
    for (const value of ["0", "0.000000", "-0", "-1"]) {
      expect(whyNot(quantityField, value), value).toBe("more_than_zero");
    }
  });

  it("of a quantity that may be nothing is zero or more", () => {
    for (const value of ["0", "0.000000", "1"]) expect(takes(quantityOrZeroField, value), value).toBe(true);
    for (const value of ["-1", "-0.000001", "-0"]) {
      expect(whyNot(quantityOrZeroField, value), value).toBe("zero_or_more");
    }
  });

  it("of money has 4 places; a signed one may be below zero", () => {
    expect(takes(moneyField, "999999999999.9999")).toBe(true);
    expect(whyNot(moneyField, "0.00001")).toBe("decimal_text");
    expect(whyNot(moneyField, "-0.01")).toBe("zero_or_more");
    expect(takes(signedMoneyField, "-99999999999999.9999")).toBe(true);
    expect(takes(signedMoneyField, "-999999999999999")).toBe(false);
    expect(takes(signedQuantityField, "-2.5")).toBe(true);
  });

  it("of a share has 3 whole digits: 0.15 is 15 %", () => {
    expect(takes(shareField, "0.15")).toBe(true);
    expect(takes(shareField, "999.999999")).toBe(true);
    expect(takes(shareField, "1000")).toBe(false);
    expect(takes(shareField, "-0.1")).toBe(false);
  });
});

describe("a text", () => {
  test.each([
    ["Cyrillic", "Їжак і ґанок"],
    ["quotes", `"Piekarnia" 'Pod' «Лев» \``],
    ["hyphens and dashes", "a-b – c — d"],
    ["right to left", "שלום"],
    ["signs of SQL and HTML", "'; drop table fact; -- <b>"],
    ["emoji", "🥐"],
  ])("may have %s", (_, value) => {
    for (const field of [nameField, textField, reasonField, searchField])
      expect(field.parse(value)).toBe(value);
  });

  it("has no control characters, wherever they stand", () => {
    for (const code of [0, 1, 7, 8, 0x0b, 0x0c, 0x0d, 0x1b, 0x1f, 0x7f]) {
      const value = `a${String.fromCodePoint(code)}b`;
      for (const field of [nameField, textField, reasonField, searchField]) {
        expect(whyNot(field, value), `U+${code.toString(16)}`).toBe("control_characters");
      }
    }
    expect(textField.parse("two\nlines\tand a tab")).toBe("two\nlines\tand a tab");
  });

  it("is trimmed; a name and a reason are not blank", () => {
    expect(nameField.parse("  Oak  ")).toBe("Oak");
    for (const blank of ["", "   ", "\n\t", "\u00a0"]) {
      expect(takes(nameField, blank)).toBe(false);
      expect(takes(reasonField, blank)).toBe(false);
      expect(textField.parse(blank)).toBe("");
    }
  });

  it("has its length, counted after trimming", () => {
    expect(takes(nameField, ` ${"x".repeat(200)} `)).toBe(true);
    expect(takes(nameField, "x".repeat(201))).toBe(false);
    expect(takes(reasonField, "x".repeat(1_001))).toBe(false);
    expect(takes(searchField, "x".repeat(201))).toBe(false);
    expect(takes(textField, "x".repeat(10_000))).toBe(true);
    expect(takes(textField, "x".repeat(10_001))).toBe(false);
  });
});

describe("other fields", () => {
  it("an id is a uuid, in lower case wherever it is compared", () => {
    const id = "0190A000-0000-7000-8000-00000000DEAD";
    expect(idField.parse(id)).toBe(id.toLowerCase());
    for (const value of ["", "1", "0190a000", `${id} `, `{${id}}`, 7, null])
      expect(takes(idField, value)).toBe(false);
  });

  it("a count is whole, from 1 to a million", () => {
    for (const value of [1, 1_000_000]) expect(takes(countField, value)).toBe(true);
    for (const value of [0, -1, 1.5, 1_000_001, Number.NaN, Infinity, "1", null]) {
      expect(takes(countField, value), String(value)).toBe(false);
    }
  });

  it("seconds are whole and end with a year", () => {
    for (const value of [0, 31_536_000]) expect(takes(secondsField, value)).toBe(true);
    for (const value of [-1, 0.5, 31_536_001, "60"]) expect(takes(secondsField, value)).toBe(false);
  });

  it("a date is a day that exists", () => {
    expect(takes(dateField, "2028-02-29")).toBe(true);
    for (const value of ["2026-02-29", "2026-13-01", "2026-1-1", "2026-01-01T00:00:00Z", "tomorrow"]) {
      expect(takes(dateField, value), value).toBe(false);
    }
  });

  it("an instant says its offset", () => {
    expect(takes(instantField, "2026-03-29T03:30:00+03:00")).toBe(true);
    expect(takes(instantField, "2026-03-29T03:30:00Z")).toBe(true);
    expect(takes(instantField, "2026-03-29T03:30:00")).toBe(false);
  });

  it("a page has 1 to 200 rows, 50 unless told, also where the number comes as a text of the address", () => {
    expect(pageQuery.limit.parse(undefined)).toBe(50);
    expect(pageQuery.limit.parse("200")).toBe(200);
    for (const value of ["0", "201", "-1", "1.5", "all", Number.NaN]) {
      expect(takes(pageQuery.limit, value), String(value)).toBe(false);
    }
    expect(takes(pageQuery.cursor, "x".repeat(501))).toBe(false);
  });
});
