import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout's root folder, without a slash at the end. */
export const rootFolder = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Path of the JavaScript launcher behind a package's command. Tools are started by it and by
 * `process.execPath`, not through node_modules/.bin, so that the pinned Node runs them on every system.
 */
export function toolPath(packageName: string, command: string): string {
  const folder = join(rootFolder, "node_modules", packageName);
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    bin?: string | Record<string, string>;
  };
  const file = typeof manifest.bin === "string" ? manifest.bin : manifest.bin?.[command];
  if (file === undefined) throw new Error(`${packageName} has no command ${command}`);
  return join(folder, file);
}

/**
 * Runs a Node script (a tool's launcher or one of our own) in the root folder, its output going straight to
 * ours. Answers its exit code; one that was ended by a signal answers 1.
 */
export function runScript(
  script: string,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<number> {
  return runProgram(process.execPath, [script, ...parameters], environment);
}

/** Runs any program the same way. One that cannot be started answers 127, having said why. */
export function runProgram(
  program: string,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      cwd: rootFolder,
      stdio: "inherit",
      env: { ...process.env, ...environment },
    });
    child.once("error", (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      resolve(127);
    });
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
