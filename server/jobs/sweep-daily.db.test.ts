import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOrder } from "#commands/production/create-order.ts";
import { openFolderStorage } from "#server/files/file-storage.ts";
import { aWorkshop } from "#test/builders/workshop.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { sweepOnce } from "./sweep-daily.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const day = 86_400_000;

describe("the daily sweep", () => {
  it("forgets answers after 90 days, and no fact ever", async () => {
    const now = new Date("2026-06-01T00:00:00Z");
    const shop = await aWorkshop(testDatabase, { now: new Date(now.getTime() - 91 * day) });
    const order = { variantId: shop.variantId, quantity: 1, notes: "", dealId: null, dealLineId: null };
    await shop.make(createOrder, order, { now: new Date(now.getTime() - 89 * day) });
    const count = async (table: string): Promise<unknown> =>
      (
        await testDatabase.pool.query(`select count(*) as n from ${table} where workspace_id = $1`, [
          shop.workspaceId,
        ])
      ).rows[0];
    const facts = await count("fact");
    expect(await sweepOnce(shop.database, openFolderStorage("unused"), now)).toBeGreaterThan(0);
    expect(await count("command")).toEqual({ n: 1 });
    expect(await count("fact")).toEqual(facts);
  });
});
