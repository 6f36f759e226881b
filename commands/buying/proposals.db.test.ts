import { afterAll, beforeAll, expect, it } from "vitest";
import { createAutomaticTask } from "#commands/crm/create-automatic-task.ts";
import { setMinimumLevel } from "#commands/inventory/set-minimum-level.ts";
import { buyingRoutes } from "#modules/buying/contract/routes.ts";
import { proposePurchases } from "#modules/buying/views/propose-purchases.ts";
import { inventoryRoutes } from "#modules/inventory/contract/routes.ts";
import { listBalances } from "#modules/inventory/views/list-balances.ts";
import type { Input } from "#kernel/route.ts";
import type { OutputOf, RequestOf } from "#modules/routes.ts";
import { refused } from "#test/builders/a-workspace.ts";
import { seeView } from "#test/builders/see-view.ts";
import { anOrder } from "#test/builders/workshop-orders.ts";
import { accepted, aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { addSupplier } from "./add-supplier.ts";
import { cancelPurchase } from "./cancel-purchase.ts";
import { createPurchases } from "./create-purchases.ts";
import { setSupplierPrice } from "./set-supplier-price.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

type Proposal = OutputOf<"proposePurchases">["rows"][number];

async function proposed(
  shop: Workshop,
  input: Input<typeof buyingRoutes.proposePurchases> = {},
): Promise<Proposal[]> {
  const answer = await seeView(shop, buyingRoutes.proposePurchases, proposePurchases, input);
  return [...accepted(answer).rows];
}
/** Takes up proposals as they stand, from the first supplier of each. */
const rowsOf = (rows: readonly Proposal[]): RequestOf<"createPurchases">["rows"] =>
  rows.flatMap((row) => {
    const [offer] = row.offers;
    if (offer === undefined) return [];
    const { variantId, warehouseId, quantity, expected } = row;
    return [
      {
        variantId,
        warehouseId,
        quantity,
        expected,
        supplierId: offer.supplierId,
        pack: offer.pack,
        price: offer.price,
      },
    ];
  });

/** 20 kg of flour lack for an order of 10; nobody offers any yet. */
async function aShortShop() {
  const shop = await aWorkshop(testDatabase, { flour: "0" });
  const orderId = await anOrder(shop, { dueDate: "2026-03-20" });
  const place = { variantId: shop.flourId, warehouseId: shop.materialsId };
  return { shop, orderId, place };
}
async function aMill(
  shop: Workshop,
  name: string,
  price: string,
  more: Partial<RequestOf<"setSupplierPrice">> = {},
) {
  const { supplierId } = await shop.make(addSupplier, { name });
  await shop.make(setSupplierPrice, { supplierId, variantId: shop.flourId, price, ...more });
  return supplierId;
}

it("says what lacks, which orders wait and since when, and rounds up to the packs of whoever is preferred", async () => {
  const { shop, orderId, place } = await aShortShop();
  const sooner = await anOrder(shop, { quantity: 1, dueDate: "2026-03-10" });
  await aMill(shop, "Cheap", "8");
  const preferred = await aMill(shop, "Near", "9", {
    preferred: true,
    pack: { name: "Sack", contains: "25" },
  });
  const rows = await proposed(shop);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    ...place,
    short: "22",
    needed: "22",
    expected: "0",
    quantity: "25",
    waitingCount: 2,
    earliestDue: "2026-03-10",
    waiting: [
      { orderId: sooner, short: "2", dueDate: "2026-03-10" },
      { orderId, short: "20", dueDate: "2026-03-20", since: "2026-03-02T09:00:00.000Z" },
    ],
    offers: [
      {
        supplierId: preferred,
        supplierName: "Near",
        price: "9",
        quantity: "25",
        pack: { name: "Sack", contains: "25" },
      },
      { supplierName: "Cheap", price: "8", quantity: "22", pack: null },
    ],
  });
  // Stock tells the same.
  const stock = accepted(
    await seeView(shop, inventoryRoutes.listBalances, listBalances, { limit: 50, only: "short" }),
  );
  expect(stock.rows.map((row) => [row.itemName, row.short, row.onHand])).toEqual([["Flour", "22", "0"]]);
});

it("makes a draft for each supplier and warehouse in one step, and proposes nothing more", async () => {
  const { shop, place } = await aShortShop();
  const mill = await aMill(shop, "Mill", "9");
  const boxer = (await shop.make(addSupplier, { name: "Boxer" })).supplierId;
  const box = { variantId: shop.boxId, warehouseId: shop.materialsId };
  await shop.make(setSupplierPrice, { supplierId: boxer, variantId: shop.boxId, price: "3" });
  await shop.make(setMinimumLevel, { ...box, minimum: "1000", fillUpTo: "1200" });
  // In the other warehouse there never was any: its level stands by itself.
  const elsewhere = { variantId: shop.flourId, warehouseId: shop.finishedId };
  await shop.make(setMinimumLevel, { ...elsewhere, minimum: "7" });
  const rows = await proposed(shop);
  expect(rows.map((row) => [row.itemName, row.warehouseId, row.quantity])).toEqual([
    ["Flour", place.warehouseId, "20"],
    // 10 of the 1000 boxes are reserved
    ["Box", box.warehouseId, "210"],
    ["Flour", elsewhere.warehouseId, "7"],
  ]);
  const { purchases } = await shop.make(createPurchases, { rows: rowsOf(rows) });
  expect(purchases.map((one) => [one.number, one.supplierId])).toEqual([
    [1, mill],
    [2, boxer],
    [3, mill],
  ]);
  expect(await proposed(shop)).toEqual([]);
  // A draft that is cancelled is expected no more.
  await shop.make(cancelPurchase, { purchaseId: purchases[1]?.purchaseId ?? "" });
  expect((await proposed(shop)).map((row) => row.quantity)).toEqual(["210"]);
});

