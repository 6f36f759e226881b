import { v7 as newId } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countStock } from "#commands/inventory/count-stock.ts";
import { blockRun } from "#commands/production/block-run.ts";
import { cancelOrder } from "#commands/production/cancel-order.ts";
import { changeOrder } from "#commands/production/change-order.ts";
import { createOrder } from "#commands/production/create-order.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { pauseRun } from "#commands/production/pause-run.ts";
import { startRun } from "#commands/production/start-run.ts";
import type { Id } from "#kernel/id.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { seeView } from "#test/builders/see-view.ts";
import {
  accepted,
  aMember,
  aWorkshop,
  type Workshop,
  type WorkshopOptions,
} from "#test/builders/workshop.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { listOrders } from "./list-orders.ts";
import { showOrder } from "./show-order.ts";
import { listBoardCell } from "./show-board-lane.ts";
import { showOrderBoard } from "./show-order-board.ts";
import { showOrderMaterials } from "./show-order-materials.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

type Seen = { actor?: Actor; now?: Date };
const at = (minutes: number): Date => new Date(Date.parse("2026-03-02T09:00:00Z") + minutes * 60_000);
const shopWith = (options: WorkshopOptions = {}) => aWorkshop(testDatabase, options);

const board = async (
  shop: Workshop,
  input: Input<typeof productionRoutes.showOrderBoard> = {},
  as: Seen = {},
) => accepted(await seeView(shop, productionRoutes.showOrderBoard, showOrderBoard, input, as));
const list = async (
  shop: Workshop,
  input: Partial<Input<typeof productionRoutes.listOrders>> = {},
  as: Seen = {},
) => accepted(await seeView(shop, productionRoutes.listOrders, listOrders, { limit: 50, ...input }, as));
const cell = async (shop: Workshop, input: Partial<Input<typeof productionRoutes.listBoardCell>>) =>
  accepted(
    await seeView(shop, productionRoutes.listBoardCell, listBoardCell, {
      limit: 50,
      column: "pending",
      ...input,
    }),
  );
const card = async (shop: Workshop, orderId: Id, as: Seen = {}) =>
  accepted(await seeView(shop, productionRoutes.showOrder, showOrder, { orderId }, as));
const materials = async (shop: Workshop, orderId: Id) =>
  accepted(await seeView(shop, productionRoutes.showOrderMaterials, showOrderMaterials, { orderId })).rows;

async function anOrder(
  shop: Workshop,
  more: Partial<Input<typeof productionRoutes.createOrder>> = {},
): Promise<Id> {
  const input = {
    variantId: shop.variantId,
    quantity: 4,
    notes: "",
    dealId: null,
    dealLineId: null,
    ...more,
  };
  return (await shop.make(createOrder, input, { now: at(0) })).orderId;
}

async function openRun(shop: Workshop, orderId: Id): Promise<Id> {
  return (await card(shop, orderId)).current?.runId ?? "none";
}

/** Starts and finishes the open run of the order, beginning so many minutes after nine. */
async function pass(shop: Workshop, orderId: Id, units: number, minutes: number): Promise<void> {
  const runId = await openRun(shop, orderId);
  await shop.make(startRun, { runId }, { as: shop.operator, now: at(minutes) });
  await shop.make(finishRun, { runId, units, comment: "" }, { as: shop.operator, now: at(minutes + 10) });
}

