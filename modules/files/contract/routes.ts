import { z } from "zod";
import { idField, nameField } from "#kernel/field.ts";
import { bytesRoute, command, query, uploadRoute } from "#kernel/route.ts";

export const fileKinds = ["picture", "document"] as const;
export type FileKind = (typeof fileKinds)[number];

/** What files can be attached to by the general doors; other commands attach theirs (defects, runs) themselves. */
export const fileThings = ["item", "variant", "deal", "order"] as const;
export type FileThing = (typeof fileThings)[number];
/** `photo` shows the thing itself: the first one of an item is its picture on cards. */
export const fileRoles = ["photo", "drawing", "attachment"] as const;

const megabyte = 1_000_000;
/** Of one upload, in bytes. A picture is smaller once it is kept. */
export const mostPictureBytes = 20 * megabyte;
export const mostDocumentBytes = 50 * megabyte;
/** Attached to one thing. */
export const mostFilesOfThing = 200;

/** A file as lists and cards name it. */
export const fileRow = z.object({
  id: idField,
  name: z.string(),
  kind: z.enum(fileKinds),
  mediaType: z.string(),
  bytes: z.number(),
  /** pixels; null for documents */
  width: z.number().nullable(),
  height: z.number().nullable(),
});
export type FileRow = z.output<typeof fileRow>;

const ofThing = { thing: z.enum(fileThings), thingId: idField };
const fileParams = z.object({ fileId: idField });
const thingRefusals = ["not_allowed", "item_unknown", "variant_unknown", "deal_unknown", "order_unknown"];

export const filesRoutes = {
  uploadFile: uploadRoute("file.write", "/files", {
    summary:
      "Keeps a file: its bytes are the body, its name is in the address. Pictures (JPEG, PNG, WebP, AVIF, GIF) are written anew without what the camera noted, at most 2000 pixels long; PDF, text, CSV, XLSX, DOCX, ODT, ODS and DXF are kept as they are. A file that is attached to nothing goes after a week.",
    query: z.object({ name: nameField }),
    mostBytes: mostDocumentBytes,
    output: z.object({ fileId: idField, ...fileRow.omit({ id: true }).shape }),
    refusals: ["file_empty", "file_too_large", "file_type_not_taken", "file_not_a_picture"],
  }),
  readFile: bytesRoute("file.read", "/files/:fileId", {
    summary: "A file's bytes. Pictures are shown, documents are only handed out for saving.",
    params: fileParams,
    refusals: ["file_unknown"],
  }),
  readThumbnail: bytesRoute("file.read", "/files/:fileId/thumbnail", {
    summary: "A picture, at most 400 pixels long.",
    params: fileParams,
    refusals: ["file_unknown"],
  }),
  listFiles: query("file.read", "/files/of-thing", {
    summary: "What is attached to an item, a variant, a deal or an order, for whoever may read that.",
    query: z.object(ofThing),
    output: z.object({
      rows: z.array(
        z.object({
          ...fileRow.shape,
          role: z.string(),
          addedByName: z.string().nullable(),
          addedAt: z.string(),
        }),
      ),
    }),
    refusals: thingRefusals,
  }),
  attachFile: command("file.write", "/files/:fileId/attach", {
    summary:
      "Attaches a file to an item, a variant, a deal or an order, for whoever may change that. One that was detached comes back to its place.",
    params: fileParams,
    body: z.strictObject({ ...ofThing, role: z.enum(fileRoles).default("attachment") }),
    output: z.object({}),
    refusals: [...thingRefusals, "file_unknown", "file_not_a_picture", "too_many_files"],
  }),
  detachFile: command("file.write", "/files/:fileId/detach", {
    summary: "Takes a file off a thing. The file stays: attached again, it is in its old place.",
    params: fileParams,
    body: z.strictObject({ ...ofThing, role: z.enum(fileRoles).default("attachment") }),
    output: z.object({}),
    refusals: [...thingRefusals, "file_unknown"],
  }),
};
