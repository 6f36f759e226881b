import { randomBytes } from "node:crypto";
import { Client, type Pool } from "pg";
import { createPool } from "#server/database/pool.ts";
import { silentLog } from "#server/log.ts";

/** Names in the environment, by which the global set-up tells the workers. */
export const adminUrlName = "TREADLE_TEST_ADMIN_URL";
export const templateName = "TREADLE_TEST_TEMPLATE";

export type TestDatabase = {
  /** As the superuser; its rights are those of the owner, so set the app's role where rights are the matter. */
  url: string;
  pool: Pool;
  /** Closes the pool and removes the database, whoever is still connected. */
  drop(): Promise<void>;
};

/** A fresh, migrated database of its own for one test file. Only in suites whose global set-up gives a server. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = process.env[templateName];
  if (template === undefined) throw new Error("This suite has no database: it lacks test/global-setup.ts");
  return create(`template ${template}`);
}

/** An empty one, for tests of migrations themselves. */
export async function createEmptyTestDatabase(): Promise<TestDatabase> {
  return create("template template0 encoding 'UTF8'");
}

async function create(source: string): Promise<TestDatabase> {
  const name = `treadle_test_${process.pid}_${randomBytes(4).toString("hex")}`;
  const adminUrl = adminDatabaseUrl();
  await run(adminUrl, `create database ${name} ${source} strategy ${strategy}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const pool = createPool(url.href, { log: silentLog, max: 10, applicationName: "treadle test" });
  return {
    url: url.href,
    pool,
    async drop() {
      await pool.end();
      await run(adminUrl, `drop database if exists ${name} with (force)`);
    },
  };
}

const strategy = "wal_log";

export function adminDatabaseUrl(): string {
  const url = process.env[adminUrlName];
  if (url === undefined) throw new Error("This suite has no database: it lacks test/global-setup.ts");
  return url;
}

async function run(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