describe("the board", () => {
  it("deals orders to columns by status, with counts, units and where each stands", async () => {
    const shop = await shopWith();
    const [waiting, working, finished, cancelled] = [
      await anOrder(shop, { dueDate: "2026-03-09", quantity: 2 }),
      await anOrder(shop, { quantity: 3 }),
      await anOrder(shop, { quantity: 5 }),
      await anOrder(shop, { quantity: 7 }),
    ];
    await pass(shop, working, 3, 1);
    await pass(shop, finished, 5, 20);
    await pass(shop, finished, 5, 40);
    await shop.make(
      cancelOrder,
      { orderId: cancelled, reason: "a mistake", returnMaterials: false },
      { now: at(60) },
    );
    const { columns } = await board(shop);
    expect(
      columns.map(({ status, count, units, cards }) => [status, count, units, cards.map((one) => one.id)]),
    ).toEqual([
      ["pending", 1, 2, [waiting]],
      ["in_progress", 1, 3, [working]],
      ["partially_done", 0, 0, []],
      ["done", 1, 5, [finished]],
      ["cancelled", 1, 7, [cancelled]],
    ]);
    const cardOf = (index: number) => columns[index]?.cards[0];
    expect(cardOf(0)).toMatchObject({
      itemName: "Cake",
      ordered: 2,
      received: 0,
      dueDate: "2026-03-09",
      overdue: false,
      stagesDone: 0,
      stagesTotal: 2,
      current: { name: "Baking", state: "ready", operatorName: null, waitName: null },
    });
    expect(cardOf(1)).toMatchObject({ stagesDone: 1, current: { name: "Packing", state: "ready" } });
    expect(cardOf(3)).toMatchObject({
      stagesDone: 2,
      received: 5,
      current: null,
      finishedAt: at(50).toISOString(),
    });
    expect(cardOf(4)).toMatchObject({ stagesDone: 0, current: null, blocked: false });
  });

  it("shows what ended within seven days only, and counts no more", async () => {
    const shop = await shopWith();
    await shop.make(
      cancelOrder,
      { orderId: await anOrder(shop), reason: "old", returnMaterials: false },
      { now: at(1) },
    );
    const later = new Date(at(0).getTime() + 8 * 86_400_000);
    expect((await board(shop, {}, { now: later })).columns[4]).toMatchObject({
      count: 0,
      units: 0,
      cards: [],
    });
    expect((await list(shop, { status: "cancelled" }, { now: later })).rows).toHaveLength(1);
  });

  it("gives a first page of thirty and a cursor that the column goes on from, each card once", async () => {
    const shop = await shopWith();
    const made: Id[] = [];
    for (let index = 0; index < 33; index += 1) {
      made.push(
        await anOrder(shop, {
          quantity: 1,
          ...(index % 3 === 0 ? {} : { dueDate: `2026-03-${10 + (index % 5)}` }),
        }),
      );
    }
    const [column] = (await board(shop)).columns;
    expect(column).toMatchObject({ count: 33, units: 33 });
    const rest = await cell(shop, { cursor: column?.next ?? "" });
    const ids = [...(column?.cards ?? []), ...rest.rows].map((one) => one.id);
    expect(ids).toHaveLength(33);
    expect(new Set(ids)).toEqual(new Set(made));
    const dues = [...(column?.cards ?? []), ...rest.rows].map((one) => one.dueAt ?? "none");
    expect(dues).toEqual([...dues].sort());
    expect(rest.next).toBeNull();
  });

  it("goes on with what ended, newest first, from where its column stopped", async () => {
    const shop = await shopWith();
    const made: Id[] = [];
    for (let index = 0; index < 32; index += 1) {
      const orderId = await anOrder(shop, { quantity: 1 });
      await shop.make(cancelOrder, { orderId, reason: "no", returnMaterials: false }, { now: at(index) });
      made.unshift(orderId);
    }
    const column = (await board(shop)).columns[4];
    const rest = await cell(shop, { column: "cancelled", cursor: column?.next ?? "" });
    expect([...(column?.cards ?? []), ...rest.rows].map((one) => one.id)).toEqual(made);
  });

  it("narrows by words, number, product, operator and lateness, its counts too", async () => {
    const shop = await shopWith();
    const late = await anOrder(shop, { dueDate: "2026-03-03", quantity: 2 });
    const other = await anOrder(shop, { dueDate: "2026-04-03" });
    await pass(shop, other, 4, 1);
    await shop.make(startRun, { runId: await openRun(shop, other) }, { as: shop.operator, now: at(20) });
    const later = { now: new Date("2026-03-10T09:00:00Z") };
    const idsOf = async (input: Input<typeof productionRoutes.showOrderBoard>) =>
      (await board(shop, input, later)).columns.flatMap((column) => {
        expect(column.count).toBe(column.cards.length);
        return column.cards.map((one) => one.id);
      });
    expect(await idsOf({ overdue: true })).toEqual([late]);
    expect(await idsOf({ overdue: false })).toEqual([other]);
    expect(await idsOf({ operatorId: shop.operator.memberId })).toEqual([other]);
    expect(await idsOf({ search: "cAk" })).toEqual([late, other]);
    expect(await idsOf({ search: "2" })).toEqual([other]);
    expect(await idsOf({ search: "100%" })).toEqual([]);
    expect(await idsOf({ itemId: newId() })).toEqual([]);
    expect((await board(shop, {}, later)).columns[0]?.cards[0]?.overdue).toBe(true);
  });

  it("sees nothing of another workspace", async () => {
    const shop = await shopWith();
    await anOrder(shop);
    const stranger = await shopWith();
    expect((await board(stranger)).columns.every((column) => column.count === 0)).toBe(true);
  });
});

