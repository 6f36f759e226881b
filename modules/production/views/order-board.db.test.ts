import { v7 as newId } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cancelOrder } from "#commands/production/cancel-order.ts";
import { changeOrder } from "#commands/production/change-order.ts";
import { cancelStart } from "#commands/production/cancel-start.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { pauseRun } from "#commands/production/pause-run.ts";
import { reassignRun } from "#commands/production/reassign-run.ts";
import { startRun } from "#commands/production/start-run.ts";
import type { Id } from "#kernel/id.ts";
import type { Input, Output } from "#kernel/route.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { seeView } from "#test/builders/see-view.ts";
import { aShopOfStages, anOrderOf, runOfLot, type StagesShop } from "#test/builders/stages-shop.ts";
import { accepted, type Workshop } from "#test/builders/workshop.ts";
import { finishAt, shopMinute, startAt } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { listOrders } from "./list-orders.ts";
import { listBoardCell, showBoardLane } from "./show-board-lane.ts";
import { showOrderBoard } from "./show-order-board.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const shopOf = (batchMode: "whole" | "per_unit" = "whole"): Promise<StagesShop> =>
  aShopOfStages(testDatabase, { keys: ["cut", "sew", "pack"], batchMode });
const later = { now: shopMinute(600) };
const board = async (
  shop: Workshop,
  input: Input<typeof productionRoutes.showOrderBoard> = {},
  as: Parameters<typeof seeView>[4] = later,
) => accepted(await seeView(shop, productionRoutes.showOrderBoard, showOrderBoard, input, as));
const columnsOf = async (shop: Workshop, input: Input<typeof productionRoutes.showOrderBoard> = {}) =>
  Object.fromEntries(
    (await board(shop, input)).columns.map(({ key, count, units, cards }) => [
      key,
      [count, units, cards.map((card) => [card.number, card.here])],
    ]),
  );

async function workThrough(shop: Workshop, orderId: Id, minutes: number): Promise<void> {
  for (const [place, stage] of ["cut", "sew", "pack"].entries()) {
    await startAt(shop, orderId, stage, minutes + place * 2);
    await finishAt(shop, orderId, stage, minutes + place * 2 + 1);
  }
}

describe("columns by stage", () => {
  it("stand in the stages' order between Not started and Done, each order where its units are", async () => {
    const shop = await shopOf("per_unit");
    const first = await anOrderOf(shop, 3);
    await anOrderOf(shop, 2);
    const lot = await runOfLot(shop, first, "#1", "cut");
    await shop.make(startRun, { runId: lot }, { as: shop.operator, now: shopMinute(1) });
    await shop.make(
      finishRun,
      { runId: lot, units: 1, comment: "" },
      { as: shop.operator, now: shopMinute(2) },
    );
    const { columns } = await board(shop, { columns: "stage" });
    expect(columns.map((column) => column.key)).toEqual([
      "not_started",
      "stage:cut",
      "stage:sew",
      "stage:pack",
      "done",
    ]);
    expect(await columnsOf(shop, { columns: "stage" })).toEqual({
      not_started: [1, 2, [[2, null]]],
      "stage:cut": [1, 2, [[1, 2]]],
      "stage:sew": [1, 1, [[1, 1]]],
      "stage:pack": [0, 0, []],
      done: [0, 0, []],
    });
    const sewing = columns[2]?.cards[0];
    expect(sewing?.current).toMatchObject({ name: "sew", since: shopMinute(2).toISOString() });
  });

  it("lets an order whose only start was taken back be not started again, with all its units", async () => {
    const shop = await shopOf("per_unit");
    const orderId = await anOrderOf(shop, 3);
    const runId = await runOfLot(shop, orderId, "#1", "cut");
    await shop.make(startRun, { runId }, { as: shop.operator, now: shopMinute(1) });
    expect(await columnsOf(shop, { columns: "stage" })).toMatchObject({ "stage:cut": [1, 3, [[1, 3]]] });
    await shop.make(cancelStart, { runId }, { as: shop.operator, now: shopMinute(2) });
    expect(await columnsOf(shop, { columns: "stage" })).toMatchObject({ not_started: [1, 3, [[1, null]]] });
  });

  it("shows what was finished in Done, and a cell goes on page by page, each card once", async () => {
    const shop = await shopOf();
    await workThrough(shop, await anOrderOf(shop, 2), 1);
    const made: Id[] = [];
    for (let index = 0; index < 5; index += 1) {
      const orderId = await anOrderOf(shop, 1);
      await startAt(shop, orderId, "cut", 30 + index * 2);
      await finishAt(shop, orderId, "cut", 31 + index * 2);
      made.push(orderId);
    }
    expect(await columnsOf(shop, { columns: "stage" })).toMatchObject({ done: [1, 2, [[1, null]]] });
    const seen: Id[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page: Output<typeof productionRoutes.listBoardCell> = accepted(
        await seeView(shop, productionRoutes.listBoardCell, listBoardCell, {
          columns: "stage",
          column: "stage:sew",
          limit: 2,
          ...(cursor === undefined ? {} : { cursor }),
        }),
      );
      seen.push(...page.rows.map((row) => row.id));
      cursor = page.next;
    }
    expect(seen.length).toBe(5);
    expect(new Set(seen)).toEqual(new Set(made));
  });

  it("refuses a column that there is none of, and a cursor of another list", async () => {
    const shop = await shopOf();
    const ask = (input: object) =>
      seeView(shop, productionRoutes.listBoardCell, listBoardCell, {
        column: "pending",
        limit: 50,
        ...input,
      });
    expect(await ask({ column: "later" })).toMatchObject({ ok: false, refusal: { code: "column_unknown" } });
    const cursor = Buffer.from(JSON.stringify([7, null, newId()])).toString("base64url");
    expect(await ask({ cursor })).toMatchObject({ ok: false, refusal: { code: "cursor_broken" } });
  });
});

