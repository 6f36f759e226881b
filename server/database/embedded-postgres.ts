import { mkdirSync, realpathSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import type { Log } from "#server/log.ts";
import { makeDataDir } from "#server/settings.ts";
import { codeOf, startRefusal, wordsOf } from "#server/start-refusal.ts";
import { installedPackageFolder, prepareBinaries } from "./embedded-binaries.ts";
import {
  checkClusterVersion,
  type Cluster,
  initialiseCluster,
  launchServer,
  socketUrl,
  stopServer,
  writeAccessFiles,
} from "./embedded-cluster.ts";
import {
  ensureSocketFolder,
  makeSocketFolder,
  placeCluster,
  removeSocketFolder,
  systemFolder,
} from "./embedded-folders.ts";
import { clearStaleSocket, findServer } from "./embedded-process.ts";
import { chooseServerUser, ourName, ownerOfCluster } from "./embedded-user.ts";

export type EmbeddedPostgres = {
  /** Address of the database "treadle", as its owner, for `pg`. It stays the same over restarts. */
  url: string;
  /** True when the server was running already (after a kill of the process that had started it). */
  adopted: boolean;
  /** Stops the server, unless another Treadle is using it. */
  stop(): Promise<void>;
  /** Called each time the server died and is there again. */
  onRestart(listener: () => void): void;
};

export type EmbeddedOptions = {
  /** DATA_DIR; made when it is not there. */
  dataDir: string;
  log: Log;
  /** Folder of the npm package with the programs; the installed one unless told. */
  packageFolder?: string;
};

const database = "treadle";
const controlDatabase = "postgres";

/**
 * Every supervisor of a server holds this lock shared on its control connection: who can have it alone is the
 * last one, and stops the server.
 */
const supervisorLock = 0x74726562;
const startPatience = 120_000;
const logLimit = 10_000_000;

type Connection = { client: Client; pid: number; adopted: boolean };

/**
 * The built-in database: finds or makes the cluster of DATA_DIR, adopts the server that already runs it or
 * starts one, and starts it again whenever it dies. Throws a start refusal when that is impossible.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { log } = options;
  const cluster = prepareCluster(options);
  const listeners: (() => void)[] = [];
  let stopping = false;
  let recovery: Promise<void> | undefined;

  let connection = await bringUp(cluster);
  await createDatabase(connection.client);
  watch();

  function watch(): void {
    const { client } = connection;
    client.once("end", () => {
      if (stopping || client !== connection.client) return;
      recovery = recover().finally(() => {
        recovery = undefined;
      });
    });
  }

  async function recover(): Promise<void> {
    log.warn({ pid: connection.pid }, "The database server is gone; starting it again");
    for (let attempt = 0; !stopping; attempt += 1) {
      try {
        const next = await bringUp(cluster, () => stopping);
        connection = next;
        watch();
        log.info({ pid: next.pid }, "The database server is back");
        for (const listener of listeners) listener();
        return;
      } catch (error) {
        if (stopping) return;
        log.error({ error: wordsOf(error) }, "The database server could not be started again; trying on");
        await sleep(Math.min(10_000, 100 * 2 ** attempt));
      }
    }
  }

  async function stop(): Promise<void> {
    if (stopping) return;
    stopping = true;
    await recovery;
    const last = await isLastSupervisor(connection.client);
    await connection.client.end().catch(() => {});
    if (last) {
      await stopServer(connection.pid, cluster.folder);
      removeSocketFolder(cluster.socketFolder);
    } else log.info({ pid: connection.pid }, "The database server stays up for another Treadle that uses it");
  }

  return {
    url: socketUrl(cluster.socketFolder, database),
    adopted: connection.adopted,
    stop,
    onRestart: (listener) => {
      listeners.push(listener);
    },
  };
}

function prepareCluster(options: EmbeddedOptions): Cluster {
  // First of all: without a name nothing below can work, and initdb would say it less plainly.
  ourName();
  const dataFolder = findDataFolder(options.dataDir);
  let chosen: ReturnType<typeof chooseServerUser> | "unasked" = "unasked";
  const chooseOnce = () => (chosen === "unasked" ? (chosen = chooseServerUser()) : chosen);
  const { folder, isNew } = placeCluster(dataFolder, chooseOnce);
  const user = isNew ? chooseOnce() : ownerOfCluster(folder);
  const copyFolder = user === undefined ? dataFolder : systemFolder;
  const binaries = prepareBinaries(options.packageFolder ?? installedPackageFolder(), user, copyFolder);
  if (isNew) {
    options.log.info({ folder }, "Making a new database");
    initialiseCluster(folder, binaries, user);
  }
  checkClusterVersion(folder, binaries);
  const socketFolder = findServer(folder)?.socketFolder || makeSocketFolder(folder, user);
  return { folder, socketFolder, logFile: prepareLogFile(dataFolder), binaries, user };
}

/** The real path of DATA_DIR. */
function findDataFolder(dataDir: string): string {
  try {
    makeDataDir(dataDir);
    return realpathSync(dataDir);
  } catch (error) {
    throw startRefusal(`DATA_DIR can't be made: ${wordsOf(error)}.`, error);
  }
}

function prepareLogFile(dataFolder: string): string {
  const folder = join(dataFolder, "log");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "postgres.log");
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > logLimit) renameSync(file, `${file}.1`);
  return file;
}

