import { spawnSync } from "node:child_process";
import { readFileSync, readlinkSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { codeOf } from "#server/start-refusal.ts";

/** What a running server writes about itself into its cluster's postmaster.pid. */
export type PidFile = {
  pid: number;
  socketFolder: string;
  status: "starting" | "ready" | "stopping";
};

export function readPidFile(folder: string): PidFile | undefined {
  const text = readIfThere(join(folder, "postmaster.pid"));
  if (text === undefined) return undefined;
  const lines = text.split("\n");
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  const status = lines[7]?.trim();
  return {
    pid,
    socketFolder: lines[4]?.trim() ?? "",
    status: status === "ready" || status === "stopping" ? status : "starting",
  };
}

/**
 * Is this process alive and the server of this cluster (its real path)? A number alone proves nothing: in a
 * container that restarts, yesterday's number of the server is today's number of something else. A zombie is
 * not alive.
 */
export function isServerOf(pid: number, folder: string): boolean {
  if (process.platform === "linux") {
    try {
      // A server works in its cluster's folder.
      return readlinkSync(`/proc/${pid}/cwd`) === folder;
    } catch (error) {
      // Root of a container may not look into another user's process; the command line it may read. A zombie
      // has none.
      if (codeOf(error) !== "EACCES" && codeOf(error) !== "EPERM") return false;
      return (readIfThere(`/proc/${pid}/cmdline`) ?? "").includes(`\0-D\0${folder}\0`);
    }
  }
  const answer = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  return answer.status === 0 && answer.stdout.includes(`-D ${folder}`);
}

/** The server that has this cluster now, if any. What a dead one left behind is cleared away. */
export function findServer(folder: string): PidFile | undefined {
  const state = readPidFile(folder);
  if (state === undefined) return undefined;
  if (isServerOf(state.pid, folder)) return state;
  removeStale(join(folder, "postmaster.pid"), state.pid);
  return undefined;
}

/** The socket that a dead server left: PostgreSQL takes it for a live one when its number is in use again. */
export function clearStaleSocket(socketFolder: string, folder: string): void {
  const lock = join(socketFolder, ".s.PGSQL.5432.lock");
  const pid = Number(readIfThere(lock)?.split("\n")[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0 || isServerOf(pid, folder)) return;
  if (removeStale(lock, pid)) rmSync(join(socketFolder, ".s.PGSQL.5432"), { force: true });
}

/**
 * Removes a lock file if it still is the one of that dead process. Another start may have replaced it since
 * we looked; then it goes back where it was.
 */
function removeStale(path: string, pid: number): boolean {
  const aside = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
  if (Number(readIfThere(aside)?.split("\n")[0]) !== pid) {
    renameSync(aside, path);
    return false;
  }
  rmSync(aside, { force: true });
  return true;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT") return undefined;
    throw error;
  }
}
