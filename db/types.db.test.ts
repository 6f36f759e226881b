import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { databaseTypesFile, renderDatabaseTypes } from "#scripts/generate-database-types.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test("db/types.ts is what the migrations make (npm run generate writes it)", () => {
  expect(readFileSync(databaseTypesFile, "utf8")).toBe(renderDatabaseTypes(database.url));
});

test("a changed column is seen", async () => {
  await database.pool.query("alter table public.lot add column planted numeric(18,6)");
  const rendered = renderDatabaseTypes(database.url);
  expect(rendered).toContain("planted: ColumnType<Big, Big | string, Big | string> | null;");
  expect(rendered).not.toBe(readFileSync(databaseTypesFile, "utf8"));
});
