import { v7 as newId } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aWorkshop } from "#test/builders/workshop.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { beginning, readFacts } from "./read-facts.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

describe("reading the fact log", () => {
  it("goes by the number of the transaction, not by its digits", async () => {
    const shop = await aWorkshop(testDatabase);
    // Written in another order than they are to be read in; all of them long finished.
    for (const transaction of ["100", "9", "1000", "99", "10"]) {
      await testDatabase.pool.query(
        `insert into fact (workspace_id, id, transaction, kind, thing, thing_id, version, data, at, command_id)
         values ($1, $2, $3::xid8, 'thing_changed', 'thing', $2, 1, '{}', now(), $2)`,
        [shop.workspaceId, newId(), transaction],
      );
    }
    const page = await readFacts(testDatabase.pool, beginning, 5);
    const numbers = page.facts.map((fact) => fact.position.split(".")[0]);
    expect(numbers).toEqual(["9", "10", "99", "100", numbers.at(-1)]);
    expect(Number(numbers.at(-1))).toBeGreaterThan(100);
    expect(page.full).toBe(true);
  });
});
