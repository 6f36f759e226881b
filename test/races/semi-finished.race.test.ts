import { afterAll, beforeAll, expect, it } from "vitest";
import { cancelOrder } from "#commands/production/cancel-order.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { makeShortage } from "#commands/production/make-shortage.ts";
import { aBakery, anOrderOfBread } from "#test/builders/bakery.ts";
import { finishAt, lawsHold, reservedOf, shopMinute, startAt } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

it("makes one order where two people press 'Make it' at once", async () => {
  for (let round = 0; round < 5; round += 1) {
    const shop = await aBakery(testDatabase);
    const orderId = await anOrderOfBread(shop, 5);
    const press = () =>
      shop.ask(makeShortage, { orderId, variantId: shop.doughId, warehouseId: shop.materialsId });
    const answers = await Promise.all([press(), press(), press()]);
    expect(answers.map((answer) => (answer.ok ? "made" : answer.refusal.code)).sort()).toEqual([
      "made",
      "shortage_made_already",
      "shortage_made_already",
    ]);
    await lawsHold(shop);
  }
});

it("reserves nothing for a parent that is cancelled while its goods come in", async () => {
  for (let round = 0; round < 5; round += 1) {
    const shop = await aBakery(testDatabase);
    const parent = await anOrderOfBread(shop, 4);
    const asked = { orderId: parent, variantId: shop.doughId, warehouseId: shop.materialsId };
    const { orderId } = await shop.make(makeShortage, asked, { now: shopMinute(0) });
    await startAt(shop, orderId, "making", 1);
    await finishAt(shop, orderId, "making", 2);
    const runId = await startAt(shop, orderId, "resting", 3);
    const answers = await Promise.all([
      shop.ask(finishRun, { runId, units: 2 }, { now: shopMinute(4) }),
      shop.ask(cancelOrder, { orderId: parent, reason: "No customers" }, { now: shopMinute(4) }),
    ]);
    expect(answers).toMatchObject([{ ok: true }, { ok: true }]);
    expect(Number(await reservedOf(shop, parent, shop.doughId))).toBe(0);
    await lawsHold(shop);
  }
});
