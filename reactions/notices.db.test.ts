import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { markNoticesRead } from "#commands/notices/mark-notices-read.ts";
import { changeMessage } from "#commands/production/chat/change-message.ts";
import { markChatRead } from "#commands/production/chat/mark-chat-read.ts";
import { removeMessage } from "#commands/production/chat/remove-message.ts";
import { writeMessage } from "#commands/production/chat/write-message.ts";
import { setNoticeSetting } from "#commands/notices/set-notice-setting.ts";
import { blockRun } from "#commands/production/block-run.ts";
import { changeOrder } from "#commands/production/change-order.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { pauseRun } from "#commands/production/pause-run.ts";
import { proposeTimeCorrection } from "#commands/production/corrections/propose-time-correction.ts";
import { reportDefect } from "#commands/production/report-defect.ts";
import { startRun } from "#commands/production/start-run.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import { noticesRoutes } from "#modules/notices/contract/routes.ts";
import { countNotices } from "#modules/notices/views/count-notices.ts";
import { listNotices } from "#modules/notices/views/list-notices.ts";
import { showNoticeSettings } from "#modules/notices/views/show-notice-settings.ts";
import { beginning, type ReadFact, readFacts } from "#server/facts/read-facts.ts";
import { aChatShop } from "#test/builders/chat-shop.ts";
import { aPerson, firstInterval, stretch } from "#test/builders/corrections.ts";
import { seeView } from "#test/builders/see-view.ts";
import { aShopOfStages, anOrderOf, defectReasonOf, runOfLot } from "#test/builders/stages-shop.ts";
import { accepted, aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import { anOrder, runIdAt, shopMinute, startAt } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { tellOfFacts } from "./tell-of-facts.ts";
import { watchOrders } from "./watch-orders.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const failures: unknown[] = [];
beforeEach(() => {
  failures.length = 0;
});

/** Any transaction of the cluster, another file's too, holds the newest facts back for a moment. */
async function readWholeLog(): Promise<readonly ReadFact[]> {
  const read: ReadFact[] = [];
  for (;;) {
    const page = await readFacts(testDatabase.pool, read.at(-1)?.position ?? beginning);
    read.push(...page.facts);
    if (!page.waiting && !page.full) return read;
    if (page.waiting) await new Promise((done) => setTimeout(done, 20));
  }
}

/** Reads the whole log as reactions do. */
async function react(shop: Workshop): Promise<void> {
  const facts = await readWholeLog();
  const own = facts.filter(({ workspaceId }) => workspaceId === shop.workspaceId);
  await tellOfFacts(
    shop.database,
    own,
    () => shopMinute(60),
    (_, error) => failures.push(error),
  );
  expect(failures).toEqual([]);
}

const noticesOf = async (shop: Workshop, actor: Actor) =>
  accepted(await seeView(shop, noticesRoutes.listNotices, listNotices, { limit: 50 }, { actor })).rows;
const told = async (shop: Workshop, actor: Actor): Promise<string[]> =>
  (await noticesOf(shop, actor)).map(({ kind }) => kind);
const unread = async (shop: Workshop, actor: Actor): Promise<number> =>
  accepted(await seeView(shop, noticesRoutes.countNotices, countNotices, {}, { actor })).unread;

describe("what facts tell of", () => {
  it("is told once, to the supervisors, however often the facts are read", async () => {
    const shop = await aWorkshop(testDatabase, { flour: "3" });
    const [anna, storekeeper] = [
      await aPerson(shop, "Somebody", ["supervisor"]),
      await aPerson(shop, "Keeper", ["storekeeper"]),
    ];
    const orderId = await anOrder(shop, { quantity: 10 });
    await react(shop);
    const runId = await startAt(shop, orderId, "baking", 0);
    await shop.make(
      pauseRun,
      { runId, reasonId: shop.pauseReasonId },
      { as: shop.operator, now: shopMinute(2) },
    );
    await shop.make(
      blockRun,
      { runId, reasonId: shop.blockReasonId, note: "No gas" },
      { now: shopMinute(5) },
    );
    await react(shop);
    await react(shop);
    expect(await noticesOf(shop, anna)).toMatchObject([
      {
        kind: "run_blocked",
        thing: "production_order",
        thingId: orderId,
        values: { order: 1, stage: "Baking", note: "No gas" },
        read: false,
      },
      {
        kind: "shortage",
        thing: "production_order",
        thingId: orderId,
        values: { order: 1, materials: "Flour" },
      },
    ]);
    expect([await unread(shop, anna), await told(shop, storekeeper)]).toEqual([2, ["stock_below_zero"]]);
    // who made the order and stopped the work needs nobody to say so
    expect(await told(shop, shop.owner)).toEqual([]);
    const { rows } = await testDatabase.pool.query(
      "select kind from fact where workspace_id = $1 and thing = 'notice'",
      [shop.workspaceId],
    );
    expect(rows).toHaveLength(3);
  });

  it("is the responsible member's alone", async () => {
    const shop = await aWorkshop(testDatabase, { flour: "3" });
    const [anna, boris] = [
      await aPerson(shop, "Somebody", ["supervisor"]),
      await aPerson(shop, "Somebody", ["supervisor"]),
    ];
    const orderId = await anOrder(shop, { quantity: 10 });
    await shop.make(changeOrder, { orderId, responsibleId: boris.memberId });
    await react(shop);
    expect([await told(shop, anna), await told(shop, boris)]).toEqual([[], ["shortage"]]);
  });

  it("are units that came back too often, and a correction that waits", async () => {
    const shop = await aShopOfStages(testDatabase, {
      keys: ["cutting", "sewing"],
      batchMode: "split",
      reworkLimit: { cutting: 0 },
    });
    const anna = await aPerson(shop, "Somebody", ["supervisor"]);
    const orderId = await anOrderOf(shop, 10);
    const runId = await runOfLot(shop, orderId, "1", "cutting");
    await shop.make(startRun, { runId }, { as: shop.operator, now: shopMinute(0) });
    const back = {
      runId,
      reasonId: await defectReasonOf(shop),
      units: 2,
      decision: "return" as const,
      toStageId: await shop.stageId(orderId, "cutting"),
    };
    await shop.make(reportDefect, back, { as: shop.operator, now: shopMinute(5) });
    await shop.make(finishRun, { runId, units: 8 }, { as: shop.operator, now: shopMinute(30) });
    const me = shop.operator.memberId;
    const wish = {
      runId,
      intervalId: await firstInterval(shop, runId),
      stretches: [stretch(me, 0, 20)],
      reason: "I left early",
    };
    await shop.make(proposeTimeCorrection, wish, { as: shop.operator, now: shopMinute(40) });
    await react(shop);
    expect(await noticesOf(shop, anna)).toMatchObject([
      { kind: "correction_waiting", thingId: orderId, values: { about: "time" } },
      { kind: "units_escalated", thingId: orderId, values: { lot: "1.1", units: 2 } },
    ]);
  });

  it("is what has left no stock but a hole, once for each fall", async () => {
    const shop = await aWorkshop(testDatabase, { flour: "3" });
    const keeper = await aPerson(shop, "Keeper", ["storekeeper"]);
    const orderId = await anOrder(shop, { quantity: 4 });
    await startAt(shop, orderId, "baking", 0);
    await react(shop);
    expect(await noticesOf(shop, keeper)).toMatchObject([
      { kind: "stock_below_zero", thing: "balance", values: { material: "Flour", onHandQuantity: "-5\tkg" } },
    ]);
    // deeper is no news
    await startAt(shop, await anOrder(shop, { quantity: 1 }), "baking", 5, { as: shop.owner });
    await react(shop);
    expect(await told(shop, keeper)).toEqual(["stock_below_zero"]);
  });
});

describe("who is mentioned in a chat", () => {
  it("is told, once, and not by who is mentioned already or has read it", async () => {
    const shop = await aChatShop(testDatabase);
    const { orderId, supervisor, manager, operator } = shop;
    const say = (text: string, ...people: readonly { memberId: string }[]) =>
      shop.make(
        writeMessage,
        { orderId, text, mentionIds: people.map(({ memberId }) => memberId) },
        { as: supervisor },
      );
    const { messageId } = await say("Who packs it?", manager, supervisor);
    await react(shop);
    expect(await noticesOf(shop, manager)).toMatchObject([
      {
        kind: "mention",
        thing: "order_message",
        thingId: messageId,
        values: { who: "Sofia", order: 1, orderId },
      },
    ]);
    expect(JSON.stringify(await noticesOf(shop, manager))).not.toContain("packs");
    expect(await told(shop, supervisor)).not.toContain("mention");

    const mentionIds = [manager.memberId, operator.memberId];
    await shop.make(
      changeMessage,
      { messageId, text: "Who packs it today?", mentionIds },
      { as: supervisor },
    );
    await react(shop);
    expect([await told(shop, manager), await told(shop, operator)]).toEqual([["mention"], ["mention"]]);

    // What is read in the chat is read in the bell.
    await shop.make(markChatRead, { orderId, readTo: 1 }, { as: manager });
    expect([await unread(shop, manager), await unread(shop, operator)]).toEqual([0, 1]);
    await say("And who brings it?", manager);
    await shop.make(markChatRead, { orderId, readTo: 2 }, { as: manager });
    const { messageId: gone } = await say("Nobody", operator);
    await shop.make(removeMessage, { messageId: gone }, { as: supervisor });
    await react(shop);
    expect([await told(shop, manager), await told(shop, operator)]).toEqual([["mention"], ["mention"]]);
  });

  it("is not told who switched it off", async () => {
    const shop = await aChatShop(testDatabase);
    await shop.make(setNoticeSetting, { kind: "mention", told: false }, { as: shop.manager });
    const message = { orderId: shop.orderId, text: "Look!", mentionIds: [shop.manager.memberId] };
    await shop.make(writeMessage, message, { as: shop.supervisor });
    await react(shop);
    expect(await told(shop, shop.manager)).toEqual([]);
  });
});

describe("what is told", () => {
  it("is one's own to read, and nobody else's", async () => {
    const shop = await aWorkshop(testDatabase, { flour: "3" });
    const [anna, boris] = [
      await aPerson(shop, "Somebody", ["supervisor"]),
      await aPerson(shop, "Somebody", ["supervisor"]),
    ];
    await anOrder(shop, { quantity: 10 });
    await react(shop);
    const [notice] = await noticesOf(shop, anna);
    const annas = { noticeIds: [notice?.id ?? ""] };
    expect(await shop.ask(markNoticesRead, annas, { as: boris })).toMatchObject({
      refusal: { code: "notice_unknown" },
    });
    expect([await unread(shop, anna), await unread(shop, boris)]).toEqual([1, 1]);
    await shop.make(markNoticesRead, { noticeIds: null }, { as: boris });
    expect([await unread(shop, anna), await unread(shop, boris)]).toEqual([1, 0]);
    await shop.make(markNoticesRead, { noticeIds: [notice?.id ?? ""] }, { as: anna });
    expect(await noticesOf(shop, anna)).toMatchObject([{ read: true }]);
  });

  it("is not told to who does not want it", async () => {
    const shop = await aWorkshop(testDatabase, { flour: "3" });
    const [anna, boris] = [
      await aPerson(shop, "Somebody", ["supervisor"]),
      await aPerson(shop, "Somebody", ["supervisor"]),
    ];
    const settings = async () =>
      accepted(await seeView(shop, noticesRoutes.showNoticeSettings, showNoticeSettings, {}, { actor: anna }))
        .kinds;
    expect(await settings()).toContainEqual({ kind: "shortage", told: true });
    expect(await settings()).not.toContainEqual({ kind: "stock_below_zero", told: true });
    for (const wanted of [true, false]) {
      await shop.make(setNoticeSetting, { kind: "shortage", told: wanted }, { as: anna });
    }
    expect(await settings()).toContainEqual({ kind: "shortage", told: false });
    await anOrder(shop, { quantity: 10 });
    await react(shop);
    expect([await told(shop, anna), await told(shop, boris)]).toEqual([[], ["shortage"]]);
  });
});

describe("what no fact tells of", () => {
  const at = (text: string): Date => new Date(text);
  const watch = (shop: Workshop, now: string) => watchOrders(shop.database, shop.workspaceId, at(now));

  it("is an order that becomes late: told that day, and once each day after in a line that counts", async () => {
    const shop = await aWorkshop(testDatabase);
    const anna = await aPerson(shop, "Somebody", ["supervisor"]);
    const late = await anOrder(shop, { quantity: 1, dueDate: "2026-03-03" });
    await anOrder(shop, { quantity: 1, dueDate: "2026-03-03" });
    await anOrder(shop, { quantity: 1, dueDate: "2026-03-20" });
    await watch(shop, "2026-03-03T08:00:00Z");
    expect(await told(shop, anna)).toEqual([]);
    for (const time of ["05:00", "06:00", "20:00"]) await watch(shop, `2026-03-04T${time}:00Z`);
    const wednesday = await noticesOf(shop, anna);
    expect(wednesday.length).toBeGreaterThan(0);
    expect(wednesday.every(({ kind }) => kind === "order_overdue")).toBe(true);
    await watch(shop, "2026-03-05T06:00:00Z");
    await watch(shop, "2026-03-05T07:00:00Z");
    const thursday = await noticesOf(shop, anna);
    expect(thursday).toHaveLength(wednesday.length + 1);
    expect(thursday[0]).toMatchObject({ thingId: late, values: { order: 1, count: 2 } });
  });

  it("is work that stands for more than a day", async () => {
    const shop = await aWorkshop(testDatabase);
    const anna = await aPerson(shop, "Somebody", ["supervisor"]);
    const orderId = await anOrder(shop, { quantity: 1 });
    await startAt(shop, orderId, "baking", 0);
    const pause = { runId: await runIdAt(shop, orderId, "baking"), reasonId: shop.pauseReasonId };
    await shop.make(pauseRun, pause, { as: shop.operator, now: shopMinute(60) });
    // 23 hours later, and 25
    await watch(shop, "2026-03-03T09:00:00Z");
    expect(await told(shop, anna)).toEqual([]);
    await watch(shop, "2026-03-03T11:00:00Z");
    await watch(shop, "2026-03-03T12:00:00Z");
    expect(await noticesOf(shop, anna)).toMatchObject([
      { kind: "run_stuck", thingId: orderId, values: { order: 1, stage: "Baking" } },
    ]);
  });

  it("is nobody's of another workspace", async () => {
    const [shop, other] = [await aWorkshop(testDatabase), await aWorkshop(testDatabase)];
    const theirs = await aPerson(other, "Somebody", ["supervisor"]);
    await anOrder(shop, { quantity: 1, dueDate: "2026-03-03" });
    await watch(shop, "2026-03-05T06:00:00Z");
    await watch(other, "2026-03-05T06:00:00Z");
    expect([await told(other, theirs), await told(shop, theirs)]).toEqual([[], []]);
  });
});
