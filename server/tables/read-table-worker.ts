import { parentPort, workerData } from "node:worker_threads";
import { readTextTable } from "./read-text-table.ts";
import type { Table, TableFormat } from "./table.ts";
import type { TableMessage } from "./read-table.ts";

/** Rows of one message: small enough that whoever takes them stops answering for no more than a moment. */
const batch = 1_000;
/** So many rows at the beginning are told as such: the names of the columns are among them. */
const headRows = 30;

const { bytes, format } = workerData as { readonly bytes: Uint8Array; readonly format: TableFormat };

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
const send = (message: TableMessage): void => parentPort?.postMessage(message);

function sendTable({ rows, encoding, separator }: Table): void {
  const columnCount = rows.reduce((most, [, cells]) => Math.max(most, cells.length), 0);
  send({
    kind: "head",
    rows: rows.slice(0, headRows),
    rowCount: rows.length,
    columnCount,
    encoding,
    separator,
  });
  // As the text that the database takes: nobody on the way has to take it apart.
  for (let at = 0; at < rows.length; at += batch) {
    send({ kind: "rows", json: JSON.stringify(rows.slice(at, at + batch)) });
  }
  send({ kind: "end" });
}

const table =
  format === "text"
    ? readTextTable(bytes)
    : await (await import("./read-xlsx-table.ts")).readXlsxTable(bytes);
if (table.ok) sendTable(table.value);
else send({ kind: "refused", refusal: table.refusal });
