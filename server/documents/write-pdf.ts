import { Worker } from "node:worker_threads";
import type { Pdf } from "./pdf.ts";

const patience = 60_000;
const mostMegabytes = 400;
/** At once: each reads four fonts and lays out up to fifty orders, and two cores are for answering, too. */
const mostAtOnce = 2;

let working = 0;
const waiting: (() => void)[] = [];

/**
 * The bytes of a document. Laying out takes a tenth of a second and more, so it is done in a thread of its own and
 * requests go on being answered meanwhile. Throws what went wrong there.
 */
export async function writePdf(pdf: Pdf): Promise<Uint8Array> {
  if (working >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else working += 1;
  const worker = new Worker(new URL("./write-pdf-worker.ts", import.meta.url), {
    workerData: pdf,
    resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
  });
  try {
    return await follow(worker);
  } finally {
    // The place goes to the next in line, or is free.
    const next = waiting.shift();
    if (next === undefined) working -= 1;
    else next();
    await worker.terminate();
  }
}

function follow(worker: Worker): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("The document took too long")), patience);
    worker.on("message", (bytes: Uint8Array) => {
      clearTimeout(late);
      resolve(bytes);
    });
    worker.on("error", (error: Error) => {
      clearTimeout(late);
      reject(error);
    });
  });
}
