import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buyingRoutes } from "#modules/buying/contract/routes.ts";
import { listPurchases } from "#modules/buying/views/list-purchases.ts";
import { listSupplierPrices } from "#modules/buying/views/list-supplier-prices.ts";
import { showPurchaseHistory } from "#modules/buying/views/show-purchase-history.ts";
import { inventoryRoutes } from "#modules/inventory/contract/routes.ts";
import { checkStockLaws } from "#modules/inventory/views/check-stock-laws.ts";
import { listBalances } from "#modules/inventory/views/list-balances.ts";
import { aPurchase, aSupplier, seePurchase } from "#test/builders/a-purchase.ts";
import { refused, type TestWorkspace, type TestWorld, openTestWorld } from "#test/builders/a-workspace.ts";
import { anItem } from "#test/builders/an-item.ts";
import { addPurchase } from "./add-purchase.ts";
import { cancelPurchase } from "./cancel-purchase.ts";
import { changePurchase } from "./change-purchase.ts";
import { changeSupplier } from "./change-supplier.ts";
import { closePurchase } from "./close-purchase.ts";
import { createPurchases } from "./create-purchases.ts";
import { receivePurchase } from "./receive-purchase.ts";
import { reopenPurchase } from "./reopen-purchase.ts";
import { sendPurchase } from "./send-purchase.ts";
import { setSupplierPrice } from "./set-supplier-price.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.drop());

const lawsOf = (workspace: TestWorkspace) => checkStockLaws(world.database.kysely, workspace.workspaceId);
const shelf = async (workspace: TestWorkspace) =>
  (await workspace.see(inventoryRoutes.listBalances, listBalances, {})).rows.map((row) => ({
    onHand: row.onHand,
    average: row.average,
    expected: row.expected,
    inDrafts: row.inDrafts,
  }));

