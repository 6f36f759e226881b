import { type JobResult, type JobWithMetadata, PgBoss } from "pg-boss";
import type { EffectJob } from "#reactions/react-to-facts.ts";
import { runEffect } from "#reactions/run-effect.ts";
import type { Database } from "#server/database/workspace-transaction.ts";
import type { FileStorage } from "#server/files/file-storage.ts";
import type { Log } from "#server/log.ts";
import { wordsOf } from "#server/start-refusal.ts";
import { type QueuedImport, queueImports, workOnImports } from "./import-jobs.ts";
import { effectQueue, jobsSchema } from "./prepare-jobs.ts";

export type Jobs = {
  /** A job whose id is known already is not queued twice. */
  enqueue(jobs: readonly EffectJob[]): Promise<void>;
  enqueueImports(jobs: readonly QueuedImport[]): Promise<void>;
  stop(): Promise<void>;
};

export type JobsParts = {
  readonly database: Database;
  /** Past a pooler: LISTEN and the role of the session need a connection of one's own. */
  readonly directUrl: string;
  /** Where the files of imports wait to be read. */
  readonly files: FileStorage;
  readonly log: Log;
  readonly now: () => Date;
  /** Told after an effect's commands have committed. */
  readonly notifyFacts: () => void;
};

const batchSize = 10;

/** Whether prepareJobs has been here: without its tables triggers sleep, and everything else works. */
export async function areJobsPrepared({ pool }: Database): Promise<boolean> {
  const { rows } = await pool.query<{ there: boolean }>("select to_regclass($1) is not null as there", [
    `${jobsSchema}.queue`,
  ]);
  return rows[0]?.there === true;
}

/** Works off the effects of triggers, on this server and beside the others. */
export async function startJobs(parts: JobsParts): Promise<Jobs> {
  const { database, directUrl, log, now } = parts;
  const boss = new PgBoss({
    connectionString: directUrl,
    options: "-c role=treadle_app",
    application_name: "treadle jobs",
    schema: jobsSchema,
    max: 4,
    migrate: false,
    createSchema: false,
    schedule: false,
    // Rebuilding indexes is the owner's right.
    reindex: false,
    monitorVacuum: false,
    // How soon somebody looks for what a killed server left begun.
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
    useListenNotify: true,
  });
  boss.on("error", (error) => log.warn({ error: wordsOf(error) }, "The job queue met an error"));
  await boss.start();

  /** One after the other: the lines of one deal would wait for each other's locks anyway. */
  async function work(jobs: readonly JobWithMetadata<EffectJob>[]): Promise<JobResult[]> {
    const results: JobResult[] = [];
    for (const job of jobs) results.push({ id: job.id, status: await attempt(job) });
    return results;
  }

  async function attempt(job: JobWithMetadata<EffectJob>): Promise<"completed" | "failed"> {
    const { effectId, workspaceId } = job.data;
    const isLast = job.retryCount >= job.retryLimit;
    try {
      await runEffect(database, job.data, { isLast }, now);
      parts.notifyFacts();
      return "completed";
    } catch (error) {
      log.warn({ effectId, workspaceId, isLast, error: wordsOf(error) }, "A trigger's effect failed");
      // Somebody has been told.
      if (isLast) parts.notifyFacts();
      return "failed";
    }
  }

  await boss.work(
    effectQueue,
    {
      includeMetadata: true,
      perJobResults: true,
      batchSize,
      burstWhenBatchFull: true,
      // Nobody notifies when the time of a job that was put off has come.
      notifyPollingIntervalSeconds: 5,
    },
    work,
  );
  await workOnImports(boss, parts);

  return {
    enqueueImports: (jobs) => queueImports(boss, jobs),
    async enqueue(jobs) {
      if (jobs.length === 0) return;
      await boss.insert(
        effectQueue,
        jobs.map(({ startAfter, ...job }) => ({
          id: job.id,
          data: job,
          ...(startAfter === undefined ? {} : { startAfter: new Date(startAfter) }),
        })),
      );
    },
    stop: () => boss.stop({ graceful: true, timeout: 10_000 }),
  };
}
