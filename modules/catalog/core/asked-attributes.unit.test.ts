import { describe, expect, it } from "vitest";
import { type AskedAttribute, askedAttributesField, type OrderAttributes } from "../contract/attributes.ts";
import { checkAskedAttributes } from "./asked-attributes.ts";

const asked = askedAttributesField.parse([
  { name: "Width", kind: "number", unit: "cm" },
  { name: "Colour", kind: "choice", choices: ["white", "oak"] },
  { name: "Inscription", kind: "text", required: false },
]);
const good: OrderAttributes = { Width: { amount: "60", unit: "cm" }, Colour: { text: "oak" } };
const refusalOf = (values: OrderAttributes, options = {}): unknown => {
  const checked = checkAskedAttributes(asked, values, ["attributes"], options);
  return checked.ok ? null : checked.refusal;
};

describe("checkAskedAttributes", () => {
  it.each<[string, OrderAttributes]>([
    ["what is required", good],
    ["also what may be left out", { ...good, Inscription: { text: "For Olha" } }],
    ["another unit of the same dimension", { ...good, Width: { amount: "0.6", unit: "m" } }],
  ])("takes %s", (_, values) => expect(refusalOf(values)).toBeNull());

  it.each<[string, OrderAttributes, string, string]>([
    ["a value that nobody asked for", { ...good, Depth: { text: "1" } }, "attribute_unknown", "Depth"],
    ["a text for a number", { ...good, Width: { text: "wide" } }, "attribute_kind", "Width"],
    ["a weight for a length", { ...good, Width: { amount: "1", unit: "kg" } }, "attribute_kind", "Width"],
    [
      "a number for a text",
      { ...good, Inscription: { amount: "1", unit: "m" } },
      "attribute_kind",
      "Inscription",
    ],
    ["a number for a choice", { ...good, Colour: { amount: "1", unit: "m" } }, "attribute_kind", "Colour"],
    ["what is no choice", { ...good, Colour: { text: "Oak" } }, "attribute_choice", "Colour"],
    [
      "nothing where something is required",
      { Width: { amount: "1", unit: "m" } },
      "attribute_missing",
      "Colour",
    ],
  ])("refuses %s, at its place", (_, values, code, name) => {
    expect(refusalOf(values)).toMatchObject({ code, path: ["attributes", name], data: { attribute: name } });
  });

  it("lets one unit leave out what the order says", () => {
    expect(refusalOf({ Width: { amount: "80", unit: "cm" } }, { partly: true })).toBeNull();
    expect(refusalOf({ Depth: { text: "1" } }, { partly: true })).toMatchObject({
      code: "attribute_unknown",
    });
  });
});

describe("askedAttributesField", () => {
  const number: Partial<AskedAttribute> = { name: "Width", kind: "number", unit: "cm" };
  it.each([
    ["a number without a unit", [{ name: "Width", kind: "number" }], "asked_unit"],
    ["a text with a unit", [{ name: "Text", kind: "text", unit: "cm" }], "asked_unit"],
    ["a choice of nothing", [{ name: "Colour", kind: "choice" }], "asked_choices"],
    ["choices for a number", [{ ...number, choices: ["1"] }], "asked_choices"],
    ["a name twice, whatever its case", [number, { ...number, name: "WIDTH" }], "asked_name_twice"],
  ])("refuses %s", (_, draft, message) => {
    const parsed = askedAttributesField.safeParse(draft);
    expect(parsed.error?.issues.map((issue) => issue.message)).toEqual([message]);
  });
});