describe("receiving", () => {
  it("comes in parts, at the price that was paid, and the state follows", async () => {
    const workspace = await world.aWorkspace();
    const { purchaseId, lineId, variantId, supplierId } = await aPurchase(workspace);
    expect(
      await workspace.run(receivePurchase, { purchaseId, lines: [{ lineId, quantity: "30" }] }),
    ).toMatchObject({ state: "partly_received" });
    expect(await shelf(workspace)).toEqual([{ onHand: "30", average: "10", expected: "70", inDrafts: "0" }]);
    const dearer = { lineId, quantity: "70", price: "12" };
    expect(await workspace.run(receivePurchase, { purchaseId, lines: [dearer] })).toMatchObject({
      state: "received",
    });
    const card = await seePurchase(workspace, purchaseId);
    expect(card).toMatchObject({
      state: "received",
      total: "1000",
      receivedTotal: "1140",
      verbs: ["receive"],
    });
    expect(card.lines[0]).toMatchObject({ quantity: "100", price: "10", received: "100", left: "0" });
    expect(await shelf(workspace)).toEqual([
      { onHand: "100", average: "11.4", expected: "0", inDrafts: "0" },
    ]);
    // What was paid is what the supplier offers from now on.
    const prices = await workspace.see(buyingRoutes.listSupplierPrices, listSupplierPrices, { supplierId });
    expect(prices.rows.map((row) => [row.variantId, row.price])).toEqual([[variantId, "12"]]);
    expect(await lawsOf(workspace)).toEqual([]);
  });

  it("takes more than was ordered only with a note, also when all of it had come", async () => {
    const workspace = await world.aWorkspace();
    const { purchaseId, lineId } = await aPurchase(workspace);
    const receive = (quantity: string, note = "") =>
      workspace.ask(receivePurchase, { purchaseId, lines: [{ lineId, quantity }], note });
    expect(await receive("100.5")).toMatchObject({
      ok: false,
      refusal: { code: "purchase_note_needed", data: { more: "0.5" }, path: ["note"] },
    });
    expect(await receive("100.5", "A sack was heavier")).toMatchObject({ ok: true });
    expect(await receive("1")).toMatchObject(refused("purchase_note_needed", ["note"]));
    expect(await receive("1", "Forgotten on the lorry")).toMatchObject({
      ok: true,
      value: { state: "received" },
    });
    expect((await seePurchase(workspace, purchaseId)).lines[0]).toMatchObject({
      received: "101.5",
      left: "0",
    });
    expect(await lawsOf(workspace)).toEqual([]);
  });

  it("adds up a line that is named twice, each at its price", async () => {
    const workspace = await world.aWorkspace();
    const { purchaseId, lineId } = await aPurchase(workspace);
    const lines = [
      { lineId, quantity: "60", price: "10" },
      { lineId, quantity: "50", price: "20" },
    ];
    expect(await workspace.ask(receivePurchase, { purchaseId, lines })).toMatchObject(
      refused("purchase_note_needed", ["note"]),
    );
    await workspace.run(receivePurchase, { purchaseId, lines, note: "More" });
    expect(await seePurchase(workspace, purchaseId)).toMatchObject({ receivedTotal: "1600" });
    expect(await lawsOf(workspace)).toEqual([]);
  });

  it("needs a price from somebody, and lines of this very order that was sent", async () => {
    const workspace = await world.aWorkspace();
    const { variantId } = await anItem(workspace, { kind: "material", name: "Salt", unit: "kg" });
    const lines = [{ variantId, quantity: "5" }];
    const { purchaseId, lineId } = await aPurchase(workspace, { lines, send: false });
    const other = await aPurchase(workspace, { supplierId: await aSupplier(workspace, { name: "Other" }) });
    const receive = (line: { lineId: string; price?: string }) =>
      workspace.ask(receivePurchase, { purchaseId, lines: [{ quantity: "1", ...line }] });
    expect(await receive({ lineId, price: "1" })).toMatchObject({
      ok: false,
      refusal: { code: "purchase_not_now", data: { state: "draft", verb: "receive" } },
    });
    await workspace.run(sendPurchase, { purchaseId });
    expect(await receive({ lineId })).toMatchObject(refused("purchase_price_needed", ["lines", 0, "price"]));
    expect(await receive({ lineId: other.lineId, price: "1" })).toMatchObject(
      refused("purchase_line_unknown", ["lines", 0, "lineId"]),
    );
    expect(await receive({ lineId, price: "3" })).toMatchObject({ ok: true });
  });

  it("orders and receives pieces whole", async () => {
    const workspace = await world.aWorkspace();
    const { variantId } = await anItem(workspace, { kind: "material", name: "Hinge", unit: "pcs" });
    const line = { variantId, quantity: "10", price: "1" };
    const { purchaseId, lineId, supplierId } = await aPurchase(workspace, { lines: [line] });
    const broken = { ...line, quantity: "2.5" };
    const warehouseId = workspace.warehouseIds.materials;
    const add = workspace.ask(addPurchase, { supplierId, warehouseId, lines: [line, broken] });
    expect(await add).toMatchObject(refused("whole_pieces", ["lines", 1, "quantity"]));
    const change = workspace.ask(changePurchase, { purchaseId, lines: [{ ...broken, lineId }] });
    expect(await change).toMatchObject(refused("whole_pieces", ["lines", 0, "quantity"]));
    const receive = (quantity: string) =>
      workspace.ask(receivePurchase, { purchaseId, lines: [{ lineId, quantity }] });
    expect(await receive("2.5")).toMatchObject(refused("whole_pieces", ["lines", 0, "quantity"]));
    expect(await receive("3")).toMatchObject({ ok: true });
    const less = workspace.ask(changePurchase, { purchaseId, lines: [{ ...line, quantity: "2", lineId }] });
    expect(await less).toMatchObject({
      refusal: { code: "purchase_line_received", data: { received: "3", unit: "pcs" } },
    });
  });

  it("asks for a batch where batches are told apart, and keeps whose it is", async () => {
    const workspace = await world.aWorkspace();
    const { itemId, variantId } = await anItem(workspace, { kind: "material", name: "Milk", unit: "l" });
    await world.pool.query("update item set traced = true where id = $1", [itemId]);
    const lines = [{ variantId, quantity: "10", price: "40" }];
    const { purchaseId, lineId } = await aPurchase(workspace, { lines });
    const line = { lineId, quantity: "4" };
    expect(await workspace.ask(receivePurchase, { purchaseId, lines: [line] })).toMatchObject(
      refused("batch_required", ["lines", 0, "batch"]),
    );
    const batch = { number: "L-118", bestBefore: "2026-04-01" };
    await workspace.run(receivePurchase, { purchaseId, lines: [{ ...line, batch }] });
    const added = (await workspace.facts()).find((fact) => fact.kind === "batch_added");
    expect(added?.data).toMatchObject({ number: "L-118", bestBefore: "2026-04-01", supplier: "Mill" });
  });
});

