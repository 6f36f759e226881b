import type { JobWithMetadata, PgBoss } from "pg-boss";
import { v5 as uuidv5 } from "uuid";
import type { Id } from "#kernel/id.ts";
import type { ReadFact } from "#server/facts/read-facts.ts";
import { type ImportJob, type ImportParts, workOnImport } from "#server/imports/work-on-import.ts";
import type { Log } from "#server/log.ts";
import { wordsOf } from "#server/start-refusal.ts";
import { importQueue } from "./prepare-jobs.ts";

export type QueuedImport = ImportJob & { readonly id: Id; readonly expireInSeconds: number };

/** After these an import gives its place to others that wait, and queues for more. */
const turn = 8_000;
/** A job that a killed server left begun is free again after these seconds. */
const secondsToTake = 30;
const secondsToRead = 240;

const nextSpace = "c1c2a9f0-6f0e-4a7e-8f5b-1b2f5b8f7a11";

/** Which facts leave an import with work to do. The id of the job is the fact's: read twice, it is queued once. */
export function importJobsOf(
  facts: readonly Pick<ReadFact, "id" | "kind" | "thingId" | "workspaceId">[],
): QueuedImport[] {
  return facts.flatMap(({ id, kind, thingId, workspaceId }) => {
    const job = { id, workspaceId, importId: thingId };
    if (kind === "item_import_taking") return [{ ...job, expireInSeconds: secondsToTake }];
    const reads = kind === "item_import_added" || kind === "item_import_mapped";
    return reads ? [{ ...job, expireInSeconds: secondsToRead }] : [];
  });
}

/** One at a time on each server: a file of 50,000 rows needs memory, and the answers to people come first. */
export async function workOnImports(boss: PgBoss, parts: ImportParts & { readonly log: Log }): Promise<void> {
  await boss.work(
    importQueue,
    { includeMetadata: true, batchSize: 1, notifyPollingIntervalSeconds: 5 },
    async ([job]: JobWithMetadata<ImportJob>[]) => {
      if (job === undefined) return;
      try {
        const isMore = await workOnImport(parts, job.data, Date.now() + turn);
        if (isMore) await queueImports(boss, [nextOf(job)]);
      } catch (error) {
        const { importId, workspaceId } = job.data;
        parts.log.warn(
          { importId, workspaceId, error: wordsOf(error) },
          "An import stopped; it is tried again",
        );
        throw error;
      }
    },
  );
}

const nextOf = ({ id, data: { importId, workspaceId } }: JobWithMetadata<ImportJob>): QueuedImport => ({
  id: uuidv5(id, nextSpace),
  importId,
  workspaceId,
  expireInSeconds: secondsToTake,
});

export async function queueImports(boss: PgBoss, jobs: readonly QueuedImport[]): Promise<void> {
  if (jobs.length === 0) return;
  await boss.insert(
    importQueue,
    jobs.map(({ id, expireInSeconds, importId, workspaceId }) => ({
      id,
      data: { importId, workspaceId },
      expireInSeconds,
    })),
  );
}