describe("the list", () => {
  it("pages through dated and undated orders without losing or repeating one", async () => {
    const shop = await shopWith();
    const made: Id[] = [];
    for (let index = 0; index < 9; index += 1) {
      made.push(await anOrder(shop, { quantity: 1, ...(index % 2 === 0 ? { dueDate: "2026-03-10" } : {}) }));
    }
    const seen: Id[] = [];
    let cursor: string | null = null;
    do {
      const page: Output<typeof productionRoutes.listOrders> = await list(shop, {
        limit: 2,
        ...(cursor === null ? {} : { cursor }),
      });
      seen.push(...page.rows.map((row) => row.id));
      cursor = page.next;
    } while (cursor !== null);
    expect(seen).toEqual([
      ...made.filter((_, index) => index % 2 === 0),
      ...made.filter((_, index) => index % 2 === 1),
    ]);
  });

  it("refuses a cursor that is none of its own", async () => {
    const shop = await shopWith();
    const cursors = [
      "x",
      Buffer.from('["2026-13-99","x"]').toString("base64url"),
      Buffer.from("[1,2,3]").toString("base64url"),
    ];
    for (const cursor of cursors) {
      const answer = await seeView(shop, productionRoutes.listOrders, listOrders, { limit: 5, cursor });
      expect(answer).toMatchObject({ ok: false, refusal: { code: "cursor_broken" } });
    }
  });
});

