import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  appendFileSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { codeOf, startRefusal } from "#server/start-refusal.ts";
import type { Binaries } from "./embedded-binaries.ts";
import { isServerOf, readPidFile } from "./embedded-process.ts";
import { ourName, type ServerUser } from "./embedded-user.ts";

/** The database's own administrator; the owner of everything in an embedded cluster. */
export const superuser = "postgres";

/** Only a part of the socket's file name: nothing listens on the network. */
const port = 5432;

/** `folder` is the real path (no links) of an initialised cluster, `socketFolder` short and closed to others. */
export type Cluster = {
  folder: string;
  socketFolder: string;
  logFile: string;
  binaries: Binaries;
  user: ServerUser | undefined;
};

/** Settings that an owner may change in postgresql.conf; what must hold is given on the command line. */
const firstSettings = `
# Written once by Treadle when it made this database; yours to change.
max_connections = 100
shared_buffers = 128MB
random_page_cost = 1.1
max_wal_size = 1GB
timezone = 'UTC'
log_timezone = 'UTC'
log_checkpoints = off
# The details of an error carry values: personal data stay out of the log.
log_error_verbosity = terse
`;

/**
 * Makes a new cluster in `folder`, whole or not at all (initdb works beside it, a rename puts it in place).
 * UTF-8, and the builtin locale provider where the version has it (17 and newer), so that an update of the
 * system's libraries can never reorder an index. Nothing happens when another process was quicker.
 */
export function initialiseCluster(
  folder: string,
  binaries: Binaries,
  user: ServerUser | undefined,
  options: { sync: boolean } = { sync: true },
): void {
  const unfinished = `${folder}.${randomBytes(4).toString("hex")}.unfinished`;
  mkdirSync(unfinished, { mode: 0o700 });
  try {
    if (user !== undefined) chownSync(unfinished, user.uid, user.gid);
    let failure = runInitdb(unfinished, binaries, user, options.sync, "C.UTF-8");
    // Not every system has that locale; the builtin provider needs it only for what is not ours (LC_TIME…).
    if (failure?.includes("invalid locale") === true) {
      failure = runInitdb(unfinished, binaries, user, options.sync, "C");
    }
    if (failure !== undefined)
      throw startRefusal(`A new database could not be made in ${folder}: ${failure}`);
    appendFileSync(join(unfinished, "postgresql.conf"), firstSettings);
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    const code = codeOf(error);
    if ((code === "ENOTEMPTY" || code === "EEXIST") && existsSync(join(folder, "PG_VERSION"))) return;
    throw error;
  }
}

/** The reason of a failure, undefined when it worked. */
function runInitdb(
  folder: string,
  binaries: Binaries,
  user: ServerUser | undefined,
  sync: boolean,
  systemLocale: string,
): string | undefined {
  const parameters = [
    `--pgdata=${folder}`,
    `--username=${superuser}`,
    "--encoding=UTF8",
    `--locale=${systemLocale}`,
    ...(binaries.major >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] : []),
    "--auth=peer",
    "--data-checksums",
    "--no-instructions",
    ...(sync ? [] : ["--no-sync"]),
  ];
  const answer = spawnSync(binaries.initdb, parameters, {
    ...user,
    cwd: "/",
    env: serverEnvironment(),
    encoding: "utf8",
  });
  if (answer.status === 0) return undefined;
  const lines = [answer.error?.message ?? "", ...(answer.stderr ?? "").split("\n")].map((line) =>
    line.trim(),
  );
  return (
    lines.find((line) => line.includes("error:")) ?? lines.find((line) => line !== "") ?? "initdb failed"
  );
}

/** Refuses a cluster of another major version, which this server could not read. */
export function checkClusterVersion(folder: string, binaries: Binaries): void {
  const major = Number.parseInt(readFileSync(join(folder, "PG_VERSION"), "utf8"), 10);
  if (major === binaries.major) return;
  throw startRefusal(
    `The database in ${folder} was made by PostgreSQL ${major}, and the one installed is ${binaries.major}: make a backup with the Treadle that made it and restore that with this one.`,
  );
}

export type Launched =
  | { outcome: "ready"; child: ChildProcess; pid: number }
  /** Another process has the cluster, or the last server's memory is not gone yet: look again, then try again. */
  | { outcome: "taken" };

/**
 * Starts the server and waits until it takes connections. It gets a process group of its own: Ctrl-C in the
 * terminal must reach us alone, since the database may go only after the last answer. It writes to a file and
 * not to a pipe of ours, so that it outlives a kill of ours and the next start can adopt it.
 */
