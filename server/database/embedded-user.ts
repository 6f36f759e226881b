import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { userInfo } from "node:os";
import { startRefusal } from "#server/start-refusal.ts";

/**
 * The account that the database server runs as when we are root, which PostgreSQL refuses to be. Undefined
 * anywhere in these files: the server runs as the same ordinary user as we do.
 */
export type ServerUser = { uid: number; gid: number };

/**
 * Whom a new cluster belongs to. As root: an account "treadle" where the machine has one, else "postgres" (made
 * for exactly this), else "nobody" (every system has it). We make no account of our own: starting a program
 * should not edit the machine's user list, and initdb refuses a number without a name.
 */
export function chooseServerUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["treadle", "postgres", "nobody"]) {
    const uid = askId("-u", name);
    const gid = askId("-g", name);
    if (uid !== undefined && gid !== undefined && uid !== 0) return { uid, gid };
  }
  throw startRefusal(
    "PostgreSQL does not run as root, and this machine has no user treadle, postgres or nobody: start as an ordinary user, or set DATABASE_URL.",
  );
}

/** Whom the cluster in `folder` belongs to: a cluster keeps its owner, whoever starts it. */
export function ownerOfCluster(folder: string): ServerUser | undefined {
  const { uid, gid } = statSync(folder);
  const ours = process.getuid?.();
  if (ours === undefined || (ours === uid && ours !== 0)) return undefined;
  if (ours !== 0) {
    throw startRefusal(
      `The database in ${folder} belongs to another user (${uid}): start as that user or as root, or choose another DATA_DIR.`,
    );
  }
  if (uid === 0) {
    throw startRefusal(
      `The database in ${folder} belongs to root, and PostgreSQL does not run as root: give the folder to another user (chown -R postgres).`,
    );
  }
  return { uid, gid };
}

/** The name that the database server will see when we connect; peer authentication goes by it. */
export function ourName(): string {
  try {
    return userInfo().username;
  } catch (error) {
    throw startRefusal(
      `The user number ${process.getuid?.()} has no name on this machine, and PostgreSQL needs one: add it to /etc/passwd, or set DATABASE_URL.`,
      error,
    );
  }
}

/** May this user enter the folder and write in it? Asked of the system, which knows of access lists too. */
export function canUseFolder(user: ServerUser | undefined, folder: string): boolean {
  const answer = spawnSync("/bin/sh", ["-c", 'cd -- "$1" && test -w .', "sh", folder], {
    ...user,
    cwd: "/",
    stdio: "ignore",
  });
  return answer.status === 0;
}

function askId(option: "-u" | "-g", name: string): number | undefined {
  const answer = spawnSync("id", [option, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return answer.status === 0 ? Number(answer.stdout.trim()) : undefined;
}
