import { v7 as newId } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addMember } from "#commands/access/add-member.ts";
import { receiveStock } from "#commands/inventory/receive-stock.ts";
import { saveTemplate } from "#commands/templates/save-template.ts";
import type { Id } from "#kernel/id.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { semiFinishedRoutes } from "#modules/production/contract/semi-finished-routes.ts";
import { checkOrderLaws } from "#modules/production/views/check-order-laws.ts";
import { showOrderHistory } from "#modules/production/views/show-order-history.ts";
import { showMadeFor } from "#modules/production/views/show-made-for.ts";
import { hashPin } from "#server/identity/member-sessions.ts";
import { aBakery, anOrderOfBread, type Bakery, bodyOf } from "#test/builders/bakery.ts";
import { seeView } from "#test/builders/see-view.ts";
import { defectReasonOf } from "#test/builders/stages-shop.ts";
import { accepted, aMember } from "#test/builders/workshop.ts";
import {
  costLinesOf,
  finishAt,
  lawsHold,
  normIdAt,
  orderRow,
  refused,
  reservedOf,
  runIdAt,
  shopMinute,
  startAt,
  stockOf,
} from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { cancelOrder } from "./cancel-order.ts";
import { changeQuantity } from "./change-quantity.ts";
import { finishRun } from "./finish-run.ts";
import { makeShortage } from "./make-shortage.ts";
import { releaseReservation } from "./release-reservation.ts";
import { reportDefect } from "./report-defect.ts";
import { reserveOrder } from "./reserve-order.ts";
import { startRun } from "./start-run.ts";
import { undoWork } from "./undo-work.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const doughFor = (shop: Bakery, orderId: Id, more: { quantity?: number } = {}) =>
  shop.make(
    makeShortage,
    { orderId, variantId: shop.doughId, warehouseId: shop.materialsId, ...more },
    { now: shopMinute(1) },
  );
const starterFor = (shop: Bakery, orderId: Id) =>
  shop.make(makeShortage, { orderId, variantId: shop.starterId, warehouseId: shop.materialsId });
const askDough = (shop: Bakery, orderId: Id) =>
  shop.ask(makeShortage, { orderId, variantId: shop.doughId, warehouseId: shop.materialsId });
const receive = (shop: Bakery, variantId: Id, quantity: string, price: string) =>
  shop.make(receiveStock, {
    warehouseId: shop.materialsId,
    lines: [{ variantId, quantity, price }],
    note: "",
  });
/** All units, with ten minutes of work. */
async function workAt(shop: Bakery, orderId: Id, key: string, minute: number): Promise<void> {
  await startAt(shop, orderId, key, minute);
  await finishAt(shop, orderId, key, minute + 10);
}
const tasksOf = async (shop: Bakery): Promise<{ text: string; values: Record<string, unknown> }[]> => {
  const { rows } = await testDatabase.pool.query<{ text: string; values: Record<string, unknown> }>(
    "select text_id as text, text_values as values from task where workspace_id = $1 order by created_at, id",
    [shop.workspaceId],
  );
  return rows;
};

