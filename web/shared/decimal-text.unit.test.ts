import { describe, expect, test } from "vitest";
import { readDecimal, showDecimal } from "./decimal-text.ts";

describe("A decimal as it is typed", () => {
  test.each([
    ["1,5", "1.5"],
    ["1.5", "1.5"],
    ["1 234,50", "1234.50"],
    ["1\u00a0234", "1234"],
    [",5", "0.5"],
    ["5.", "5"],
    ["007", "7"],
    ["0", "0"],
    ["-2", "-2"],
    ["0.100000", "0.100000"],
    ["999999999999.123456", "999999999999.123456"],
  ])("reads %j as %j", (typed, value) => {
    expect(readDecimal(typed, 6)).toBe(value);
  });

  test.each(["", " ", ".", "-", "1,2,3", "1.2.3", "12a", "1e5", "0.1234567", "--1"])(
    "does not read %j",
    (typed) => {
      expect(readDecimal(typed, 6)).toBeNull();
    },
  );

  test("is shown with the sign of the language and without idle zeros", () => {
    expect(showDecimal("1234.5000", ",")).toBe("1234,5");
    expect(showDecimal("100", ".")).toBe("100");
    expect(showDecimal("0.0000", ".")).toBe("0");
  });
});
