import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { v7 as newId } from "uuid";
import { addVariant } from "#commands/catalog/add-variant.ts";
import { receiveStock } from "#commands/inventory/receive-stock.ts";
import { transferStock } from "#commands/inventory/transfer-stock.ts";
import type { Id } from "#kernel/id.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { shortageRoutes } from "#modules/production/contract/shortage-routes.ts";
import { listShortOrders } from "#modules/production/views/list-short-orders.ts";
import { listShortages } from "#modules/production/views/list-shortages.ts";
import { showOrderMaterials } from "#modules/production/views/show-order-materials.ts";
import { showShortage } from "#modules/production/views/show-shortage.ts";
import { seeView } from "#test/builders/see-view.ts";
import { aShopOfStages, anOrderOf, defectReasonOf, lotsOf, runOfLot } from "#test/builders/stages-shop.ts";
import { balanceIdOf, bring, fill, wantsOf } from "#test/builders/shortages.ts";
import { accepted, aMember, aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import {
  anOrder,
  lawsHold,
  normIdAt,
  runIdAt,
  shopMinute,
  startAt,
  stockOf,
} from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { cancelOrder } from "./cancel-order.ts";
import { cancelStart } from "./cancel-start.ts";
import { changeQuantity } from "./change-quantity.ts";
import { finishRun } from "./finish-run.ts";
import { moveReservation } from "./move-reservation.ts";
import { pickMaterial } from "./pick-material.ts";
import { releaseReservation } from "./release-reservation.ts";
import { reportDefect } from "./report-defect.ts";
import { reserveOrder } from "./reserve-order.ts";
import { splitLot } from "./split-lot.ts";
import { startRun } from "./start-run.ts";
import { undoWork } from "./undo-work.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const wants = (shop: Workshop, orderId: Id): Promise<string[]> =>
  wantsOf(testDatabase, shop, orderId, shop.flourId);
/** Each takes 2 kg of flour a unit. */
const aShortOrder = (shop: Workshop, quantity: number, wish: Partial<Parameters<typeof anOrder>[1]> = {}) =>
  anOrder(shop, { quantity, ...wish });
const fillFlour = async (shop: Workshop) => fill(shop, await balanceIdOf(testDatabase, shop, shop.flourId));

describe("what an order is short of", () => {
  it("is a row of its own, also where nothing was free", async () => {
    const shop = await aWorkshop(testDatabase, { flour: "3" });
    const [first, second] = [await aShortOrder(shop, 2), await aShortOrder(shop, 1)];
    expect([await wants(shop, first), await wants(shop, second)]).toEqual([["3 4 1"], ["0 2 2"]]);
    await lawsHold(shop);
  });

  it("adds up by variant and warehouse, and opens the orders that it adds up", async () => {
    const shop = await aWorkshop(testDatabase, { flour: "3" });
    await aShortOrder(shop, 2, { dueDate: "2026-03-20" });
    const late = await aShortOrder(shop, 1, { dueDate: "2026-04-02", priority: "urgent" });
    const { rows } = accepted(
      await seeView(shop, shortageRoutes.listShortages, listShortages, { limit: 50 }),
    );
    expect(rows).toMatchObject([
      {
        itemName: "Flour",
        missing: "3",
        onHand: "3",
        free: "0",
        expected: "0",
        orders: 2,
        earliestDue: "2026-03-20",
      },
    ]);
    const place = { variantId: shop.flourId, warehouseId: shop.materialsId };
    const page = { ...place, limit: 1 };
    const one = accepted(await seeView(shop, shortageRoutes.listShortOrders, listShortOrders, page));
    expect(one.rows).toMatchObject([{ orderId: late, priority: "urgent", held: "0", missing: "2" }]);
    const two = accepted(
      await seeView(shop, shortageRoutes.listShortOrders, listShortOrders, {
        ...page,
        cursor: one.next ?? "",
      }),
    );
    expect(two.rows).toMatchObject([{ missing: "1", dueDate: "2026-03-20", stageName: "Baking" }]);
    expect(two.next).toBeNull();
    const other = { limit: 50, search: "box" };
    expect(await seeView(shop, shortageRoutes.listShortages, listShortages, other)).toMatchObject({
      value: { rows: [] },
    });
  });

  it("follows the quantity up and down, and what is there is reserved for it at once", async () => {
    const shop = await aWorkshop(testDatabase, { flour: "10" });
    const orderId = await aShortOrder(shop, 2, { batchMode: "split" });
    const change = (quantity: number) => shop.make(changeQuantity, { orderId, quantity });
    await change(6);
    expect(await wants(shop, orderId)).toEqual(["10 12 2"]);
    await change(3);
    expect(await wants(shop, orderId)).toEqual(["6 6 0"]);
    expect(await stockOf(shop, shop.flourId)).toMatchObject({ reserved: "6" });
    await lawsHold(shop);
  });

  it("appears where somebody else consumed what was reserved, and goes when that is taken back", async () => {
    const shop = await aWorkshop(testDatabase, { flour: "8" });
    const [greedy, loser] = [await aShortOrder(shop, 2), await aShortOrder(shop, 2)];
    const normId = await normIdAt(shop, greedy, "baking");
    await startAt(shop, greedy, "baking", 1, { materials: [{ normId, quantity: "7" }] });
    expect([await wants(shop, greedy), await wants(shop, loser)]).toEqual([["0 -3 0"], ["1 4 3"]]);
    await lawsHold(shop);
    const runId = await runIdAt(shop, greedy, "baking");
    await shop.make(cancelStart, { runId }, { now: shopMinute(2) });
    expect([await wants(shop, greedy), await wants(shop, loser)]).toEqual([["4 4 0"], ["4 4 0"]]);
    await lawsHold(shop);
  });
});

describe("what comes in later", () => {
  it("is theirs who wait, by priority, then due date, then age, as far as it goes", async () => {
    const shop = await aWorkshop(testDatabase, { flour: "0" });
    const undated = await aShortOrder(shop, 1);
    const later = await aShortOrder(shop, 1, { dueDate: "2026-04-02" });
    const sooner = await aShortOrder(shop, 1, { dueDate: "2026-03-20" });
    const urgent = await aShortOrder(shop, 2, { priority: "urgent" });
    await bring(shop, shop.flourId, "7");
    expect(await fillFlour(shop)).toEqual({ filled: 3, more: false });
    const seen = await Promise.all([urgent, sooner, later, undated].map((orderId) => wants(shop, orderId)));
    expect(seen).toEqual([["4 4 0"], ["2 2 0"], ["1 2 1"], ["0 2 2"]]);
    expect(await stockOf(shop, shop.flourId)).toMatchObject({ onHand: "7", reserved: "7" });
    await lawsHold(shop);
  });

  it("passes by orders that were cancelled, stages that are over and what was let go by hand", async () => {
    const shop = await aWorkshop(testDatabase, { flour: "2" });
    const holding = await aShortOrder(shop, 1, { priority: "urgent" });
    const cancelled = await aShortOrder(shop, 1, { priority: "urgent" });
    const over = await aShortOrder(shop, 1, { priority: "urgent" });
    const waiting = await aShortOrder(shop, 1);
    await shop.make(releaseReservation, { normId: await normIdAt(shop, holding, "baking") });
    await shop.make(cancelOrder, { orderId: cancelled, reason: "Not wanted", returnMaterials: false });
    await startAt(shop, over, "baking", 1);
    await bring(shop, shop.flourId, "10");
    expect(await fillFlour(shop)).toEqual({ filled: 1, more: false });
    const all = [holding, cancelled, over, waiting];
    expect(await Promise.all(all.map((orderId) => wants(shop, orderId)))).toEqual([
      ["0 2 2 by hand"],
      ["0 2 2 closed"],
      ["0 0 0"],
      ["2 2 0"],
    ]);
    await lawsHold(shop);
  });

  it("is filled so many at a time, and says when there is more to do", async () => {
    const shop = await aWorkshop(testDatabase, { flour: "0", boxes: "0" });
    await Promise.all(Array.from({ length: 52 }, () => aShortOrder(shop, 1)));
    await bring(shop, shop.flourId, "103");
    expect(await fillFlour(shop)).toEqual({ filled: 50, more: true });
    expect(await fillFlour(shop)).toEqual({ filled: 2, more: false });
    expect(await stockOf(shop, shop.flourId)).toMatchObject({ onHand: "103", reserved: "103" });
    await lawsHold(shop);
  });
});

describe("a reservation moved by hand", () => {
  async function aShopOfTwo() {
    const shop = await aWorkshop(testDatabase, { flour: "4" });
    const [from, to] = [await aShortOrder(shop, 2), await aShortOrder(shop, 1)];
    const norms = {
      fromNormId: await normIdAt(shop, from, "baking"),
      toNormId: await normIdAt(shop, to, "baking"),
    };
    return { shop, from, to, ...norms };
  }

  it("goes from one order to the other, and back by the same command", async () => {
    const { shop, from, to, fromNormId, toNormId } = await aShopOfTwo();
    const shown = accepted(
      await seeView(shop, shortageRoutes.showShortage, showShortage, { normId: toNormId }),
    );
    expect(shown).toMatchObject({
      missing: "2",
      free: "0",
      before: { orders: 0, missing: "0" },
      holders: [{ orderId: from, held: "4", normId: fromNormId, stageName: "Baking" }],
    });
    const moved = await shop.make(moveReservation, { fromNormId, toNormId, quantity: "1.5" });
    expect(moved).toEqual({ fromMissing: "1.5", toMissing: "0.5" });
    expect([await wants(shop, from), await wants(shop, to)]).toEqual([["2.5 4 1.5"], ["1.5 2 0.5"]]);
    await lawsHold(shop);
    const undo = { fromNormId: toNormId, toNormId: fromNormId, quantity: "1.5" };
    expect(await shop.make(moveReservation, undo)).toEqual({ fromMissing: "2", toMissing: "0" });
    await lawsHold(shop);
  });

  it("is refused with the place of what is wrong", async () => {
    const { shop, from, fromNormId, toNormId } = await aShopOfTwo();
    const ask = (input: { fromNormId: Id; toNormId: Id; quantity: string }) =>
      shop.ask(moveReservation, input);
    expect(await ask({ fromNormId, toNormId, quantity: "3" })).toMatchObject({
      refusal: { code: "reservation_not_wanted", path: ["quantity"], data: { missing: "2" } },
    });
    expect(await ask({ fromNormId: toNormId, toNormId: fromNormId, quantity: "1" })).toMatchObject({
      refusal: { code: "reservation_not_held", path: ["quantity"], data: { held: "0" } },
    });
    const boxes = await normIdAt(shop, from, "packing");
    expect(await ask({ fromNormId: boxes, toNormId, quantity: "1" })).toMatchObject({
      refusal: { code: "reservation_elsewhere", path: ["fromNormId"] },
    });
    expect(await ask({ fromNormId: shop.flourId, toNormId, quantity: "1" })).toMatchObject({
      refusal: { code: "norm_unknown", path: ["fromNormId"] },
    });
    await shop.make(cancelOrder, { orderId: from, reason: "Not wanted", returnMaterials: false });
    expect(await ask({ fromNormId, toNormId, quantity: "1" })).toMatchObject({
      refusal: { code: "reservation_closed", path: ["fromNormId"] },
    });
  });
});

describe("a reservation let go by hand", () => {
  it("is free for others, and comes back when somebody reserves for that norm", async () => {
    const shop = await aWorkshop(testDatabase, { flour: "4" });
    const orderId = await aShortOrder(shop, 2);
    const normId = await normIdAt(shop, orderId, "baking");
    expect(await shop.make(releaseReservation, { normId })).toEqual({ released: "4" });
    expect(await wants(shop, orderId)).toEqual(["0 4 4 by hand"]);
    expect(await shop.ask(releaseReservation, { normId })).toMatchObject({
      refusal: { code: "reservation_empty" },
    });
    expect(await fillFlour(shop)).toEqual({ filled: 0, more: false });
    await shop.make(reserveOrder, { orderId, normIds: [normId] });
    expect(await wants(shop, orderId)).toEqual(["4 4 0"]);
    await lawsHold(shop);
  });

  it("asks only for the norms that are named", async () => {
    const shop = await aWorkshop(testDatabase, { flour: "0", boxes: "0" });
    const orderId = await aShortOrder(shop, 2);
    await bring(shop, shop.flourId, "4");
    await bring(shop, shop.boxId, "2");
    const boxes = await normIdAt(shop, orderId, "packing");
    const { shortages } = await shop.make(reserveOrder, { orderId, normIds: [boxes] });
    expect(shortages).toEqual([]);
    expect(await wants(shop, orderId)).toEqual(["0 4 4"]);
    expect(await wantsOf(testDatabase, shop, orderId, shop.boxId)).toEqual(["2 2 0"]);
    const ofOther = await normIdAt(shop, await aShortOrder(shop, 1), "packing");
    expect(await shop.ask(reserveOrder, { orderId, normIds: [boxes, ofOther] })).toMatchObject({
      refusal: { code: "norm_unknown", path: ["normIds", 1] },
    });
  });
});

describe("who may see who brings it", () => {
  it("is who may see purchases; others see how much and when", async () => {
    const shop = await aWorkshop(testDatabase, { flour: "0" });
    const orderId = await aShortOrder(shop, 1);
    const { rows } = await testDatabase.pool.query<{ id: Id }>(
      "insert into supplier (workspace_id, id, name, created_at) values ($1, gen_random_uuid(), 'Mill', now()) returning id",
      [shop.workspaceId],
    );
    await testDatabase.pool.query(
      `with p as (
         insert into purchase_order (workspace_id, id, number, supplier_id, warehouse_id, state, expected_date, created_at)
         values ($1, gen_random_uuid(), 7, $2, $3, 'sent', '2026-03-09', now()) returning id
       )
       insert into purchase_line (workspace_id, id, purchase_id, position, variant_id, quantity, received)
       select $1, gen_random_uuid(), p.id, 0, $4, 50, 20 from p`,
      [shop.workspaceId, rows[0]?.id, shop.materialsId, shop.flourId],
    );
    const normId = await normIdAt(shop, orderId, "baking");
    const see = (role: "supervisor" | "sales_manager") =>
      seeView(
        shop,
        shortageRoutes.showShortage,
        showShortage,
        { normId },
        { actor: aMember(shop.owner.memberId, [role]) },
      );
    expect(await see("supervisor")).toMatchObject({
      value: { expected: [{ number: 7, supplierName: "Mill", quantity: "30", date: "2026-03-09" }] },
    });
    expect(await see("sales_manager")).toMatchObject({
      value: { expected: [{ number: null, supplierName: null, quantity: "30", date: "2026-03-09" }] },
    });
    const listed = accepted(await seeView(shop, shortageRoutes.listShortages, listShortages, { limit: 50 }));
    expect(listed.rows).toMatchObject([{ expected: "30", expectedDate: "2026-03-09" }]);
  });
});

describe("rework", () => {
  it("takes what is free before what waits for the units to come, and leaves what the norm wants", async () => {
    const shop = await aShopOfStages(testDatabase, {
      keys: ["cut", "sew"],
      batchMode: "split",
      material: "cut",
      flour: "7",
    });
    const orderId = await anOrderOf(shop, 6);
    const [lot] = await lotsOf(shop, orderId);
    const { lotId } = await shop.make(splitLot, { lotId: lot?.id ?? "", units: 4 });
    const [first] = (await lotsOf(shop, orderId)).filter((each) => each.id === lotId);
    const work = async (key: string, units: number, materials?: { normId: Id; quantity: string }[]) => {
      const runId = await runOfLot(shop, orderId, first?.number ?? "", key);
      await shop.make(startRun, { runId, ...(materials === undefined ? {} : { materials }) });
      return { runId, finish: () => shop.make(finishRun, { runId, units }) };
    };
    await (await work("cut", 4)).finish();
    // 2 units are still to be cut: 2 kg of the 3 there are theirs
    expect(await wants(shop, orderId)).toEqual(["2 2 0"]);
    const { runId } = await work("sew", 4);
    await shop.make(reportDefect, {
      runId,
      reasonId: await defectReasonOf(shop),
      units: 4,
      decision: "return",
      toStageId: await shop.stageId(orderId, "cut"),
    });
    const normId = await normIdAt(shop, orderId, "cut");
    await work("cut", 4, [{ normId, quantity: "0.5" }]);
    expect(await wants(shop, orderId)).toEqual(["2 2 0"]);
    await lawsHold(shop);
    const again = await runOfLot(shop, orderId, first?.number ?? "", "cut");
    await shop.make(cancelStart, { runId: again });
    await work("cut", 4, [{ normId, quantity: "2" }]);
    // beyond what is free it is the order's own, which is short then
    expect(await wants(shop, orderId)).toEqual(["1 2 1"]);
    await lawsHold(shop);
  });
});

describe("a material that is picked", () => {
  async function aShopOfFabrics() {
    const shop = await aShopOfStages(testDatabase, {
      keys: ["cut"],
      batchMode: "whole",
      material: "cut",
      flour: "3",
      change: (body, { flourItemId }) => ({
        ...body,
        stages: body.stages.map((stage) => ({
          ...stage,
          norms: stage.norms.map((norm) => ({ ...norm, variantId: null, itemId: flourItemId })),
        })),
      }),
    });
    const { variantId: rye } = await shop.make(addVariant, { itemId: shop.flourItemId, name: "Rye" });
    await bring(shop, rye, "10");
    const orderId = await anOrderOf(shop, 4);
    const runId = await runOfLot(shop, orderId, "1", "cut");
    const normId = await normIdAt(shop, orderId, "cut");
    return { shop, rye, orderId, runId, normId };
  }

  it("is short before that only of what all its variants together would not cover", async () => {
    const { shop, orderId } = await aShopOfFabrics();
    const see = (id: Id) =>
      seeView(shop, productionRoutes.showOrderMaterials, showOrderMaterials, { orderId: id });
    expect(await see(orderId)).toMatchObject({
      value: { rows: [{ awaitingSelection: true, free: "13", shortage: "0" }] },
    });
    expect(await see(await anOrderOf(shop, 20))).toMatchObject({
      value: { rows: [{ awaitingSelection: true, shortage: "7" }] },
    });
    expect(await wants(shop, orderId)).toEqual([]);
  });

  it("is reserved, and picked anew the first is free and the next reserved", async () => {
    const { shop, rye, orderId, runId, normId } = await aShopOfFabrics();
    const { shortages } = await shop.make(pickMaterial, { runId, normId, variantId: shop.flourId });
    expect(shortages).toMatchObject([{ missing: "1" }]);
    expect(await wants(shop, orderId)).toEqual(["3 4 1"]);
    await lawsHold(shop);
    const anew = await shop.make(pickMaterial, { runId, normId, variantId: rye });
    expect(anew.shortages).toEqual([]);
    expect(await wants(shop, orderId)).toEqual([]);
    expect(await wantsOf(testDatabase, shop, orderId, rye)).toEqual(["4 4 0"]);
    expect(await stockOf(shop, shop.flourId)).toMatchObject({ reserved: "0" });
    await lawsHold(shop);
    // and what is picked anew at the start is consumed from where it lies
    await shop.make(
      startRun,
      { runId, picks: [{ normId, variantId: shop.flourId }] },
      { now: shopMinute(3) },
    );
    expect(await stockOf(shop, rye)).toMatchObject({ onHand: "10", reserved: "0" });
    expect(await wants(shop, orderId)).toEqual(["0 0 0"]);
    await lawsHold(shop);
  });

  it("goes back to what it was when the start that picked it is taken back", async () => {
    const { shop, rye, orderId, runId, normId } = await aShopOfFabrics();
    await shop.make(pickMaterial, { runId, normId, variantId: shop.flourId });
    const commandId = newId();
    const options = { now: shopMinute(3), commandId };
    await shop.make(startRun, { runId, picks: [{ normId, variantId: rye }] }, options);
    expect(await wantsOf(testDatabase, shop, orderId, rye)).toEqual(["0 0 0"]);
    await shop.make(undoWork, { orderId, commandId }, { now: shopMinute(4) });
    expect(await wants(shop, orderId)).toEqual(["3 4 1"]);
    expect(await stockOf(shop, rye)).toMatchObject({ onHand: "10", reserved: "0" });
    await lawsHold(shop);
  });

  it("for the first time at the start waits for nothing when that is taken back", async () => {
    const { shop, rye, orderId, runId, normId } = await aShopOfFabrics();
    const commandId = newId();
    const options = { now: shopMinute(3), commandId };
    await shop.make(startRun, { runId, picks: [{ normId, variantId: rye }] }, options);
    await shop.make(undoWork, { orderId, commandId }, { now: shopMinute(4) });
    expect(await wantsOf(testDatabase, shop, orderId, rye)).toEqual(["0 4 4 closed"]);
    await lawsHold(shop);
    await shop.make(pickMaterial, { runId, normId, variantId: shop.flourId }, { now: shopMinute(5) });
    expect(await wants(shop, orderId)).toEqual(["3 4 1"]);
    expect(await wantsOf(testDatabase, shop, orderId, rye)).toEqual([]);
    await lawsHold(shop);
  });

  it("wants what the order needs by then where it is picked again after that was taken back", async () => {
    const { shop, rye, orderId, runId, normId } = await aShopOfFabrics();
    const commandId = newId();
    const picks = [{ normId, variantId: rye }];
    await shop.make(startRun, { runId, picks }, { now: shopMinute(3), commandId });
    await shop.make(undoWork, { orderId, commandId }, { now: shopMinute(4) });
    await shop.make(changeQuantity, { orderId, quantity: 1 }, { now: shopMinute(5) });
    await shop.make(startRun, { runId, picks }, { now: shopMinute(6) });
    expect(await wantsOf(testDatabase, shop, orderId, rye)).toEqual(["0 0 0"]);
    await lawsHold(shop);
  });
});

it("what lies in another warehouse is nobody's here, until it is moved", async () => {
  const shop = await aWorkshop(testDatabase, { flour: "0" });
  const orderId = await aShortOrder(shop, 1);
  const { flourId: variantId, finishedId, materialsId } = shop;
  const lines = [{ variantId, quantity: "5", price: "1" }];
  await shop.make(receiveStock, { warehouseId: finishedId, lines });
  expect(await fillFlour(shop)).toEqual({ filled: 0, more: false });
  const places = { fromWarehouseId: finishedId, toWarehouseId: materialsId };
  await shop.make(transferStock, { variantId, quantity: "3", ...places });
  expect(await fillFlour(shop)).toEqual({ filled: 1, more: false });
  expect(await wants(shop, orderId)).toEqual(["2 2 0"]);
});
