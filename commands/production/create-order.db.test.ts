import { v7 as newId } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDeal } from "#commands/crm/add-deal.ts";
import { receiveStock } from "#commands/inventory/receive-stock.ts";
import { createDatabase } from "#server/database/workspace-transaction.ts";
import { type Heard, listeningTo } from "#test/builders/listening-pool.ts";
import { aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import {
  anOrder,
  lawsHold,
  orderInput,
  orderRow,
  refused,
  shopMinute,
} from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { runCommand } from "../run-command.ts";
import { inputOf } from "#kernel/route.ts";
import { createOrder } from "./create-order.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

describe("numbers of orders", () => {
  it("follow each other without a gap, whatever was refused in between", async () => {
    const shop = await aWorkshop(testDatabase, { flour: "0", policies: { shortage: "block" } });
    const create = (wish = {}) => shop.ask(createOrder, orderInput(shop, wish));
    const numbers: number[] = [];
    const refusals: string[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      for (const wish of [
        {},
        { batchMode: "per_unit" as const, quantity: 10_001 },
        { dealId: newId(), createAnyway: "Law" },
      ]) {
        refusals.push((await refused(shop, () => create(wish))).code);
      }
      const made = await create({ createAnyway: "Flour comes at noon" });
      if (made.ok) numbers.push(made.value.number);
    }
    expect(numbers).toEqual([1, 2, 3, 4]);
    // The last of them had taken its number already when the schema said no.
    expect(new Set(refusals)).toEqual(
      new Set(["shortage_blocks", "too_many_units_one_by_one", "reference_unknown"]),
    );
  });

  it("follow each other when many come at once, and are each workspace's own", async () => {
    const [shop, other] = [await aWorkshop(testDatabase), await aWorkshop(testDatabase)];
    const made = await Promise.all(
      Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? shop : other)).map(async (workshop) => ({
        workshop,
        number: (await workshop.make(createOrder, orderInput(workshop, { quantity: 1 }))).number,
      })),
    );
    for (const workshop of [shop, other]) {
      const numbers = made.filter((order) => order.workshop === workshop).map((order) => order.number);
      expect(numbers.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
    }
  });
});

async function statementsOf(shop: Workshop, quantity: number): Promise<string[]> {
  const heard: Heard[] = [];
  const answer = await runCommand(
    createDatabase(listeningTo(testDatabase.pool, heard)),
    createOrder,
    inputOf(createOrder.route, orderInput(shop, { quantity })),
    { workspaceId: shop.workspaceId, actor: shop.owner, commandId: newId(), now: shopMinute(0) },
  );
  expect(answer.ok).toBe(true);
  return heard.map(({ statement }) => statement);
}

describe("the statements of creating an order", () => {
  it("are the same at 10 units and at 1,000, on enough stock and on too little", async () => {
    const shop = await aWorkshop(testDatabase, { flour: "3000", boxes: "1500" });
    const ten = await statementsOf(shop, 10);
    const thousand = await statementsOf(shop, 1_000);
    expect(ten.length).toBeGreaterThan(3);
    expect(thousand).toEqual(ten);
    const [short, shorter] = [await statementsOf(shop, 600), await statementsOf(shop, 6_000)];
    // Naming what is missing is one statement more.
    expect([short.length, shorter.length]).toEqual([ten.length + 1, ten.length + 1]);
    await lawsHold(shop);
  });
});

describe("a new order", () => {
  it("takes its due date from its deal's line, unless one is given, or none is wanted", async () => {
    const shop = await aWorkshop(testDatabase);
    const line = {
      variantId: shop.variantId,
      quantity: 1,
      price: "100",
      promisedDate: "2026-03-28",
      upsellIds: [],
    };
    const { dealId } = await shop.make(addDeal, {
      title: "Three cakes",
      contactId: null,
      companyId: null,
      notes: "",
      lines: [line, line, line, { ...line, promisedDate: null }],
    });
    const { rows } = await testDatabase.pool.query<{ id: string }>(
      "select id from deal_line where workspace_id = $1 order by id",
      [shop.workspaceId],
    );
    const dueOf = async (index: number, wish: { dueDate?: string | null }) => {
      const row = await orderRow(shop, await anOrder(shop, { dealLineId: rows[index]?.id ?? "", ...wish }));
      return [row.due_date, row.due_at?.toISOString() ?? null, row.deal_id === dealId];
    };
    // The end of the day in Kyiv, before and after the night when the clock goes forward.
    expect(await dueOf(0, {})).toEqual(["2026-03-28", "2026-03-28T21:59:59.000Z", true]);
    expect(await dueOf(1, { dueDate: "2026-03-29" })).toEqual([
      "2026-03-29",
      "2026-03-29T20:59:59.000Z",
      true,
    ]);
    expect(await dueOf(2, { dueDate: null })).toEqual([null, null, true]);
    // Nothing was promised: due is when the plan ends, here on the Monday that it is made on.
    expect(await dueOf(3, {})).toEqual(["2026-03-02", "2026-03-02T21:59:59.000Z", true]);
  });

  it("reserves each kilogram once, whatever came before, and lists what is missing to the millionth", async () => {
    const shop = await aWorkshop(testDatabase, { flour: "0", boxes: "100" });
    const lines = [{ variantId: shop.flourId, quantity: "30.999999", price: "1" }];
    await shop.make(receiveStock, { warehouseId: shop.materialsId, lines, note: "" });
    const missing = [];
    for (const quantity of [5, 10, 3]) {
      const { shortages } = await shop.make(createOrder, orderInput(shop, { quantity }));
      missing.push(shortages.map((row) => [row.required, row.reserved, row.missing]));
    }
    expect(missing).toEqual([[], [], [["6", "0.999999", "5.000001"]]]);
    await lawsHold(shop);
  });

  it("lists nothing where shortages are to be ignored, and reserves all the same", async () => {
    const shop = await aWorkshop(testDatabase, { flour: "3", policies: { shortage: "ignore" } });
    const { shortages } = await shop.make(createOrder, orderInput(shop, { quantity: 10 }));
    expect(shortages).toEqual([]);
    await lawsHold(shop);
  });
});
