import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeWorkspace } from "#commands/access/change-workspace.ts";
import { setListPrice } from "#commands/catalog/set-list-price.ts";
import { setRate } from "#commands/costing/set-rate.ts";
import { receiveStock } from "#commands/inventory/receive-stock.ts";
import type { Id } from "#kernel/id.ts";
import { aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import {
  anOrder,
  costLinesOf,
  finishAt,
  lawsHold,
  orderRow,
  runIdAt,
  shopMinute,
  startAt,
  stockOf,
  workThrough,
} from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { cancelStart } from "./cancel-start.ts";
import { finishRun } from "./finish-run.ts";
import { pauseRun } from "./pause-run.ts";
import { resumeRun } from "./resume-run.ts";
import { startRun } from "./start-run.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

/** All that is told of what an order cost, as it lies in the tables and in the log. */
async function historyOf(shop: Workshop, orderId: Id): Promise<unknown[]> {
  const read = async (sql: string): Promise<unknown> =>
    (await testDatabase.pool.query(sql, [shop.workspaceId, orderId])).rows;
  return [
    await read("select * from cost_line where workspace_id = $1 and order_id = $2 order by id"),
    await read("select * from cost_share where workspace_id = $1 and order_id = $2 order by id"),
    await read("select * from planned_cost_line where workspace_id = $1 and order_id = $2 order by id"),
    await read("select * from production_order where workspace_id = $1 and id = $2"),
    await read("select * from movement where workspace_id = $1 and order_id = $2 order by id"),
    await read("select * from fact where workspace_id = $1 and thing_id = $2 order by version"),
  ];
}

const raise = async (shop: Workshop, minutes: number): Promise<void> => {
  const now = shopMinute(minutes);
  await shop.make(setRate, { memberId: shop.operator.memberId, rate: "240" }, { now });
  await shop.make(setListPrice, { variantId: shop.flourId, price: "77" }, { now });
  const line = { variantId: shop.flourId, quantity: "1000", price: "30" };
  await shop.make(receiveStock, { warehouseId: shop.materialsId, lines: [line], note: "" }, { now });
};

describe("rates and prices that change", () => {
  it("between start and finish: the capture takes those in effect at the finish, once", async () => {
    const shop = await aWorkshop(testDatabase);
    const orderId = await anOrder(shop, { quantity: 10 });
    await startAt(shop, orderId, "baking", 0);
    await raise(shop, 5);
    await finishAt(shop, orderId, "baking", 30);
    // 980 kg at 10 and 1000 at 30 are 20.101… on the average; half an hour at 240
    expect(await costLinesOf(shop, orderId)).toEqual([
      ["material", "20", "20.101010101", "402.0202"],
      ["labour", "1800", "240", "120"],
    ]);
    await lawsHold(shop);
  });

  it("after the finish: no figure of yesterday moves, of the order, its plan, its log or the goods", async () => {
    const shop = await aWorkshop(testDatabase);
    const orderId = await anOrder(shop, { quantity: 10 });
    await workThrough(shop, orderId, 0);
    const before = await historyOf(shop, orderId);
    const goods = await stockOf(shop, shop.variantId, shop.finishedId);
    await raise(shop, 60);
    await workThrough(shop, await anOrder(shop, { quantity: 10 }), 100);
    expect(await historyOf(shop, orderId)).toEqual(before);
    expect(goods).toMatchObject({ onHand: "10", value: (await orderRow(shop, orderId)).cost.toFixed() });
    await lawsHold(shop);
  });

  it("after the plan: what was planned stays frozen, and what is real goes its own way", async () => {
    const shop = await aWorkshop(testDatabase);
    const orderId = await anOrder(shop, { quantity: 10 });
    const planned = (await orderRow(shop, orderId)).planned_cost.toFixed();
    await raise(shop, 5);
    await workThrough(shop, orderId, 10);
    const order = await orderRow(shop, orderId);
    expect(order.planned_cost.toFixed()).toBe(planned);
    expect(order.cost.gt(planned)).toBe(true);
  });

  it("for a day to come: a rate counts from its moment on", async () => {
    const shop = await aWorkshop(testDatabase);
    await shop.make(setRate, { memberId: shop.operator.memberId, rate: "999" }, { now: shopMinute(1_000) });
    const orderId = await anOrder(shop, { quantity: 1 });
    await startAt(shop, orderId, "baking", 0);
    await finishAt(shop, orderId, "baking", 30);
    expect((await costLinesOf(shop, orderId)).at(-1)).toEqual(["labour", "1800", "120", "60"]);
  });
});

describe("amounts that are equal", () => {
  it("are both counted: two stages of the same minutes by the same person", async () => {
    const shop = await aWorkshop(testDatabase);
    const orderId = await anOrder(shop, { quantity: 1 });
    await workThrough(shop, orderId, 0);
    const lines = await costLinesOf(shop, orderId);
    expect(lines.filter(([category]) => category === "labour")).toEqual([
      ["labour", "600", "120", "20"],
      ["labour", "600", "120", "20"],
    ]);
    // 2 kg at 10, 20, a box at 3, 20
    expect((await orderRow(shop, orderId)).cost.toFixed()).toBe("63");
    await lawsHold(shop);
  });
});

describe("paid time", () => {
  const labour = async (shop: Workshop, orderId: Id): Promise<string | undefined> =>
    (await costLinesOf(shop, orderId)).find(([category]) => category === "labour")?.[1];
  const begin = async (shop: Workshop, now: string): Promise<{ orderId: Id; runId: Id }> => {
    const orderId = await anOrder(shop, { quantity: 1 });
    const runId = await runIdAt(shop, orderId, "baking");
    await shop.make(startRun, { runId }, { as: shop.operator, now: new Date(now) });
    return { orderId, runId };
  };
  const as = (shop: Workshop, now: string) => ({ as: shop.operator, now: new Date(now) });
  const finish = (shop: Workshop, runId: Id, now: string) =>
    shop.make(finishRun, { runId, units: 1, comment: "" }, as(shop, now));

  it("of an unpaid pause is none", async () => {
    const shop = await aWorkshop(testDatabase);
    const { orderId, runId } = await begin(shop, "2026-03-02T09:00:00Z");
    await shop.make(pauseRun, { runId, reasonId: shop.pauseReasonId }, as(shop, "2026-03-02T10:00:00Z"));
    await shop.make(resumeRun, { runId }, as(shop, "2026-03-02T10:45:00Z"));
    await finish(shop, runId, "2026-03-02T11:00:00Z");
    expect(await labour(shop, orderId)).toBe(String(75 * 60));
  });

  it("of a paid pause ends when the person starts other work", async () => {
    const shop = await aWorkshop(testDatabase);
    const { orderId, runId } = await begin(shop, "2026-03-02T09:00:00Z");
    await shop.make(pauseRun, { runId, reasonId: shop.paidPauseReasonId }, as(shop, "2026-03-02T10:00:00Z"));
    const other = await begin(shop, "2026-03-02T10:10:00Z");
    await finish(shop, other.runId, "2026-03-02T10:30:00Z");
    await shop.make(resumeRun, { runId }, as(shop, "2026-03-02T10:40:00Z"));
    await finish(shop, runId, "2026-03-02T11:00:00Z");
    expect(await labour(shop, orderId)).toBe(String((60 + 10 + 20) * 60));
    expect(await labour(shop, other.orderId)).toBe(String(20 * 60));
    await lawsHold(shop);
  });

  it("of a paid pause goes on where the other work was taken back", async () => {
    const shop = await aWorkshop(testDatabase);
    const { orderId, runId } = await begin(shop, "2026-03-02T09:00:00Z");
    await shop.make(pauseRun, { runId, reasonId: shop.paidPauseReasonId }, as(shop, "2026-03-02T10:00:00Z"));
    const other = await begin(shop, "2026-03-02T10:10:00Z");
    await shop.make(cancelStart, { runId: other.runId }, as(shop, "2026-03-02T10:12:00Z"));
    await finish(shop, runId, "2026-03-02T10:30:00Z");
    expect(await labour(shop, orderId)).toBe(String(90 * 60));
  });

  // The shift ends at 18:00 in Kyiv: 16:00 UTC in winter time, 15:00 in summer time.
  it.each([
    ["in winter", "2026-03-27", "16:00"],
    ["after the night when the clock went forward", "2026-03-30", "15:00"],
    ["in summer", "2026-10-23", "15:00"],
    ["after the night when the clock went back", "2026-10-26", "16:00"],
  ])("of a paid pause ends with the shift, %s", async (_, day, shiftEnd) => {
    const shop = await aWorkshop(testDatabase);
    const end = Date.parse(`${day}T${shiftEnd}:00Z`);
    const before = (minutes: number): string => new Date(end - minutes * 60_000).toISOString();
    const { orderId, runId } = await begin(shop, before(60));
    await shop.make(pauseRun, { runId, reasonId: shop.paidPauseReasonId }, as(shop, before(30)));
    // forgotten until the next morning
    await finish(shop, runId, before(-15 * 60));
    expect(await labour(shop, orderId)).toBe(String(60 * 60));
  });

  it("of work overnight is what passed, an hour less on the night in Kyiv when the clock goes forward", async () => {
    const shop = await aWorkshop(testDatabase);
    await shop.make(changeWorkspace, { calendar: {} });
    const { orderId, runId } = await begin(shop, "2026-03-28T22:00:00+02:00");
    await finish(shop, runId, "2026-03-29T06:00:00+03:00");
    expect(await labour(shop, orderId)).toBe(String(7 * 3_600));
    await lawsHold(shop);
  });

  it("of a command whose moment lies before the one that it waited for is none, and no error", async () => {
    const shop = await aWorkshop(testDatabase);
    const { orderId, runId } = await begin(shop, "2026-03-02T09:00:00.250Z");
    await shop.make(pauseRun, { runId, reasonId: null }, as(shop, "2026-03-02T09:00:00.200Z"));
    await shop.make(resumeRun, { runId }, as(shop, "2026-03-02T09:00:00.100Z"));
    await finish(shop, runId, "2026-03-02T09:00:00.000Z");
    expect(await labour(shop, orderId)).toBeUndefined();
    await lawsHold(shop);
  });
});
