import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gatherOrders } from "#commands/production/aggregation/gather-orders.ts";
import { leaveBatch } from "#commands/production/aggregation/leave-batch.ts";
import { startRun } from "#commands/production/start-run.ts";
import { aGatheringShop, ordersOf } from "#test/builders/gathered.ts";
import { runOfLot } from "#test/builders/stages-shop.ts";
import { lawsHold, orderRow, shopMinute } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";

/** Two who gather, begin or leave at once: whatever comes first, an order is in one place. */
let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const rounds = 5;

describe("an order that two want at once", () => {
  it("comes into one batch only", async () => {
    for (let round = 0; round < rounds; round += 1) {
      const shop = await aGatheringShop(testDatabase);
      const [a, b, c] = await ordersOf(shop, 1, 2, 3);
      const answers = await Promise.all([
        shop.ask(gatherOrders, { orderIds: [a, b] }),
        shop.ask(gatherOrders, { orderIds: [c, b] }),
      ]);
      expect(answers.filter((answer) => answer.ok).length).toBe(1);
      expect(answers.flatMap((answer) => (answer.ok ? [] : [answer.refusal.data]))).toMatchObject([
        { why: "in_batch" },
      ]);
      await lawsHold(shop);
    }
  });

  it("is begun by itself or gathered, never both", async () => {
    for (let round = 0; round < rounds; round += 1) {
      const shop = await aGatheringShop(testDatabase);
      const [a, b] = await ordersOf(shop, 1, 2, 3);
      const runId = await runOfLot(shop, a, "1", "print");
      const now = { now: shopMinute(1) };
      const [gathered, started] = await Promise.all([
        shop.ask(gatherOrders, { orderIds: [a, b] }, now),
        shop.ask(startRun, { runId }, { ...now, as: shop.operator }),
      ]);
      expect(gathered.ok).not.toBe(started.ok);
      expect((await orderRow(shop, a)).status).toBe(gathered.ok ? "aggregated" : "in_progress");
      await lawsHold(shop);
    }
  });

  it("leaves its batch or is made in it", async () => {
    for (let round = 0; round < rounds; round += 1) {
      const shop = await aGatheringShop(testDatabase);
      const [a, b, c] = await ordersOf(shop, 1, 2, 3);
      const { orderId: batch } = await shop.make(gatherOrders, { orderIds: [a, b, c] });
      const runId = await runOfLot(shop, batch, "1", "print");
      const now = { now: shopMinute(1) };
      const [left, started] = await Promise.all([
        shop.ask(leaveBatch, { orderId: a }, now),
        shop.ask(startRun, { runId }, { ...now, as: shop.operator }),
      ]);
      // Begun after it left, or begun with it: what was begun first keeps it.
      expect(started.ok).toBe(true);
      expect((await orderRow(shop, a)).status).toBe(left.ok ? "pending" : "aggregated");
      if (!left.ok) expect(left.refusal.code).toBe("batch_begun");
      await lawsHold(shop);
    }
  });
});
