import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fastify } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createEmptyTestDatabase, type TestDatabase } from "#test/database.ts";
import { openDatabase } from "./database/open-database.ts";
import { silentLog } from "./log.ts";
import { type BuildServer, startServer } from "./main.ts";
import { readSettings, type Settings } from "./settings.ts";
import { isStartRefusal } from "./start-refusal.ts";

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createEmptyTestDatabase();
  folder = mkdtempSync(join(tmpdir(), "treadle-main-"));
});

afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

function settings(changes: Record<string, string> = {}): Settings {
  return readSettings({ PORT: "0", DATA_DIR: folder, DATABASE_URL: database.url, ...changes });
}

/** The smallest server that needs a pool and the migrations. */
const buildServer: BuildServer = async ({ pool }) => {
  const app = fastify();
  app.get("/migrations", async () => (await pool.query("select count(*) as n from migration")).rows[0]);
  return { app, demoSignIn: "demo / demo" };
};
const load = async () => ({ buildServer });

async function refusalOf(act: Promise<unknown>): Promise<string> {
  const error: unknown = await act.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isStartRefusal(error)) throw new Error(`No plain refusal: ${String(error)}`);
  return error.message;
}

function withDatabaseUrl(change: (url: URL) => void): string {
  const url = new URL(database.url);
  change(url);
  return url.href;
}

test("it migrates, listens, says where it is, and leaves no connection when it stops", async () => {
  const server = await startServer(settings(), load);
  expect(server.address).toMatch(/^http:\/\/localhost:\d+$/);
  expect(server.demoSignIn).toBe("demo / demo");
  const answer = (await (await fetch(`${server.address}/migrations`)).json()) as { n: number };
  expect(answer.n).toBeGreaterThan(0);
  await server.stop();
  await expect(fetch(server.address)).rejects.toThrow("fetch failed");
  const left = await database.pool.query(
    "select 1 from pg_stat_activity where datname = current_database() and application_name = 'treadle'",
  );
  expect(left.rowCount).toBe(0);
});

test("PUBLIC_URL is the address that it gives", async () => {
  const server = await startServer(settings({ PUBLIC_URL: "https://treadle.example.com" }), load);
  await server.stop();
  expect(server.address).toBe("https://treadle.example.com");
});

test("a port that is taken is refused with the way out, and nothing stays open", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const where = other.address();
  if (where === null || typeof where === "string") throw new Error("No port");
  const sentence = await refusalOf(startServer(settings({ PORT: String(where.port) }), load));
  other.close();
  expect(sentence).toContain(`Port ${where.port} is in use`);
  expect(sentence).toContain(`PORT=${where.port + 1} npm start`);
});

test("a host that is not ours is refused", async () => {
  expect(await refusalOf(startServer(settings({ HOST: "203.0.113.1" }), load))).toContain("HOST 203.0.113.1");
});

test("a database that is not there is refused in a sentence, at once", async () => {
  const DATABASE_URL = withDatabaseUrl((url) => (url.pathname = "/nowhere"));
  expect(await refusalOf(openDatabase(settings({ DATABASE_URL }), silentLog))).toMatch(
    /DATABASE_URL is not there: .*create database treadle/,
  );
});

test("an unknown user is refused in a sentence, by the name of the variable", async () => {
  const DATABASE_URL_OWNER = withDatabaseUrl((url) => (url.username = "stranger"));
  expect(await refusalOf(openDatabase(settings({ DATABASE_URL_OWNER }), silentLog))).toMatch(
    /refuses the user or the password in DATABASE_URL_OWNER/,
  );
});

test("a database that can't be reached is waited for, and then refused", async () => {
  const free = createServer();
  await new Promise<void>((resolve) => free.listen(0, "127.0.0.1", resolve));
  const where = free.address();
  if (where === null || typeof where === "string") throw new Error("No port");
  await new Promise((resolve) => free.close(resolve));
  const DATABASE_URL = `postgresql://a@127.0.0.1:${where.port}/treadle`;
  const began = performance.now();
  expect(await refusalOf(openDatabase(settings({ DATABASE_URL }), silentLog, 600))).toMatch(
    /DATABASE_URL names could not be reached in 1 seconds: .*ECONNREFUSED/,
  );
  expect(performance.now() - began).toBeGreaterThan(600);
});

test("a user who may not act as the app is refused with the grant that it lacks; with it all is well", async () => {
  const name = `treadle plain ${process.pid}`;
  await database.pool.query(`create role "${name}"`);
  try {
    const owner = settings({ DATABASE_URL_OWNER: database.url });
    // As if it had signed in by that name.
    const DATABASE_URL = withDatabaseUrl((url) =>
      url.searchParams.set("options", `-c role=${name.replaceAll(" ", "\\ ")}`),
    );
    const plain = { ...owner, databaseUrl: DATABASE_URL, databaseUrlDirect: DATABASE_URL };
    const sentence = await refusalOf(startServer(plain, load));
    const grant = /run "(.*)" as/.exec(sentence)?.[1] ?? "";
    expect(grant).toBe(`grant treadle_app, treadle_reader to "${name}"`);
    await database.pool.query(grant);
    await (await startServer(plain, load)).stop();
  } finally {
    await database.pool.query(`drop owned by "${name}"; drop role "${name}"`);
  }
});
