import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeWorkspace } from "#commands/access/change-workspace.ts";
import { setListPrice } from "#commands/catalog/set-list-price.ts";
import { receiveStock } from "#commands/inventory/receive-stock.ts";
import { addTemplate } from "#commands/templates/add-template.ts";
import { archiveTemplate } from "#commands/templates/archive-template.ts";
import type { Id } from "#kernel/id.ts";
import { templateBodyField } from "#modules/templates/contract/template-body.ts";
import { aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import {
  anOrder,
  costLinesOf,
  finishAt,
  lawsHold,
  normIdAt,
  normIdsAt,
  orderInput,
  orderRow,
  reservedOf,
  runIdAt,
  shopMinute,
  startAt,
  stockOf,
  workThrough,
} from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { cancelOrder } from "./cancel-order.ts";
import { cancelStart } from "./cancel-start.ts";
import { changeOrder } from "./change-order.ts";
import { createOrder } from "./create-order.ts";
import { finishRun } from "./finish-run.ts";
import { reserveOrder } from "./reserve-order.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const receive = (shop: Workshop, variantId: Id, quantity: string, price: string, minutes = 0) =>
  shop.make(
    receiveStock,
    { warehouseId: shop.materialsId, lines: [{ variantId, quantity, price }], note: "" },
    { now: shopMinute(minutes) },
  );

const movementsOf = async (shop: Workshop, variantId: Id): Promise<[kind: string, quantity: string][]> => {
  const { rows } = await testDatabase.pool.query<{ kind: string; quantity: string }>(
    `select m.kind, trim_scale(m.quantity)::text as quantity from movement m
     join balance b on b.workspace_id = m.workspace_id and b.id = m.balance_id
     where m.workspace_id = $1 and b.variant_id = $2 order by m.id`,
    [shop.workspaceId, variantId],
  );
  return rows.map((row) => [row.kind, row.quantity]);
};

describe("the same material twice in one order", () => {
  /** flour for the dough and flour for the dusting at one stage, and flour once more at the next */
  async function aShopWithFlourThrice(flour: string): Promise<Workshop> {
    const shop = await aWorkshop(testDatabase, { flour });
    await shop.make(archiveTemplate, { templateId: shop.templateId, archived: true });
    const norm = (perUnit: string) => ({ variantId: shop.flourId, warehouseId: shop.materialsId, perUnit });
    const body = templateBodyField.parse({
      stages: [
        {
          key: "baking",
          name: "Baking",
          performer: { kind: "chosen_at_start" },
          consumption: "at_start",
          norms: [norm("2"), norm("0.5")],
        },
        {
          key: "packing",
          name: "Packing",
          performer: { kind: "chosen_at_start" },
          consumption: "at_completion",
          norms: [norm("0.25")],
        },
      ],
      triggers: {},
      policies: { finishedWarehouseId: shop.finishedId },
    });
    await shop.make(addTemplate, { itemId: shop.productId, name: "Dusted cake", body, comment: "" });
    return shop;
  }

  it("is reserved for each norm, consumed by each, and costed by each", async () => {
    const shop = await aShopWithFlourThrice("100");
    const orderId = await anOrder(shop, { quantity: 4 });
    expect(await stockOf(shop, shop.flourId)).toMatchObject({ onHand: "100", reserved: "11" });
    await startAt(shop, orderId, "baking", 0);
    expect(await stockOf(shop, shop.flourId)).toMatchObject({ onHand: "90", reserved: "1" });
    const [dough = "", dusting = ""] = await normIdsAt(shop, orderId, "baking");
    await finishAt(shop, orderId, "baking", 30, {
      materials: [
        { normId: dough, quantity: "7.5" },
        { normId: dusting, quantity: "2.5" },
      ],
    });
    expect(await movementsOf(shop, shop.flourId)).toEqual([
      ["receipt", "100"],
      ["issue", "-8"],
      ["issue", "-2"],
      ["return", "0.5"],
      ["issue", "-0.5"],
    ]);
    expect((await costLinesOf(shop, orderId)).slice(0, 2)).toEqual([
      ["material", "7.5", "10", "75"],
      ["material", "2.5", "10", "25"],
    ]);
    await startAt(shop, orderId, "packing", 40);
    await finishAt(shop, orderId, "packing", 50);
    expect(await stockOf(shop, shop.flourId)).toEqual({
      onHand: "89",
      reserved: "0",
      value: "890",
      average: "10",
    });
    await lawsHold(shop);
  });

  it("that does not suffice is one shortage of one need, and what there is is given once", async () => {
    const shop = await aShopWithFlourThrice("9");
    const { shortages, orderId } = await shop.make(createOrder, orderInput(shop, { quantity: 4 }));
    expect(shortages).toMatchObject([
      { variantId: shop.flourId, required: "11", reserved: "9", missing: "2" },
    ]);
    expect(await reservedOf(shop, orderId, shop.flourId)).toBe("9");
    await lawsHold(shop);
  });

  it("comes back by both norms when the start is cancelled", async () => {
    const shop = await aShopWithFlourThrice("9");
    const orderId = await anOrder(shop, { quantity: 4 });
    const before = await stockOf(shop, shop.flourId);
    const runId = await startAt(shop, orderId, "baking", 0);
    expect(await stockOf(shop, shop.flourId)).toMatchObject({ onHand: "-1", reserved: "0" });
    await shop.make(cancelStart, { runId }, { now: shopMinute(5) });
    expect(await stockOf(shop, shop.flourId)).toEqual(before);
    expect(await reservedOf(shop, orderId, shop.flourId)).toBe("9");
    await lawsHold(shop);
  });
});

describe("what the start consumed and the finish corrects", () => {
  it("is consumed once where nothing is corrected", async () => {
    const shop = await aWorkshop(testDatabase);
    const orderId = await anOrder(shop, { quantity: 10 });
    await startAt(shop, orderId, "baking", 0);
    await finishAt(shop, orderId, "baking", 10);
    expect(await movementsOf(shop, shop.flourId)).toEqual([
      ["receipt", "1000"],
      ["issue", "-20"],
    ]);
    await lawsHold(shop);
  });

  it("is typed in whole pieces where the norm goes in whole ones", async () => {
    const shop = await aWorkshop(testDatabase);
    const orderId = await anOrder(shop, { quantity: 2 });
    await startAt(shop, orderId, "baking", 0);
    await finishAt(shop, orderId, "baking", 10);
    const runId = await startAt(shop, orderId, "packing", 20);
    const normId = await normIdAt(shop, orderId, "packing");
    const finish = (quantity: string) =>
      shop.ask(finishRun, { runId, units: 2, materials: [{ normId, quantity }] }, { now: shopMinute(30) });
    expect(await finish("2.5")).toMatchObject({
      refusal: { code: "whole_pieces", path: ["materials", 0, "quantity"], data: { quantity: "2.5" } },
    });
    expect(await finish("3")).toMatchObject({ ok: true });
    await lawsHold(shop);
  });

  it.each([
    ["more: the difference is issued", "23.5", ["issue", "-3.5"], "976.5", "235"],
    ["less: the difference is returned", "18.25", ["return", "1.75"], "981.75", "182.5"],
    ["nothing: all of it is returned", "0", ["return", "20"], "1000", null],
  ] as const)("%s", async (_, quantity, movement, onHand, amount) => {
    const shop = await aWorkshop(testDatabase);
    const orderId = await anOrder(shop, { quantity: 10 });
    await startAt(shop, orderId, "baking", 0);
    const normId = await normIdAt(shop, orderId, "baking");
    await finishAt(shop, orderId, "baking", 10, { materials: [{ normId, quantity }] });
    expect(await movementsOf(shop, shop.flourId)).toEqual([["receipt", "1000"], ["issue", "-20"], movement]);
    expect(await stockOf(shop, shop.flourId)).toMatchObject({ onHand, reserved: "0" });
    const material = (await costLinesOf(shop, orderId)).filter(([category]) => category === "material");
    expect(material).toEqual(amount === null ? [] : [["material", quantity, "10", amount]]);
    await lawsHold(shop);
  });

  it("typed at the start as another amount is that amount, and what is left of the reservation is freed", async () => {
    const shop = await aWorkshop(testDatabase);
    const orderId = await anOrder(shop, { quantity: 10 });
    const normId = await normIdAt(shop, orderId, "baking");
    await startAt(shop, orderId, "baking", 0, { materials: [{ normId, quantity: "15" }] });
    expect(await stockOf(shop, shop.flourId)).toMatchObject({ onHand: "985", reserved: "5" });
    await finishAt(shop, orderId, "baking", 10);
    expect(await stockOf(shop, shop.flourId)).toMatchObject({ onHand: "985", reserved: "0" });
    await lawsHold(shop);
  });

  it("after a price came in between: returned at the value at which it left, captured at the price of now", async () => {
    const shop = await aWorkshop(testDatabase, { flour: "40" });
    const orderId = await anOrder(shop, { quantity: 10 });
    await startAt(shop, orderId, "baking", 0);
    await receive(shop, shop.flourId, "20", "20", 5); // 20 at 10 and 20 at 20: 15 on the average
    const normId = await normIdAt(shop, orderId, "baking");
    await finishAt(shop, orderId, "baking", 10, { materials: [{ normId, quantity: "16" }] });
    expect(await stockOf(shop, shop.flourId)).toMatchObject({ onHand: "44", value: "640" });
    const [[, , rate, amount] = []] = await costLinesOf(shop, orderId);
    // 40 kg worth 600, and 4 that came back at 10: 640 over 44
    expect([rate, amount]).toEqual(["14.5454545455", "232.7273"]);
    await lawsHold(shop);
  });
});

describe("consuming more than the order's own reservation", () => {
  /** 30 kg: the first order holds 4, then others what is told; what is left is free. */
  async function aShopOfOrders(flour: string) {
    const shop = await aWorkshop(testDatabase, { flour });
    const own = await anOrder(shop, { quantity: 2 });
    const low = await anOrder(shop, { quantity: 2, priority: "low", dueDate: "2026-03-10" });
    const lowLater = await anOrder(shop, { quantity: 2, priority: "low", dueDate: "2026-03-20" });
    const lowUndated = await anOrder(shop, { quantity: 2, priority: "low" });
    const urgent = await anOrder(shop, { quantity: 2, priority: "urgent" });
    const held = async () =>
      Promise.all(
        [own, low, lowLater, lowUndated, urgent].map((orderId) => reservedOf(shop, orderId, shop.flourId)),
      );
    const consume = async (quantity: string) =>
      startAt(shop, own, "baking", 0, {
        materials: [{ normId: await normIdAt(shop, own, "baking"), quantity }],
      });
    return { shop, own, low, lowLater, lowUndated, urgent, held, consume };
  }

  it("takes what is free first, and nobody yields", async () => {
    const { shop, held, consume } = await aShopOfOrders("23");
    await consume("7");
    expect(await held()).toEqual(["0", "4", "4", "4", "4"]);
    expect(await stockOf(shop, shop.flourId)).toMatchObject({ onHand: "16", reserved: "16" });
    await lawsHold(shop);
  });

  it("then the reservations of the lowest priority and latest due date, which show as shortages", async () => {
    const { shop, lowUndated, lowLater, urgent, held, consume } = await aShopOfOrders("23");
    await consume("13"); // 4 own, 3 free, and 6 of others: no due date is the latest
    expect(await held()).toEqual(["0", "4", "2", "0", "4"]);
    const missing = async (orderId: Id) =>
      (await shop.make(reserveOrder, { orderId })).shortages.filter((row) => row.variantId === shop.flourId);
    expect(await missing(lowUndated)).toMatchObject([{ required: "4", reserved: "0", missing: "4" }]);
    expect(await missing(lowLater)).toMatchObject([{ required: "4", reserved: "2", missing: "2" }]);
    expect(await missing(urgent)).toEqual([]);
    await lawsHold(shop);
  });

  it("comes back to those who yielded, when the start is cancelled", async () => {
    const { shop, held, consume } = await aShopOfOrders("23");
    const before = await held();
    const runId = await consume("22");
    expect(await held()).toEqual(["0", "0", "0", "0", "1"]);
    await shop.make(cancelStart, { runId }, { now: shopMinute(5) });
    expect(await held()).toEqual(before);
    await lawsHold(shop);
  });

  it("takes from whoever yields by now: a change of priority or due date moves the order in the row", async () => {
    const { shop, low, lowUndated, urgent, held, consume } = await aShopOfOrders("20");
    await shop.make(changeOrder, { orderId: lowUndated, priority: "urgent" });
    await shop.make(changeOrder, { orderId: low, dueDate: "2026-04-30" });
    await shop.make(changeOrder, { orderId: urgent, priority: "normal" });
    await consume("9"); // 4 own; low is the latest of low now, then lowLater
    expect(await held()).toEqual(["0", "0", "3", "4", "4"]);
    await lawsHold(shop);
  });

  it("lets a later receipt be reserved again by whoever asks", async () => {
    const { shop, lowUndated, consume } = await aShopOfOrders("20");
    await consume("8");
    await receive(shop, shop.flourId, "3", "10", 10);
    expect((await shop.make(reserveOrder, { orderId: lowUndated })).shortages).toMatchObject([
      { missing: "1" },
    ]);
    expect(await reservedOf(shop, lowUndated, shop.flourId)).toBe("3");
    await lawsHold(shop);
  });
});

describe("stock below zero", () => {
  it("is captured at the list price; a receipt then sets its own price, and the rest is a valuation line", async () => {
    const shop = await aWorkshop(testDatabase, { flour: "0" });
    await shop.make(setListPrice, { variantId: shop.flourId, price: "8" });
    const orderId = await anOrder(shop, { quantity: 10 });
    await startAt(shop, orderId, "baking", 0);
    expect(await stockOf(shop, shop.flourId)).toMatchObject({ onHand: "-20", reserved: "0" });
    await finishAt(shop, orderId, "baking", 10);
    expect((await costLinesOf(shop, orderId))[0]).toEqual(["material", "20", "8", "160"]);
    await lawsHold(shop);
    await receive(shop, shop.flourId, "30", "12", 20);
    expect(await stockOf(shop, shop.flourId)).toEqual({
      onHand: "10",
      reserved: "0",
      value: "120",
      average: "12",
    });
    expect((await costLinesOf(shop, orderId))[0]).toEqual(["material", "20", "8", "160"]);
    await lawsHold(shop);
  });

  it("without any price is captured at 0 and flagged", async () => {
    const shop = await aWorkshop(testDatabase, { flour: "0" });
    const orderId = await anOrder(shop, { quantity: 1 });
    await startAt(shop, orderId, "baking", 0);
    await finishAt(shop, orderId, "baking", 10);
    const { rows } = await testDatabase.pool.query(
      "select no_price from cost_line where workspace_id = $1 and order_id = $2 and category = 'material'",
      [shop.workspaceId, orderId],
    );
    expect(rows).toEqual([{ no_price: true }]);
    await lawsHold(shop);
  });

  it("is refused by the workspace that says so, and then the last kilogram goes out", async () => {
    const shop = await aWorkshop(testDatabase, { flour: "20" });
    await shop.make(changeWorkspace, { allowNegativeStock: false });
    const orderId = await anOrder(shop, { quantity: 10 });
    await startAt(shop, orderId, "baking", 0);
    expect(await stockOf(shop, shop.flourId)).toMatchObject({ onHand: "0", value: "0" });
    await lawsHold(shop);
  });
});

describe("the end of an order", () => {
  it("receives its units once, at what they carry, and frees every reservation", async () => {
    const shop = await aWorkshop(testDatabase);
    const orderId = await anOrder(shop, { quantity: 10 });
    await workThrough(shop, orderId, 0);
    const { cost } = await orderRow(shop, orderId);
    expect(await movementsOf(shop, shop.variantId)).toEqual([["output", "10"]]);
    expect(await stockOf(shop, shop.variantId, shop.finishedId)).toMatchObject({
      onHand: "10",
      value: cost.toFixed(),
    });
    for (const variantId of [shop.flourId, shop.boxId]) {
      expect(await stockOf(shop, variantId)).toMatchObject({ reserved: "0" });
    }
    const { rows } = await testDatabase.pool.query<{ kind: string }>(
      `select kind from fact where workspace_id = $1 and thing_id = $2 and kind in ('lot_received', 'order_finished')
       order by version`,
      [shop.workspaceId, orderId],
    );
    expect(rows.map((row) => row.kind)).toEqual(["lot_received", "order_finished"]);
    await lawsHold(shop);
  });

  it("with over-yield receives what there is, and consumes the order's need", async () => {
    const shop = await aWorkshop(testDatabase, { policies: { overYield: "0.2" } });
    const orderId = await anOrder(shop, { quantity: 10 });
    await startAt(shop, orderId, "baking", 0);
    await finishAt(shop, orderId, "baking", 10, { units: 12 });
    await startAt(shop, orderId, "packing", 20);
    await finishAt(shop, orderId, "packing", 30, { units: 12 });
    expect(await orderRow(shop, orderId)).toMatchObject({
      ordered: 10,
      over: 2,
      received: 12,
      status: "done",
    });
    expect(await stockOf(shop, shop.boxId)).toMatchObject({ onHand: "990" });
    expect(await stockOf(shop, shop.variantId, shop.finishedId)).toMatchObject({ onHand: "12" });
    await lawsHold(shop);
  });

  it.each([
    [true, "1000"],
    [false, "980"],
  ])("by cancelling, materials given back: %s", async (returnMaterials, onHand) => {
    const shop = await aWorkshop(testDatabase);
    const orderId = await anOrder(shop, { quantity: 10 });
    const runId = await startAt(shop, orderId, "baking", 0);
    await shop.make(
      cancelOrder,
      { orderId, reason: "The customer left", returnMaterials },
      { now: shopMinute(30) },
    );
    expect(await stockOf(shop, shop.flourId)).toMatchObject({ onHand, reserved: "0" });
    expect(await stockOf(shop, shop.boxId)).toMatchObject({ reserved: "0" });
    // 30 minutes at 120 an hour, and the flour unless it went back
    expect((await orderRow(shop, orderId)).separate_loss.toFixed()).toBe(returnMaterials ? "60" : "260");
    const { rows } = await testDatabase.pool.query<{ state: string }>(
      "select state from run where workspace_id = $1 and id = $2",
      [shop.workspaceId, runId],
    );
    expect(rows).toEqual([{ state: "ended" }]);
    await lawsHold(shop);
  });
});

it("a run of which nothing is consumed has no movement", async () => {
  const shop = await aWorkshop(testDatabase);
  const orderId = await anOrder(shop, { quantity: 10 });
  const normId = await normIdAt(shop, orderId, "baking");
  await startAt(shop, orderId, "baking", 0, { materials: [{ normId, quantity: "0" }] });
  expect(await movementsOf(shop, shop.flourId)).toEqual([["receipt", "1000"]]);
  expect(await runIdAt(shop, orderId, "baking")).toBeDefined();
  await lawsHold(shop);
});
