import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase } from "#server/database/workspace-transaction.ts";
import { createPeople, type People } from "#server/identity/people.ts";
import { silentLog } from "#server/log.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { openDemo } from "./open-demo.ts";

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

describe("opening the demo", () => {
  const here = { databaseUrl: undefined, host: "127.0.0.1" };

  it("makes it nowhere but on this machine's own database", async () => {
    const services = { database: createDatabase(testDatabase.pool), people };
    expect(await openDemo(services, { ...here, host: "0.0.0.0" })).toBeUndefined();
    expect(await openDemo(services, { ...here, databaseUrl: testDatabase.url })).toBeUndefined();
  });

  it("makes another where a start died half-way, and finds that one again", async () => {
    const services = { database: createDatabase(testDatabase.pool), people };
    // All that a start which was killed at once has left: the first person.
    await people.createUser({ email: "owner@demo.example", password: "treadle-demo", name: "Demo owner" });
    expect(await openDemo(services, here)).toContain("owner@demo-2.example");
    expect(await openDemo(services, here)).toContain("owner@demo-2.example");
  });
});
