import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeItem } from "#commands/catalog/change-item.ts";
import { countStock } from "#commands/inventory/count-stock.ts";
import { receiveStock } from "#commands/inventory/receive-stock.ts";
import { createOrder } from "#commands/production/create-order.ts";
import { startRun } from "#commands/production/start-run.ts";
import type { Id } from "#kernel/id.ts";
import { checkStockLaws } from "#modules/inventory/views/check-stock-laws.ts";
import { aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";

/** Each command runs on a connection of its own. */
let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

async function aTracedShop(): Promise<Workshop> {
  const shop = await aWorkshop(testDatabase, { flour: "0" });
  await shop.make(changeItem, { itemId: shop.flourItemId, traced: true });
  return shop;
}

const receive = (shop: Workshop, warehouseId: Id, number: string, quantity: string, bestBefore?: string) =>
  shop.ask(receiveStock, {
    warehouseId,
    lines: [
      {
        variantId: shop.flourId,
        quantity,
        price: "10",
        batch: { number, ...(bestBefore === undefined ? {} : { bestBefore }) },
      },
    ],
  });

async function rows<T extends object>(sql: string, values: unknown[]): Promise<T[]> {
  return (await testDatabase.pool.query<T>(sql, values)).rows;
}

describe("two at once", () => {
  it("take the last of a batch once: the other takes the next", async () => {
    for (let round = 0; round < 5; round += 1) {
      const shop = await aTracedShop();
      await receive(shop, shop.materialsId, "last", "2", "2026-05-01");
      await receive(shop, shop.materialsId, "next", "3", "2026-06-01");
      const runs: Id[] = [];
      for (let place = 0; place < 2; place += 1) {
        const { orderId } = await shop.make(createOrder, { variantId: shop.variantId, quantity: 1 });
        const [run] = await rows<{ id: Id }>("select id from run where order_id = $1", [orderId]);
        runs.push(run?.id ?? "");
      }
      const people = [shop.owner, shop.operator];
      await Promise.all(
        runs.map((runId, place) => shop.make(startRun, { runId }, { as: people[place] ?? shop.owner })),
      );
      const parts = await rows<{ number: string; quantity: string }>(
        `select t.number, trim_scale(-sum(p.quantity))::text as quantity
         from movement_batch p join batch t on t.id = p.batch_id
         join movement m on m.id = p.movement_id and m.kind = 'issue'
         where p.workspace_id = $1 group by t.number order by t.number`,
        [shop.workspaceId],
      );
      // Two kilograms each.
      expect(parts).toEqual([
        { number: "last", quantity: "2" },
        { number: "next", quantity: "2" },
      ]);
      expect(await checkStockLaws(shop.database.kysely, shop.workspaceId)).toEqual([]);
    }
  });

  it("make one batch of one number, in two warehouses, and none is told of it", async () => {
    const shop = await aTracedShop();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, place) =>
        receive(shop, place % 2 === 0 ? shop.materialsId : shop.finishedId, "L-118", "1", "2026-05-01"),
      ),
    );
    expect(answers.every((answer) => answer.ok)).toBe(true);
    const made = await rows("select id from batch where workspace_id = $1", [shop.workspaceId]);
    expect(made).toHaveLength(1);
    const facts = await rows("select id from fact where workspace_id = $1 and thing = 'batch'", [
      shop.workspaceId,
    ]);
    expect(facts).toHaveLength(1);
    expect(await checkStockLaws(shop.database.kysely, shop.workspaceId)).toEqual([]);
  });

  it("count a batch and take from it, in whatever order", async () => {
    const shop = await aTracedShop();
    await receive(shop, shop.materialsId, "L-118", "10", "2026-05-01");
    const count = (counted: string) =>
      shop.ask(countStock, {
        warehouseId: shop.materialsId,
        lines: [{ variantId: shop.flourId, counted, batches: [{ number: "L-118", counted }] }],
      });
    const answers = await Promise.all([
      count("9"),
      receive(shop, shop.materialsId, "L-118", "2"),
      count("8"),
      receive(shop, shop.materialsId, "L-119", "1"),
    ]);
    // A count may find another batch that it did not name: then it is refused in words, and nothing breaks.
    for (const answer of answers) {
      if (!answer.ok) expect(answer.refusal.code).toBe("count_below_batches");
    }
    expect(await checkStockLaws(shop.database.kysely, shop.workspaceId)).toEqual([]);
  });
});
