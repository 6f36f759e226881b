import { defineConfig } from "vitest/config";

// One project for each suffix (CONTRIBUTING.md), run one at a time by scripts/test.ts. A `.unit` test
// touches nothing, so its files share a worker; every other suite gets a fresh process for each file.
const long = process.env["LONG"] === "1";
const minute = 60_000;
const ignored = ["**/node_modules/**", "web/dist/**", "data/**", ".cache/**"];

const withCluster = {
  globalSetup: ["./test/global-setup.ts"],
  pool: "forks" as const,
  maxWorkers: 2,
};

// The built product and the process killer measure the whole machine: one file at a time.
const alone = {
  globalSetup: ["./test/global-setup.ts"],
  pool: "forks" as const,
  fileParallelism: false,
  hookTimeout: 3 * minute,
};

function suite(name: string, order: number, options: object) {
  return {
    test: {
      name,
      include: [`**/*.${name}.test.ts`],
      exclude: ignored,
      // Projects with different numbers of workers may not share a group.
      sequence: { groupOrder: order },
      ...options,
    },
  };
}

export default defineConfig({
  test: {
    projects: [
      suite("unit", 1, { pool: "threads", isolate: false, testTimeout: 10_000 }),
      suite("law", 2, {
        ...withCluster,
        testTimeout: long ? 120 * minute : 8 * minute,
        hookTimeout: 2 * minute,
      }),
      suite("db", 3, { ...withCluster, testTimeout: 30_000, hookTimeout: 2 * minute }),
      suite("race", 4, { ...withCluster, testTimeout: long ? 10 * minute : minute, hookTimeout: 2 * minute }),
      suite("crash", 5, { ...alone, testTimeout: long ? 60 * minute : 4 * minute }),
      suite("e2e", 6, { ...alone, testTimeout: 2 * minute }),
    ],
  },
});