describe("an order for what another one is short of", () => {
  it("makes whole units of it, into the warehouse that the norm takes it from, and says whose it is", async () => {
    const shop = await aBakery(testDatabase);
    const orderId = await anOrderOfBread(shop, 5);
    const made = await doughFor(shop, orderId);
    // 2.5 kg are short: 3 units are made of them.
    expect(made).toMatchObject({ quantity: 3 });
    const [bread, dough] = [await orderRow(shop, orderId), await orderRow(shop, made.orderId)];
    expect(dough).toMatchObject({
      variant_id: shop.doughId,
      ordered: 3,
      warehouse_id: shop.materialsId,
      parent_id: orderId,
      priority: bread.priority,
      due_date: "2026-03-02",
      deal_id: null,
    });
    await lawsHold(shop);
  });

  it("is not made twice, and once more when what was to bring it is cancelled", async () => {
    const shop = await aBakery(testDatabase);
    const orderId = await anOrderOfBread(shop, 5);
    const { orderId: childId, number } = await doughFor(shop, orderId, { quantity: 2 });
    // Half a kilogram is still to make: one more.
    expect(await doughFor(shop, orderId)).toMatchObject({ quantity: 1 });
    expect(await refused(shop, () => askDough(shop, orderId))).toMatchObject({
      code: "shortage_made_already",
      data: { orderNumbers: `№${number}, №${number + 1}`, expected: "3" },
    });
    await shop.make(cancelOrder, { orderId: childId, reason: "No starter" });
    expect(await doughFor(shop, orderId)).toMatchObject({ quantity: 2 });
    await lawsHold(shop);
  });

  it("is refused for what is not short, what nobody can make, and an order of another workspace", async () => {
    const shop = await aBakery(testDatabase);
    const orderId = await anOrderOfBread(shop, 4);
    await receive(shop, shop.doughId, "0.5", "9");
    const flour = { orderId, variantId: shop.flourId, warehouseId: shop.materialsId };
    expect(await refused(shop, () => shop.ask(makeShortage, flour))).toMatchObject({
      code: "shortage_unknown",
    });
    const other = await aBakery(testDatabase);
    expect(await refused(other, () => askDough(other, orderId))).toMatchObject({ code: "order_unknown" });
  });

  it("is refused where the item would need itself, with the round's names", async () => {
    const shop = await aBakery(testDatabase);
    const orderId = await anOrderOfBread(shop, 4);
    // Starter is fed with dough: dough needs starter, and starter needs dough.
    await shop.make(saveTemplate, {
      templateId: shop.starterTemplateId,
      name: "Starter",
      body: bodyOf(shop, ["making"], [{ variantId: shop.doughId, perUnit: "0.1" }]),
      basedOn: 1,
    });
    expect(await refused(shop, () => askDough(shop, orderId))).toEqual(
      expect.objectContaining({
        code: "item_needs_itself",
        data: { item: "Dough", round: "Dough → Starter → Dough" },
      }),
    );
  });

  it("is refused where it needs what its parent's parent makes", async () => {
    const shop = await aBakery(testDatabase);
    const orderId = await anOrderOfBread(shop, 4);
    const dough = await doughFor(shop, orderId);
    await shop.make(saveTemplate, {
      templateId: shop.starterTemplateId,
      name: "Starter",
      body: bodyOf(shop, ["making"], [{ variantId: shop.breadId, perUnit: "1" }]),
      basedOn: 1,
    });
    const asked = { orderId: dough.orderId, variantId: shop.starterId, warehouseId: shop.materialsId };
    expect(await refused(shop, () => shop.ask(makeShortage, asked))).toMatchObject({
      code: "item_needs_itself",
      data: { round: "Bread → Dough → Starter → Bread" },
    });
  });
});

