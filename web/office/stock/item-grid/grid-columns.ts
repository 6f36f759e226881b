import type { OutputOf } from "#modules/routes.ts";

export type Item = OutputOf<"listItems">["rows"][number];
export type Variant = Item["variants"][number];
/** One row of the table: a variant, with its item's own words in the first row of the item. */
export type GridRow = { readonly item: Item; readonly variant: Variant; readonly first: boolean };

/** What can be edited in place, from left to right. */
export const gridFields = ["name", "variant", "sku", "barcode", "salePrice", "listPrice"] as const;
export type GridField = (typeof gridFields)[number];
export const isPrice = (field: GridField): boolean => field === "salePrice" || field === "listPrice";

export const rowsOfItems = (items: readonly Item[]): GridRow[] =>
  items.flatMap((item) =>
    item.variants
      .filter((variant) => !variant.archived || item.archived)
      .map((variant, place) => ({ item, variant, first: place === 0 })),
  );

/** What stands in a cell; "" for nothing. A variant that is named like its item stands for it. */
export function valueOf({ item, variant }: GridRow, field: GridField): string {
  if (field === "name") return item.name;
  if (field === "variant") return variant.name === item.name ? "" : variant.name;
  return variant[field] ?? "";
}

/** The item's name is edited in its first row alone. */
export const isEditable = (row: GridRow, field: GridField): boolean => field !== "name" || row.first;
