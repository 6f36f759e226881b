import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Client } from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { installedPackageFolder } from "#server/database/embedded-binaries.ts";
import { shortHash, systemFolder } from "#server/database/embedded-folders.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "#server/database/embedded-postgres.ts";
import { findServer } from "#server/database/embedded-process.ts";
import { createPool } from "#server/database/pool.ts";
import { silentLog } from "#server/log.ts";
import { isStartRefusal } from "#server/start-refusal.ts";

const asRoot = process.getuid?.() === 0;

let home: string;
let dataDir: string;
let started: EmbeddedPostgres[];
let holders: ChildProcess[];

beforeEach(() => {
  home = realpathSync(mkdtempSync("/tmp/treadle-crash-"));
  chmodSync(home, 0o755);
  dataDir = join(home, "data");
  started = [];
  holders = [];
});

afterEach(async () => {
  for (const holder of holders) holder.kill("SIGKILL");
  for (const database of started) await database.stop();
  // Whatever a killed holder left running.
  if (existsSync(join(dataDir, "postgres"))) await (await start()).stop();
  rmSync(home, { recursive: true, force: true });
});

async function start(options: { packageFolder?: string } = {}): Promise<EmbeddedPostgres> {
  const database = await startEmbeddedPostgres({ dataDir, log: silentLog, ...options });
  started.push(database);
  return database;
}

async function hold(): Promise<{ holder: ChildProcess; url: string; adopted: boolean }> {
  const script = join(import.meta.dirname, "hold-database.ts");
  const holder = spawn(process.execPath, [script, dataDir], { stdio: ["ignore", "pipe", "inherit"] });
  holders.push(holder);
  if (holder.stdout === null) throw new Error("The holder has no output");
  const [line] = (await once(createInterface(holder.stdout), "line")) as [string];
  return { holder, ...(JSON.parse(line) as { url: string; adopted: boolean }) };
}

async function ask<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const serverPid = (folder = join(dataDir, "postgres")): number | undefined => findServer(folder)?.pid;

async function killServer(): Promise<number> {
  const pid = serverPid();
  if (pid === undefined) throw new Error("No server runs");
  process.kill(pid, "SIGKILL");
  return pid;
}

async function refusalOf(act: Promise<unknown>): Promise<string> {
  const error: unknown = await act.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isStartRefusal(error)) throw new Error(`No plain refusal: ${String(error)}`);
  return error.message;
}

