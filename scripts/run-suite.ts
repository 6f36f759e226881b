import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runScript, toolPath } from "./run-tool.ts";

export const suites = ["unit", "law", "db", "race", "crash", "e2e"] as const;
export type Suite = (typeof suites)[number];

export type Counts = { passed: number; failed: number; skipped: number };

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
};

/**
 * Runs one vitest project and counts its tests from the JSON report. What fails without being a test (a file
 * that does not load, a global set-up that throws, an error outside a test, no test at all) counts as one
 * failure, so that a suite can never be red without showing in the count, nor green by having seen nothing.
 */
export async function runSuite(
  suite: Suite,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), "treadle-test-"));
  const reportPath = join(folder, "report.json");
  try {
    const exitCode = await runScript(
      toolPath("vitest", "vitest"),
      [
        "run",
        `--project=${suite}`,
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${reportPath}`,
        ...parameters,
      ],
      environment,
    );
    return countReport(readReport(reportPath), exitCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function countReport(report: VitestReport | undefined, exitCode: number): Counts {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const filesWithoutTests = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  ).length;
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + filesWithoutTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  const nothingRan = counts.passed + counts.failed === 0;
  if (counts.failed === 0 && (exitCode !== 0 || nothingRan)) counts.failed = 1;
  return counts;
}

function readReport(path: string): VitestReport | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as VitestReport;
  } catch {
    return undefined;
  }
}
