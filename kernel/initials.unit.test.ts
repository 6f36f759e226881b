import { describe, expect, test } from "vitest";
import { initialsOf } from "./initials.ts";

describe("A name", () => {
  test.each([
    ["Olena Petrenko", "OP"],
    ["Олена", "О"],
    ["  ганна  марія  їжак ", "ГЇ"],
    ["𝒜da Lovelace", "𝒜L"],
    ["", ""],
  ])("of %j has the initials %j", (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});
