import type { TextEncoding } from "./decode-text.ts";

/** A row as the file counts it, from 1, with the texts of its cells; rows without any are left out. */
export type TableRow = readonly [number: number, cells: readonly string[]];
export type Separator = ";" | "\t" | "|" | ",";
export type Table = {
  readonly rows: readonly TableRow[];
  /** null for spreadsheets */
  readonly encoding: TextEncoding | null;
  readonly separator: Separator | null;
};
export type TableFormat = "text" | "xlsx";

export const mostRows = 50_000;
export const mostColumns = 100;
/** Longer than any field takes: a cell that is cut here is refused there. */
export const mostCellCharacters = 2_000;
/** Of all that a spreadsheet's archive holds, in bytes. */
export const mostUnpacked = 150_000_000;

// Neither JSON in PostgreSQL nor any screen takes them; tab, line feed and carriage return stay.
// oxlint-disable-next-line no-control-regex -- naming the control characters is the point
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff]/g;

/** Well formed, without controls, not endless. */
export function cleanCell(value: string): string {
  const cut = value.length > mostCellCharacters ? value.slice(0, mostCellCharacters) : value;
  return cut.toWellFormed().replaceAll(controls, "").replaceAll(/\r\n?/g, "\n").trim();
}
