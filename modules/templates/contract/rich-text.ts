import { z } from "zod";
import { idField, nameField, textField } from "#kernel/field.ts";

/**
 * Text with headings, lists, bold and pictures, as plain JSON: what an editor of the ProseMirror family writes,
 * cut down to what a screen draws without HTML. A plain text stays a string.
 */
const marksField = z
  .array(
    z.union([
      z.strictObject({ type: z.enum(["bold", "italic", "underline", "strike"]) }),
      z.strictObject({
        type: z.literal("link"),
        attrs: z.strictObject({ href: z.url({ protocol: /^https?$/ }).max(2_000) }),
      }),
    ]),
  )
  .max(5);
const inlineField = z.union([
  z.strictObject({
    type: z.literal("text"),
    text: z.string().min(1).max(10_000),
    marks: marksField.optional(),
  }),
  z.strictObject({ type: z.literal("hardBreak") }),
]);
const inlinesField = z.array(inlineField).max(500);
const paragraphField = z.strictObject({ type: z.literal("paragraph"), content: inlinesField.optional() });
const headingField = z.strictObject({
  type: z.literal("heading"),
  attrs: z.strictObject({ level: z.int().min(1).max(3) }),
  content: inlinesField.optional(),
});
const pictureField = z.strictObject({
  type: z.literal("picture"),
  attrs: z.strictObject({ fileId: idField, alt: nameField.or(z.literal("")).default("") }),
});
const listField = z.strictObject({
  type: z.enum(["bulletList", "orderedList"]),
  content: z
    .array(z.strictObject({ type: z.literal("listItem"), content: z.array(paragraphField).min(1).max(20) }))
    .min(1)
    .max(200),
});

export const richDocumentField = z.strictObject({
  type: z.literal("doc"),
  content: z.array(z.union([paragraphField, headingField, pictureField, listField])).max(500),
});
export const richTextField = z.union([textField, richDocumentField]);

export type RichDocument = z.output<typeof richDocumentField>;
export type RichText = z.output<typeof richTextField>;