describe("the order card", () => {
  it("tells a wait by the name of the stage that it follows, and that time makes it ready", async () => {
    const shop = await shopWith({ waitSeconds: 3600 });
    const orderId = await anOrder(shop);
    await pass(shop, orderId, 4, 0);
    expect((await card(shop, orderId, { now: at(20) })).current).toMatchObject({
      name: "Packing",
      state: "waiting",
      waitName: "cooling",
      availableAt: at(70).toISOString(),
      since: at(10).toISOString(),
    });
    expect((await card(shop, orderId, { now: at(70) })).current).toMatchObject({
      state: "ready",
      waitName: null,
    });
  });

  it("lists the stages with their runs, time and verbs", async () => {
    const shop = await shopWith();
    const orderId = await anOrder(shop, { dueDate: "2026-03-20", priority: "high", notes: "with care" });
    const runId = await openRun(shop, orderId);
    await shop.make(startRun, { runId }, { as: shop.operator, now: at(0) });
    await shop.make(pauseRun, { runId, reasonId: shop.pauseReasonId }, { as: shop.operator, now: at(10) });
    const seen = await card(shop, orderId, { now: at(15) });
    expect(seen).toMatchObject({
      templateName: "Cake",
      templateNumber: 1,
      priority: "high",
      notes: "with care",
      createdByName: "Owner",
      inWork: 4,
      materials: 2,
      verbs: ["changeOrder", "changeQuantity", "changeUpsells", "reserveOrder", "cancelOrder"],
      startedAt: at(0).toISOString(),
    });
    expect(
      seen.stages.map((stage) => [stage.name, stage.done, stage.plannedSeconds, stage.runs.length]),
    ).toEqual([
      ["Baking", false, 600, 1],
      ["Packing", false, 120, 0],
    ]);
    expect(seen.stages[0]?.runs[0]).toMatchObject({
      state: "paused",
      operatorName: "Operator",
      workedSeconds: 600,
      pausedSeconds: 300,
      workingSince: null,
      // The owner is not in the crew, and nobody works: there is nothing to join or to leave.
      verbs: [
        "resumeRun",
        "recordProgress",
        "finishRun",
        "cancelStart",
        "blockRun",
        "reportDefect",
        "reassignRun",
      ],
    });
  });

  it("offers a reader no verb, and no deal or contact to who may not see them", async () => {
    const shop = await shopWith();
    const orderId = await anOrder(shop);
    const technologist = aMember(shop.owner.memberId, ["technologist"]);
    const seen = await card(shop, orderId, { actor: technologist });
    expect(seen.verbs).toEqual([]);
    expect(seen.stages[0]?.runs[0]?.verbs).toEqual([]);
  });

  it("says why a run is blocked", async () => {
    const shop = await shopWith();
    const orderId = await anOrder(shop);
    const runId = await openRun(shop, orderId);
    await shop.make(blockRun, { runId, reasonId: shop.blockReasonId, note: "oven is cold" }, { now: at(1) });
    const seen = await card(shop, orderId);
    expect(seen).toMatchObject({ blocked: true, current: { state: "blocked" } });
    expect(seen.stages[0]?.runs[0]).toMatchObject({
      blockNote: "oven is cold",
      verbs: ["unblockRun", "reportDefect", "reassignRun"],
    });
    expect(seen.stages[0]?.runs[0]?.blockReason).not.toBeNull();
  });

  it("refuses what does not exist here", async () => {
    const shop = await shopWith();
    const elsewhere = await anOrder(await shopWith());
    for (const orderId of [newId(), elsewhere]) {
      const answer = await seeView(shop, productionRoutes.showOrder, showOrder, { orderId });
      expect(answer).toEqual({ ok: false, refusal: { code: "order_unknown", data: {}, path: ["orderId"] } });
    }
  });
});

describe("an order's materials", () => {
  it("say what is reserved, consumed, short and free, as the work goes on", async () => {
    const shop = await shopWith({ flour: "6" });
    const orderId = await anOrder(shop);
    const rows = await materials(shop, orderId);
    expect(rows.map((row) => [row.itemName, row.norm, row.reserved, row.shortage, row.free])).toEqual([
      ["Flour", "8", "6", "2", "0"],
      ["Box", "4", "4", "0", "996"],
    ]);
    expect((await card(shop, orderId)).shortages).toBe(1);
    const runId = await openRun(shop, orderId);
    const [flour] = rows;
    await shop.make(
      startRun,
      { runId, materials: [{ normId: flour?.normId ?? "", quantity: "9.5" }] },
      { as: shop.operator, now: at(0) },
    );
    expect((await materials(shop, orderId))[0]).toMatchObject({
      consumed: "9.5",
      remainder: "0",
      overconsumption: true,
      shortage: "0",
    });
  });

  it("are short of nothing once nobody needs them", async () => {
    const shop = await shopWith({ flour: "0" });
    const orderId = await anOrder(shop);
    expect((await materials(shop, orderId))[0]).toMatchObject({ shortage: "8", reserved: "0", free: "0" });
    await shop.make(cancelOrder, { orderId, reason: "no flour", returnMaterials: false }, { now: at(1) });
    expect((await materials(shop, orderId)).map((row) => row.shortage)).toEqual(["0", "0"]);
    expect((await card(shop, orderId)).shortages).toBe(0);
  });

  it("count what others left free", async () => {
    const shop = await shopWith({ flour: "20" });
    const [first, second] = [await anOrder(shop), await anOrder(shop)];
    expect((await materials(shop, second))[0]).toMatchObject({ reserved: "8", free: "4" });
    await shop.make(changeOrder, { orderId: first, priority: "urgent" }, { now: at(1) });
    await shop.make(countStock, {
      warehouseId: shop.materialsId,
      lines: [{ variantId: shop.flourId, counted: "30" }],
      note: "",
    });
    expect((await materials(shop, second))[0]).toMatchObject({ free: "14" });
  });
});