describe("what it brings", () => {
  it("is the parent's before anybody else's, and the parent's cost to the last minor unit over two levels", async () => {
    const shop = await aBakery(testDatabase, { doughMode: "split" });
    // Another order, urgent and earlier, waits for dough as well.
    const rival = await anOrderOfBread(shop, 10);
    const bread = await anOrderOfBread(shop, 4, 1);
    const dough = (await doughFor(shop, bread)).orderId;
    const starter = (await starterFor(shop, dough)).orderId;
    expect(await orderRow(shop, starter)).toMatchObject({ ordered: 1, parent_id: dough });

    // 1 kg of flour at 10, ten minutes at 120 an hour: 30 for the kilogram.
    await workAt(shop, starter, "making", 0);
    expect(await stockOf(shop, shop.starterId)).toMatchObject({ onHand: "1", value: "30", reserved: "0.5" });
    expect(await reservedOf(shop, dough, shop.starterId)).toBe("0.5");

    // 1.2 kg of flour, 0.5 kg of starter at 30, ten minutes: 12 + 15 + 20 = 47.
    await workAt(shop, dough, "making", 20);
    const resting = await startAt(shop, dough, "resting", 40);
    const toStageId = await stageIdOf(shop, dough, "making");
    await shop.make(
      reportDefect,
      { runId: resting, reasonId: await defectReasonOf(shop), units: 1, decision: "return", toStageId },
      { now: shopMinute(45) },
    );
    // The other unit goes on, the one that was sent back is made anew: 10 + 10 + 10 + 10 minutes of labour besides.
    await shop.make(finishRun, { runId: resting, units: 1 }, { now: shopMinute(50) });
    expect(await reservedOf(shop, bread, shop.doughId)).toBe("1");
    const again = await openRunOf(shop, dough);
    await shop.make(startRun, { runId: again }, { as: shop.operator, now: shopMinute(60) });
    await shop.make(finishRun, { runId: again, units: 1 }, { now: shopMinute(70) });
    const last = await openRunOf(shop, dough);
    await shop.make(startRun, { runId: last }, { as: shop.operator, now: shopMinute(80) });
    await shop.make(finishRun, { runId: last, units: 1 }, { now: shopMinute(90) });

    const made = await orderRow(shop, dough);
    expect(made).toMatchObject({ status: "done", received: 2 });
    expect(made.cost.toFixed(4)).toBe("107.0000");
    expect(await stockOf(shop, shop.doughId)).toMatchObject({ onHand: "2", value: "107", reserved: "2" });
    expect([
      await reservedOf(shop, bread, shop.doughId),
      await reservedOf(shop, rival, shop.doughId),
    ]).toEqual(["2", "0"]);

    await workAt(shop, bread, "making", 100);
    expect(await costLinesOf(shop, bread)).toEqual([
      ["material", "2", "53.5", "107"],
      ["labour", expect.any(String), expect.any(String), "20"],
    ]);
    expect((await stockOf(shop, shop.doughId)).value).toBe("0");
    await lawsHold(shop);
  });

  it("goes to stock beyond what the parent needs, and back when the finish is undone", async () => {
    const shop = await aBakery(testDatabase);
    await receive(shop, shop.starterId, "5", "8");
    const orderId = await anOrderOfBread(shop, 5);
    const dough = (await doughFor(shop, orderId)).orderId;
    await workAt(shop, dough, "making", 2);
    const runId = await startAt(shop, dough, "resting", 20);
    const before = await stockOf(shop, shop.doughId);
    const commandId = newId();
    await shop.make(finishRun, { runId, units: 3 }, { commandId, now: shopMinute(30) });
    expect(await stockOf(shop, shop.doughId)).toMatchObject({ onHand: "3", reserved: "2.5" });
    await shop.make(undoWork, { orderId: dough, commandId }, { now: shopMinute(31) });
    expect(await stockOf(shop, shop.doughId)).toEqual(before);
    await lawsHold(shop);
  });

  it("is free for anybody where the parent's reservation was let go by hand, until one reserves again", async () => {
    const shop = await aBakery(testDatabase);
    await receive(shop, shop.starterId, "5", "8");
    await receive(shop, shop.doughId, "0.5", "9");
    const orderId = await anOrderOfBread(shop, 5);
    const normId = await normIdAt(shop, orderId, "making");
    const dough = (await doughFor(shop, orderId)).orderId;
    expect(await shop.make(releaseReservation, { normId })).toEqual({ released: "0.5" });
    await workAt(shop, dough, "making", 2);
    await workAt(shop, dough, "resting", 20);
    expect(await stockOf(shop, shop.doughId)).toMatchObject({ onHand: "2.5", reserved: "0" });
    await shop.make(reserveOrder, { orderId, normIds: [normId] });
    expect(await stockOf(shop, shop.doughId)).toMatchObject({ reserved: "2.5" });
    await lawsHold(shop);
  });

  it("is expected until then, and shown both ways", async () => {
    const shop = await aBakery(testDatabase);
    const orderId = await anOrderOfBread(shop, 5);
    const look = async (id: Id) =>
      accepted(await seeView(shop, semiFinishedRoutes.showMadeFor, showMadeFor, { orderId: id }));
    expect(await look(orderId)).toMatchObject({
      parent: null,
      children: [],
      short: [{ itemName: "Dough", missing: "2.5", expected: "0", toMake: 3, neededAt: "making" }],
    });
    const { orderId: childId, number } = await doughFor(shop, orderId);
    expect(await look(orderId)).toMatchObject({
      children: [
        { orderId: childId, number, ordered: 3, received: 0, neededAt: "making", stageName: "making" },
      ],
      short: [{ missing: "2.5", expected: "3", toMake: 0 }],
    });
    const history = accepted(
      await seeView(shop, productionRoutes.showOrderHistory, showOrderHistory, {
        orderId: childId,
        limit: 50,
      }),
    );
    const created = history.rows.find((row) => row.kind === "order_created");
    expect(created?.values).toMatchObject({
      madeFor: "yes",
      parentNumber: (await orderRow(shop, orderId)).number,
    });
    expect(await look(childId)).toMatchObject({ parent: { orderId, itemName: "Bread", neededAt: "making" } });
  });
});

