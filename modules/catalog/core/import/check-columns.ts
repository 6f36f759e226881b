import { type No, no } from "#kernel/result.ts";
import type { ColumnTarget } from "../../contract/item-import.ts";
import { keyOfTarget } from "./find-header.ts";

/** Whether rows can be read by these columns: none filled twice, and one that says what a row speaks of. */
export function checkColumns(columns: readonly ColumnTarget[]): No | null {
  const seen = new Set<string>();
  for (const [place, target] of columns.entries()) {
    if (target === null || target.field === "packName" || target.field === "packContains") continue;
    const key = keyOfTarget(target);
    if (seen.has(key)) return no("import_column_twice", {}, ["columns", place]);
    seen.add(key);
  }
  const speaks = ["name", "sku", "barcode", "id"].some((field) => seen.has(field));
  return speaks ? null : no("import_no_key_column", {}, ["columns"]);
}

/** Filling these changes stock: a right of its own. */
export const fillsStock = (columns: readonly ColumnTarget[]): boolean =>
  columns.some((target) => target?.field === "openingQuantity");
