import { Readable } from "node:stream";
import { Worker } from "node:worker_threads";
import type { CellToWrite } from "./write-csv.ts";

export type XlsxMessage =
  | { readonly kind: "header"; readonly cells: readonly string[] }
  | { readonly kind: "rows"; readonly rows: readonly (readonly CellToWrite[])[] }
  | { readonly kind: "end"; readonly sheet: string };

/**
 * A spreadsheet of one sheet, put together in a thread of its own. Its form needs all rows before the first byte, so
 * the stream begins once the last of them has come.
 */
export function writeXlsx(
  sheet: string,
  header: readonly string[],
  pages: AsyncIterable<readonly (readonly CellToWrite[])[]>,
): Readable {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    const worker = new Worker(new URL("./write-xlsx-worker.ts", import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 900 },
    });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    const send = (message: XlsxMessage): void => worker.postMessage(message);
    const written = new Promise<Uint8Array>((resolve, reject) => {
      worker.on("message", resolve);
      worker.on("error", reject);
      worker.on("exit", () => reject(new Error("The writer of spreadsheets ended without one")));
    });
    written.catch(() => undefined);
    try {
      send({ kind: "header", cells: header });
      for await (const rows of pages) send({ kind: "rows", rows });
      send({ kind: "end", sheet });
      yield await written;
    } finally {
      await worker.terminate();
    }
  }
  return Readable.from(bytes(), { objectMode: false });
}