test("a new database is durable, UTF-8, closed to the network, and there again after a restart", async () => {
  const first = await start();
  expect(first.adopted).toBe(false);
  await ask(first.url, "create table kept as select 'Їжак' as word");
  const shown = await ask(
    first.url,
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
       current_setting('listen_addresses') as network, current_setting('server_encoding') as encoding,
       lower('Ї') as small`,
  );
  expect(shown).toEqual([{ fsync: "on", commit: "on", network: "", encoding: "UTF8", small: "ї" }]);
  await first.stop();
  expect(serverPid()).toBeUndefined();

  const second = await start();
  expect(second.url).toBe(first.url);
  expect(await ask(second.url, "select word from kept")).toEqual([{ word: "Їжак" }]);
});

test("the server killed: it is started again, and a pool goes on with what was committed", async () => {
  const database = await start();
  let restarts = 0;
  database.onRestart(() => (restarts += 1));
  const pool = createPool(database.url, { log: silentLog });
  try {
    await pool.query("create table kept as select 1 as x");
    for (const round of [1, 2, 3]) {
      const killed = await killServer();
      await expect.poll(() => restarts, { timeout: 20_000, interval: 20 }).toBe(round);
      expect(serverPid()).not.toBe(killed);
      expect((await pool.query("select x from kept")).rows).toEqual([{ x: 1 }]);
    }
  } finally {
    await pool.end();
  }
});

test("our process killed: the next start adopts the server that still runs", async () => {
  const { holder, url } = await hold();
  await ask(url, "create table kept as select 1 as x");
  const pid = serverPid();
  holder.kill("SIGKILL");
  await once(holder, "exit");
  expect(serverPid()).toBe(pid);

  const database = await start();
  expect(database.adopted).toBe(true);
  expect(serverPid()).toBe(pid);
  expect(await ask(database.url, "select x from kept")).toEqual([{ x: 1 }]);
  // It is ours now: its death is noticed, and our stop ends it.
  const restarted = new Promise<void>((resolve) => database.onRestart(resolve));
  await killServer();
  await restarted;
  await database.stop();
  expect(serverPid()).toBeUndefined();
});

test("both killed, and the server's number given to another process: the next start is not misled", async () => {
  const { holder, url } = await hold();
  await ask(url, "create table kept as select 1 as x");
  holder.kill("SIGKILL");
  await once(holder, "exit");
  await killServer();
  await expect.poll(() => serverPid()).toBeUndefined();
  // As after a restart of a container: the lock files name a number that lives, as something else.
  const socketFolder = new URL(url).searchParams.get("host") ?? "";
  const lock = join(socketFolder, ".s.PGSQL.5432.lock");
  const impostor = spawn("sleep", ["600"], { ...ownerOf(join(dataDir, "postgres")), cwd: "/" });
  try {
    const lines = readFileSync(lock, "utf8").split("\n");
    writeFileSync(lock, [String(impostor.pid), ...lines.slice(1)].join("\n"));
    writeFileSync(
      join(dataDir, "postgres", "postmaster.pid"),
      [String(impostor.pid), ...lines.slice(1), "ready"].join("\n"),
    );
    const database = await start();
    expect(database.adopted).toBe(false);
    expect(await ask(database.url, "select x from kept")).toEqual([{ x: 1 }]);
    expect(impostor.exitCode ?? impostor.signalCode).toBeNull();
  } finally {
    impostor.kill();
  }
});

test("the socket swept away under a living server: the next start brings it back", async () => {
  const { holder, url } = await hold();
  holder.kill("SIGKILL");
  await once(holder, "exit");
  rmSync(new URL(url).searchParams.get("host") ?? "", { recursive: true });
  const database = await start();
  expect(await ask(database.url, "select 1 as x")).toEqual([{ x: 1 }]);
});

test("two starts at once on a folder that has nothing yet: one server, and the last to go stops it", async () => {
  const [first, second] = await Promise.all([hold(), hold()]);
  const pid = serverPid();
  expect(first.url).toBe(second.url);
  await ask(second.url, "create table kept as select 1 as x");
  first.holder.kill("SIGTERM");
  await once(first.holder, "exit");
  expect(serverPid()).toBe(pid);
  expect(await ask(second.url, "select x from kept")).toEqual([{ x: 1 }]);
  second.holder.kill("SIGTERM");
  await once(second.holder, "exit");
  expect(serverPid()).toBeUndefined();
});

test("library links that npm did not make are restored", async () => {
  const packageFolder = copyPackage(join(home, "package"));
  const links = JSON.parse(readFileSync(join(packageFolder, "native", "pg-symlinks.json"), "utf8")) as {
    target: string;
  }[];
  expect(links.length).toBeGreaterThan(0);
  for (const { target } of links) expect(existsSync(join(packageFolder, target))).toBe(false);
  const database = await start({ packageFolder });
  expect(await ask(database.url, "select 1 as x")).toEqual([{ x: 1 }]);
  for (const { target } of links) {
    expect(lstatSync(join(packageFolder, target)).isSymbolicLink()).toBe(true);
  }
});

test.skipIf(!asRoot)("as root below a folder that the database's user can't enter", async () => {
  const closed = join(home, "closed");
  mkdirSync(closed, { mode: 0o700 });
  dataDir = join(closed, "data");
  const version = `18.4.0-test-${process.pid}`;
  const packageFolder = copyPackage(join(closed, "package"));
  writeFileSync(join(packageFolder, "package.json"), JSON.stringify({ version }));
  const cluster = join(systemFolder, shortHash(dataDir));
  try {
    const first = await start({ packageFolder });
    expect(readFileSync(join(dataDir, "postgres.location"), "utf8").trim()).toBe(cluster);
    expect(statSync(cluster).mode & 0o777).toBe(0o700);
    expect(statSync(cluster).uid).not.toBe(0);
    await ask(first.url, "create table kept as select 1 as x");
    await first.stop();

    const second = await start({ packageFolder });
    expect(await ask(second.url, "select x from kept")).toEqual([{ x: 1 }]);
    await second.stop();

    rmSync(cluster, { recursive: true });
    expect(await refusalOf(start({ packageFolder }))).toContain("is not there: put it back");
  } finally {
    for (const database of started) await database.stop();
    rmSync(cluster, { recursive: true, force: true });
    rmSync(join(systemFolder, `postgresql-${version}`), { recursive: true, force: true });
  }
});

test.skipIf(!asRoot)(
  "an ordinary user is told whose database it is, and never begins an empty one beside it",
  async () => {
    const database = await start();
    await database.stop();
    const nobody = { uid: 65_534, gid: 65_534 };
    const script = join(import.meta.dirname, "hold-database.ts");
    const answer = spawnSync(process.execPath, [script, dataDir], { ...nobody, cwd: "/", encoding: "utf8" });
    expect(answer.stderr).toContain(`The database in ${join(dataDir, "postgres")} belongs to another user`);
    expect(answer.status).not.toBe(0);
  },
);

test("a database of another version, and a folder that is none, are refused in a sentence", async () => {
  const database = await start();
  await database.stop();
  const versionFile = join(dataDir, "postgres", "PG_VERSION");
  writeFileSync(versionFile, "14\n");
  expect(await refusalOf(start())).toMatch(/was made by PostgreSQL 14, and the one installed is 18/);
  rmSync(versionFile);
  expect(await refusalOf(start())).toMatch(/exists but holds no database/);
  writeFileSync(versionFile, "18\n");
});

test("a server that can't start says why", async () => {
  const database = await start();
  await database.stop();
  const settings = join(dataDir, "postgres", "postgresql.conf");
  const before = readFileSync(settings, "utf8");
  writeFileSync(settings, `${before}\nshared_buffers = 'much'\n`);
  const began = performance.now();
  expect(await refusalOf(start())).toMatch(/PostgreSQL did not start: .*shared_buffers|configuration file/);
  expect(performance.now() - began).toBeLessThan(10_000);
  writeFileSync(settings, before);
});

test("no other user can come in", async () => {
  const database = await start();
  const socketFolder = new URL(database.url).searchParams.get("host") ?? "";
  expect(statSync(socketFolder).mode & 0o777).toBe(0o700);
  expect(statSync(join(dataDir, "postgres")).mode & 0o077).toBe(0);
  expect(readFileSync(join(dataDir, "postgres", "pg_hba.conf"), "utf8")).toBe(
    "local all all peer map=treadle\n",
  );
  // The names in the map and nobody else: our own connection works only because ours is in it.
  const map = join(dataDir, "postgres", "pg_ident.conf");
  writeFileSync(map, 'treadle "somebody-else" postgres\n');
  process.kill(serverPid() ?? 0, "SIGHUP");
  await expect
    .poll(
      () =>
        ask(database.url, "select 1").then(
          () => "in",
          (error: Error) => error.message,
        ),
      { timeout: 5000 },
    )
    .toMatch(/authentication failed/i);
  // A start that finds such a server lets itself in again.
  const again = await start();
  expect(await ask(again.url, "select 1 as x")).toEqual([{ x: 1 }]);
});

/** The package as npm leaves it without install scripts: no links. */
function copyPackage(target: string): string {
  const source = installedPackageFolder();
  cpSync(source, target, { recursive: true, filter: (path) => !lstatSync(path).isSymbolicLink() });
  return target;
}

function ownerOf(path: string): { uid: number; gid: number } {
  const { uid, gid } = statSync(path);
  return { uid, gid };
}