/** Connects to the cluster's server, whoever started it, or starts one. PostgreSQL's own lock file decides a race. */
async function bringUp(cluster: Cluster, cancelled: () => boolean = () => false): Promise<Connection> {
  const deadline = Date.now() + startPatience;
  let lastReason = "";
  let connectableSince: number | undefined;
  while (!cancelled()) {
    if (Date.now() > deadline) {
      throw startRefusal(
        `The database was not ready after ${startPatience / 1000} seconds: ${lastReason} (its log: ${cluster.logFile})`,
      );
    }
    const running = findServer(cluster.folder);
    if (running === undefined) {
      if (!ensureSocketFolder(cluster.socketFolder, cluster.user)) {
        throw startRefusal(
          `The folder ${cluster.socketFolder} must belong to the database's user alone: remove it.`,
        );
      }
      clearStaleSocket(cluster.socketFolder, cluster.folder);
      const launched = await launchServer(cluster, {}, deadline - Date.now());
      if (launched.outcome === "ready") {
        return { client: await connect(cluster.socketFolder), pid: launched.pid, adopted: false };
      }
      lastReason = "another process holds it";
      await sleep(50);
      continue;
    }
    if (running.status === "ready") {
      try {
        return { client: await connect(running.socketFolder), pid: running.pid, adopted: true };
      } catch (error) {
        lastReason = wordsOf(error);
        const code = codeOf(error);
        if (code === "28000" || code === "28P01") {
          // It was started by somebody else (then by root, now by its owner): it must learn our name.
          writeAccessFiles(cluster.folder, [ourName()]);
          process.kill(running.pid, "SIGHUP");
        } else if (code === "ENOENT" || code === "ECONNREFUSED") {
          // Alive, but its socket was swept away: nobody will ever reach it, so it has to begin again.
          connectableSince ??= Date.now();
          if (Date.now() - connectableSince > 2000) await stopServer(running.pid, cluster.folder);
        }
      }
    } else {
      lastReason = `it is ${running.status}`;
    }
    await sleep(20);
  }
  throw new Error("Stopped while the database was starting");
}

/** The control connection: its end is how we learn of the server's, whether the process is our child or not. */
async function connect(socketFolder: string): Promise<Client> {
  const client = new Client({
    connectionString: socketUrl(socketFolder, controlDatabase),
    application_name: "treadle supervisor",
    connectionTimeoutMillis: 10_000,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("select pg_advisory_lock_shared($1)", [supervisorLock]);
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
}

async function createDatabase(client: Client): Promise<void> {
  const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [database]);
  if (rowCount !== 0) return;
  try {
    await client.query(`create database ${database} template template0 encoding 'UTF8'`);
  } catch (error) {
    // Two starts at once: the other one made it.
    if (codeOf(error) !== "42P04" && codeOf(error) !== "23505") throw error;
  }
}

async function isLastSupervisor(client: Client): Promise<boolean> {
  try {
    await client.query("select pg_advisory_unlock_shared($1)", [supervisorLock]);
    const { rows } = await client.query<{ last: boolean }>("select pg_try_advisory_lock($1) as last", [
      supervisorLock,
    ]);
    return rows[0]?.last === true;
  } catch {
    // The server is gone or going; there is nobody to ask, and stopping what is left of it is right.
    return true;
  }
}
