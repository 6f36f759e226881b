import { z } from "zod";
import { nameField, quantityField, unitField } from "#kernel/field.ts";

/** The value of an attribute: a number with a unit, or a text (a choice is a text too). */
export const attributeValueField = z.union([
  z.strictObject({ amount: quantityField, unit: unitField }),
  z.strictObject({ text: nameField }),
]);
export type AttributeValue = z.output<typeof attributeValueField>;

/** Values by attribute name: a variant's own, or those that are asked at order. */
export const orderAttributesField = z
  .record(nameField, attributeValueField)
  .refine((all) => Object.keys(all).length <= 50, "too_many");
export type OrderAttributes = z.output<typeof orderAttributesField>;

/** An attribute whose value is typed on the deal's line or the order. */
export const askedAttributeField = z
  .strictObject({
    name: nameField,
    kind: z.enum(["number", "text", "choice"]),
    /** of a number, as it is offered; another unit of the same dimension may be typed */
    unit: unitField.nullable().default(null),
    /** of a choice */
    choices: z.array(nameField).max(100).default([]),
    required: z.boolean().default(true),
  })
  .refine(({ kind, unit }) => (kind === "number") === (unit !== null), {
    error: "asked_unit",
    path: ["unit"],
  })
  .refine(({ kind, choices }) => (kind === "choice") === choices.length > 0, {
    error: "asked_choices",
    path: ["choices"],
  });
export const askedAttributesField = z
  .array(askedAttributeField)
  .max(30)
  .refine(
    (asked) => new Set(asked.map(({ name }) => name.toLowerCase())).size === asked.length,
    "asked_name_twice",
  );
export type AskedAttribute = z.output<typeof askedAttributeField>;
