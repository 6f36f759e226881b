import { describe, expect, test } from "vitest";
import { overNorm, readQuantity, readUnits } from "./typed-number.ts";

describe("A number as it is typed", () => {
  test("says what is wrong with it", () => {
    expect(readUnits("1000001").problem).toBe("too_large");
    expect(readUnits("1.5").problem).toBe("not_a_number");
    expect(readUnits("-1").problem).toBe("below_zero");
    expect(readUnits("0")).toEqual({ value: "0", problem: null });
    expect(readQuantity("-0.5").problem).toBe("below_zero");
    expect(readQuantity("0.1234567").problem).toBe("not_a_number");
    expect(readQuantity("1234567890123").problem).toBe("too_large");
    expect(readQuantity("1 234,5")).toEqual({ value: "1234.5", problem: null });
  });

  test("lies over the norm by exactly what is more: 0.3 over 0.1 is 0.2", () => {
    expect(overNorm("0.3", "0.1")).toEqual({ over: true, by: "0.2" });
    expect(overNorm("5.88", "6")).toEqual({ over: false, by: "0.12" });
    expect(overNorm("6.000", "6")).toBeNull();
  });
});
