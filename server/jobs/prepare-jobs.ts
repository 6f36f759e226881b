import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { Client } from "pg";

/** pg-boss has a schema of its own: its objects are its own to migrate. */
export const jobsSchema = "boss";
export const effectQueue = "trigger_effect";
export const importQueue = "item_import";

/** Tries of one effect, before it waits for a person. */
export const effectTries = 5;

const queue = {
  retryLimit: effectTries - 1,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 300,
  // An effect takes milliseconds. One that a killed server left begun is free again after these seconds.
  expireInSeconds: 20,
  notify: true,
};

/** How long each may take, its job says itself. */
const queueOfImports = { retryLimit: 5, retryDelay: 2, retryBackoff: true, notify: true };

/** Any number, as long as all servers of one database use the same. */
const preparingLock = 7_203_040_003;

/**
 * Makes or migrates the queue's tables, as the owner, after our own migrations. The app's role may then use
 * them and change no table. Safe when several servers start at once. A mark on the schema says what has been
 * done, so that a start that has nothing to do here loads no queue and asks one question.
 */
export async function prepareJobs(ownerUrl: string): Promise<void> {
  const client = new Client({ connectionString: ownerUrl, application_name: "treadle migration" });
  // Without a listener a connection that breaks while we are busy elsewhere would end the process.
  client.on("error", () => {});
  await client.connect();
  try {
    const mark = markOfThisVersion();
    if ((await readMark(client)) === mark) return;
    await client.query("select pg_advisory_lock($1)", [preparingLock]);
    if ((await readMark(client)) === mark) return;
    await makeTables(ownerUrl);
    await client.query(`${grants} comment on schema ${jobsSchema} is '${mark}'`);
  } finally {
    // Ends the session, and the lock with it.
    await client.end();
  }
}

/** Changes with whatever could need another preparation. */
function markOfThisVersion(): string {
  const { version } = createRequire(import.meta.url)("pg-boss/package.json") as { version: string };
  const ours = createHash("sha256")
    .update(JSON.stringify([queue, queueOfImports]))
    .update(grants)
    .digest("hex");
  return `Prepared by Treadle: pg-boss ${version}, ${ours.slice(0, 12)}`;
}

async function readMark(client: Client): Promise<string | null> {
  const { rows } = await client.query<{ mark: string | null }>(
    "select obj_description(to_regnamespace($1), 'pg_namespace') as mark",
    [jobsSchema],
  );
  return rows[0]?.mark ?? null;
}

async function makeTables(ownerUrl: string): Promise<void> {
  const { PgBoss } = await import("pg-boss");
  const boss = new PgBoss({
    connectionString: ownerUrl,
    schema: jobsSchema,
    application_name: "treadle migration",
    max: 2,
    supervise: false,
    schedule: false,
    registerInstance: false,
    monitorVacuum: false,
  });
  // Without a listener an error event would end the process; what start needs, it throws.
  boss.on("error", () => {});
  try {
    await boss.start();
    await boss.createQueue(effectQueue, queue);
    await boss.updateQueue(effectQueue, queue);
    await boss.createQueue(importQueue, queueOfImports);
    await boss.updateQueue(importQueue, queueOfImports);
  } finally {
    await boss.stop({ graceful: false, close: true });
  }
}

const grants = `
  grant usage on schema ${jobsSchema} to treadle_app;
  grant select, insert, update, delete on all tables in schema ${jobsSchema} to treadle_app;
  grant usage on all sequences in schema ${jobsSchema} to treadle_app;
  grant execute on all functions in schema ${jobsSchema} to treadle_app;`;
