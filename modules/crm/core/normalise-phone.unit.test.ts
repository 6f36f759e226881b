import { expect, test } from "vitest";
import { normalisePhone } from "./normalise-phone.ts";

test("one number, however it is written", () => {
  for (const phone of ["+380 (67) 123-45-67", "067 123 45 67", "380671234567"]) {
    expect(normalisePhone(phone)).toBe("671234567");
  }
  expect(normalisePhone("067 123 45 68")).not.toBe("671234567");
});

test("an extension tells nobody by", () => {
  expect(normalisePhone("103")).toBeNull();
  expect(normalisePhone("")).toBeNull();
  expect(normalisePhone(null)).toBeNull();
});
