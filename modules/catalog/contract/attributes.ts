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