it("takes up one proposal once, also when two do it at the same moment", async () => {
  for (let round = 0; round < 5; round += 1) {
    const { shop } = await aShortShop();
    await aMill(shop, "Mill", "9");
    const rows = rowsOf(await proposed(shop));
    const answers = await Promise.all([
      shop.ask(createPurchases, { rows }),
      shop.ask(createPurchases, { rows }),
    ]);
    expect(answers.map((answer) => (answer.ok ? "yes" : answer.refusal.code)).sort()).toEqual([
      "proposal_stale",
      "yes",
    ]);
    expect(answers.find((answer) => !answer.ok)).toMatchObject({
      refusal: { data: { expected: "20" }, path: ["rows", 0] },
    });
  }
});

it("proposes what is bought: no cakes, but any material, and of what is archived only what orders wait for", async () => {
  const shop = await aWorkshop(testDatabase, { flour: "0", boxes: "0" });
  await shop.make(setMinimumLevel, {
    variantId: shop.variantId,
    warehouseId: shop.finishedId,
    minimum: "5",
  });
  await shop.make(setMinimumLevel, { variantId: shop.boxId, warehouseId: shop.materialsId, minimum: "5" });
  const names = async (): Promise<string[]> => (await proposed(shop)).map((row) => row.itemName);
  expect(await names()).toEqual(["Box"]);
  await testDatabase.pool.query("update variant set archived = true where id = $1", [shop.boxId]);
  expect(await names()).toEqual([]);
  await anOrder(shop, { quantity: 1 });
  expect(await names()).toEqual(["Box", "Flour"]);
  const { supplierId } = await shop.make(addSupplier, { name: "Baker next door" });
  await shop.make(setSupplierPrice, { supplierId, variantId: shop.variantId, price: "80" });
  expect(await names()).toEqual(["Box", "Flour", "Cake"]);
});

it("counts what a task names whose order could not be created, as far as it is not there by now", async () => {
  const shop = await aWorkshop(testDatabase, { flour: "5", boxes: "0" });
  const warehouseId = shop.materialsId;
  const shortages = [
    { variantId: shop.flourId, warehouseId, required: "20", missing: "20" },
    { variantId: shop.boxId, warehouseId, required: "10", missing: "10" },
  ];
  const { taskId } = await shop.make(createAutomaticTask, {
    textId: "task.shortage_blocks",
    textValues: { shortages },
    title: "Cake",
    assigneeRole: "supervisor",
    dealId: null,
    orderId: null,
  });
  expect(await proposed(shop)).toEqual([]);
  const rows = await proposed(shop, { taskId });
  expect(rows.map((row) => [row.itemName, row.asked, row.needed])).toEqual([
    ["Box", "10", "10"],
    ["Flour", "20", "15"],
  ]);
  const { supplierId } = await shop.make(addSupplier, { name: "All things" });
  await shop.make(createPurchases, {
    rows: rows.map(({ variantId, quantity, expected }) => ({
      variantId,
      warehouseId,
      quantity,
      expected,
      supplierId,
    })),
  });
  expect(await proposed(shop, { taskId })).toEqual([]);
  const other = await aWorkshop(testDatabase);
  expect(await seeView(other, buyingRoutes.proposePurchases, proposePurchases, { taskId })).toMatchObject(
    refused("task_unknown", ["taskId"]),
  );
});

it("keeps a minimum level with its way to it", async () => {
  const { shop, place } = await aShortShop();
  const set = (minimum: string, fillUpTo: string | null = null) =>
    shop.ask(setMinimumLevel, { ...place, minimum, fillUpTo });
  expect(await set("10", "9.999999")).toMatchObject(refused("fill_below_minimum", ["fillUpTo"]));
  expect(await set("10", "50")).toMatchObject({ ok: true });
  expect(await set("10.0", "50")).toMatchObject({ ok: true });
  expect((await proposed(shop)).map((row) => [row.needed, row.minimum, row.fillUpTo])).toEqual([
    ["70", "10", "50"],
  ]);
  const level = async () =>
    accepted(
      await seeView(shop, inventoryRoutes.listBalances, listBalances, { limit: 50, only: "below_minimum" }),
    ).rows.map((row) => [row.itemName, row.minimum, row.fillUpTo, row.belowMinimum]);
  expect(await level()).toEqual([["Flour", "10", "50", true]]);
  expect(await set("0", "50")).toMatchObject({ ok: true });
  expect(await level()).toEqual([]);
  const { rows } = await testDatabase.pool.query(
    "select version, data -> 'minimum' ->> 'to' as minimum from fact where thing = 'minimum_level' and workspace_id = $1 order by version",
    [shop.workspaceId],
  );
  expect(rows).toEqual([
    { version: 1, minimum: "10" },
    { version: 2, minimum: "0" },
  ]);
  const other = await aWorkshop(testDatabase);
  expect(await shop.ask(setMinimumLevel, { ...place, variantId: other.flourId, minimum: "1" })).toMatchObject(
    refused("variant_unknown", ["variantId"]),
  );
  expect(
    await shop.ask(setMinimumLevel, { ...place, warehouseId: other.materialsId, minimum: "1" }),
  ).toMatchObject(refused("warehouse_unknown", ["warehouseId"]));
});
