import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { runProgram } from "./run-tool.ts";

/** Where a browser for the end-to-end tests was found, and by which way. */
export type Browser = { path: string; origin: string };

const systemPaths = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/opt/google/chrome/chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * A Chromium that starts: the one that CHROMIUM_PATH names, the system's, one that the system's packages give
 * (as root on Debian and its kin), else the one inside @sparticuz/chromium, which needs no network.
 * Throws a sentence for people when there is none.
 */
export async function findBrowser(): Promise<Browser> {
  const named = process.env["CHROMIUM_PATH"];
  if (named !== undefined && named !== "") {
    if (starts(named)) return { path: named, origin: "CHROMIUM_PATH" };
    throw new Error(`CHROMIUM_PATH names ${named}, which does not start.`);
  }
  const system = findSystemBrowser();
  if (system !== undefined) return { path: system, origin: "the system's" };

  if (process.getuid?.() === 0 && isExecutable("/usr/bin/apt-get")) {
    console.log(
      "No Chromium on this machine: installing it (apt-get update && apt-get install -y chromium).",
    );
    const environment = { DEBIAN_FRONTEND: "noninteractive" };
    const updated = await runProgram("/usr/bin/apt-get", ["update", "-qq"], environment);
    if (updated === 0)
      await runProgram("/usr/bin/apt-get", ["install", "-y", "-qq", "chromium"], environment);
    const installed = findSystemBrowser();
    if (installed !== undefined) return { path: installed, origin: "installed by apt-get just now" };
    console.log("That gave no browser; falling back to the one that came with npm.");
  }
  return unpackBrowser();
}

/** Unpacks (once, into the system's temporary folder) the Chromium that came with npm. */
export async function unpackBrowser(): Promise<Browser> {
  if (process.platform !== "linux") {
    throw new Error("No Chromium or Chrome found. Install one, or name it in CHROMIUM_PATH.");
  }
  // The package unpacks its own copies of system libraries (nss and others) only when it believes to be on
  // Amazon's runtime. A machine without any browser rarely has them, so it is told so.
  const before = process.env["AWS_EXECUTION_ENV"];
  process.env["AWS_EXECUTION_ENV"] = "AWS_Lambda_nodejs22.x";
  const { default: chromium } = await import("@sparticuz/chromium");
  const path = await chromium.executablePath();
  if (before === undefined) delete process.env["AWS_EXECUTION_ENV"];
  else process.env["AWS_EXECUTION_ENV"] = before;
  if (!starts(path)) {
    throw new Error(`The Chromium from @sparticuz/chromium (${path}) does not start here; install chromium.`);
  }
  return { path, origin: "unpacked from @sparticuz/chromium" };
}

function findSystemBrowser(): string | undefined {
  return systemPaths.find((path) => isExecutable(path) && starts(path));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Ubuntu's /usr/bin/chromium-browser without snap is a script that only prints advice: so each is tried. */
function starts(path: string): boolean {
  const trial = spawnSync(path, ["--version", "--no-sandbox"], { encoding: "utf8", timeout: 30_000 });
  return trial.status === 0 && /chrom/i.test(trial.stdout);
}
