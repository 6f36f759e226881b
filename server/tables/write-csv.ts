import { escapeCell } from "./escape-cell.ts";

export type CellToWrite = { readonly text: string } | { readonly number: string } | null;
export type CsvStyle = { readonly separator: ";" | ","; readonly decimalComma: boolean };

/** What Excel opens in each language without asking: its own list separator and decimal sign. */
export const csvStyleOf = (language: "en" | "uk"): CsvStyle =>
  language === "uk" ? { separator: ";", decimalComma: true } : { separator: ",", decimalComma: false };

/** Says that the text is UTF-8; Excel takes it for the old code page without. */
export const byteOrderMark = "\ufeff";

/** One record with its line end. Texts that a spreadsheet would run are escaped; numbers are numbers. */
export function csvLine(cells: readonly CellToWrite[], { separator, decimalComma }: CsvStyle): string {
  const fields = cells.map((cell) => {
    if (cell === null) return "";
    if ("number" in cell)
      return quoted(decimalComma ? cell.number.replace(".", ",") : cell.number, separator);
    return quoted(escapeCell(cell.text), separator);
  });
  return `${fields.join(separator)}\r\n`;
}

function quoted(text: string, separator: string): string {
  const needs = text.includes(separator) || /["\r\n]/.test(text) || text !== text.trim();
  return needs ? `"${text.replaceAll('"', '""')}"` : text;
}
