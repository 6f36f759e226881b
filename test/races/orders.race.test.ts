import { v7 as newId } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDeal } from "#commands/crm/add-deal.ts";
import { moveDeal } from "#commands/crm/move-deal.ts";
import { receiveStock } from "#commands/inventory/receive-stock.ts";
import { createOrder } from "#commands/production/create-order.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { startRun } from "#commands/production/start-run.ts";
import type { Id } from "#kernel/id.ts";
import { checkStockLaws } from "#modules/inventory/views/check-stock-laws.ts";
import { checkOrderLaws } from "#modules/production/views/check-order-laws.ts";
import { aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";

/** Each command runs on a connection of its own; the pool has ten. */
let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

async function lawsHold(shop: Workshop): Promise<void> {
  const db = shop.database.kysely;
  expect([
    ...(await checkStockLaws(db, shop.workspaceId)),
    ...(await checkOrderLaws(db, shop.workspaceId)),
  ]).toEqual([]);
}

async function one<T>(sql: string, values: unknown[]): Promise<T> {
  const { rows } = await testDatabase.pool.query(sql, values);
  return rows[0] as T;
}

async function anOrderWithRun(shop: Workshop, quantity: number): Promise<{ orderId: Id; runId: Id }> {
  const { orderId } = await shop.make(createOrder, {
    variantId: shop.variantId,
    quantity,
    notes: "",
    dealId: null,
    dealLineId: null,
  });
  const run = await one<{ id: Id }>("select id from run where workspace_id = $1 and order_id = $2", [
    shop.workspaceId,
    orderId,
  ]);
  return { orderId, runId: run.id };
}

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe("two at once", () => {
  it("give the last kilogram to one order, whole", async () => {
    for (let round = 0; round < 10; round += 1) {
      const shop = await aWorkshop(testDatabase, { flour: "2" });
      const order = { variantId: shop.variantId, quantity: 1, notes: "", dealId: null, dealLineId: null };
      const answers = await Promise.all(times(4, () => shop.make(createOrder, order)));
      const short = answers.map((answer) => answer.shortages.length);
      expect(short.filter((count) => count === 0)).toHaveLength(1);
      const reserved = await one<{ total: { toFixed(): string } }>(
        "select sum(quantity) as total from reservation where workspace_id = $1 and balance_id = (select id from balance where workspace_id = $1 and variant_id = $2)",
        [shop.workspaceId, shop.flourId],
      );
      expect(reserved.total.toFixed()).toBe("2");
      await lawsHold(shop);
    }
  });

  it("finish a run once", async () => {
    for (let round = 0; round < 10; round += 1) {
      const shop = await aWorkshop(testDatabase);
      const { runId } = await anOrderWithRun(shop, 3);
      await shop.make(startRun, { runId });
      const answers = await Promise.all(
        times(4, () => shop.ask(finishRun, { runId, units: 3, comment: "" })),
      );
      expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
      for (const answer of answers) if (!answer.ok) expect(answer.refusal.code).toBe("verb_not_now");
      await lawsHold(shop);
    }
  });

  it("are one command when they carry the same id", async () => {
    for (let round = 0; round < 10; round += 1) {
      const shop = await aWorkshop(testDatabase);
      const commandId = newId();
      const order = { variantId: shop.variantId, quantity: 2, notes: "", dealId: null, dealLineId: null };
      const answers = await Promise.all(times(6, () => shop.make(createOrder, order, { commandId })));
      expect(new Set(answers.map((answer) => answer.orderId)).size).toBe(1);
      const { count } = await one<{ count: number }>(
        "select count(*) as count from production_order where workspace_id = $1",
        [shop.workspaceId],
      );
      expect(count).toBe(1);
    }
  });

  it("let one person work on one run at a time", async () => {
    const shop = await aWorkshop(testDatabase);
    const runs = await Promise.all(times(4, () => anOrderWithRun(shop, 1)));
    const answers = await Promise.all(
      runs.map(({ runId }) => shop.ask(startRun, { runId }, { as: shop.operator })),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    for (const answer of answers) if (!answer.ok) expect(answer.refusal.code).toBe("member_busy");
    await lawsHold(shop);
  });

  it("drag a deal twice and move it once", async () => {
    const shop = await aWorkshop(testDatabase);
    const deal = await shop.make(addDeal, {
      title: "Twenty cakes",
      contactId: null,
      companyId: null,
      notes: "",
      lines: [{ variantId: shop.variantId, quantity: 20, price: "100", promisedDate: null, upsellIds: [] }],
    });
    const move = {
      dealId: deal.dealId,
      dealStatusId: shop.statusIds.accepted,
      fromStatusId: shop.statusIds.new,
    };
    const answers = await Promise.all(times(5, () => shop.ask(moveDeal, move)));
    expect(answers.filter((answer) => answer.ok && answer.value.moved)).toHaveLength(1);
    const { count } = await one<{ count: number }>(
      "select count(*) as count from fact where workspace_id = $1 and kind = 'deal_moved'",
      [shop.workspaceId],
    );
    expect(count).toBe(1);
  });

  it("make one order for a deal's line", async () => {
    const shop = await aWorkshop(testDatabase);
    const deal = await shop.make(addDeal, {
      title: "Twenty cakes",
      contactId: null,
      companyId: null,
      notes: "",
      lines: [{ variantId: shop.variantId, quantity: 20, price: "100", promisedDate: null, upsellIds: [] }],
    });
    const line = await one<{ id: Id }>("select id from deal_line where workspace_id = $1", [
      shop.workspaceId,
    ]);
    const order = {
      variantId: shop.variantId,
      quantity: 20,
      notes: "",
      dealId: deal.dealId,
      dealLineId: line.id,
    };
    const answers = await Promise.all(times(4, () => shop.ask(createOrder, order)));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    for (const answer of answers) if (!answer.ok) expect(answer.refusal.code).toBe("line_has_order");
  });
});

describe("many at once", () => {
  const seconds = process.env.LONG === "1" ? 60 : 10;

  it(
    "create, receive, start and finish on the same materials: no deadlock reaches a person, every law holds",
    async () => {
      const shop = await aWorkshop(testDatabase, { flour: "40", boxes: "15" });
      const until = Date.now() + seconds * 1000;
      const refused = new Map<string, number>();
      const flour = { variantId: shop.flourId, quantity: "7.25", price: "9.99" };
      const boxes = { variantId: shop.boxId, quantity: "4", price: "11.1" };
      const worker = async (index: number): Promise<void> => {
        for (let turn = 0; Date.now() < until; turn += 1) {
          const quantity = ((index + turn) % 5) + 1;
          const { runId } = await anOrderWithRun(shop, quantity);
          const started = await shop.ask(startRun, { runId });
          if (!started.ok) refused.set(started.refusal.code, (refused.get(started.refusal.code) ?? 0) + 1);
          else await shop.make(finishRun, { runId, units: quantity, comment: "" });
          if (turn % 3 === 0) {
            await shop.make(receiveStock, {
              warehouseId: shop.materialsId,
              lines: index % 2 === 0 ? [flour, boxes] : [boxes, flour],
              note: "",
            });
          }
        }
      };
      await Promise.all(times(8, worker));
      // One owner works for all: being busy is the only reason to be refused.
      expect([...refused.keys()].filter((code) => code !== "member_busy")).toEqual([]);
      await lawsHold(shop);
    },
    (seconds + 120) * 1000,
  );
});
