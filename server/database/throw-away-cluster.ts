import { chownSync, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { installedPackageFolder, prepareBinaries } from "./embedded-binaries.ts";
import { initialiseCluster, launchServer, socketUrl, stopServer } from "./embedded-cluster.ts";
import { systemFolder } from "./embedded-folders.ts";
import { findServer } from "./embedded-process.ts";
import { chooseServerUser } from "./embedded-user.ts";

export type ThrowAwayCluster = {
  /** Address of one of its databases, as the superuser, for `pg`. It has "postgres" to begin with. */
  url(database: string): string;
  /** Ends the server and removes everything. */
  stop(): Promise<void>;
};

/** /tmp and not the system's own choice, which on a Mac leaves too little of a socket's 103 bytes. */
const parent = "/tmp";
const prefix = "treadle-test-";

/**
 * A cluster for tests and measurements, without durability unless asked for: gone after `stop`, and what a
 * killed run left behind is gone at the next start.
 */
export async function startThrowAwayCluster(
  options: { packageFolder?: string; durable?: boolean; settings?: Readonly<Record<string, string>> } = {},
): Promise<ThrowAwayCluster> {
  await sweep();
  const user = chooseServerUser();
  const home = realpathSync(mkdtempSync(join(parent, `${prefix}${process.pid}-`)));
  try {
    if (user !== undefined) chownSync(home, user.uid, user.gid);
    const packageFolder = options.packageFolder ?? installedPackageFolder();
    const binaries = prepareBinaries(packageFolder, user, user === undefined ? home : systemFolder);
    const folder = join(home, "cluster");
    const durable = options.durable ?? false;
    initialiseCluster(folder, binaries, user, { sync: durable });
    const careless = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
    const cluster = { folder, socketFolder: home, logFile: join(home, "postgres.log"), binaries, user };
    const launched = await launchServer(cluster, { ...(durable ? {} : careless), ...options.settings });
    if (launched.outcome === "taken") throw new Error("A fresh cluster is taken");
    return {
      url: (database) => socketUrl(home, database),
      async stop() {
        await stopServer(launched.pid, folder, "immediate");
        rmSync(home, { recursive: true, force: true, maxRetries: 5 });
      },
    };
  } catch (error) {
    rmSync(home, { recursive: true, force: true });
    throw error;
  }
}

/** Clusters of runs that were killed before they could clean up. The name carries the process that made it. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(parent)) {
    const pid = Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]);
    if (!Number.isSafeInteger(pid) || isAlive(pid)) continue;
    const home = join(parent, name);
    try {
      const folder = join(realpathSync(home), "cluster");
      const server = existsSync(folder) ? findServer(folder) : undefined;
      if (server !== undefined) await stopServer(server.pid, folder, "immediate");
      rmSync(home, { recursive: true, force: true });
    } catch {
      // Another user's, or another run is sweeping too: theirs to clean.
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
