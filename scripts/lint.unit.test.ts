import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rootFolder, toolPath } from "#scripts/run-tool.ts";

// Each fault is one that only this rule sees: a linter that lost its types or its plugins stays silent on it.
const planted = {
  "server/floating.ts": [
    "typescript(no-floating-promises)",
    "const go = async () => 1;\nexport function run(): void {\n  go();\n}\n",
  ],
  "server/misused.ts": [
    "typescript(no-misused-promises)",
    "const go = async () => true;\nexport const run = (): number => (go() ? 1 : 2);\n",
  ],
  "server/awaited.ts": ["typescript(await-thenable)", "export const run = async () => await 1;\n"],
  "server/unused.ts": ["eslint(no-unused-vars)", "const left = 1;\nexport const right = 2;\n"],
  "server/equal.ts": ["eslint(eqeqeq)", "export const same = (a: string, b: string) => a == b;\n"],
  "server/any.ts": ["typescript(no-explicit-any)", "export const run = (a: any): unknown => a;\n"],
  "server/null.ts": ["typescript(no-non-null-assertion)", "export const run = (a?: string): string => a!;\n"],
  "server/default.ts": ["import(no-default-export)", "export default function run() {}\n"],
  "server/unknown-case.ts": [
    "typescript(switch-exhaustiveness-check)",
    'export function run(a: "x" | "y"): void {\n  switch (a) {\n    case "x":\n      console.log(a);\n  }\n}\n',
  ],
  "web/floor/hook.tsx": [
    "react-hooks(rules-of-hooks)",
    'import { useState } from "react";\nexport function Page(props: { on: boolean }) {\n' +
      "  if (props.on) return useState(1)[0];\n  return null;\n}\n",
  ],
  "web/floor/picture.tsx": ["jsx-a11y(alt-text)", 'export const Picture = () => <img src="a.png" />;\n'],
  "server/only.unit.test.ts": [
    "vitest(no-focused-tests)",
    'import { expect, test } from "vitest";\ntest.only("x", () => expect(1).toBe(1));\n',
  ],
} satisfies Record<string, [rule: string, text: string]>;

let folder = "";
let found: { code: string; filename: string }[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "treadle-lint-"));
  const compilerOptions = { strict: true, module: "nodenext", target: "es2024", jsx: "react-jsx", types: [] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  for (const [path, [, text]] of Object.entries(planted)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  // Copied, since its overrides name folders relative to itself.
  copyFileSync(join(rootFolder, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
  const lint = spawnSync(process.execPath, [toolPath("oxlint", "oxlint"), "--type-aware", "-f", "json"], {
    cwd: folder,
    encoding: "utf8",
  });
  found = (JSON.parse(lint.stdout) as { diagnostics: typeof found }).diagnostics;
}, 30_000);

afterAll(() => rmSync(folder, { recursive: true }));

test.each(Object.entries(planted).map(([path, [rule]]) => [rule, path]))("%s is seen in %s", (rule, path) => {
  const here = found.filter(({ filename }) => filename.endsWith(path)).map(({ code }) => code);
  expect(here).toContain(rule);
});
