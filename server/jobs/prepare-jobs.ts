import { PgBoss } from "pg-boss";

/** pg-boss has a schema of its own: its objects are its own to migrate. */
export const jobsSchema = "boss";
export const effectQueue = "trigger_effect";

/** Tries of one effect, before it waits for a person. */
export const effectTries = 5;

/**
 * Makes or migrates the queue's tables, as the owner, after our own migrations. The app's role may then use
 * them and change no table. Safe when several servers start at once: pg-boss takes a lock.
 */
export async function prepareJobs(ownerUrl: string): Promise<void> {
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
    const queue = {
      retryLimit: effectTries - 1,
      retryDelay: 2,
      retryBackoff: true,
      retryDelayMax: 300,
      expireInSeconds: 60,
      notify: true,
    };
    await boss.createQueue(effectQueue, queue);
    await boss.updateQueue(effectQueue, queue);
    await boss.getDb().executeSql(grants);
  } finally {
    await boss.stop({ graceful: false, close: true });
  }
}

const grants = `
  grant usage on schema ${jobsSchema} to treadle_app;
  grant select, insert, update, delete on all tables in schema ${jobsSchema} to treadle_app;
  grant usage on all sequences in schema ${jobsSchema} to treadle_app;
  grant execute on all functions in schema ${jobsSchema} to treadle_app;`;