describe("the way of a purchase order", () => {
  it("has its day from the supplier's days when it is sent, unless somebody set one", async () => {
    const workspace = await world.aWorkspace();
    const supplierId = await aSupplier(workspace, { leadDays: 5 });
    const first = await aPurchase(workspace, { supplierId, send: false });
    // It is the third of March in Kyiv already.
    const late = { now: new Date("2026-03-02T22:30:00Z") };
    expect(await workspace.run(sendPurchase, { purchaseId: first.purchaseId }, late)).toEqual({
      expectedDate: "2026-03-08",
    });
    const second = await aPurchase(workspace, { supplierId, send: false, expectedDate: "2026-03-04" });
    expect(await workspace.run(sendPurchase, { purchaseId: second.purchaseId }, late)).toEqual({
      expectedDate: "2026-03-04",
    });
    expect(await workspace.ask(sendPurchase, { purchaseId: second.purchaseId })).toMatchObject(
      refused("purchase_not_now"),
    );
    const list = (now: Date) =>
      workspace.see(buyingRoutes.listPurchases, listPurchases, { show: "to_receive" }, { now });
    expect((await list(new Date("2026-03-05T10:00:00Z"))).rows.map((row) => [row.number, row.late])).toEqual([
      [2, true],
      [1, false],
    ]);
    // On its own day nobody is late.
    expect((await list(new Date("2026-03-04T10:00:00Z"))).rows[0]).toMatchObject({ number: 2, late: false });
  });

  it("is not sent empty", async () => {
    const workspace = await world.aWorkspace();
    const { purchaseId } = await aPurchase(workspace, { lines: [], send: false });
    expect(await workspace.ask(sendPurchase, { purchaseId })).toMatchObject(refused("purchase_empty"));
  });

  it("is cancelled while nothing has come, and reopened where it was", async () => {
    const workspace = await world.aWorkspace();
    const { purchaseId, lineId } = await aPurchase(workspace);
    await workspace.run(cancelPurchase, { purchaseId, reason: "Found it cheaper" });
    expect(await seePurchase(workspace, purchaseId)).toMatchObject({ state: "cancelled", verbs: ["reopen"] });
    expect(await workspace.run(reopenPurchase, { purchaseId })).toEqual({ state: "sent" });
    await workspace.run(receivePurchase, { purchaseId, lines: [{ lineId, quantity: "1" }] });
    expect(await workspace.ask(cancelPurchase, { purchaseId })).toMatchObject({
      ok: false,
      refusal: { code: "purchase_not_now", data: { state: "partly_received", verb: "cancel" } },
    });
  });

  it("is closed short: the rest is expected no more, until it is reopened", async () => {
    const workspace = await world.aWorkspace();
    const { purchaseId, lineId } = await aPurchase(workspace);
    await workspace.run(receivePurchase, { purchaseId, lines: [{ lineId, quantity: "30" }] });
    await workspace.run(closePurchase, { purchaseId, reason: "Sold out" });
    expect(await seePurchase(workspace, purchaseId)).toMatchObject({ state: "received", closedShort: true });
    expect((await shelf(workspace))[0]).toMatchObject({ expected: "0" });
    expect(
      await workspace.ask(receivePurchase, { purchaseId, lines: [{ lineId, quantity: "1" }] }),
    ).toMatchObject({ ok: false, refusal: { code: "purchase_not_now", data: { state: "closed_short" } } });
    expect(await workspace.run(reopenPurchase, { purchaseId })).toEqual({ state: "partly_received" });
    expect((await shelf(workspace))[0]).toMatchObject({ expected: "70" });
    const { rows } = await workspace.see(buyingRoutes.showPurchaseHistory, showPurchaseHistory, {
      purchaseId,
    });
    expect(rows.map((row) => row.kind)).toEqual([
      "purchase_reopened",
      "purchase_closed",
      "purchase_received",
      "purchase_sent",
      "purchase_added",
    ]);
    expect(rows[1]?.values).toEqual({ told: "yes", reason: "Sold out", goodsAmounts: "Flour\t70\tkg" });
  });
});

