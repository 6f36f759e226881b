import type { Id } from "#kernel/id.ts";
import type { Unit } from "#kernel/unit.ts";
import type { OrderAttributes } from "../../contract/attributes.ts";
import type { ColumnTarget, ImportField } from "../../contract/item-import.ts";
import type { ItemKind } from "../../contract/routes.ts";
import { type FileLanguage, wordOfAnswer, wordOfKind, wordOfUnit } from "./column-names.ts";

/** A variant with its item, as it leaves: decimals as plain text. */
export type ExportedRow = {
  readonly itemId: Id;
  readonly name: string;
  readonly kind: ItemKind;
  readonly unit: Unit;
  readonly shelfLifeDays: number | null;
  readonly traced: boolean;
  readonly variantId: Id;
  readonly variant: string;
  readonly sku: string | null;
  readonly barcode: string | null;
  readonly salePrice: string | null;
  readonly listPrice: string | null;
  readonly attributes: OrderAttributes;
  readonly packs: readonly { readonly name: string; readonly contains: string }[];
};

/** A text, or a number as plain decimal text; null: empty. */
export type ExportedCell = { readonly text: string } | { readonly number: string } | null;
export type ExportedColumn = NonNullable<ColumnTarget>;

/** More pairs of columns than that read badly; further packs of an item stay where they are. */
const mostPacks = 5;

export function columnsOfExport(wish: {
  readonly packs: number;
  readonly attributes: readonly { readonly name: string; readonly unit: Unit | null }[];
  readonly withCost: boolean;
  /** a file to begin with also asks what lies in stock */
  readonly withStock: boolean;
}): ExportedColumn[] {
  const plain = (...fields: ImportField[]): ExportedColumn[] => fields.map((field) => ({ field }));
  const pairs = Math.min(mostPacks, Math.max(1, wish.packs));
  return [
    ...plain("name", "kind", "unit", "variant", "sku", "barcode", "salePrice"),
    ...(wish.withCost ? plain("listPrice") : []),
    ...plain("shelfLifeDays", "traced"),
    ...Array.from({ length: pairs }, () => plain("packName", "packContains")).flat(),
    ...wish.attributes.map(({ name, unit }) => ({ field: "attribute" as const, name, unit })),
    ...(wish.withStock ? plain("openingQuantity", "openingPrice", "warehouse") : plain("id")),
  ];
}

/** What stands in the columns. A variant that is named like its item says no name of its own. */
export function cellsOfExport(
  row: ExportedRow,
  columns: readonly ExportedColumn[],
  language: FileLanguage,
): ExportedCell[] {
  let pack = -1;
  return columns.map((column) => {
    if (column.field === "packName") pack += 1;
    return cellOf(row, column, row.packs[pack], language);
  });
}

const textCell = (text: string | null): ExportedCell => (text === null || text === "" ? null : { text });
const numberCell = (number: string | null | undefined): ExportedCell =>
  number === null || number === undefined ? null : { number };

function cellOf(
  row: ExportedRow,
  column: ExportedColumn,
  pack: ExportedRow["packs"][number] | undefined,
  language: FileLanguage,
): ExportedCell {
  switch (column.field) {
    case "attribute": {
      const value = Object.hasOwn(row.attributes, column.name) ? row.attributes[column.name] : undefined;
      if (value === undefined) return null;
      if ("text" in value) return column.unit === null ? textCell(value.text) : null;
      return value.unit === column.unit ? numberCell(value.amount) : null;
    }
    case "name":
      return textCell(row.name);
    case "kind":
      return textCell(wordOfKind(row.kind, language));
    case "unit":
      return textCell(wordOfUnit(row.unit, language));
    case "variant":
      return row.variant === row.name ? null : textCell(row.variant);
    case "sku":
      return textCell(row.sku);
    case "barcode":
      return textCell(row.barcode);
    case "salePrice":
      return numberCell(row.salePrice);
    case "listPrice":
      return numberCell(row.listPrice);
    case "shelfLifeDays":
      return numberCell(row.shelfLifeDays?.toString());
    case "traced":
      return textCell(wordOfAnswer(row.traced, language));
    case "packName":
      return textCell(pack?.name ?? null);
    case "packContains":
      return numberCell(pack?.contains);
    case "id":
      return textCell(row.variantId);
    case "openingQuantity":
    case "openingPrice":
    case "warehouse":
      return null;
  }
}
