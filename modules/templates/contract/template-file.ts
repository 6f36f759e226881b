import { z } from "zod";
import { idField, nameField, unitField } from "#kernel/field.ts";
import { askedAttributesField, orderAttributesField } from "#modules/catalog/contract/attributes.ts";

/**
 * A template as a file that another workspace can read: names stand where the body has ids. Its `body` is one of
 * template-body.ts but for these: `variantId` is {"item", "variant"} (of the product itself {"variant"}),
 * `dealStatusId` is {"pipeline", "status"}, and item, upsell, warehouse, member and trade are a name each.
 * Pictures stay behind.
 */
export const templateFileField = z.strictObject({
  format: z.literal("treadle-template"),
  formatNumber: z.literal(1),
  name: nameField,
  /** What it makes: for people, and for whoever sets up the product elsewhere. */
  product: z.strictObject({
    name: nameField,
    unit: unitField,
    asked: askedAttributesField.default([]),
    variants: z
      .array(z.strictObject({ name: nameField, attributes: orderAttributesField.default({}) }))
      .max(1_000)
      .default([]),
    upsells: z.array(nameField).max(1_000).default([]),
  }),
  body: z.record(z.string().max(100), z.unknown()),
});
export type TemplateFile = z.output<typeof templateFileField>;

/** A thing of this workspace for a name of the file; `key` as checkTemplateFile says it. */
export const mappedField = z
  .array(z.strictObject({ key: z.string().max(700), id: idField }))
  .max(500)
  .default([]);

export const fileReferenceKinds = [
  "variant",
  "item",
  "upsell",
  "warehouse",
  "member",
  "trade",
  "deal_status",
  "subcontractor",
] as const;

export const missingReference = z.object({
  key: z.string(),
  kind: z.enum(fileReferenceKinds),
  /** as a person reads it: "Green beans, Ethiopia" */
  name: z.string(),
  /** the first place in the body, as a path of the command's input */
  path: z.array(z.union([z.string(), z.number()])),
});