describe("a line without a price", () => {
  it("costs what it came at once nothing more is to come", async () => {
    const workspace = await world.aWorkspace();
    const { variantId } = await anItem(workspace, { kind: "material", name: "Salt", unit: "kg" });
    const { purchaseId, lineId } = await aPurchase(workspace, { lines: [{ variantId, quantity: "10" }] });
    const costs = async () => {
      const { total, lines } = await seePurchase(workspace, purchaseId);
      return { total, sum: lines[0]?.sum };
    };
    const unknown = { total: null, sum: null };
    await workspace.run(receivePurchase, { purchaseId, lines: [{ lineId, quantity: "4", price: "1.5" }] });
    expect(await costs()).toEqual(unknown);
    await workspace.run(closePurchase, { purchaseId, reason: "Sold out" });
    expect(await costs()).toEqual({ total: "6", sum: "6" });
    await workspace.run(reopenPurchase, { purchaseId });
    expect(await costs()).toEqual(unknown);
    await workspace.run(receivePurchase, { purchaseId, lines: [{ lineId, quantity: "6", price: "2" }] });
    expect(await costs()).toEqual({ total: "18", sum: "18" });
    const { rows } = await workspace.see(buyingRoutes.listPurchases, listPurchases, { show: "all" });
    expect(rows[0]).toMatchObject({ total: "18" });
  });
});

describe("changing", () => {
  it("changes a draft as a whole: the lines that are given are all lines", async () => {
    const workspace = await world.aWorkspace();
    const { purchaseId, lineId, variantId } = await aPurchase(workspace, { send: false });
    const { variantId: salt } = await anItem(workspace, { kind: "material", name: "Salt", unit: "kg" });
    const pack = { name: "Sack", contains: "25" };
    const { version } = await workspace.run(changePurchase, {
      purchaseId,
      version: 1,
      expectedDate: "2026-03-09",
      lines: [
        { variantId: salt, quantity: "5", price: null },
        { lineId, variantId, quantity: "50", price: "11", pack },
      ],
    });
    expect(version).toBe(2);
    const card = await seePurchase(workspace, purchaseId);
    expect(card.lines.map((line) => [line.itemName, line.quantity, line.price, line.pack])).toEqual([
      ["Salt", "5", null, null],
      ["Flour", "50", "11", pack],
    ]);
    // A price is missing: nobody knows what all of it costs.
    expect(card).toMatchObject({ total: null, expectedDate: "2026-03-09" });
    await workspace.run(changePurchase, {
      purchaseId,
      lines: [{ lineId, variantId, quantity: "50", price: "11", pack }],
    });
    expect((await seePurchase(workspace, purchaseId)).lines).toHaveLength(1);
    const facts = await workspace.facts(purchaseId);
    expect(facts.map((fact) => [fact.kind, fact.version])).toEqual([
      ["purchase_added", 1],
      ["purchase_changed", 2],
      ["purchase_changed", 3],
    ]);
    // The same once more changes nothing.
    expect(
      await workspace.run(changePurchase, {
        purchaseId,
        lines: [{ lineId, variantId, quantity: "50", price: "11", pack }],
      }),
    ).toEqual({ version: 3 });
    expect(await workspace.ask(changePurchase, { purchaseId, version: 2, notes: "Old" })).toMatchObject(
      refused("purchase_changed"),
    );
  });

  it("keeps of a sent one what has come", async () => {
    const workspace = await world.aWorkspace();
    const { purchaseId, lineId, variantId, warehouseId } = await aPurchase(workspace);
    const { variantId: salt } = await anItem(workspace, { kind: "material", name: "Salt", unit: "kg" });
    await workspace.run(receivePurchase, { purchaseId, lines: [{ lineId, quantity: "30" }] });
    const line = { lineId, variantId, quantity: "100", price: "10" };
    const change = (lines: (typeof line | { variantId: string; quantity: string })[]) =>
      workspace.ask(changePurchase, { purchaseId, lines });
    expect(await change([{ ...line, quantity: "29" }])).toMatchObject({
      ok: false,
      refusal: { code: "purchase_line_received", data: { received: "30" }, path: ["lines", 0, "quantity"] },
    });
    expect(await change([{ ...line, variantId: salt }])).toMatchObject(
      refused("purchase_line_received", ["lines", 0, "variantId"]),
    );
    expect(await change([{ variantId: salt, quantity: "1" }])).toMatchObject(
      refused("purchase_line_received", ["lines"]),
    );
    expect(await change([])).toMatchObject(refused("purchase_line_received", ["lines"]));
    expect(await change([line, line])).toMatchObject(refused("purchase_line_twice", ["lines", 1, "lineId"]));
    expect(
      await workspace.ask(changePurchase, { purchaseId, warehouseId: workspace.warehouseIds.finishedGoods }),
    ).toMatchObject(refused("purchase_sent_already", ["warehouseId"]));
    expect(await workspace.ask(changePurchase, { purchaseId, warehouseId })).toMatchObject({ ok: true });
    // Down to what has come: that was all of it.
    expect(await change([{ ...line, quantity: "30" }])).toMatchObject({ ok: true });
    expect(await seePurchase(workspace, purchaseId)).toMatchObject({ state: "received" });
  });
});