describe("the order within a column", () => {
  it("is the most urgent first, then by due date, and follows a change of priority", async () => {
    const shop = await shopOf();
    const undated = await anOrderOf(shop, 1);
    await anOrderOf(shop, 1, { dueDate: "2026-03-20" });
    await anOrderOf(shop, 1, { dueDate: "2026-03-10", priority: "low" });
    const numbers = async () => (await board(shop)).columns[0]?.cards.map((card) => card.number);
    expect(await numbers()).toEqual([2, 1, 3]);
    await shop.make(changeOrder, { orderId: undated, priority: "urgent" }, { now: shopMinute(1) });
    expect(await numbers()).toEqual([1, 2, 3]);
  });
});

describe("lanes", () => {
  it("count what each operator has, and what nobody was given; what has ended stands in none", async () => {
    const shop = await shopOf();
    const [mine, free, over] = [await anOrderOf(shop, 4), await anOrderOf(shop, 3), await anOrderOf(shop, 2)];
    await startAt(shop, mine, "cut", 1);
    await shop.make(
      cancelOrder,
      { orderId: over, reason: "no", returnMaterials: false },
      { now: shopMinute(3) },
    );
    const shown = await board(shop, { lanes: "operator" });
    expect(shown.columns.map((column) => [column.key, column.count, column.cards])).toEqual([
      ["pending", 1, []],
      ["in_progress", 1, []],
      ["partially_done", 0, []],
    ]);
    expect(shown.lanes).toEqual([
      { key: "none", name: null, orders: 1, units: 3, cells: [{ column: "pending", orders: 1, units: 3 }] },
      {
        key: shop.operator.memberId,
        name: "Operator",
        orders: 1,
        units: 4,
        cells: [{ column: "in_progress", orders: 1, units: 4 }],
      },
    ]);
    const runId = await runOfLot(shop, free, "1", "cut");
    await shop.make(reassignRun, { runId, memberId: shop.operator.memberId }, { now: shopMinute(4) });
    expect((await board(shop, { lanes: "operator" })).lanes).toMatchObject([
      { key: "none", orders: 0, units: 0 },
      { key: shop.operator.memberId, orders: 2, units: 7 },
    ]);
    const asked = { lanes: "operator", operator: "operator" } as const;
    expect((await board(shop, asked)).lanes.map((lane) => lane.name)).toEqual(["Operator"]);
  });

  it("gather variants of a product, and give six cards a cell and the rest by the cell's list", async () => {
    const shop = await shopOf();
    for (let index = 0; index < 8; index += 1) await anOrderOf(shop, 1);
    const shown = await board(shop, { lanes: "product" });
    expect(shown.lanes).toMatchObject([
      { key: shop.productId, name: "Cake", orders: 8, units: 8, cells: [{ column: "pending", orders: 8 }] },
    ]);
    const lane = { lanes: "product", lane: shop.productId } as const;
    const { cells } = accepted(await seeView(shop, productionRoutes.showBoardLane, showBoardLane, lane));
    expect(cells.map((cell) => [cell.column, cell.cards.length])).toEqual([
      ["pending", 6],
      ["aggregated", 0],
      ["in_progress", 0],
      ["partially_done", 0],
      ["done", 0],
      ["cancelled", 0],
    ]);
    const all = { ...lane, column: "pending", limit: 50 };
    expect(
      accepted(await seeView(shop, productionRoutes.listBoardCell, listBoardCell, all)).rows,
    ).toHaveLength(8);
    const nobody = { ...all, lane: newId() };
    expect(accepted(await seeView(shop, productionRoutes.listBoardCell, listBoardCell, nobody)).rows).toEqual(
      [],
    );
  });
});