export async function launchServer(
  cluster: Cluster,
  settings: Readonly<Record<string, string>> = {},
  waitMilliseconds = 120_000,
): Promise<Launched> {
  const { folder, user } = cluster;
  writeAccessFiles(folder, [ourName()]);
  const log = openSync(cluster.logFile, "a", 0o600);
  const logStart = statSync(cluster.logFile).size;
  const held = {
    listen_addresses: "",
    port: String(port),
    unix_socket_directories: cluster.socketFolder,
    unix_socket_permissions: "0700",
    logging_collector: "off",
    ...settings,
  };
  const parameters = Object.entries(held).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn(cluster.binaries.postgres, ["-D", folder, ...parameters], {
    ...user,
    cwd: "/",
    detached: true,
    stdio: ["ignore", log, log],
    env: serverEnvironment(),
  });
  closeSync(log);
  child.unref();
  let failure: Error | undefined;
  child.once("error", (error) => {
    failure = error;
  });
  const deadline = Date.now() + waitMilliseconds;
  for (;;) {
    await sleep(5);
    if (failure !== undefined) {
      throw startRefusal(`PostgreSQL could not be started: ${failure.message}`, failure);
    }
    if (child.exitCode !== null || child.signalCode !== null) {
      const reason = lastFatal(cluster.logFile, logStart);
      // The last: another supervisor stopped just now and took the socket's folder with it.
      const passing =
        /lock file .* already exists|shared memory block|could not create lock file .*No such file/i;
      if (passing.test(reason)) return { outcome: "taken" };
      throw startRefusal(`PostgreSQL did not start: ${reason} (its log: ${cluster.logFile})`);
    }
    const state = readPidFile(folder);
    if (state?.pid === child.pid && state?.status === "ready") {
      return { outcome: "ready", child, pid: state.pid };
    }
    if (Date.now() > deadline) {
      child.kill("SIGINT");
      throw startRefusal(
        `PostgreSQL was not ready after ${Math.round(waitMilliseconds / 1000)} seconds (its log: ${cluster.logFile})`,
      );
    }
  }
}

/**
 * Stops a server: "fast" ends its sessions and writes everything down, "immediate" leaves that to the next
 * start. Resolves when the process is gone; a fast stop that takes longer than 30 seconds becomes immediate.
 */
export async function stopServer(
  pid: number,
  folder: string,
  mode: "fast" | "immediate" = "fast",
): Promise<void> {
  // The number of a server that died by itself may be anybody's by now.
  if (!isServerOf(pid, folder)) return;
  signal(pid, mode === "fast" ? "SIGINT" : "SIGQUIT");
  const patience = Date.now() + 30_000;
  let pressed = false;
  while (isServerOf(pid, folder)) {
    if (!pressed && Date.now() > patience) {
      pressed = true;
      signal(pid, "SIGQUIT");
    }
    await sleep(10);
  }
}

/** The address for `pg`. Everything is said, since PGPORT or PGSSLMODE in our environment would fill a gap. */
export function socketUrl(socketFolder: string, database: string): string {
  const host = encodeURIComponent(socketFolder);
  return `postgresql://${superuser}@localhost:${port}/${database}?host=${host}&ssl=0`;
}

/**
 * Who may connect: peer authentication, so the kernel vouches for the name, and only for the names given. The
 * socket's folder is closed to everybody else besides. Through a new file and a rename: as root we must not
 * follow a link that the server's user could have put there.
 */
export function writeAccessFiles(folder: string, names: readonly string[]): void {
  const map = names.map((name) => `treadle "${name}" ${superuser}\n`).join("");
  replaceFile(join(folder, "pg_hba.conf"), "local all all peer map=treadle\n");
  replaceFile(join(folder, "pg_ident.conf"), map);
}

function replaceFile(path: string, content: string): void {
  const fresh = `${path}.${randomBytes(4).toString("hex")}`;
  writeFileSync(fresh, content, { flag: "wx", mode: 0o644 });
  renameSync(fresh, path);
}

function lastFatal(logFile: string, from: number): string {
  const text = readFileSync(logFile).subarray(from).toString("utf8").trim();
  const fatal = text.match(/(?:FATAL|PANIC):\s+(.*)/g)?.at(-1);
  return fatal?.replace(/^\w+:\s+/, "") ?? (text.split("\n").at(-1) || "it ended without a word");
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (codeOf(error) !== "ESRCH") throw error;
  }
}

/** Nothing of ours reaches the server: PGDATA and the like would steer it, LC_* its messages. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"] ?? "", LC_ALL: "C", TZ: "UTC" };
}
