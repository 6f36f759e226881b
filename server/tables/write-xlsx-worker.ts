import { parentPort } from "node:worker_threads";
import writeXlsxFile, { type Cell } from "write-excel-file/node";
import type { CellToWrite } from "./write-csv.ts";
import type { XlsxMessage } from "./write-xlsx.ts";

// Digits past these are lost in a spreadsheet's own numbers: longer ones go as text.
const mostDigits = 15;

const rows: Cell[][] = [];

function cellOf(cell: CellToWrite): Cell {
  if (cell === null) return null;
  if ("number" in cell && cell.number.replaceAll(/[-.]/g, "").length <= mostDigits) {
    return { value: Number(cell.number), type: Number };
  }
  return { value: "number" in cell ? cell.number : cell.text, type: String };
}

parentPort?.on("message", (message: XlsxMessage) => {
  if (message.kind === "header") {
    rows.push(message.cells.map((value) => ({ value, type: String, fontWeight: "bold" })));
  } else if (message.kind === "rows") {
    for (const row of message.rows) rows.push(row.map(cellOf));
  } else void finish(message.sheet);
});

async function finish(sheet: string): Promise<void> {
  const bytes = await writeXlsxFile(rows, { sheet, stickyRowsCount: 1 }).toBuffer();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(new Uint8Array(bytes));
  parentPort?.close();
}
