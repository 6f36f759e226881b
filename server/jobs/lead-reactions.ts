import { Client, type Pool } from "pg";
import { loadReaderPosition, saveReaderPosition } from "#reactions/reader-position.ts";
import { type EffectJob, reactToFacts } from "#reactions/react-to-facts.ts";
import { tellOfFacts } from "#reactions/tell-of-facts.ts";
import type { Database } from "#server/database/workspace-transaction.ts";
import type { FactFeed } from "#server/facts/fact-feed.ts";
import { type Position, readFacts } from "#server/facts/read-facts.ts";
import type { Log } from "#server/log.ts";
import { wordsOf } from "#server/start-refusal.ts";
import { importJobsOf, type QueuedImport } from "./import-jobs.ts";

export type ReactionsParts = {
  readonly database: Database;
  readonly directUrl: string;
  readonly feed: FactFeed;
  readonly enqueue: (jobs: readonly EffectJob[]) => Promise<void>;
  readonly enqueueImports: (jobs: readonly QueuedImport[]) => Promise<void>;
  readonly log: Log;
  readonly now: () => Date;
};

export type Reactions = { stop(): Promise<void> };

const readerName = "reactions";
/** Any number, as long as all servers of one database use the same. */
const leaderLock = 7_203_040_002;
const candidacy = 2_000;
const retryAfterFailure = 1_000;
const saveAtLeastEvery = 5_000;

/**
 * One server of all that share the database reads the facts for reactions: whoever holds the advisory lock, for
 * as long as its connection lives. It goes on from the position that the last leader saved; two leaders for a
 * moment would do no harm, since the ids of effects and of jobs follow from the facts.
 */
export function leadReactions(parts: ReactionsParts): Reactions {
  const { feed, log } = parts;
  let stopped = false;
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> = Promise.resolve();
  let leader: ReturnType<typeof createReader> | undefined;

  const leave = feed.subscribe(() => leader?.wake());

  function candidate(): void {
    underWay = tryToLead().catch((error: unknown) => {
      if (!stopped)
        log.warn({ error: wordsOf(error) }, "Nobody could be made the reader for reactions; trying again");
      void client?.end().catch(() => undefined);
      client = undefined;
      plan();
    });
  }

  function plan(): void {
    if (!stopped) timer = setTimeout(candidate, candidacy);
  }

  async function tryToLead(): Promise<void> {
    const mine = client ?? (await connect());
    const { rows } = await mine.query<{ led: boolean }>("select pg_try_advisory_lock($1) as led", [
      leaderLock,
    ]);
    if (rows[0]?.led !== true) {
      plan();
      return;
    }
    leader = createReader(parts);
    leader.wake();
  }

  async function connect(): Promise<Client> {
    const mine = new Client({
      connectionString: parts.directUrl,
      application_name: "treadle reactions",
      keepAlive: true,
    });
    client = mine;
    const lose = (): void => {
      if (client !== mine) return;
      client = undefined;
      void leader?.stop();
      leader = undefined;
      void mine.end().catch(() => undefined);
      plan();
    };
    mine.on("error", lose);
    mine.on("end", lose);
    await mine.connect();
    return mine;
  }

  candidate();

  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      leave();
      await underWay;
      await leader?.stop();
      const mine = client;
      client = undefined;
      await mine?.end().catch(() => undefined);
    },
  };
}

/** Reads on from the saved position whenever it is woken, one page at a time. */
function createReader({ database, feed, enqueue, enqueueImports, log, now }: ReactionsParts): {
  wake(): void;
  stop(): Promise<void>;
} {
  const pool: Pool = database.pool;
  let position: Position | undefined;
  let saved: Position | undefined;
  let savedAt = 0;
  let stopped = false;
  let again = false;
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  function wake(): void {
    if (stopped) return;
    if (running !== undefined) {
      again = true;
      return;
    }
    clearTimeout(timer);
    running = readOn().finally(() => {
      running = undefined;
      if (again) wake();
    });
  }

  async function save(): Promise<void> {
    if (position === undefined || position === saved) return;
    savedAt = Date.now();
    await saveReaderPosition(pool, readerName, position);
    saved = position;
  }

  function notTold(factId: string, error: unknown): void {
    log.warn({ factId, error: wordsOf(error) }, "Nobody could be told of a fact");
  }

  async function readOn(): Promise<void> {
    again = false;
    try {
      position ??= saved = await loadReaderPosition(pool, readerName);
      for (let full = true; full && !stopped;) {
        const page = await readFacts(pool, position);
        const jobs = await reactToFacts(database, page.facts, now);
        await enqueue(jobs);
        const imports = importJobsOf(page.facts);
        await enqueueImports(imports);
        if (await tellOfFacts(database, page.facts, now, notTold)) feed.notify();
        position = page.facts.at(-1)?.position ?? position;
        full = page.full;
        // What was passed over may be passed over again: most batches need no write.
        if (jobs.length > 0 || imports.length > 0 || Date.now() - savedAt > saveAtLeastEvery) await save();
      }
    } catch (error) {
      if (stopped) return;
      log.warn({ error: wordsOf(error) }, "Reactions could not be read; trying again");
      timer = setTimeout(wake, retryAfterFailure);
    }
  }

  return {
    wake,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
      await save().catch(() => undefined);
    },
  };
}
