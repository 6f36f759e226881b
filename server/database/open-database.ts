import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import type { Log } from "#server/log.ts";
import type { Settings } from "#server/settings.ts";
import { codeOf, startRefusal, wordsOf } from "#server/start-refusal.ts";
import { startEmbeddedPostgres } from "./embedded-postgres.ts";

/** A database that answers, and its addresses. */
export type OpenDatabase = {
  url: string;
  /** Past a pooler: LISTEN and jobs. */
  directUrl: string;
  /** The one that migrates. */
  ownerUrl: string;
  close(): Promise<void>;
};

const oldestVersion = 15;
const defaultPatience = 30_000;

/** Reasons that pass by themselves while a database or a network is coming up. */
const passing = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOENT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ETIMEDOUT",
  "53300",
  "57P03",
]);

/**
 * The embedded database, or the one that DATABASE_URL names, waited for (30 seconds unless told). Throws a
 * start refusal that says what is wrong.
 */
export async function openDatabase(
  settings: Settings,
  log: Log,
  patienceMilliseconds: number = defaultPatience,
): Promise<OpenDatabase> {
  if (settings.databaseUrl === undefined) {
    const embedded = await startEmbeddedPostgres({ dataDir: settings.dataDir, log });
    const { url } = embedded;
    return { url, directUrl: url, ownerUrl: url, close: () => embedded.stop() };
  }
  const url = settings.databaseUrl;
  const directUrl = settings.databaseUrlDirect ?? url;
  const ownerUrl = settings.databaseUrlOwner ?? directUrl;
  await check("DATABASE_URL", url, patienceMilliseconds);
  if (directUrl !== url) await check("DATABASE_URL_DIRECT", directUrl, patienceMilliseconds);
  if (ownerUrl !== directUrl) await check("DATABASE_URL_OWNER", ownerUrl, patienceMilliseconds);
  return { url, directUrl, ownerUrl, close: async () => {} };
}

async function check(name: string, url: string, patienceMilliseconds: number): Promise<void> {
  const deadline = Date.now() + patienceMilliseconds;
  for (;;) {
    const client = new Client({
      connectionString: url,
      application_name: "treadle start",
      connectionTimeoutMillis: 5000,
    });
    client.on("error", () => {});
    try {
      await client.connect();
      await checkServer(name, client);
      return;
    } catch (error) {
      const code = codeOf(error);
      // The driver's own time-out has no code.
      const mayPass = code === undefined ? /timeout/i.test(wordsOf(error)) : passing.has(code);
      if (!mayPass) throw explain(name, code, error);
      if (Date.now() > deadline) {
        const seconds = Math.round(patienceMilliseconds / 1000);
        throw startRefusal(
          `The database that ${name} names could not be reached in ${seconds} seconds: ${wordsOf(error)}.`,
          error,
        );
      }
    } finally {
      await client.end().catch(() => {});
    }
    await sleep(250);
  }
}

async function checkServer(name: string, client: Client): Promise<void> {
  const { rows } = await client.query<{ version: string; encoding: string }>(
    "select current_setting('server_version_num') as version, current_setting('server_encoding') as encoding",
  );
  const { version = "0", encoding = "" } = rows[0] ?? {};
  const major = Math.floor(Number(version) / 10_000);
  if (major < oldestVersion) {
    throw startRefusal(`${name} names a PostgreSQL ${major}; Treadle needs ${oldestVersion} or newer.`);
  }
  if (encoding !== "UTF8") {
    throw startRefusal(
      `${name} names a database in ${encoding}; Treadle needs one in UTF8 (create database treadle template template0 encoding 'UTF8').`,
    );
  }
}

function explain(name: string, code: string | undefined, error: unknown): unknown {
  if (code === "28P01" || code === "28000") {
    return startRefusal(
      `The database refuses the user or the password in ${name}: ${wordsOf(error)}.`,
      error,
    );
  }
  if (code === "3D000") {
    return startRefusal(
      `The database in ${name} is not there: ${wordsOf(error)}. Create it with: create database treadle template template0 encoding 'UTF8'.`,
      error,
    );
  }
  if (code === undefined) return error;
  return startRefusal(`The database that ${name} names can't be used: ${wordsOf(error)}.`, error);
}