describe("filters", () => {
  it("narrow the board's counts, its cards and the list alike", async () => {
    const shop = await shopOf();
    const begun = await anOrderOf(shop, 4, { dueDate: "2026-03-03" });
    const waiting = await anOrderOf(shop, 3, { dueDate: "2026-03-20" });
    const finished = await anOrderOf(shop, 2);
    await startAt(shop, begun, "cut", 1);
    await finishAt(shop, begun, "cut", 2);
    await startAt(shop, begun, "sew", 3);
    const sewn = await runOfLot(shop, begun, "1", "sew");
    const pause = { runId: sewn, reasonId: shop.pauseReasonId };
    await shop.make(pauseRun, pause, { as: shop.operator, now: shopMinute(4) });
    await workThrough(shop, finished, 10);
    const now = { now: new Date("2026-03-05T09:00:00Z") };
    const idsOf = async (filter: Input<typeof productionRoutes.showOrderBoard>): Promise<Id[]> => {
      const seen = (await board(shop, filter, now)).columns.flatMap((column) => {
        expect(column.count).toBe(column.cards.length);
        return column.cards.map((card) => card.id);
      });
      const { columns: _, lanes: __, ...rest } = filter;
      const listed = accepted(
        await seeView(shop, productionRoutes.listOrders, listOrders, { limit: 50, ...rest }, now),
      ).rows;
      expect(new Set(listed.map((row) => row.id))).toEqual(new Set(seen));
      return seen;
    };
    expect(await idsOf({ operator: "operator" })).toEqual([begun, finished]);
    expect(await idsOf({ operator: "OPERATOR" })).toEqual([begun, finished]);
    expect(await idsOf({ operator: "none" })).toEqual([waiting]);
    expect(await idsOf({ operator: "somebody-else" })).toEqual([]);
    expect(await idsOf({ product: "cake" })).toEqual([waiting, begun, finished]);
    expect(await idsOf({ product: shop.productId })).toEqual([waiting, begun, finished]);
    expect(await idsOf({ stage: "sew" })).toEqual([begun]);
    expect(await idsOf({ stage: "cut" })).toEqual([waiting]);
    expect(await idsOf({ stuck: 1 })).toEqual([waiting, begun]);
    expect(await idsOf({ stuck: 5 })).toEqual([]);
    expect(await idsOf({ batch: "whole" })).toHaveLength(3);
    expect(await idsOf({ batch: "split" })).toEqual([]);
    expect(await idsOf({ from: "2026-03-03", to: "2026-03-03" })).toEqual([begun]);
    expect(await idsOf({ from: "2026-03-04" })).toEqual([waiting]);
    expect(await idsOf({ by: "started", to: "2026-03-02" })).toEqual([begun, finished]);
    expect(await idsOf({ by: "finished", from: "2026-03-02" })).toEqual([finished]);
    expect(await idsOf({ by: "created", from: "2026-03-03" })).toEqual([]);
    expect(
      await idsOf({ operator: "operator", product: "cake", overdue: true, stuck: 1, stage: "sew" }),
    ).toEqual([begun]);
    const { named } = await board(shop, { operator: "operator", product: "cake" }, now);
    expect(named).toEqual({
      operator: { id: shop.operator.memberId, name: "Operator" },
      sub: null,
      product: { id: shop.productId, name: "Cake" },
      deal: null,
    });
  });

  it("by a period of the finish show what ended before the last seven days", async () => {
    const shop = await shopOf();
    await workThrough(shop, await anOrderOf(shop, 2), 1);
    const much = { now: new Date("2026-05-01T09:00:00Z") };
    const done = async (filter: object) =>
      (await board(shop, filter, much)).columns.find((column) => column.key === "done")?.count;
    expect(await done({})).toBe(0);
    expect(await done({ by: "finished", from: "2026-03-01" })).toBe(1);
  });
});

it("shows nothing of another workspace's orders, whatever is asked for", async () => {
  const shop = await shopOf();
  const orderId = await anOrderOf(shop, 2);
  await startAt(shop, orderId, "cut", 1);
  const stranger = await shopOf();
  for (const input of [{ columns: "stage" }, { lanes: "operator" }, { lanes: "product" }] as const) {
    const shown = await board(stranger, input);
    expect(shown.columns.every((column) => column.count === 0 && column.cards.length === 0)).toBe(true);
    expect(shown.lanes.every((lane) => lane.orders === 0 && lane.key !== shop.operator.memberId)).toBe(true);
  }
  const lane = { lanes: "operator", lane: shop.operator.memberId } as const;
  const { cells } = accepted(await seeView(stranger, productionRoutes.showBoardLane, showBoardLane, lane));
  expect(cells.every((cell) => cell.cards.length === 0)).toBe(true);
});