describe("suppliers", () => {
  it("keeps each price with its day, and one name for one supplier", async () => {
    const workspace = await world.aWorkspace();
    const supplierId = await aSupplier(workspace);
    expect(await workspace.ask(changeSupplier, { supplierId, leadDays: 3 })).toMatchObject({ ok: true });
    const { variantId } = await anItem(workspace, { kind: "material", name: "Flour", unit: "kg" });
    const set = (price: string, more = {}) =>
      workspace.run(setSupplierPrice, { supplierId, variantId, price, articleNumber: "F-1", ...more });
    await set("10");
    await set("10");
    await set("11", { pack: { name: "Sack", contains: "50" }, preferred: true });
    const offers = () => workspace.see(buyingRoutes.listSupplierPrices, listSupplierPrices, { variantId });
    expect((await offers()).rows).toMatchObject([
      {
        price: "11",
        pack: { name: "Sack", contains: "50" },
        preferred: true,
        articleNumber: "F-1",
        leadDays: 3,
      },
    ]);
    const { rows: kept } = await world.pool.query(
      "select price from supplier_price where supplier_id = $1 order by id",
      [supplierId],
    );
    expect(kept).toHaveLength(2);
    await set("11", { withdrawn: true });
    expect((await offers()).rows).toEqual([]);
    // A draft without a price asks the supplier's offer, and a withdrawn one is none.
    const { purchaseId } = await aPurchase(workspace, {
      supplierId,
      lines: [{ variantId, quantity: "1" }],
      send: false,
    });
    expect((await seePurchase(workspace, purchaseId)).lines[0]?.price).toBeNull();
    expect(await workspace.ask(changeSupplier, { supplierId, archived: true })).toMatchObject({ ok: true });
    const { warehouseIds } = workspace;
    expect(
      await workspace.ask(addPurchase, { supplierId, warehouseId: warehouseIds.materials }),
    ).toMatchObject(refused("supplier_archived", ["supplierId"]));
  });

  it("writes no personal data into the log", async () => {
    const workspace = await world.aWorkspace();
    const supplierId = await aSupplier(workspace);
    await workspace.run(changeSupplier, { supplierId, phone: "+380441234567", email: "mill@example.com" });
    expect(JSON.stringify(await workspace.facts(supplierId))).not.toMatch(/38044|mill@/);
  });
});

