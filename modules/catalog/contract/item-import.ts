import { z } from "zod";
import { idField, nameField, pageOf, pageQuery, searchField, unitField } from "#kernel/field.ts";
import { bytesRoute, command, query, uploadRoute } from "#kernel/route.ts";
import { itemKindField } from "./routes.ts";

/** What a column of a file can fill. `packName` and `packContains` may stand several times, each two a pack. */
export const importFields = [
  "name",
  "kind",
  "unit",
  "variant",
  "sku",
  "barcode",
  "salePrice",
  "listPrice",
  "shelfLifeDays",
  "traced",
  "packName",
  "packContains",
  "openingQuantity",
  "openingPrice",
  "warehouse",
  "id",
] as const;
export type ImportField = (typeof importFields)[number];

const columnTarget = z
  .union([
    z.strictObject({ field: z.enum(importFields) }),
    /** an attribute of the variant; a number where it has a unit, else a text */
    z.strictObject({ field: z.literal("attribute"), name: nameField, unit: unitField.nullable() }),
  ])
  .nullable();
export type ColumnTarget = z.output<typeof columnTarget>;

/** What rows get that leave it out. */
const importDefaults = z.strictObject({
  kind: itemKindField.nullable().default(null),
  unit: unitField.nullable().default(null),
  warehouseId: idField.nullable().default(null),
});
export type ImportDefaults = z.output<typeof importDefaults>;

export const importStates = ["reading", "ready", "taking", "done", "cancelled", "refused"] as const;
export type ImportState = (typeof importStates)[number];
export const rowVerdicts = ["new", "changed", "same", "bad"] as const;
export type RowVerdict = (typeof rowVerdicts)[number];

const megabyte = 1_000_000;
export const mostImportBytes = 20 * megabyte;

const importParams = z.object({ importId: idField });
const worded = z.object({
  code: z.string(),
  data: z.record(z.string(), z.unknown()).optional(),
});
const importRow = z.object({
  id: idField,
  fileName: z.string(),
  state: z.enum(importStates),
  rowCount: z.number(),
  /** of these so many have been looked at, while it is reading */
  readCount: z.number(),
  newCount: z.number(),
  changedCount: z.number(),
  sameCount: z.number(),
  badCount: z.number(),
  takenCount: z.number(),
  failedCount: z.number(),
  addedByName: z.string().nullable(),
  addedAt: z.string(),
  endedAt: z.string().nullable(),
  version: z.number(),
});

/** What can be wrong with a row: each has its sentence among the refusals. */
export const importProblems = [
  "import_not_a_number",
  "import_below_zero",
  "import_not_above_zero",
  "import_number_too_large",
  "import_not_a_unit",
  "import_not_a_kind",
  "import_text_too_long",
  "import_not_whole_days",
  "import_not_yes_no",
  "import_name_missing",
  "import_kind_missing",
  "import_unit_missing",
  "product_in_whole_units",
  "import_kind_stays",
  "import_unit_stays",
  "import_traced_stays",
  "whole_pieces",
  "import_id_unknown",
  "import_sku_twice",
  "import_barcode_twice",
  "import_sku_taken",
  "import_barcode_taken",
  "import_variant_twice",
  "import_other_sku",
  "import_item_unclear",
  "import_item_differs",
  "import_pack_half",
  "import_pack_twice",
  "import_attribute_twice",
  "import_too_many_attributes",
  "import_opening_half",
  "import_warehouse_missing",
  "import_warehouse_unknown",
  "import_stock_begun",
  "import_gone",
] as const;

/** Why a file of a right kind can't be read after all: told by the import itself, which ends as refused. */
const fileProblems = [
  "import_empty",
  "import_too_many_rows",
  "import_too_many_columns",
  "import_quote_open",
  "import_unreadable",
] as const;

