import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { checkRooms } from "#scripts/room-check.ts";

const temporary: string[] = [];
afterEach(() => {
  for (const folder of temporary.splice(0)) rmSync(folder, { recursive: true });
});

type Tree = Record<string, string>;

function treeOf(files: Tree): string {
  const root = mkdtempSync(join(tmpdir(), "treadle-rooms-"));
  temporary.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** A small house in which everything is where it belongs. */
const cleanTree: Tree = {
  "vitest.config.ts": `export default {};\n`,
  "README.md": "",
  "docs/decisions/rooms.md": "",
  "db/migrations/0001_spine.sql": "create table lot (id uuid);\n".repeat(600),
  "db/types.ts": `export type Database = { lot: object };\n`,
  "kernel/decimal.ts": `import Big from "big.js";\nexport const zero = new Big(0);\n`,
  "modules/routes.ts": `import { routes } from "#modules/production/contract/routes.ts";\nexport const all = { ...routes };\n`,
  "modules/crm/contract/deal.ts": `import { z } from "zod";\nexport const deal = z.object({});\n`,
  "modules/production/contract/routes.ts": `import { deal } from "#modules/crm/contract/deal.ts";\nexport const routes = { deal };\n`,
  "modules/production/core/decide-start.ts":
    `import { zero } from "#kernel/decimal.ts";\nimport type { z } from "zod";\n` +
    `import type { routes } from "../contract/routes.ts";\nimport { deal } from "#modules/crm/contract/deal.ts";\n` +
    `export type Of = z.ZodType<typeof routes>;\n` +
    `export const start = (now: Date, process: string) => [zero, deal, new Date(now), process, now instanceof Date];\n`,
  "modules/production/store/save-lot.ts":
    `import { sql } from "kysely";\nimport type { Database } from "#db/types.ts";\n` +
    `import { begin } from "#server/database/workspace-transaction.ts";\nimport { start } from "../core/decide-start.ts";\n` +
    `export const save = (db: Database & { updateTable(t: string): void }) => {\n` +
    `  db.updateTable("lot as l");\n  begin(start);\n` +
    "  return sql`insert into run (id) values (1) on conflict (id) do update set id = 2`;\n};\n",
  "modules/production/views/board.ts":
    `import { sql } from "kysely";\nimport { save } from "../store/save-lot.ts";\n` +
    "export const board = [save, sql`select * from deal for update of deal`];\n",
  "modules/production/views/board.db.test.ts": `import { aLot } from "#test/builders/a-lot.ts";\nimport { deal } from "#modules/crm/contract/deal.ts";\nexport const x = [aLot, deal];\n`,
  "commands/production/start-run.ts":
    `import { randomUUID } from "node:crypto";\nimport { save } from "#modules/production/store/save-lot.ts";\n` +
    `import { runCommand } from "../run-command.ts";\nexport const go = [randomUUID, save, runCommand, Date.now()];\n`,
  "commands/run-command.ts": "export const runCommand = `insert into fact (id) values (1)`;\n",
  "reactions/fire.ts": `import { go } from "#commands/production/start-run.ts";\nexport const fire = go;\n`,
  "server/database/workspace-transaction.ts": `export const begin = (x: unknown) => x;\n`,
  "server/main.ts": `import { enMail } from "#web/texts/compiled/en-mail.ts";\nimport { fire } from "#reactions/fire.ts";\nexport const x = [enMail, fire];\n`,
  "web/vite.config.ts": `import { join } from "node:path";\nexport default join;\n`,
  "web/texts/en/common.json": "{}",
  "web/texts/compiled/en-mail.ts": `export const enMail = {};\n`,
  "web/shared/button.tsx": `export const Button = () => <button>ok</button>;\n`,
  "web/floor/main.tsx":
    `import { Button } from "#web/shared/button.tsx";\nimport { start } from "#modules/production/core/decide-start.ts";\n` +
    `import type { board } from "#modules/production/views/board.ts";\nimport type { all } from "#modules/routes.ts";\n` +
    `export const x: [typeof board, typeof all] | unknown = [Button, start, setTimeout];\n`,
  "test/builders/a-lot.ts": `import { save } from "#modules/production/store/save-lot.ts";\nexport const aLot = save;\n`,
  "scripts/demo.ts": "export const x = `delete from deal`;\n",
};

function rulesWith(planted: Tree): string[] {
  return checkRooms(treeOf({ ...cleanTree, ...planted })).map(
    ({ path, line, rule }) => `${path}:${line} ${rule}`,
  );
}

const core = "modules/production/core/planted.ts";
const store = "modules/production/store/planted.ts";
const kernel = "kernel/planted.ts";

test("a house in order passes", () => {
  expect(rulesWith({})).toEqual([]);
});

test("an empty tree is refused", () => {
  expect(checkRooms(treeOf({ "README.md": "" })).map(({ rule }) => rule)).toEqual([
    "the tree is empty: a check that sees nothing proves nothing",
  ]);
});

describe("a file in no room", () => {
  test.each([
    ["library/thing.ts", "there is no room library"],
    ["library/thing.css", "there is no room library"],
    ["thing.ts", "code at the root"],
    ["docs/thing.ts", "docs holds no code"],
    ["modules/production/service/thing.ts", "an area has contract, core, store, views and nothing else"],
    ["modules/production/thing.ts", "an area has contract, core, store, views and nothing else"],
    ["modules/sales/core/thing.ts", "modules has no area sales"],
    ["web/kiosk/main.tsx", "web has no face kiosk"],
  ])("%s", (path, rule) => {
    expect(rulesWith({ [path]: "export const x = 1;\n" }).join()).toContain(
      `${path}:0 a file in no room: ${rule}`,
    );
  });
});

describe("an import from the wrong room", () => {
  test.each([
    [kernel, "#modules/crm/contract/deal.ts", "kernel may not import crm's contract"],
    [kernel, "uuid", "kernel may not import the package uuid"],
    [kernel, "node:crypto", "kernel may not import node:crypto"],
    ["modules/crm/contract/planted.ts", "#modules/crm/core/x.ts", "a contract may not import crm's core"],
    ["modules/crm/contract/planted.ts", "node:fs", "a contract may not import node:fs"],
    [core, "#modules/crm/core/price.ts", "a core may not import crm's core (modules/crm/core/price.ts)"],
    [core, "#modules/production/store/save-lot.ts", "a core may not import production's store"],
    [core, "zod", "a core may not import the package zod"],
    [core, "node:path", "a core may not import node:path"],
    [core, "fs", "write node:fs"],
    [store, "#modules/crm/store/save-deal.ts", "a store may not import crm's store"],
    [store, "#modules/production/views/board.ts", "a store may not import production's views"],
    [
      store,
      "#server/database/pool.ts",
      "a store may not import server/database (server/database/pool.ts) except by",
    ],
    [store, "#commands/run-command.ts", "a store may not import commands"],
    [
      "modules/crm/views/planted.ts",
      "#modules/production/views/board.ts",
      "may not import production's views",
    ],
    [
      "modules/planted.ts",
      "#modules/production/core/decide-start.ts",
      "modules itself may not import production's core",
    ],
    ["commands/planted.ts", "#server/main.ts", "commands may not import server (server/main.ts)"],
    ["commands/planted.ts", "#reactions/fire.ts", "commands may not import reactions"],
    ["reactions/planted.ts", "#server/main.ts", "reactions may not import server"],
    ["server/planted.ts", "#web/floor/main.tsx", "server may not import floor's face"],
    ["server/planted.ts", "#test/builders/a-lot.ts", "server may not import test"],
    ["web/floor/planted.ts", "#server/main.ts", "a face of the web may not import server"],
    ["web/floor/planted.ts", "#web/office/main.tsx", "a face of the web may not import office's face"],
    ["web/floor/planted.ts", "#commands/run-command.ts", "a face of the web may not import commands"],
    ["web/floor/planted.ts", "#modules/production/store/save-lot.ts", "may not import production's store"],
    [
      "web/floor/planted.ts",
      "#modules/production/views/board.ts",
      "(modules/production/views/board.ts) except by",
    ],
    ["web/floor/planted.ts", "node:path", "a face of the web may not import node:path"],
    ["web/shared/planted.ts", "#web/floor/main.tsx", "web/shared may not import floor's face"],
    ["kernel/planted.ts", "../scripts/demo.ts", "a relative import leaves kernel/: write #scripts/demo.ts"],
    ["scripts/planted.ts", "#library/thing.ts", "imports library/thing.ts: there is no room library"],
    ["scripts/planted.ts", "#modules/production/views/board.db.test.ts", "imports the test"],
  ])("%s may not import %s", (path, specifier, rule) => {
    const found = rulesWith({ [path]: `\nimport { x } from "${specifier}";\nexport const y = x;\n` });
    expect(found.join("\n")).toContain(`${path}:2 `);
    expect(found.join("\n")).toContain(rule);
  });

  test.each([
    ["export … from", `export { x } from "#modules/crm/core/price.ts";\nexport const y = 1;\n`],
    ["import()", `export const y = () => import("#modules/crm/core/price.ts");\n`],
    [
      "import with inline types, which loads the module",
      `import { type X } from "#modules/crm/core/price.ts";\nexport type Y = X;\n`,
    ],
    ["a type import", `export type Y = import("#modules/crm/core/price.ts").X;\n`],
  ])("hidden in %s", (_, text) => {
    expect(rulesWith({ [core]: text })).toEqual([
      `${core}:1 a core may not import crm's core (modules/crm/core/price.ts)`,
    ]);
  });

  test("by a name made at run time", () => {
    const text = "export const y = (name: string) => import(`#modules/${name}/core/price.ts`);\n";
    expect(rulesWith({ [core]: text })).toEqual([
      `${core}:1 a core may not import by a name made at run time`,
    ]);
  });
});

describe("clock, dice and environment in core and kernel", () => {
  test.each([
    ["Date.now()", "Date.now"],
    ["Date['now']()", "Date.now"],
    ["new Date()", "new Date()"],
    ["Date()", "Date()"],
    ["((clock) => clock.now())(Date)", "Date as a value"],
    ["Math.random()", "Math.random"],
    ["process.env['X']", "process"],
    ["(process as unknown)", "process"],
    ["performance.now()", "performance"],
    ["crypto.randomUUID()", "crypto"],
    ["setTimeout(() => 1, 1)", "setTimeout"],
    ["globalThis.process", "globalThis"],
    ["fetch('/')", "fetch"],
  ])("%s", (expression, name) => {
    const text = `// first line\nexport const y = ${expression};\n`;
    const rule = `may not touch ${name}: it takes such things as arguments`;
    expect(rulesWith({ [core]: text })).toEqual([`${core}:2 a core ${rule}`]);
    expect(rulesWith({ [kernel]: text })).toEqual([`${kernel}:2 kernel ${rule}`]);
  });

  test("names of properties and types are no use of them", () => {
    const text =
      "export type Plan = { process: string; fetch(): Date };\n" +
      "export const of = (plan: Plan) => ({ process: plan.process, performance: 1, at: Date.parse('2026-01-01') });\n";
    expect(rulesWith({ [core]: text })).toEqual([]);
  });
});

describe("SQL that writes", () => {
  test.each([
    [store, `db.insertInto("deal")`, "the store of production may not write deal: not its table"],
    [store, `db.updateTable("balance as b")`, "the store of production may not write balance: not its table"],
    [store, `db.deleteFrom("deal")`, "the store of production may not write deal: not its table"],
    [
      store,
      `db.insertInto(name)`,
      "the store of production may not write a table named at run time: not its table",
    ],
    [
      store,
      "sql`with x as (update balance as b set on_hand = 1 returning 1) select 1`",
      "may not write balance",
    ],
    [store, "sql`INSERT  INTO\n deal (id) values (1)`", "may not write deal"],
    [store, "sql`insert into ${sql.table(name)} values (1)`", "may not write a table named at run time"],
    ["modules/production/views/planted.ts", `db.insertInto("lot")`, "a views folder may not write lot: only"],
    ["commands/planted.ts", "sql`delete from lot where true`", "commands may not write lot: only"],
    ["commands/run-command.ts", `db.insertInto("lot")`, "commands may not write lot: only"],
    ["server/planted.ts", `"update lot set units = 1"`, "server may not write lot: only"],
    [
      "reactions/planted.ts",
      `db.insertInto("trigger_effect")`,
      "reactions may not write trigger_effect: only",
    ],
  ])("in %s: %s", (path, expression, rule) => {
    const text = `import { db, name, sql } from "./db.ts";\nexport const y = [db, name, sql, ${expression}];\n`;
    expect(rulesWith({ [path]: text }).join()).toContain(`${path}:2 `);
    expect(rulesWith({ [path]: text }).join()).toContain(rule);
  });
});

describe("files", () => {
  test.each([
    ["kernel/index.ts", "no index files"],
    ["kernel/date-utils.ts", '"date-utils" says nothing'],
    ["scripts/helpers/count.ts", '"helpers" says nothing'],
    ["commands/common/count.ts", '"common" says nothing'],
    ["kernel/BigThing.ts", "a name is a noun or verb-noun in kebab-case"],
    ["server/page.tsx", "no JSX here"],
  ])("%s", (path, rule) => {
    expect(rulesWith({ [path]: "export const x = 1;\n" }).join()).toContain(`${path}:0 ${rule}`);
  });

  test("of more than 500 lines", () => {
    expect(rulesWith({ [kernel]: "export const x = 1;\n".repeat(501) }).join()).toContain(
      `${kernel}:501 501 lines: 500 is too long`,
    );
    expect(rulesWith({ [kernel]: "// line\n".repeat(500) })).toEqual([]);
  });

  test("that only hand on what others export", () => {
    expect(rulesWith({ [kernel]: `export * from "./decimal.ts";\n` })).toEqual([
      `${kernel}:1 a barrel: it only hands on what other files export`,
    ]);
  });

  test("that do not parse", () => {
    expect(rulesWith({ [kernel]: "export const = ;\n" }).join()).toContain(`${kernel}:1 does not parse`);
  });
});
