import type { OutputOf } from "#modules/routes.ts";

export type ShownImport = OutputOf<"showItemImport">;
export type ImportedRow = OutputOf<"listItemImportRows">["rows"][number];
export type Column = ShownImport["columns"][number];
export type FilledField = NonNullable<Column>["field"];

/** In the order in which they are offered. */
export const filledFields = [
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
  "attribute",
  "id",
] as const satisfies readonly FilledField[];
