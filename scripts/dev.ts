// npm run dev: the server, started anew at each change, and vite's own server for the screens before it.
// Vite passes /api on to the server; web/vite.config.ts reads the server's port from PORT.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { rootFolder, toolPath } from "./run-tool.ts";

const port = process.env["PORT"] ?? "3000";
const environment = { ...process.env, PORT: port, LOG_LEVEL: process.env["LOG_LEVEL"] ?? "info" };

const watched = ["server", "commands", "reactions", "modules", "kernel", "db", "web/texts"]
  .map((folder) => join(rootFolder, folder))
  .filter((folder) => existsSync(folder))
  .map((folder) => `--watch-path=${folder}`);

const children: ChildProcess[] = [run([...watched, "--watch-preserve-output", "server/main.ts"])];
if (existsSync(join(rootFolder, "web/vite.config.ts"))) children.push(run([toolPath("vite", "vite"), "web"]));

let stopping = false;
for (const child of children) {
  child.once("exit", (code) => stop(code ?? 0));
}
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop(0));

/** Each needs the other: the end of one is the end of both, after they have closed what they hold. */
function stop(code: number): void {
  if (stopping) return;
  stopping = true;
  process.exitCode = code;
  for (const child of children) if (child.exitCode === null) child.kill("SIGTERM");
}

function run(parameters: readonly string[]): ChildProcess {
  return spawn(process.execPath, parameters, { cwd: rootFolder, stdio: "inherit", env: environment });
}
