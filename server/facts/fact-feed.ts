import { randomUUID } from "node:crypto";
import { Client, type Pool } from "pg";
import type { Log } from "#server/log.ts";
import { wordsOf } from "#server/start-refusal.ts";
import { type Position, type ReadFact, readFacts, readPresentPosition } from "./read-facts.ts";

export const factChannel = "treadle_facts";

export type FactListener = (facts: readonly ReadFact[]) => void;

/** Tells what happens in all workspaces, in the order of positions, from now on. One a server. */
export type FactFeed = {
  /** Where the feed stands: whoever subscribes now hears of everything after it. */
  position(): Position;
  /** Returns how to leave. A listener must neither throw nor take long. */
  subscribe(listener: FactListener): () => void;
  /**
   * After a command that appended facts has committed. Wakes this server's feed at once and the others' by
   * NOTIFY, outside the command's transaction: inside it a lock on the whole cluster's queue would make
   * commits wait for each other. Many at once become one.
   */
  notify(): void;
  close(): Promise<void>;
};

export type FeedOptions = {
  readonly pool: Pool;
  /** Past a pooler: LISTEN belongs to a session. */
  readonly directUrl: string;
  readonly log: Log;
};

// A batch of commands that commit within a few milliseconds is read in one query.
const breath = 5;
// Facts above the horizon: asked again soon, then less often.
const firstPoll = 10;
const slowestPoll = 250;
// The safety net: a notification may be lost with its connection.
const quietPoll = 2_000;
const firstReconnect = 200;
const slowestReconnect = 5_000;

export async function openFactFeed(options: FeedOptions): Promise<FactFeed> {
  const { pool, directUrl, log } = options;
  const listeners = new Set<FactListener>();
  let position = await readPresentPosition(pool);
  let closed = false;
  let reading = false;
  let again = false;
  let soon = false;
  let poll = firstPoll;
  let timer: NodeJS.Timeout | undefined;
  let ended: Promise<void> = Promise.resolve();

  function plan(milliseconds: number): void {
    if (closed) return;
    clearTimeout(timer);
    timer = setTimeout(wake, milliseconds);
  }

  function wake(): void {
    soon = false;
    if (reading) again = true;
    else if (!closed) ended = readOn();
  }

  async function readOn(): Promise<void> {
    reading = true;
    clearTimeout(timer);
    let next = quietPoll;
    try {
      const { facts, waiting, full } = await readFacts(pool, position);
      const last = facts.at(-1);
      if (last !== undefined) {
        position = last.position;
        for (const listener of listeners) tell(listener, facts);
      }
      if (full) again = true;
      poll = waiting && last === undefined ? Math.min(poll * 2, slowestPoll) : firstPoll;
      if (waiting) next = poll;
    } catch (error) {
      if (!closed) log.warn({ error: wordsOf(error) }, "The fact log could not be read");
    }
    reading = false;
    soon = again;
    plan(again ? breath : next);
    again = false;
  }

  function tell(listener: FactListener, facts: readonly ReadFact[]): void {
    try {
      listener(facts);
    } catch (error) {
      log.error({ error: wordsOf(error) }, "A listener to the fact log failed");
    }
  }

  const own = randomUUID();
  const listening = keepListening(directUrl, log, (sender) => {
    // Our own commands woke us already.
    if (sender !== own) wake();
  });
  const sending = createNotifier(pool, log, own);
  plan(quietPoll);

  return {
    position: () => position,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    notify() {
      if (closed) return;
      sending.send();
      if (reading) again = true;
      if (reading || soon) return;
      // Not in the caller's own turn: the answer goes out first.
      soon = true;
      plan(1);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      listeners.clear();
      await listening.close();
      await ended;
      await sending.settled();
    },
  };
}

/** One NOTIFY under way at a time; what is asked meanwhile becomes one more. */
function createNotifier(pool: Pool, log: Log, own: string): { send(): void; settled(): Promise<void> } {
  let underWay: Promise<void> | undefined;
  let more = false;

  async function run(): Promise<void> {
    do {
      more = false;
      await pool.query("select pg_notify($1, $2)", [factChannel, own]).catch((error: unknown) => {
        log.warn({ error: wordsOf(error) }, "Other servers could not be told of new facts; they poll");
      });
    } while (more);
    underWay = undefined;
  }

  return {
    send() {
      more = true;
      underWay ??= run();
    },
    settled: () => underWay ?? Promise.resolve(),
  };
}

/** A connection that listens, made anew whenever it is lost; after each new one the feed reads what it missed. */
function keepListening(
  url: string,
  log: Log,
  wake: (sender: string | undefined) => void,
): { close(): Promise<void> } {
  let closed = false;
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let pause = firstReconnect;

  function reconnect(): void {
    void connect();
  }

  async function connect(): Promise<void> {
    const mine = new Client({ connectionString: url, application_name: "treadle facts", keepAlive: true });
    client = mine;
    let lost = false;
    const lose = (reason?: unknown): void => {
      if (lost || closed) return;
      lost = true;
      log.warn({ error: wordsOf(reason) }, "Listening to the fact log was interrupted");
      void mine.end().catch(() => undefined);
      timer = setTimeout(reconnect, pause);
      pause = Math.min(pause * 2, slowestReconnect);
    };
    mine.on("error", lose);
    mine.on("end", lose);
    mine.on("notification", ({ payload }) => wake(payload));
    try {
      await mine.connect();
      await mine.query(`listen ${factChannel}`);
      pause = firstReconnect;
      wake(undefined);
    } catch (error) {
      lose(error);
    }
  }

  const first = connect();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await first;
      await client?.end().catch(() => undefined);
    },
  };
}
