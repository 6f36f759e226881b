import { expect, test } from "vitest";
import { countReport } from "#scripts/run-suite.ts";

const report = (passed: number, failed: number, files: { status: string; tests: string[] }[] = []) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: files.map(({ status, tests }) => ({
    status,
    assertionResults: tests.map((testStatus) => ({ status: testStatus })),
  })),
});

test("tests are counted, skipped and planned ones apart", () => {
  expect(countReport(report(3, 1), 1)).toEqual({ passed: 3, failed: 1, skipped: 3 });
});

test("a file that does not load counts as one failure beside those of its neighbours", () => {
  const files = [
    { status: "failed", tests: [] },
    { status: "failed", tests: ["passed", "failed"] },
    { status: "passed", tests: ["passed"] },
  ];
  expect(countReport(report(2, 1, files), 1).failed).toBe(2);
});

test("a suite is never green by having seen nothing", () => {
  expect(countReport(undefined, 0).failed).toBe(1);
  expect(countReport(report(0, 0), 0).failed).toBe(1);
});

test("a run that ended badly is never green, whatever its tests say", () => {
  expect(countReport(report(5, 0), 1)).toMatchObject({ passed: 5, failed: 1 });
  expect(countReport(report(5, 0), 0)).toMatchObject({ passed: 5, failed: 0 });
});