export const itemImportRoutes = {
  uploadItemImport: uploadRoute("item.write", "/item-imports", {
    summary:
      "Takes a file of items (CSV, TSV or XLSX; the body is its bytes) and begins to read it. Nothing is changed before its rows are taken.",
    query: z.object({ name: nameField }),
    mostBytes: mostImportBytes,
    output: z.object({ importId: idField }),
    refusals: ["file_empty", "file_too_large", "file_not_a_table", ...fileProblems],
  }),
  listItemImports: query("item.write", "/item-imports", {
    summary: "The files of items that were taken in or could be, newest first.",
    query: z.object(pageQuery),
    output: pageOf(importRow),
  }),
  showItemImport: query("item.write", "/item-imports/:importId", {
    summary: "One file of items: how far it is, its columns and what they fill.",
    params: importParams,
    output: importRow.extend({
      format: z.enum(["text", "xlsx"]),
      encoding: z.string().nullable(),
      separator: z.string().nullable(),
      headerRow: z.number().nullable(),
      header: z.array(z.string()),
      columns: z.array(columnTarget),
      defaults: importDefaults,
      /** the first rows of the file, to choose columns by */
      sample: z.array(z.object({ number: z.number(), cells: z.array(z.string()) })),
      refusal: worded.nullable(),
    }),
    refusals: ["import_unknown"],
  }),
  listItemImportRows: query("item.write", "/item-imports/:importId/rows", {
    summary: "The rows of a file of items, with what each would change and what is wrong with it.",
    params: importParams,
    query: z.object({
      ...pageQuery,
      only: z.enum([...rowVerdicts, "failed"]).optional(),
      search: searchField.optional(),
    }),
    output: pageOf(
      z.object({
        number: z.number(),
        cells: z.array(z.string()),
        verdict: z.enum(rowVerdicts).nullable(),
        outcome: z.enum(["taken", "failed"]).nullable(),
        itemName: z.string().nullable(),
        changes: z.array(
          z.object({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() }),
        ),
        problems: z.array(worded.extend({ column: z.number().nullable() })),
        variantId: idField.nullable(),
        itemId: idField.nullable(),
      }),
    ),
    refusals: ["import_unknown", ...importProblems],
  }),
  mapItemImport: command("item.write", "/item-imports/:importId/map", {
    summary:
      "Says what the columns of a file fill, and what rows get that leave it out; all rows are looked at again.",
    params: importParams,
    body: z.strictObject({
      headerRow: z.int().min(0).max(1_000).optional(),
      columns: z.array(columnTarget).max(100),
      defaults: importDefaults.prefault({}),
    }),
    output: z.object({}),
    refusals: [
      "import_unknown",
      "import_not_ready",
      "import_column_twice",
      "import_no_key_column",
      "not_allowed",
      "warehouse_unknown",
    ],
  }),
  takeItemImport: command("item.write", "/item-imports/:importId/take", {
    summary: "Takes the good rows of a file, on the server; the bad ones are left out.",
    params: importParams,
    body: z.strictObject({ version: z.int().min(1) }),
    output: z.object({ rows: z.number() }),
    refusals: [
      "import_unknown",
      "import_not_ready",
      "import_nothing_to_take",
      "import_moved_on",
      "not_allowed",
    ],
  }),
  cancelItemImport: command("item.write", "/item-imports/:importId/cancel", {
    summary:
      "Ends a file that is being read or waits; one that is being taken stops, and what was taken stays.",
    params: importParams,
    body: z.strictObject({}),
    output: z.object({}),
    refusals: ["import_unknown", "import_ended"],
  }),
  readImportProblems: bytesRoute("item.write", "/item-imports/:importId/problems", {
    summary: "The rows of a file that were left out, as they came, with a column that says why. CSV.",
    params: importParams,
    refusals: ["import_unknown"],
  }),
  exportItems: bytesRoute("item.read", "/items/export", {
    summary: "Items as a table of the shape that an import takes: one row a variant.",
    query: z.object({
      format: z.enum(["csv", "xlsx"]).default("csv"),
      search: searchField.optional(),
      kind: itemKindField.optional(),
      archived: z.stringbool().default(false),
      /** only the names of the columns: a file to begin with */
      empty: z.stringbool().default(false),
    }),
    refusals: ["export_too_large"],
  }),
};
