import {
  aGatheringShop,
  gather,
  makeBatch,
  ordersOf,
  read,
  seenBy,
  standing,
} from "#test/builders/gathered.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cancelOrder } from "#commands/production/cancel-order.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { startRun } from "#commands/production/start-run.ts";
import { enFacts } from "#web/texts/compiled/en-facts.ts";
import { ukFacts } from "#web/texts/compiled/uk-facts.ts";
import { createTranslator } from "#web/texts/translator.ts";
import { showOrderHistory } from "#modules/production/views/show-order-history.ts";
import { correctTime, firstInterval, stretch } from "#test/builders/corrections.ts";
import { anOrderOf, runOfLot, type StagesShop } from "#test/builders/stages-shop.ts";
import { accepted } from "#test/builders/workshop.ts";
import { lawsHold, orderRow, refused, reservedOf, shopMinute } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { dissolveBatch } from "./dissolve-batch.ts";
import { leaveBatch } from "./leave-batch.ts";

/** Orders that leave their batch, a batch that is dissolved or cancelled, and what history says of all of it. */
let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());
const aShop = (more: Parameters<typeof aGatheringShop>[1] = {}): Promise<StagesShop> =>
  aGatheringShop(testDatabase, more);
const en = createTranslator("en", [enFacts], "Europe/Kyiv");
const uk = createTranslator("uk", [ukFacts], "Europe/Kyiv");

describe("the way back", () => {
  it("dissolves a batch that nobody has begun: each order is pending with what it had reserved", async () => {
    const shop = await aShop({ flour: "15" });
    const [a, b] = await ordersOf(shop, 10, 8);
    const batch = await gather(shop, [a, b]);
    await shop.make(dissolveBatch, { orderId: batch });
    expect(await standing(shop, batch)).toBe("cancelled 0/18 18 short at 0");
    expect(await Promise.all([a, b].map((id) => standing(shop, id)))).toEqual([
      "pending 0/10 at 0",
      "pending 0/8 at 0",
    ]);
    expect(await Promise.all([a, b].map((id) => reservedOf(shop, id, shop.flourId)))).toEqual(["10", "5"]);
    await lawsHold(shop);
    // They go on as if nothing had been: begun, or gathered again.
    await shop.make(startRun, { runId: await runOfLot(shop, a, "1", "print") }, { as: shop.operator });
    await lawsHold(shop);
  });

  it("takes one order out, and makes the batch for the others", async () => {
    const shop = await aShop({ flour: "20" });
    const [a, b, c] = await ordersOf(shop, 10, 8, 7);
    const batch = await gather(shop, [a, b, c]);
    expect(await shop.make(leaveBatch, { orderId: b })).toEqual({ dissolved: false });
    expect(await standing(shop, batch)).toBe("pending 0/17 at 0");
    expect(await standing(shop, b)).toBe("pending 0/8 at 0");
    expect(await Promise.all([batch, b].map((id) => reservedOf(shop, id, shop.flourId)))).toEqual([
      "17",
      "3",
    ]);
    await lawsHold(shop);
    await makeBatch(shop, batch);
    expect(await Promise.all([a, c].map((id) => standing(shop, id)))).toEqual([
      "done 10/10 at 241.1765",
      "done 7/7 at 168.8235",
    ]);
    await lawsHold(shop);
  });

  it("dissolves a batch of which one order would be left", async () => {
    const shop = await aShop();
    const [a, b] = await ordersOf(shop, 2, 3);
    const batch = await gather(shop, [a, b]);
    expect(await shop.make(leaveBatch, { orderId: a })).toEqual({ dissolved: true });
    expect(await Promise.all([batch, a, b].map(async (id) => (await orderRow(shop, id)).status))).toEqual([
      "cancelled",
      "pending",
      "pending",
    ]);
    await lawsHold(shop);
  });

  it("is closed once the batch has begun", async () => {
    const shop = await aShop();
    const [a, b] = await ordersOf(shop, 2, 3);
    const batch = await gather(shop, [a, b]);
    await shop.make(startRun, { runId: await runOfLot(shop, batch, "1", "print") }, { as: shop.operator });
    expect(await refused(shop, () => shop.ask(leaveBatch, { orderId: a }))).toMatchObject({
      code: "batch_begun",
    });
    expect(await refused(shop, () => shop.ask(dissolveBatch, { orderId: batch }))).toMatchObject({
      code: "batch_begun",
    });
  });

  it("cancels a batch in work: its orders are pending again, and what was spent is the batch's loss", async () => {
    const shop = await aShop({ flour: "5" });
    const [a, b] = await ordersOf(shop, 2, 3);
    const batch = await gather(shop, [a, b]);
    await shop.make(
      startRun,
      { runId: await runOfLot(shop, batch, "1", "print") },
      { as: shop.operator, now: shopMinute(0) },
    );
    await shop.make(
      cancelOrder,
      { orderId: batch, reason: "The press broke", returnMaterials: true },
      { now: shopMinute(30) },
    );
    expect(await standing(shop, batch)).toBe("cancelled 0/5 5 short at 60");
    expect(await Promise.all([a, b].map((id) => standing(shop, id)))).toEqual([
      "pending 0/2 at 0",
      "pending 0/3 at 0",
    ]);
    expect(await Promise.all([a, b].map((id) => reservedOf(shop, id, shop.flourId)))).toEqual(["2", "3"]);
    await lawsHold(shop);
  });

  it("cancels a batch of which a part is in stock: the part goes by due date, the others begin anew", async () => {
    const shop = await aShop({ batchMode: "per_unit" });
    const [a, b, c] = await ordersOf(shop, 1, 2, 1);
    const batch = await gather(shop, [a, b, c]);
    for (const lot of ["#1", "#2"]) {
      for (const [place, key] of ["print", "cut"].entries()) {
        const runId = await runOfLot(shop, batch, lot, key);
        const minute = Number(lot.slice(1)) * 60 + place * 30;
        await shop.make(startRun, { runId }, { as: shop.operator, now: shopMinute(minute) });
        await shop.make(finishRun, { runId, units: 1, comment: "" }, { now: shopMinute(minute + 30) });
      }
    }
    await shop.make(
      cancelOrder,
      { orderId: batch, reason: "Enough", returnMaterials: false },
      { now: shopMinute(300) },
    );
    expect(await Promise.all([a, b, c].map((id) => standing(shop, id)))).toEqual([
      "done 1/1 at 130",
      "done 1/2 1 short at 130",
      "pending 0/1 at 0",
    ]);
    await lawsHold(shop);
  });
});