describe("the parent", () => {
  it("waits where its template says so, unless a supervisor says why", async () => {
    const shop = await aBakery(testDatabase, { policies: { semiFinished: "wait" } });
    const orderId = await anOrderOfBread(shop, 4);
    const runId = await runIdAt(shop, orderId, "making");
    // Nothing is being made yet: it is short, and that is all.
    const { number } = await doughFor(shop, orderId);
    const start = (awaitedReason?: string) => () =>
      shop.ask(
        startRun,
        { runId, ...(awaitedReason === undefined ? {} : { awaitedReason }) },
        { as: shop.operator, now: shopMinute(5) },
      );
    expect(await refused(shop, start())).toMatchObject({
      code: "semi_finished_awaited",
      data: { item: "Dough", orderNumbers: `№${number}` },
    });
    expect(await refused(shop, start("I know better"))).toMatchObject({ code: "not_allowed" });
    const head = await aSupervisor(shop, "Head");
    await shop.make(
      startRun,
      { runId, awaitedReason: "The dough of yesterday will do" },
      { as: head, now: shopMinute(6) },
    );
    await lawsHold(shop);
  });

  it("may begin as many units as what has come is enough for", async () => {
    const shop = await aBakery(testDatabase, {
      policies: { semiFinished: "wait", batchMode: "per_unit" },
      consumption: "at_completion",
    });
    await receive(shop, shop.doughId, "1", "9");
    const orderId = await anOrderOfBread(shop, 4);
    await doughFor(shop, orderId);
    const { rows } = await testDatabase.pool.query<{ id: Id }>(
      "select r.id from run r where r.order_id = $1 order by r.id",
      [orderId],
    );
    // A person has one stretch of work at a time.
    const people = await Promise.all(rows.map((_, place) => aSupervisor(shop, `Baker ${place}`)));
    const answers = [];
    for (const { id } of rows)
      answers.push(await shop.ask(startRun, { runId: id }, { as: people.pop(), now: shopMinute(5) }));
    expect(answers.map((answer) => (answer.ok ? "yes" : answer.refusal.code))).toEqual([
      "yes",
      "yes",
      "semi_finished_awaited",
      "semi_finished_awaited",
    ]);
  });

  it("only says so where its template warns, and does not wait for what nobody makes", async () => {
    const warned = await aBakery(testDatabase);
    const orderId = await anOrderOfBread(warned, 4);
    await doughFor(warned, orderId);
    await startAt(warned, orderId, "making", 5);
    const waiting = await aBakery(testDatabase, { policies: { semiFinished: "wait" } });
    const alone = await anOrderOfBread(waiting, 4);
    await startAt(waiting, alone, "making", 5);
    await lawsHold(warned);
  });

  it("asks the supervisor what becomes of them when it is cancelled or needs less", async () => {
    const shop = await aBakery(testDatabase);
    const orderId = await anOrderOfBread(shop, 10);
    const { number } = await doughFor(shop, orderId);
    await shop.make(changeQuantity, { orderId, quantity: 12 });
    expect(await tasksOf(shop)).toEqual([]);
    await shop.make(changeQuantity, { orderId, quantity: 6 });
    expect(await tasksOf(shop)).toMatchObject([
      {
        text: "task.parent_needs_less",
        values: { child: `№${number}`, product: "Dough", surplusQuantity: "2\tkg", sunkAmount: "0" },
      },
    ]);
    await shop.make(cancelOrder, { orderId, reason: "No customers" });
    expect((await tasksOf(shop)).map((task) => task.text)).toEqual([
      "task.parent_needs_less",
      "task.parent_cancelled",
    ]);
    await lawsHold(shop);
  });
});

it("is held to the law: an order made for a norm of some other order is found", async () => {
  const shop = await aBakery(testDatabase);
  const [orderId, other] = [await anOrderOfBread(shop, 4), await anOrderOfBread(shop, 4)];
  const dough = (await doughFor(shop, orderId)).orderId;
  await lawsHold(shop);
  await testDatabase.pool.query(
    "update production_order set parent_id = $2 where workspace_id = $1 and id = $3",
    [shop.workspaceId, other, dough],
  );
  const breaches = await checkOrderLaws(shop.database.kysely, shop.workspaceId);
  expect(breaches.map(({ law, thingId }) => [law, thingId])).toContainEqual([
    "made_for_a_norm_of_its_parent",
    dough,
  ]);
});

const aSupervisor = async (shop: Bakery, name: string) =>
  aMember((await shop.make(addMember(hashPin), { name, roles: ["supervisor"], tradeIds: [] })).memberId, [
    "supervisor",
  ]);

async function stageIdOf(shop: Bakery, orderId: Id, key: string): Promise<Id> {
  const { rows } = await testDatabase.pool.query<{ id: Id }>(
    "select id from order_stage where workspace_id = $1 and order_id = $2 and key = $3",
    [shop.workspaceId, orderId, key],
  );
  return rows[0]?.id ?? "";
}

async function openRunOf(shop: Bakery, orderId: Id): Promise<Id> {
  const { rows } = await testDatabase.pool.query<{ id: Id }>(
    "select id from run where workspace_id = $1 and order_id = $2 and state = 'waiting' order by id limit 1",
    [shop.workspaceId, orderId],
  );
  return rows[0]?.id ?? "";
}
