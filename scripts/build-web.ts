import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { rootFolder, runScript, toolPath } from "./run-tool.ts";

const sources = ["web", "kernel", "modules", "package-lock.json"];
const built = "web/dist";

/** Builds the web unless the last build is younger than every file it is made from. Throws when it fails. */
export async function buildWebIfStale(): Promise<void> {
  const distribution = join(rootFolder, built);
  if (existsSync(distribution) && youngest(distribution) > Math.max(...sources.map(youngestSource))) {
    console.log("The web is built already.");
    return;
  }
  const exitCode = await runScript(toolPath("vite", "vite"), ["build", "web"]);
  if (exitCode !== 0) throw new Error(`Building the web failed (vite ended with ${exitCode}).`);
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
