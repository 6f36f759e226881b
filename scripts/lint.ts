// npm run lint: rooms, oxlint with types, formatting, and generated files that are out of date.
// Every part runs whatever the others found; one summary at the end, exit code 1 when any part fails.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { checkTexts } from "./compile-texts.ts";
import { reportRooms } from "./room-check.ts";
import { rootFolder, runScript, toolPath } from "./run-tool.ts";

type Part = { readonly name: string; readonly passes: () => Promise<boolean> };

const parts: readonly Part[] = [
  { name: "rooms", passes: () => Promise.resolve(reportRooms() === 0) },
  {
    name: "oxlint",
    passes: async () =>
      (await runScript(toolPath("oxlint", "oxlint"), ["--type-aware", "--deny-warnings"])) === 0,
  },
  { name: "format", passes: checkFormat },
  { name: "generated files", passes: checkGenerated },
];

async function checkFormat(): Promise<boolean> {
  const exitCode = await runScript(toolPath("oxfmt", "oxfmt"), ["--check"]);
  if (exitCode !== 0) console.error("npm run format writes it right.");
  return exitCode === 0;
}

/** What is made from other files and committed. The database types have their own check, a `.db` test. */
async function checkGenerated(): Promise<boolean> {
  const drift = checkTexts();
  for (const line of drift) console.error(`texts: ${line}`);
  return drift.length === 0 && (await checkRoutes());
}

/** The routes generator answers `--check` by its exit code, having said what is out of date. */
async function checkRoutes(): Promise<boolean> {
  const generator = join(rootFolder, "scripts/generate-routes.ts");
  if (!existsSync(generator)) return true;
  return (await runScript(generator, ["--check"])) === 0;
}

async function main(): Promise<void> {
  const failed: string[] = [];
  for (const part of parts) {
    console.log(`-- ${part.name}`);
    const passes = await part.passes().catch((error: unknown) => {
      console.error(error);
      return false;
    });
    if (!passes) failed.push(part.name);
  }
  console.log(failed.length === 0 ? "Lint: all in order." : `Lint: faults in ${failed.join(", ")}.`);
  if (failed.length > 0) process.exitCode = 1;
}

await main();