it("shows prices to nobody who may not see cost, and lets nobody write who may not", async () => {
  const workspace = await world.aWorkspace();
  const { purchaseId, lineId, supplierId, variantId, warehouseId } = await aPurchase(workspace);
  const supervisor = { as: await workspace.aMember("supervisor") };
  const row = { supplierId, warehouseId, variantId, quantity: "5" };
  expect(await workspace.ask(createPurchases, { rows: [row] }, supervisor)).toMatchObject({ ok: true });
  const receive = { purchaseId, lines: [{ lineId, quantity: "1" }] };
  expect(await workspace.ask(receivePurchase, receive, supervisor)).toMatchObject(refused("not_allowed"));
  const storekeeper = { as: await workspace.aMember("storekeeper") };
  expect(await workspace.ask(receivePurchase, receive, storekeeper)).toMatchObject({ ok: true });
  const operator = { as: await workspace.aMember("operator") };
  expect(await workspace.ask(createPurchases, { rows: [row] }, operator)).toMatchObject(
    refused("not_allowed"),
  );
});

it("knows nothing of another workspace's ids", async () => {
  const [ours, theirs] = [await world.aWorkspace(), await world.aWorkspace()];
  const [own, other] = [await aPurchase(ours, { send: false }), await aPurchase(theirs)];
  const { warehouseId, supplierId, variantId, purchaseId } = own;
  const line = { variantId, quantity: "1" };
  const add = (wish: object) => ours.ask(addPurchase, { warehouseId, supplierId, lines: [line], ...wish });
  expect(await add({ supplierId: other.supplierId })).toMatchObject(
    refused("supplier_unknown", ["supplierId"]),
  );
  expect(await add({ warehouseId: other.warehouseId })).toMatchObject(
    refused("warehouse_unknown", ["warehouseId"]),
  );
  expect(await add({ lines: [line, { ...line, variantId: other.variantId }] })).toMatchObject(
    refused("variant_unknown", ["lines", 1, "variantId"]),
  );
  const row = { ...line, warehouseId, supplierId };
  expect(
    await ours.ask(createPurchases, { rows: [row, { ...row, supplierId: other.supplierId }] }),
  ).toMatchObject(refused("supplier_unknown", ["rows", 1, "supplierId"]));
  const { purchaseId: foreign, lineId } = other;
  const unknown = refused("purchase_unknown", ["purchaseId"]);
  expect(await ours.ask(changePurchase, { purchaseId: foreign, notes: "x" })).toMatchObject(unknown);
  expect(await ours.ask(sendPurchase, { purchaseId: foreign })).toMatchObject(unknown);
  expect(await ours.ask(cancelPurchase, { purchaseId: foreign })).toMatchObject(unknown);
  expect(await ours.ask(closePurchase, { purchaseId: foreign })).toMatchObject(unknown);
  expect(await ours.ask(reopenPurchase, { purchaseId: foreign })).toMatchObject(unknown);
  expect(
    await ours.ask(receivePurchase, { purchaseId: foreign, lines: [{ lineId, quantity: "1" }] }),
  ).toMatchObject(unknown);
  expect(
    await ours.ask(changePurchase, { purchaseId, lines: [{ lineId, variantId, quantity: "1" }] }),
  ).toMatchObject(refused("purchase_line_unknown", ["lines", 0, "lineId"]));
  expect(await ours.ask(changePurchase, { purchaseId, supplierId: other.supplierId })).toMatchObject(
    refused("supplier_unknown", ["supplierId"]),
  );
  expect(
    await ours.ask(setSupplierPrice, { supplierId: other.supplierId, variantId, price: "1" }),
  ).toMatchObject(refused("supplier_unknown", ["supplierId"]));
  expect(
    await ours.ask(setSupplierPrice, { supplierId, variantId: other.variantId, price: "1" }),
  ).toMatchObject(refused("variant_unknown", ["variantId"]));
});
