import { Worker } from "node:worker_threads";
import { no, ok, type Refusal, type Result } from "#kernel/result.ts";
import type { Separator, TableFormat, TableRow } from "./table.ts";
import type { TextEncoding } from "./decode-text.ts";

export type TableHead = {
  /** the first rows, the names of the columns among them */
  readonly rows: readonly TableRow[];
  readonly rowCount: number;
  readonly columnCount: number;
  readonly encoding: TextEncoding | null;
  readonly separator: Separator | null;
};
export type TableMessage =
  | ({ readonly kind: "head" } & TableHead)
  /** `json` is the text of rows: [[number, [cell, …]], …] */
  | { readonly kind: "rows"; readonly json: string }
  | { readonly kind: "end" }
  | { readonly kind: "refused"; readonly refusal: Refusal };

const patience = 120_000;
const mostMegabytes = 900;

/**
 * Reads a table in a thread of its own, so that requests go on being answered, and hands its rows on in batches; the
 * next batch comes when `takeRows` has ended. What a file does to its reader (endless memory, an hour of work) ends
 * with the thread, as a refusal. What the takers throw goes on to the caller.
 */
export async function readTable(
  file: { readonly bytes: Uint8Array; readonly format: TableFormat },
  takers: {
    readonly takeHead: (head: TableHead) => Promise<void>;
    readonly takeRows: (json: string) => Promise<void>;
  },
): Promise<Result<TableHead>> {
  const worker = new Worker(new URL("./read-table-worker.ts", import.meta.url), {
    workerData: file,
    resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
  });
  try {
    return await follow(worker, takers);
  } finally {
    await worker.terminate();
  }
}

type Takers = Parameters<typeof readTable>[1];

function follow(worker: Worker, takers: Takers): Promise<Result<TableHead>> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => resolve(no("import_unreadable")), patience);
    let head: TableHead | undefined;
    let before: Promise<void> = Promise.resolve();
    worker.on("message", (message: TableMessage) => {
      before = before.then(async () => {
        if (message.kind === "refused") return end(no(message.refusal.code, message.refusal.data));
        if (message.kind === "rows") return takers.takeRows(message.json);
        if (message.kind === "end") return end(head === undefined ? no("import_unreadable") : ok(head));
        const { kind: _, ...said } = message;
        head = said;
        return takers.takeHead(said);
      });
      before.catch((error: unknown) => {
        clearTimeout(late);
        reject(error instanceof Error ? error : new Error(String(error)));
      });
    });
    // Out of memory, or a fault of the library with this very file.
    worker.on("error", () => end(no("import_unreadable")));
    worker.on("exit", () => void before.then(() => end(no("import_unreadable"))).catch(() => undefined));

    function end(result: Result<TableHead>): void {
      clearTimeout(late);
      resolve(result);
    }
  });
}
