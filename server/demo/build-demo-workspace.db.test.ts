import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase } from "#server/database/workspace-transaction.ts";
import { createPeople, type People } from "#server/identity/people.ts";
import { silentLog } from "#server/log.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { buildDemoWorkspace } from "./build-demo-workspace.ts";

let testDatabase: TestDatabase;
let people: People;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  people = createPeople({
    database: testDatabase.url,
    secret: randomBytes(32).toString("hex"),
    publicUrl: "http://localhost:3000",
    secureCookies: false,
    log: silentLog,
  });
});
afterAll(async () => {
  await people.close();
  await testDatabase.drop();
});

describe("the demo workspace", () => {
  it.each(["en", "uk"] as const)(
    "is made whole, in %s, with one batch already received at its real cost",
    async (language) => {
      const database = createDatabase(testDatabase.pool);
      const demo = await buildDemoWorkspace({
        database,
        people,
        language,
        password: "treadle-demo",
        mailDomain: `${language}.demo.example`,
        now: new Date(),
      });
      expect(demo.slug).toMatch(/^demo/);
      const { rows } = await testDatabase.pool.query(
        `select o.status, o.received, o.cost > 0 as has_cost, o.cost = o.received_cost as whole
       from production_order o join auth.workspace_address a on a.workspace_id = o.workspace_id where a.slug = $1`,
        [demo.slug],
      );
      expect(rows).toEqual([{ status: "done", received: 40, has_cost: true, whole: true }]);
    },
  );
});
