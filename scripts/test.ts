// npm test [suite] [-- --long] [-- --all-versions] [-- -t <name>] [file filter …]
// Without a suite: type check, lint and every suite. The last line is alone and plain: `N passed, N failed`.
import { buildWebIfStale } from "./build-web.ts";
import { findBrowser } from "./find-browser.ts";
import { type Counts, runSuite, type Suite, suites } from "./run-suite.ts";
import { rootFolder, runScript, toolPath } from "./run-tool.ts";
import { join } from "node:path";

const postgresVersions = ["15", "16", "17", "18"];

type Wish = { suite: Suite | undefined; long: boolean; allVersions: boolean; vitestParameters: string[] };

function readWish(parameters: readonly string[]): Wish {
  const wish: Wish = { suite: undefined, long: false, allVersions: false, vitestParameters: [] };
  const rest = parameters.filter((parameter) => parameter !== "--");
  const first = suites.find((suite) => suite === rest[0]);
  if (first !== undefined) {
    wish.suite = first;
    rest.shift();
  }
  for (let index = 0; index < rest.length; index += 1) {
    const parameter = rest[index] ?? "";
    if (parameter === "--long") wish.long = true;
    else if (parameter === "--all-versions") wish.allVersions = true;
    else if (parameter === "-t") wish.vitestParameters.push("-t", rest[(index += 1)] ?? "");
    else if (!parameter.startsWith("-")) wish.vitestParameters.push(parameter);
    else {
      console.error(`Unknown option ${parameter}. Known: --long, --all-versions, -t <name of a test>.`);
      process.exit(2);
    }
  }
  if (wish.allVersions && wish.suite !== "db") {
    console.error("--all-versions belongs to the db suite: npm run test:db -- --all-versions");
    process.exit(2);
  }
  if (wish.vitestParameters.length > 0 && wish.suite === undefined) {
    console.error(`A file filter needs its suite, one of: ${suites.join(", ")}.`);
    process.exit(2);
  }
  return wish;
}

/** A part that is no vitest suite (type check, lint) counts as one test. */
async function asOneTest(act: () => Promise<number>): Promise<Counts> {
  const exitCode = await act();
  return { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, skipped: 0 };
}

async function checkTypes(): Promise<number> {
  const compiler = toolPath("typescript", "tsc");
  // Both are always run, so that one report shows the faults of server and web.
  const server = await runScript(compiler, ["-p", "tsconfig.json"]);
  const web = await runScript(compiler, ["-p", "web/tsconfig.json"]);
  return server === 0 ? web : server;
}

async function runWishedSuite(suite: Suite, wish: Wish): Promise<Counts> {
  const environment: Record<string, string> = { NODE_ENV: "test" };
  if (wish.long) environment["LONG"] = "1";
  if (suite === "e2e") {
    const browser = await findBrowser();
    console.log(`Browser for the end-to-end tests: ${browser.path} (${browser.origin})`);
    environment["CHROMIUM_PATH"] = browser.path;
    await buildWebIfStale();
  }
  if (!wish.allVersions) return runSuite(suite, wish.vitestParameters, environment);
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const version of postgresVersions) {
    console.log(`PostgreSQL ${version}`);
    const counts = await runSuite(suite, wish.vitestParameters, {
      ...environment,
      TEST_POSTGRES_VERSION: version,
    });
    add(total, counts);
  }
  return total;
}

function add(total: Counts, counts: Counts): void {
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
}

function inWords(counts: Counts): string {
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
  return `${counts.passed} passed, ${counts.failed} failed${skipped}`;
}

async function main(): Promise<void> {
  const wish = readWish(process.argv.slice(2));
  const parts: { name: string; run: () => Promise<Counts> }[] = [];
  if (wish.suite === undefined) {
    parts.push({ name: "types", run: () => asOneTest(checkTypes) });
    parts.push({
      name: "lint",
      run: () => asOneTest(() => runScript(join(rootFolder, "scripts/lint.ts"), [])),
    });
  }
  for (const suite of wish.suite === undefined ? suites : [wish.suite]) {
    parts.push({ name: suite, run: () => runWishedSuite(suite, wish) });
  }

  const total = { passed: 0, failed: 0, skipped: 0 };
  const summary: string[] = [];
  for (const part of parts) {
    console.log(`\n== ${part.name} ==`);
    const begin = performance.now();
    // A part that cannot even begin (no browser, a build that fails) is a failure, and the next one still runs.
    const counts = await part.run().catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      return { passed: 0, failed: 1, skipped: 0 };
    });
    add(total, counts);
    summary.push(
      `${part.name.padEnd(6)} ${inWords(counts)} (${((performance.now() - begin) / 1000).toFixed(1)} s)`,
    );
  }
  console.log(`\n${summary.join("\n")}\n`);
  if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
  console.log(inWords(total));
}

await main();
