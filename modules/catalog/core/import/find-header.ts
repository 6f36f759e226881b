import type { ColumnTarget } from "../../contract/item-import.ts";
import { recogniseColumn } from "./column-names.ts";

export type FoundHeader = {
  /** as the file counts its rows; 0: no row names the columns */
  readonly row: number;
  readonly header: readonly string[];
  readonly columns: readonly ColumnTarget[];
};

/**
 * The row that names the columns: of the first ones that with the most names that we know, since titles and dates
 * stand above many price lists. Where nothing is known, the first row with two texts; the person says what they are.
 */
export function findHeader(
  rows: readonly (readonly [number: number, cells: readonly string[]])[],
  columnCount: number,
): FoundHeader {
  let best: { readonly row: number; readonly cells: readonly string[]; readonly known: number } | undefined;
  for (const [row, cells] of rows) {
    const known = cells.filter((cell) => recogniseColumn(cell) !== null).length;
    if (known > (best?.known ?? 0)) best = { row, cells, known };
  }
  const plain = rows.find(([, cells]) => cells.filter((cell) => cell !== "").length > 1) ?? rows[0];
  const found = best ?? (plain === undefined ? undefined : { row: plain[0], cells: plain[1] });
  return describeHeader(found?.row ?? 0, found?.cells ?? [], columnCount);
}

export function describeHeader(row: number, cells: readonly string[], columnCount: number): FoundHeader {
  const header = Array.from({ length: columnCount }, (_, place) => (cells[place] ?? "").slice(0, 200));
  return { row, header, columns: withoutTwice(header.map(recogniseColumn)) };
}

/** Two columns of one name: the first is taken; packs may stand several times. */
function withoutTwice(columns: readonly ColumnTarget[]): ColumnTarget[] {
  const seen = new Set<string>();
  return columns.map((target) => {
    if (target === null || target.field === "packName" || target.field === "packContains") return target;
    const key = keyOfTarget(target);
    if (seen.has(key)) return null;
    seen.add(key);
    return target;
  });
}

export const keyOfTarget = (target: NonNullable<ColumnTarget>): string =>
  target.field === "attribute" ? `attribute:${target.name.toLowerCase()}:${target.unit ?? ""}` : target.field;
