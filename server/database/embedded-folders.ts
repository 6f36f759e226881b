import { createHash } from "node:crypto";
import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { codeOf, startRefusal } from "#server/start-refusal.ts";
import { makeEnterableFolder } from "./embedded-binaries.ts";
import { canUseFolder, ownerOfCluster, type ServerUser } from "./embedded-user.ts";

/** Where clusters and programs live that the unprivileged user could not reach otherwise. Only root needs it. */
export const systemFolder = "/var/lib/treadle";

const clusterName = "postgres";
const pointerName = "postgres.location";

/** The cluster of this DATA_DIR (a real path): an existing one, wherever it is, or else where a new one belongs. */
export function placeCluster(
  dataFolder: string,
  chooseUser: () => ServerUser | undefined,
): { folder: string; isNew: boolean } {
  const inside = join(dataFolder, clusterName);
  if (isCluster(inside)) return { folder: inside, isNew: false };
  const pointer = join(dataFolder, pointerName);
  if (existsSync(pointer)) {
    const folder = readFileSync(pointer, "utf8").trim();
    if (isCluster(folder)) return { folder, isNew: false };
    throw startRefusal(
      `The database of ${dataFolder} should be in ${folder} (so says ${pointer}), but it is not there: put it back, or remove ${pointer} to begin with an empty one.`,
    );
  }
  if (existsSync(inside)) {
    throw startRefusal(`${inside} exists but holds no database: move it away, or choose another DATA_DIR.`);
  }
  const user = chooseUser();
  if (user === undefined || canPassThrough(user, dataFolder)) return { folder: inside, isNew: true };
  makeEnterableFolder(systemFolder);
  const folder = join(systemFolder, shortHash(dataFolder));
  // Written before the cluster is made: a start that is cut short between the two must not lose a database.
  writeFileSync(pointer, `${folder}\n`);
  return { folder, isNew: !isCluster(folder) };
}

/** A folder's name in at most 12 letters; the socket's whole path may have 107 bytes (103 on a Mac). */
export function shortHash(folder: string): string {
  return createHash("sha256").update(folder).digest("hex").slice(0, 12);
}

/**
 * The folder of the cluster's socket: short, the same at each start (the address outlives a restart), open to
 * the server's user alone. Root uses /run, where nobody else can have put anything; /tmp is anyone's, and a
 * folder there that is not ours is passed over.
 */
export function makeSocketFolder(clusterFolder: string, user: ServerUser | undefined): string {
  const name = `treadle-${shortHash(clusterFolder)}`;
  const parents = user !== undefined && existsSync("/run") ? ["/run", "/tmp"] : ["/tmp"];
  for (const parent of parents) {
    const folder = join(parent, name);
    if (ensureSocketFolder(folder, user)) return realpathSync(folder);
  }
  const folder = mkdtempSync("/tmp/treadle-");
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  return realpathSync(folder);
}

/** Makes the folder unless it is there. False when it can't be, or is somebody else's, or open to others. */
export function ensureSocketFolder(folder: string, user: ServerUser | undefined): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
    if (user !== undefined) chownSync(folder, user.uid, user.gid);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") return false;
  }
  const status = lstatSync(folder);
  const owner = user?.uid ?? process.getuid?.();
  return status.isDirectory() && status.uid === owner && (status.mode & 0o777) === 0o700;
}

/** Unless somebody has moved in again. */
export function removeSocketFolder(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (codeOf(error) !== "ENOTEMPTY" && codeOf(error) !== "ENOENT") throw error;
  }
}

function isCluster(folder: string): boolean {
  if (!existsSync(folder)) return false;
  try {
    accessSync(folder, constants.X_OK);
  } catch {
    // It must not pass for an empty one: the refusal says whose it is.
    ownerOfCluster(folder);
  }
  return existsSync(join(folder, "PG_VERSION"));
}

/** The folder itself is ours to write in; the server's user needs no more than the way through it. */
function canPassThrough(user: ServerUser, folder: string): boolean {
  const probe = mkdtempSync(join(folder, ".probe-"));
  try {
    chownSync(probe, user.uid, user.gid);
    return canUseFolder(user, probe);
  } finally {
    rmdirSync(probe);
  }
}
