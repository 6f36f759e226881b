import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addItem } from "#commands/catalog/add-item.ts";
import { changeItem } from "#commands/catalog/change-item.ts";
import { addDeal } from "#commands/crm/add-deal.ts";
import { shipDeal } from "#commands/crm/ship-deal.ts";
import { cancelStart } from "#commands/production/cancel-start.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { reopenRun } from "#commands/production/reopen-run.ts";
import { startRun } from "#commands/production/start-run.ts";
import { addTemplate } from "#commands/templates/add-template.ts";
import type { Id } from "#kernel/id.ts";
import { inventoryRoutes } from "#modules/inventory/contract/routes.ts";
import { listBatches } from "#modules/inventory/views/list-batches.ts";
import { listBatchMovements } from "#modules/inventory/views/list-batch-movements.ts";
import { listOpenBatches } from "#modules/inventory/views/list-open-batches.ts";
import { listOrderBatches } from "#modules/inventory/views/list-order-batches.ts";
import { listRunBatches } from "#modules/inventory/views/list-run-batches.ts";
import { showBatch } from "#modules/inventory/views/show-batch.ts";
import { traceBatch } from "#modules/inventory/views/trace-batch.ts";
import { templateBodyField } from "#modules/templates/contract/template-body.ts";
import { seeView } from "#test/builders/see-view.ts";
import { accepted, aMember, aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import {
  anOrder,
  finishAt,
  lawsHold,
  normIdAt,
  orderRow,
  refused,
  runIdAt,
  shopMinute,
  startAt,
} from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { changeBatch } from "./change-batch.ts";
import { countStock } from "./count-stock.ts";
import { receiveStock } from "./receive-stock.ts";
import { transferStock } from "./transfer-stock.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** The workshop's flour is told apart; nothing of it is there. */
async function aTracedShop(): Promise<Workshop> {
  const shop = await aWorkshop(database, { flour: "0" });
  await shop.make(changeItem, { itemId: shop.flourItemId, traced: true });
  return shop;
}

const receive = (shop: Workshop, number: string, quantity: string, bestBefore?: string | null) =>
  shop.make(receiveStock, {
    warehouseId: shop.materialsId,
    lines: [
      {
        variantId: shop.flourId,
        quantity,
        price: "10",
        batch: { number, supplier: "Mill", ...(bestBefore === undefined ? {} : { bestBefore }) },
      },
    ],
  });

async function batchesOf(shop: Workshop, wish: Record<string, unknown> = {}) {
  const route = inventoryRoutes.listBatches;
  const { rows } = accepted(await seeView(shop, route, listBatches, { limit: 50, all: false, ...wish }));
  return rows;
}
const shown = async (shop: Workshop, wish: Record<string, unknown> = {}) =>
  (await batchesOf(shop, wish)).map((row) => [row.number, row.bestBefore, row.onHand]);
async function idOf(shop: Workshop, number: string): Promise<Id> {
  const row = (await batchesOf(shop, { all: true })).find((batch) => batch.number === number);
  if (row === undefined) throw new Error(`No batch ${number}`);
  return row.id;
}
const trace = async (shop: Workshop, batchId: Id, direction: "forward" | "backward") =>
  accepted(await seeView(shop, inventoryRoutes.traceBatch, traceBatch, { batchId, direction }));

describe("receiving", () => {
  it("asks for a number where batches are told apart, and joins what is known", async () => {
    const shop = await aTracedShop();
    const line = { variantId: shop.flourId, quantity: "1", price: "10" };
    const ask = (lines: (typeof line & { batch?: { number: string; bestBefore?: string | null } })[]) =>
      shop.ask(receiveStock, { warehouseId: shop.materialsId, lines });
    expect(await refused(shop, () => ask([line]))).toMatchObject({
      code: "batch_required",
      path: ["lines", 0, "batch"],
    });
    const boxes = { variantId: shop.boxId, quantity: "1", price: "1", batch: { number: "B" } };
    expect(await refused(shop, () => ask([boxes]))).toMatchObject({ code: "batch_not_asked" });
    await receive(shop, "L-118", "40", "2026-12-03");
    await receive(shop, "L-118", "2");
    expect(
      await refused(shop, () => ask([{ ...line, batch: { number: "L-118", bestBefore: "2026-12-04" } }])),
    ).toMatchObject({
      code: "batch_best_before_differs",
      data: { bestBefore: "2026-12-03" },
      path: ["lines", 0, "batch", "bestBefore"],
    });
    await receive(shop, "L-119", "5", null);
    expect(await shown(shop)).toEqual([
      ["L-118", "2026-12-03", "42"],
      ["L-119", null, "5"],
    ]);
    await lawsHold(shop);
  });

  it("finds batches by number, supplier and day, and those of which nothing is left where they are asked for", async () => {
    const shop = await aTracedShop();
    await receive(shop, "A", "1", "2026-03-01");
    await receive(shop, "B", "1", "2026-03-20");
    await receive(shop, "C", "1", "2026-09-01");
    expect((await batchesOf(shop)).map((row) => row.state)).toEqual(["expired", "soon", "good"]);
    expect(await shown(shop, { expiringWithin: 18 })).toHaveLength(2);
    expect(await shown(shop, { expiringWithin: 17 })).toHaveLength(1);
    expect(await shown(shop, { search: "mill" })).toHaveLength(3);
    expect(await shown(shop, { search: "c" })).toEqual([["C", "2026-09-01", "1"]]);
    const first = accepted(
      await seeView(shop, inventoryRoutes.listBatches, listBatches, { limit: 2, all: false }),
    );
    expect(first.rows).toHaveLength(2);
    expect(await shown(shop, { cursor: first.next })).toEqual([["C", "2026-09-01", "1"]]);
    await shop.make(countStock, {
      warehouseId: shop.materialsId,
      lines: [{ variantId: shop.flourId, counted: "2", batches: [{ number: "A", counted: "0" }] }],
    });
    expect(await shown(shop)).toHaveLength(2);
    expect(await shown(shop, { all: true })).toHaveLength(3);
  });

  it("corrects a number and a date, which goes in its new turn", async () => {
    const shop = await aTracedShop();
    await receive(shop, "A", "10", "2026-05-01");
    await receive(shop, "B", "10", "2026-06-01");
    const batchId = await idOf(shop, "B");
    expect(await refused(shop, () => shop.ask(changeBatch, { batchId, number: "A" }))).toMatchObject({
      code: "batch_number_taken",
    });
    await shop.make(changeBatch, { batchId, number: "B-2", bestBefore: "2026-04-01", note: "Read again" });
    const [place] = accepted(
      await seeView(shop, inventoryRoutes.listOpenBatches, listOpenBatches, {
        places: [{ variantId: shop.flourId, warehouseId: shop.materialsId }],
      }),
    ).places;
    expect(place).toMatchObject({ traced: true, unknown: "0" });
    expect(place?.batches.map((batch) => [batch.number, batch.bestBefore])).toEqual([
      ["B-2", "2026-04-01"],
      ["A", "2026-05-01"],
    ]);
    await lawsHold(shop);
  });

  it("is switched off only when nothing lies in batches; what was there before has none", async () => {
    const shop = await aWorkshop(database);
    await shop.make(changeItem, { itemId: shop.flourItemId, traced: true });
    await receive(shop, "A", "5");
    const off = () => shop.ask(changeItem, { itemId: shop.flourItemId, traced: false });
    expect(await refused(shop, off)).toMatchObject({ code: "batches_left", path: ["traced"] });
    await shop.make(countStock, {
      warehouseId: shop.materialsId,
      lines: [{ variantId: shop.flourId, counted: "1000", batches: [{ number: "A", counted: "0" }] }],
    });
    expect(await off()).toMatchObject({ ok: true });
    await lawsHold(shop);
  });
});

describe("a run", () => {
  it("takes what expires first, or what is named, and gives the very same back", async () => {
    const shop = await aTracedShop();
    await receive(shop, "late", "15", "2026-09-01");
    await receive(shop, "early", "15", "2026-06-01");
    const orderId = await anOrder(shop);
    const runId = await startAt(shop, orderId, "baking", 0);
    expect(await shown(shop)).toEqual([["late", "2026-09-01", "10"]]);
    const early = await idOf(shop, "early");
    expect((await trace(shop, early, "forward")).used).toMatchObject([{ orderId, quantity: "15" }]);
    await shop.make(cancelStart, { runId }, { now: shopMinute(1) });
    expect((await trace(shop, early, "forward")).used, "what came back whole was not used").toEqual([]);
    expect(await shown(shop)).toEqual([
      ["early", "2026-06-01", "15"],
      ["late", "2026-09-01", "15"],
    ]);
    const normId = await normIdAt(shop, orderId, "baking");
    const named = (number: string, quantity: string) =>
      idOf(shop, number).then((batchId) => ({ normId, batchId, quantity }));
    const batches = [await named("late", "12")];
    await shop.make(startRun, { runId, batches }, { now: shopMinute(2) });
    expect(await shown(shop)).toEqual([
      ["early", "2026-06-01", "7"],
      ["late", "2026-09-01", "3"],
    ]);
    // At the finish somebody sees that it was another one.
    await shop.make(
      finishRun,
      { runId, units: 10, batches: [await named("late", "5"), await named("early", "15")] },
      { now: shopMinute(3) },
    );
    expect(await shown(shop)).toEqual([["late", "2026-09-01", "10"]]);
    await lawsHold(shop);
  });

  it("refuses batches that do not fit, at their field", async () => {
    const shop = await aTracedShop();
    await receive(shop, "A", "15", "2026-06-01");
    const orderId = await anOrder(shop);
    const runId = await runIdAt(shop, orderId, "baking");
    const [normId, batchId] = [await normIdAt(shop, orderId, "baking"), await idOf(shop, "A")];
    const ask = (quantity: string, norm = normId) =>
      shop.ask(startRun, { runId, batches: [{ normId: norm, batchId, quantity }] }, { now: shopMinute(1) });
    expect(await refused(shop, () => ask("16"))).toMatchObject({ code: "batch_short", path: ["batches"] });
    expect(await refused(shop, () => ask("21"))).toMatchObject({ code: "batches_too_many" });
    const packing = await normIdAt(shop, orderId, "packing");
    expect(await refused(shop, () => ask("1", packing))).toMatchObject({
      code: "norm_unknown",
      path: ["batches", 0, "normId"],
    });
    const { norms } = accepted(
      await seeView(
        shop,
        inventoryRoutes.listRunBatches,
        listRunBatches,
        { runId },
        { actor: shop.operator },
      ),
    );
    expect(norms).toMatchObject([{ normId, unknown: "0", taken: [], batches: [{ number: "A" }] }]);
  });

  it("makes a batch of what is finished, and takes it back when it is reopened", async () => {
    const shop = await aTracedShop();
    await shop.make(changeItem, { itemId: shop.productId, shelfLifeDays: 3 });
    const orderId = await anOrder(shop);
    await startAt(shop, orderId, "baking", 0);
    await finishAt(shop, orderId, "baking", 10);
    await startAt(shop, orderId, "packing", 20);
    await finishAt(shop, orderId, "packing", 30);
    const number = String((await orderRow(shop, orderId)).number);
    expect(await shown(shop)).toEqual([[number, "2026-03-05", "10"]]);
    const runId = await runIdAt(shop, orderId, "packing");
    await shop.make(reopenRun, { runId, reason: "Two are burnt" }, { now: shopMinute(40) });
    expect(await shown(shop)).toEqual([]);
    // The day after, so it keeps a day longer; it is the same batch.
    await shop.make(finishRun, { runId, units: 10 }, { now: shopMinute(24 * 60) });
    expect(await shown(shop)).toEqual([[number, "2026-03-06", "10"]]);
    expect(await shown(shop, { all: true })).toHaveLength(1);
    await lawsHold(shop);
  });
});

describe("a trace", () => {
  /** Flour into dough, dough into bread, bread to a customer. */
  async function aBakery() {
    const shop = await aTracedShop();
    const variant = (name: string) => [{ name, sku: null, attributes: {}, salePrice: null, listPrice: null }];
    const dough = await shop.make(addItem, {
      kind: "semi_finished",
      name: "Dough",
      unit: "pcs",
      traced: true,
      variants: variant("Dough"),
    });
    const bread = await shop.make(addItem, {
      kind: "product",
      name: "Bread",
      unit: "pcs",
      shelfLifeDays: 3,
      variants: variant("Bread"),
    });
    const [doughId = "", breadId = ""] = [...dough.variantIds, ...bread.variantIds];
    const template = (itemId: Id, name: string, variantId: Id, perUnit: string, finishedWarehouseId: Id) =>
      shop.make(addTemplate, {
        itemId,
        name,
        comment: "",
        body: templateBodyField.parse({
          stages: [
            {
              key: "work",
              name,
              performer: { kind: "role", role: "operator" },
              batchSeconds: 60,
              consumption: "at_completion",
              norms: [{ variantId, warehouseId: shop.materialsId, perUnit }],
            },
          ],
          triggers: {},
          policies: { finishedWarehouseId },
        }),
      });
    await template(dough.itemId, "Kneading", shop.flourId, "1", shop.materialsId);
    await template(bread.itemId, "Baking bread", doughId, "1", shop.finishedId);
    await receive(shop, "flour", "4", "2026-05-01");
    await receive(shop, "later flour", "10", "2026-06-01");
    const doughOrder = await anOrder(shop, { variantId: doughId, quantity: 6 });
    await startAt(shop, doughOrder, "work", 0);
    await finishAt(shop, doughOrder, "work", 5);
    const breadOrder = await anOrder(shop, { variantId: breadId, quantity: 5 });
    await startAt(shop, breadOrder, "work", 10);
    await finishAt(shop, breadOrder, "work", 20);
    const deal = await shop.make(addDeal, {
      title: "Bread for the café",
      lines: [{ variantId: breadId, quantity: 3, price: "20" }],
    });
    const { rows } = await shop.database.pool.query<{ id: Id }>(
      "select id from deal_line where deal_id = $1",
      [deal.dealId],
    );
    const lineId = rows[0]?.id ?? "";
    const numberOf = async (orderId: Id) => String((await orderRow(shop, orderId)).number);
    const numbers = { dough: await numberOf(doughOrder), bread: await numberOf(breadOrder) };
    return { shop, doughOrder, breadOrder, deal, lineId, numbers };
  }

  it("goes from flour to customer, over two orders, and back", async () => {
    const { shop, doughOrder, breadOrder, deal, lineId, numbers } = await aBakery();
    await shop.make(shipDeal, {
      dealId: deal.dealId,
      lines: [{ lineId, quantity: 3, warehouseId: shop.finishedId }],
    });
    const flour = await idOf(shop, "flour");
    const [dough, bread] = [await idOf(shop, numbers.dough), await idOf(shop, numbers.bread)];
    const forward = await trace(shop, flour, "forward");
    expect(forward.batches.map((batch) => batch.number)).toEqual(["flour", numbers.dough, numbers.bread]);
    expect(forward.used).toMatchObject([
      { batchId: flour, orderId: doughOrder, quantity: "4", lots: ["1"] },
      { batchId: dough, orderId: breadOrder, quantity: "5", lots: ["1"] },
    ]);
    expect(forward.made).toEqual(
      expect.arrayContaining([
        { orderId: doughOrder, batchId: dough, quantity: "6" },
        { orderId: breadOrder, batchId: bread, quantity: "5" },
      ]),
    );
    expect(forward.shipped).toMatchObject([
      { batchId: bread, dealId: deal.dealId, quantity: "3", dealTitle: "Bread for the café" },
    ]);
    expect(forward.cut).toBe(false);

    const backward = await trace(shop, bread, "backward");
    const met = backward.batches.map((batch) => `${batch.number}, ${batch.supplier}`);
    expect(new Set(met)).toEqual(
      new Set([`${numbers.bread}, `, `${numbers.dough}, `, "flour, Mill", "later flour, Mill"]),
    );
    expect(backward.used).toHaveLength(3);
    expect(backward.shipped).toEqual([]);

    const technologist = await seeView(
      shop,
      inventoryRoutes.traceBatch,
      traceBatch,
      { batchId: flour, direction: "forward" },
      { actor: aMember(shop.owner.memberId, ["technologist"]) },
    );
    expect(accepted(technologist).shipped).toMatchObject([{ dealTitle: null, customer: null }]);

    const order = accepted(
      await seeView(shop, inventoryRoutes.listOrderBatches, listOrderBatches, { orderId: doughOrder }),
    );
    expect(order.used).toMatchObject([
      {
        unknown: "0",
        parts: [
          { number: "flour", quantity: "4", supplier: "Mill" },
          { number: "later flour", quantity: "2" },
        ],
      },
    ]);
    expect(order.made).toMatchObject([{ number: numbers.dough, quantity: "6" }]);
    const movements = accepted(
      await seeView(shop, inventoryRoutes.listBatchMovements, listBatchMovements, {
        batchId: bread,
        limit: 10,
      }),
    );
    expect(movements.rows.map((row) => [row.kind, row.quantity, row.dealNumber])).toEqual([
      ["output", "5", null],
      ["shipment", "-3", deal.number],
    ]);
    const one = accepted(await seeView(shop, inventoryRoutes.showBatch, showBatch, { batchId: bread }));
    expect(one).toMatchObject({ cameIn: "5", wentOut: "3", onHand: "2", bestBefore: "2026-03-05" });
    await lawsHold(shop);
  });

  it("takes no goods back that others have used", async () => {
    const { shop, doughOrder } = await aBakery();
    const flour = await idOf(shop, "flour");
    const runId = await runIdAt(shop, doughOrder, "work");
    expect((await trace(shop, flour, "forward")).used).not.toEqual([]);
    const answer = await shop.ask(reopenRun, { runId, reason: "Kneaded wrongly" }, { now: shopMinute(30) });
    // Its dough is in the bread by now.
    expect(answer).toMatchObject({ ok: false, refusal: { code: "undo_stock_gone" } });
  });

  it("ships nothing expired unless somebody names it; a transfer and a count keep batches", async () => {
    const { shop, deal, lineId, numbers } = await aBakery();
    const later = { now: new Date("2026-03-10T08:00:00Z") };
    const lines = [{ lineId, quantity: 3, warehouseId: shop.finishedId }];
    const batchId = await idOf(shop, numbers.bread);
    expect(
      await refused(shop, () => shop.ask(shipDeal, { dealId: deal.dealId, lines }, later)),
    ).toMatchObject({
      code: "batch_expired",
      data: { batchId, bestBefore: "2026-03-05", quantity: "3" },
      path: ["lines", 0, "quantity"],
    });
    const tooMany = lines.map((line) => ({ ...line, batches: [{ batchId, quantity: "4" }] }));
    expect(
      await refused(shop, () => shop.ask(shipDeal, { dealId: deal.dealId, lines: tooMany }, later)),
    ).toMatchObject({ code: "batches_too_many", path: ["lines", 0, "batches"] });
    const named = lines.map((line) => ({ ...line, batches: [{ batchId, quantity: "3" }] }));
    await shop.make(shipDeal, { dealId: deal.dealId, lines: named }, later);
    const flour = await idOf(shop, "later flour");
    await shop.make(transferStock, {
      variantId: shop.flourId,
      fromWarehouseId: shop.materialsId,
      toWarehouseId: shop.finishedId,
      quantity: "3",
      batches: [{ batchId: flour, quantity: "3" }],
    });
    await shop.make(countStock, {
      warehouseId: shop.finishedId,
      lines: [{ variantId: shop.flourId, counted: "4", batches: [{ number: "found", counted: "1" }] }],
    });
    const places = (await batchesOf(shop, { warehouseId: shop.finishedId })).map((row) => [
      row.number,
      row.places.map((place) => place.quantity),
    ]);
    expect(places).toContainEqual(["found", ["1"]]);
    expect(places).toContainEqual(["later flour", ["3", "5"]]);
    await lawsHold(shop);
  });
});
