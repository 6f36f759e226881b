import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { rootFolder, runScript, toolPath } from "./run-tool.ts";

const sources = ["web", "kernel", "modules", "package-lock.json"];
const built = join(rootFolder, "web/dist");

/** Whether the last build is younger than every file it is made from. */
export function isWebFresh(): boolean {
  return existsSync(built) && youngest(built) > Math.max(...sources.map(youngestSource));
}

/** Builds the web unless it is fresh. Throws when that fails; what was built before is still there then. */
export async function buildWebIfStale(): Promise<void> {
  if (isWebFresh()) return;
  console.log("Building the web…");
  // Elsewhere, then into place: a build that is killed must not leave half the screens, which would look fresh.
  const folder = join(rootFolder, `.cache/web-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    const made = join(folder, "made");
    const parameters = ["build", "web", "--outDir", made, "--emptyOutDir", "--logLevel", "warn"];
    const exitCode = await runScript(toolPath("vite", "vite"), parameters);
    if (exitCode !== 0) throw new Error(`Building the web failed (vite ended with ${exitCode}).`);
    if (existsSync(built)) renameSync(built, join(folder, "before"));
    renameSync(made, built);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function youngestSource(source: string): number {
  return youngest(join(rootFolder, source));
}

/** Milliseconds of the latest change below a path; 0 where nothing is. */
function youngest(path: string): number {
  if (!existsSync(path)) return 0;
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  let latest = 0;
  for (const entry of readdirSync(path)) {
    if (entry === "node_modules" || (entry === "dist" && !path.endsWith("dist"))) continue;
    latest = Math.max(latest, youngest(join(path, entry)));
  }
  return latest;
}