describe("the history", () => {
  it("says in both languages what became of the batch and of each order", async () => {
    const shop = await aShop();
    const [a, b, c] = await ordersOf(shop, 2, 2, 3);
    const batch = await gather(shop, [a, b, c]);
    await shop.make(leaveBatch, { orderId: b });
    const runId = await makeBatch(shop, batch, 1);
    const intervalId = await firstInterval(shop, runId);
    await correctTime(shop, { runId, intervalId, stretches: [stretch(shop.operator.memberId, 60, 61)] });
    const other = await gather(shop, [b, await anOrderOf(shop, 1)]);
    await shop.make(dissolveBatch, { orderId: other });
    const told = new Set<string>();
    for (const orderId of [batch, a, b, c, other]) {
      const { rows } = accepted(
        await read(shop, (tx) => showOrderHistory(tx, { orderId, limit: 100 }, seenBy(shop))),
      );
      for (const row of rows) {
        for (const translator of [en, uk]) {
          const sentence = translator.lookUp(`fact.${row.kind}`, row.values) ?? "no text";
          expect(sentence, row.kind).not.toMatch(/[{}]|undefined|null|no text|[0-9a-f]{8}-[0-9a-f]{4}-/);
          told.add(sentence);
        }
      }
    }
    expect([...told]).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/It gathers orders №1, №2, №3\.$/),
        "Order №2 was taken out with 2 units.",
        "The order was gathered into order №4, which makes its units.",
        "The order was taken out of order №4 and is on its own again.",
        "2 of 2 units came from order №4 at 145.",
        "2 of 3 units came from order №4 at 145. 1 unit is short.",
        "The units were given to the gathered orders: №1 (2), №3 (2).",
        "The difference in cost was passed on to the gathered orders.",
        "The cost of order №4 was corrected: this order’s share of the difference is -59.",
        "The batch was dissolved: its orders are on their own again.",
        "Order №6 was dissolved: this one is on its own again.",
      ]),
    );
  });
});
