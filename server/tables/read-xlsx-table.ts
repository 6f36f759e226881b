import { type CellValue, readSheet } from "read-excel-file/node";
import { decimal } from "#kernel/decimal.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { unpacksWithin } from "./check-unpacked.ts";
import { takeRow } from "./read-text-table.ts";
import { cleanCell, mostUnpacked, type Table, type TableRow } from "./table.ts";

/** Reads the first sheet of a spreadsheet. Never throws. Refuses one that is broken, or endless once unpacked. */
export async function readXlsxTable(bytes: Uint8Array): Promise<Result<Table>> {
  if (!unpacksWithin(bytes, mostUnpacked)) return no("file_not_a_table", { looks: "broken_xlsx" });
  let sheet: readonly (readonly (CellValue | null)[])[];
  try {
    // Numbers as the file writes them: they are decimals here, and floats nowhere.
    sheet = await readSheet(Buffer.from(bytes), {
      parseNumber: (text: string) => ({ number: text }) as never,
    });
  } catch {
    return no("file_not_a_table", { looks: "broken_xlsx" });
  }
  const rows: TableRow[] = [];
  for (const [place, cells] of sheet.entries()) {
    const refused = takeRow(rows, place + 1, cells.map(textOf));
    if (refused !== null) return refused;
  }
  return rows.length === 0 ? no("import_empty") : ok({ rows, encoding: null, separator: null });
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return cleanCell(value);
  if (typeof value === "boolean") return value ? "true" : "false";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString().slice(0, 10);
  if (typeof value === "object" && "number" in value) return numberText(String(value.number));
  return "";
}

/**
 * A spreadsheet computes in floats and keeps 15 digits that count; the 17 that it writes end in noise
 * ("0.30000000000000004"). Codes of 13 digits stay whole.
 */
function numberText(written: string): string {
  const value = Number(written);
  if (!Number.isFinite(value)) return cleanCell(written);
  return decimal(value.toPrecision(15)).toFixed();
}
