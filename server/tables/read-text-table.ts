import Papa from "papaparse";
import { type No, no, ok, type Result } from "#kernel/result.ts";
import { decodeText } from "./decode-text.ts";
import { cleanCell, mostColumns, mostRows, type Separator, type Table, type TableRow } from "./table.ts";
import { unescapeCell } from "./escape-cell.ts";

const separators: readonly Separator[] = [";", "\t", "|", ","];
/** So many records are looked at to find the separator. */
const looked = 60;

/**
 * Reads separated values: the encoding, the separator and quoted line breaks are found out. Never throws. Refuses a
 * text that is no table, one with too many rows or columns, and one with a quote that nobody closes: all that
 * follows it would be one cell.
 */
export function readTextTable(bytes: Uint8Array): Result<Table> {
  const { text, encoding } = decodeText(bytes);
  const { body, said } = takeSeparatorLine(text);
  const separator = said ?? findSeparator(body);
  const parsed = Papa.parse<string[]>(body, { delimiter: separator ?? ";", skipEmptyLines: false });
  const open = parsed.errors.find((error) => error.code === "MissingQuotes");
  if (open !== undefined) return no("import_quote_open", { row: (open.row ?? 0) + 1 });
  const rows: TableRow[] = [];
  // The line that only names the separator is a row of the file, too.
  const first = said === null ? 1 : 2;
  for (const [place, record] of parsed.data.entries()) {
    const cells = record.map((cell) => unescapeCell(cleanCell(cell)));
    const row = takeRow(rows, place + first, cells);
    if (row !== null) return row;
  }
  if (rows.length === 0) return no("import_empty");
  if (separator === null && rows.length < 2) return no("file_not_a_table", { looks: "text" });
  return ok({ rows, encoding, separator });
}

/** Adds the row where it says anything; the refusal once there are too many. */
export function takeRow(rows: TableRow[], number: number, cells: readonly string[]): No | null {
  const length = cells.findLastIndex((cell) => cell !== "") + 1;
  if (length === 0) return null;
  if (length > mostColumns) return no("import_too_many_columns", { most: mostColumns, row: number });
  if (rows.length >= mostRows) return no("import_too_many_rows", { most: mostRows });
  rows.push([number, cells.slice(0, length)]);
  return null;
}

/** Excel's own way to say it: a first line "sep=;". */
function takeSeparatorLine(text: string): { readonly body: string; readonly said: Separator | null } {
  const line = /^"?sep=([;,|\t])"?\r?\n/i.exec(text);
  const said = separators.find((separator) => separator === line?.[1]) ?? null;
  return line === null ? { body: text, said: null } : { body: text.slice(line[0].length), said };
}

/**
 * Where most records have the same number of fields, above one. Of two that are as good, semicolons and tabs come
 * first: commas stand in numbers and sentences. Null: one column, or no table.
 */
export function findSeparator(text: string): Separator | null {
  let best: { readonly separator: Separator; readonly score: number } | null = null;
  const head = text.slice(0, 200_000);
  for (const separator of separators) {
    const { data } = Papa.parse<string[]>(head, { delimiter: separator, preview: looked });
    const counts = data
      .filter((record) => record.some((cell) => cell.trim() !== ""))
      .map(({ length }) => length);
    const score = regularity(counts);
    if (score > (best?.score ?? 0)) best = { separator, score };
  }
  return best?.separator ?? null;
}

/** The share of records that have the commonest number of fields; 0 where that is one field. */
function regularity(counts: readonly number[]): number {
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  const [fields, most] = [...times].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0];
  return fields < 2 ? 0 : most / counts.length;
}
