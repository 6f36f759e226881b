import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createEmptyTestDatabase, createTestDatabase, type TestDatabase } from "#test/database.ts";
import { isStartRefusal } from "#server/start-refusal.ts";
import { migrate } from "./migrate.ts";

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await createEmptyTestDatabase();
  folder = mkdtempSync(join(tmpdir(), "treadle-migrations-"));
});

afterEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

const write = (name: string, sql: string): void => writeFileSync(join(folder, name), sql);
const run = (): Promise<string[]> => migrate(database.url, folder);

async function refusal(): Promise<string> {
  const error: unknown = await run().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isStartRefusal(error)) throw new Error(`No plain refusal: ${String(error)}`);
  return error.message;
}

async function tables(): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' order by 1",
  );
  return rows.map((row) => row.name);
}

test("files are applied in order, once", async () => {
  write("0002_second.sql", "alter table a add column y int;");
  write("0001_first.sql", "create table a (x int);\ninsert into a values (1);");
  expect(await run()).toEqual(["0001_first.sql", "0002_second.sql"]);
  expect(await run()).toEqual([]);
  write("0003_third.sql", "create table b ();");
  expect(await run()).toEqual(["0003_third.sql"]);
  expect(await tables()).toEqual(["a", "b", "migration"]);
});

test("two at once: every file is applied by one of them", async () => {
  write("0001_first.sql", "create table a (x int); select pg_sleep(0.2);");
  write("0002_second.sql", "insert into a values (1);");
  const answers = await Promise.all([run(), run(), run()]);
  expect(answers.flat().sort()).toEqual(["0001_first.sql", "0002_second.sql"]);
  expect((await database.pool.query("select * from a")).rows).toEqual([{ x: 1 }]);
});

test("a file that fails leaves nothing of itself, and what came before stays", async () => {
  write("0001_first.sql", "create table a ();");
  write("0002_second.sql", "create table b ();\n\ncreate tabel c ();");
  expect(await refusal()).toMatch(/0002_second\.sql failed at line 3: syntax error/);
  expect(await tables()).toEqual(["a", "migration"]);
  write("0002_second.sql", "create table b ();");
  expect(await run()).toEqual(["0002_second.sql"]);
});

test("a changed file is refused, other line ends are no change", async () => {
  write("0001_first.sql", "create table a ();\n-- x\n");
  await run();
  write("0001_first.sql", "create table a ();\r\n-- x\r\n");
  expect(await run()).toEqual([]);
  write("0001_first.sql", "create table a (x int);\n");
  expect(await refusal()).toMatch(/0001_first\.sql was changed/);
});

test("a database that is newer than the code is refused", async () => {
  write("0001_first.sql", "create table a ();");
  write("0002_second.sql", "create table b ();");
  await run();
  rmSync(join(folder, "0002_second.sql"));
  expect(await refusal()).toMatch(/newer than this program.*0002_second\.sql/);
});

test("a file that sorts before an applied one is refused", async () => {
  write("0002_second.sql", "create table b ();");
  await run();
  write("0001_first.sql", "create table a ();");
  expect(await refusal()).toMatch(/0001_first\.sql comes before 0002_second\.sql/);
});

test("bad names and double numbers are refused", async () => {
  write("first.sql", "select 1;");
  expect(await refusal()).toMatch(/first\.sql is not named/);
  rmSync(join(folder, "first.sql"));
  write("0001_a.sql", "select 1;");
  write("0001_b.sql", "select 1;");
  expect(await refusal()).toMatch(/number 0001/);
});

test("a file must not end its own transaction", async () => {
  write("0001_first.sql", "create table a (); commit;");
  expect(await refusal()).toMatch(/ends its own transaction/);
});

test("what a migration sets for itself does not reach the next", async () => {
  write("0001_first.sql", "create schema other; set search_path = other;");
  write("0002_second.sql", "create table a ();");
  await run();
  expect(await tables()).toEqual(["a", "migration"]);
});

test("an empty folder is no error", async () => {
  mkdirSync(join(folder, "sub"));
  expect(await run()).toEqual([]);
});

test("a test database is a migrated copy of its own", async () => {
  const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  try {
    await first.pool.query("create table mine ()");
    const there =
      "select to_regclass('mine') is not null as there, to_regclass('migration') is not null as migrated";
    expect((await first.pool.query(there)).rows).toEqual([{ there: true, migrated: true }]);
    expect((await second.pool.query(there)).rows).toEqual([{ there: false, migrated: true }]);
  } finally {
    await Promise.all([first.drop(), second.drop()]);
  }
});
