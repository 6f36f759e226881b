import { Readable } from "node:stream";
import { byteOrderMark, type CellToWrite, csvLine, csvStyleOf } from "./write-csv.ts";

export type CellPages = AsyncIterable<readonly (readonly CellToWrite[])[]>;

/** A page at a time, as it is read: no list is too long for it. */
export function csvStream(header: readonly string[], pages: CellPages, language: "en" | "uk"): Readable {
  const style = csvStyleOf(language);
  const lineOf = (cells: readonly CellToWrite[]): string => csvLine(cells, style);
  async function* texts(): AsyncGenerator<string> {
    yield byteOrderMark + lineOf(header.map((text) => ({ text })));
    for await (const rows of pages) yield rows.map(lineOf).join("");
  }
  return Readable.from(texts(), { objectMode: false });
}
