import {
  aGatheringShop,
  due,
  gather,
  makeBatch,
  ordersOf,
  read,
  seenBy,
  standing,
} from "#test/builders/gathered.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDeal } from "#commands/crm/add-deal.ts";
import { cancelOrder } from "#commands/production/cancel-order.ts";
import { changeOrder } from "#commands/production/change-order.ts";
import { changeQuantity } from "#commands/production/change-quantity.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { reopenRun } from "#commands/production/reopen-run.ts";
import { startRun } from "#commands/production/start-run.ts";
import { undoWork } from "#commands/production/undo-work.ts";
import { decimal, sum, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { showCostStory } from "#modules/costing/views/show-cost-story.ts";
import { showOrderCost } from "#modules/costing/views/show-order-cost.ts";
import { showDeal } from "#modules/crm/views/show-deal.ts";
import { showGathered } from "#modules/production/views/show-gathered.ts";
import { correctTime, firstInterval, stretch } from "#test/builders/corrections.ts";
import { anOrderOf, lotsOf, runOfLot, type StagesShop } from "#test/builders/stages-shop.ts";
import { accepted } from "#test/builders/workshop.ts";
import { lawsHold, orderRow, refused, reservedOf, shopMinute } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { gatherOrders } from "./gather-orders.ts";
import { previewGathering } from "./preview-gathering.ts";
import { proposeGathering } from "./propose-gathering.ts";

/** Small orders gathered into one: domain.md section 3, Aggregation. */
let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());
const aShop = (more: Parameters<typeof aGatheringShop>[1] = {}): Promise<StagesShop> =>
  aGatheringShop(testDatabase, more);

describe("gathering", () => {
  it("makes one order of several, and moves what they have reserved to it", async () => {
    const shop = await aShop({ flour: "25" });
    const [a, b, c] = await ordersOf(shop, 10, 8, 12);
    expect(await Promise.all([a, b, c].map((id) => reservedOf(shop, id, shop.flourId)))).toEqual([
      "10",
      "8",
      "7",
    ]);
    const batch = await gather(shop, [c, a, b]);
    expect(await reservedOf(shop, batch, shop.flourId)).toBe("25");
    expect(await Promise.all([a, b, c].map((id) => reservedOf(shop, id, shop.flourId)))).toEqual([
      "0",
      "0",
      "0",
    ]);
    expect(await standing(shop, batch)).toBe("pending 0/30 at 0");
    expect(await standing(shop, a)).toBe("aggregated 0/10 at 0");
    expect((await orderRow(shop, batch)).due_date).toBe(due(10));
    await lawsHold(shop);
  });

  it("shows the batch both ways, with what each order asks for", async () => {
    const shop = await aShop();
    const a = await anOrderOf(shop, 4, { notes: "matt paper", dueDate: due(12) });
    const b = await anOrderOf(shop, 6, { dueDate: due(11) });
    const batch = await gather(shop, [a, b]);
    expect((await orderRow(shop, batch)).notes).toMatch(/^№\d+: matt paper$/);
    for (const orderId of [batch, a]) {
      const shown = accepted(await read(shop, (tx) => showGathered(tx, { orderId }, seenBy(shop))));
      expect(shown.batch).toMatchObject({ orderId: batch, status: "pending", stagesDone: 0, stagesTotal: 2 });
      expect(shown.members.map((each) => [each.orderId, each.ordered, each.units])).toEqual([
        [b, 6, null],
        [a, 4, null],
      ]);
      expect(shown.mayLeave).toBe(true);
    }
  });

  it("takes only pending orders that are made alike, and says which one is not", async () => {
    const shop = await aShop();
    const [a, b, c] = await ordersOf(shop, 5, 5, 5);
    // Twice the same one is one.
    expect(await refused(shop, () => shop.ask(gatherOrders, { orderIds: [a, a] }))).toMatchObject({
      code: "too_few_to_gather",
    });
    expect(
      await refused(shop, () => shop.ask(gatherOrders, { orderIds: [a, crypto.randomUUID()] })),
    ).toMatchObject({
      code: "order_unknown",
      path: ["orderIds", 1],
    });
    const runId = await runOfLot(shop, c, "1", "print");
    await shop.make(startRun, { runId }, { as: shop.operator, now: shopMinute(1) });
    expect(await refused(shop, () => shop.ask(gatherOrders, { orderIds: [a, c] }))).toMatchObject({
      code: "order_not_gathered",
      data: { why: "started" },
    });
    const batch = await gather(shop, [a, b]);
    expect(await refused(shop, () => shop.ask(gatherOrders, { orderIds: [a, b] }))).toMatchObject({
      data: { why: "in_batch" },
    });
    const d = await anOrderOf(shop, 5);
    expect(await refused(shop, () => shop.ask(gatherOrders, { orderIds: [batch, d] }))).toMatchObject({
      data: { why: "is_batch" },
    });
  });

  it("keeps a member as it is until it leaves: nothing is begun, changed or cancelled", async () => {
    const shop = await aShop();
    const [a, b] = await ordersOf(shop, 5, 5);
    const batch = await gather(shop, [a, b]);
    const { number } = await orderRow(shop, batch);
    const refusal = { code: "order_aggregated", data: { number } };
    expect(await refused(shop, () => shop.ask(changeQuantity, { orderId: a, quantity: 9 }))).toMatchObject(
      refusal,
    );
    expect(await refused(shop, () => shop.ask(changeOrder, { orderId: a, priority: "high" }))).toMatchObject(
      refusal,
    );
    expect(
      await refused(shop, () => shop.ask(cancelOrder, { orderId: a, reason: "No", returnMaterials: false })),
    ).toMatchObject(refusal);
  });

  it("is proposed by product, variant and due window, with the set-up time that it saves", async () => {
    const shop = await aShop();
    const [a, b] = await ordersOf(shop, 5, 7);
    const late = await anOrderOf(shop, 3, { dueDate: due(28) });
    const whenever = await anOrderOf(shop, 2, { dueDate: null });
    const propose = (days: number) => read(shop, (tx) => proposeGathering(tx, { days }, seenBy(shop)));
    const week = accepted(await propose(7)).groups;
    expect(week.map((group) => group.orders.map((order) => order.orderId))).toEqual([
      [a, b],
      [late, whenever],
    ]);
    expect(week[0]).toMatchObject({ stageNames: ["print", "cut"], setUpSeconds: 1500 });
    expect(accepted(await propose(30)).groups.map((group) => group.orders.length)).toEqual([4]);
    const preview = accepted(
      await read(shop, (tx) => previewGathering(tx, { orderIds: [a, b, late] }, seenBy(shop))),
    );
    expect(preview).toMatchObject({ quantity: 15, setUpSaved: 3000, dueDate: due(10), shortages: [] });
    await gather(shop, [a, b]);
    expect(
      accepted(await propose(30)).groups.map((group) => group.orders.map((order) => order.orderId)),
    ).toEqual([[late, whenever]]);
  });
});

describe("giving back", () => {
  it("gives good units by due date and the cost pro rata, to the last ten-thousandth", async () => {
    const shop = await aShop();
    const [a, b, c] = await ordersOf(shop, 10, 8, 12);
    const batch = await gather(shop, [a, b, c]);
    // 30 kg at 10, and two hours at 120.
    await makeBatch(shop, batch);
    expect(await standing(shop, batch)).toBe("done 30/30 at 540");
    expect(await Promise.all([a, b, c].map((id) => standing(shop, id)))).toEqual([
      "done 10/10 at 180",
      "done 8/8 at 144",
      "done 12/12 at 216",
    ]);
    expect(await reservedOf(shop, a, shop.flourId)).toBe("0");
    await lawsHold(shop);
  });

  it("lets what is missing fall on the order that is due last", async () => {
    const shop = await aShop();
    const [a, b, c] = await ordersOf(shop, 3, 3, 7);
    const batch = await gather(shop, [a, b, c]);
    await makeBatch(shop, batch, 2);
    // 13 kg and two hours: 370, for eleven good units.
    expect(await standing(shop, batch)).toBe("done 11/13 at 370");
    expect(await Promise.all([a, b, c].map((id) => standing(shop, id)))).toEqual([
      "done 3/3 at 100.9091",
      "done 3/3 at 100.9091",
      "done 5/7 2 short at 168.1818",
    ]);
    expect((await lotsOf(shop, c)).map((lot) => `${lot.number} ${lot.state} ${lot.units}`)).toEqual([
      "1 finished 5",
      "1.1 withdrawn 2",
    ]);
    await lawsHold(shop);
  });

  it("leaves an order that got nothing done and short of all, at no cost", async () => {
    const shop = await aShop();
    const [a, b] = await ordersOf(shop, 3, 2);
    await makeBatch(shop, await gather(shop, [a, b]), 2);
    expect(await standing(shop, a)).toBe("done 3/3 at 290");
    expect(await standing(shop, b)).toBe("done 0/2 2 short at 0");
    await lawsHold(shop);
  });

  it("shares what was spent by what was ordered where nothing came out well", async () => {
    const shop = await aShop({ accounting: "separate" });
    const [a, b] = await ordersOf(shop, 1, 2);
    await makeBatch(shop, await gather(shop, [a, b]), 3);
    // 3 kg and half an hour.
    expect(await standing(shop, a)).toBe("done 0/1 1 short at 30");
    expect(await standing(shop, b)).toBe("done 0/2 2 short at 60");
    await lawsHold(shop);
  });

  it("keeps what was made beyond the orders in stock, with its share of the cost", async () => {
    const shop = await aShop({ overYield: "0.5" });
    const [a, b] = await ordersOf(shop, 2, 2);
    const batch = await gather(shop, [a, b]);
    for (const [place, key] of ["print", "cut"].entries()) {
      const runId = await runOfLot(shop, batch, "1", key);
      await shop.make(startRun, { runId }, { as: shop.operator, now: shopMinute(place * 60) });
      await shop.make(finishRun, { runId, units: 5, comment: "" }, { now: shopMinute(place * 60 + 60) });
    }
    const shown = accepted(await read(shop, (tx) => showGathered(tx, { orderId: batch }, seenBy(shop))));
    expect(shown.members.map((each) => [each.units, each.cost])).toEqual([
      [2, "112"],
      [2, "112"],
    ]);
    expect(shown.surplus).toEqual({ units: 1, cost: "56" });
    await lawsHold(shop);
  });

  it("gives each deal its own units and their real cost", async () => {
    const shop = await aShop();
    const aDeal = async (quantity: number) => {
      const { dealId } = await shop.make(addDeal, {
        title: "Cards",
        lines: [
          {
            variantId: shop.variantId,
            quantity,
            price: "50",
            upsellIds: [],
            attributes: {},
            promisedDate: null,
          },
        ],
      });
      const deal = accepted(await read(shop, (tx) => showDeal(tx, { dealId }, seenBy(shop))));
      const lineId = deal.lines[0]?.id ?? "";
      const orderId = await anOrderOf(shop, quantity, { dealId, dealLineId: lineId });
      return { dealId, orderId };
    };
    const [one, other] = [await aDeal(1), await aDeal(2)];
    const batch = await gather(shop, [one.orderId, other.orderId]);
    const dealOf = async (dealId: Id) =>
      accepted(await read(shop, (tx) => showDeal(tx, { dealId }, seenBy(shop))));
    expect((await dealOf(one.dealId)).orders).toMatchObject([{ status: "aggregated", received: 0 }]);
    expect((await dealOf(one.dealId)).money).toMatchObject({ provisional: true });
    await makeBatch(shop, batch);
    expect((await dealOf(one.dealId)).lines).toMatchObject([{ ready: "1" }]);
    expect((await dealOf(one.dealId)).money).toMatchObject({
      real: { cost: "90", profit: "-40" },
      provisional: false,
    });
    expect((await dealOf(other.dealId)).money).toMatchObject({ real: { cost: "180", profit: "-80" } });
    await lawsHold(shop);
  });

  it("tells each order's cost by category, and its story, as its share of the batch's", async () => {
    const shop = await aShop({ accounting: "separate" });
    const [a, b, c] = await ordersOf(shop, 3, 3, 1);
    const batch = await gather(shop, [a, b, c]);
    await makeBatch(shop, batch, 1);
    const costOf = async (orderId: Id) =>
      accepted(await read(shop, (tx) => showOrderCost(tx, { orderId }, seenBy(shop))));
    const whole = await costOf(batch);
    const [one, other] = [await costOf(a), await costOf(b)];
    expect(whole.batch).toBeNull();
    expect(one.batch).toMatchObject({ orderId: batch });
    for (const part of ["material", "labour", "subcontracting", "defectLoss", "total"] as const) {
      const parts = [one, other].map((cost) => decimal(cost.real?.[part] ?? "0"));
      expect(text(sum(parts))).toBe(whole.real?.[part]);
    }
    // 7 kg and two hours: 310, of which the lost one had taken 10 and its part of an hour.
    expect(one.real).toMatchObject({ total: "155", perUnit: "47.1429", provisional: false });
    const story = accepted(await read(shop, (tx) => showCostStory(tx, { orderId: a }, seenBy(shop))));
    expect(story.bars.filter((bar) => bar.amount !== "0").map((bar) => [bar.kind, bar.amount])).toEqual([
      ["quoted", "92"],
      ["batch", "63"],
    ]);
    expect([story.real, story.started]).toEqual(["155", true]);
  });

  it("passes a correction on as a late difference, share by share", async () => {
    const shop = await aShop();
    const [a, b, c] = await ordersOf(shop, 1, 1, 1);
    const batch = await gather(shop, [a, b, c]);
    const runId = await makeBatch(shop, batch);
    const intervalId = await firstInterval(shop, runId);
    await correctTime(shop, { runId, intervalId, stretches: [stretch(shop.operator.memberId, 60, 61)] });
    const rows = await Promise.all([a, b, c].map((id) => orderRow(shop, id)));
    expect(text((await orderRow(shop, batch)).cost)).toBe("152");
    expect(rows.map((row) => [text(row.cost), text(row.received_cost), text(row.late_difference)])).toEqual([
      ["50.6667", "90", "-39.3333"],
      ["50.6667", "90", "-39.3333"],
      ["50.6666", "90", "-39.3334"],
    ]);
    await lawsHold(shop);
  });

  it("is not taken back: neither by an undo nor by opening the last run again", async () => {
    const shop = await aShop();
    const [a, b] = await ordersOf(shop, 1, 1);
    const batch = await gather(shop, [a, b]);
    const runId = await makeBatch(shop, batch);
    expect(await refused(shop, () => shop.ask(reopenRun, { runId, reason: "Not cut" }))).toMatchObject({
      code: "batch_given_back",
    });
    const { rows } = await testDatabase.pool.query<{ id: Id }>(
      "select command_id as id from fact where thing_id = $1 and kind = 'order_finished'",
      [batch],
    );
    const commandId = rows[0]?.id ?? "";
    const undone = await refused(shop, () =>
      shop.ask(undoWork, { orderId: batch, commandId }, { now: shopMinute(121) }),
    );
    expect(undone).toMatchObject({ code: "batch_given_back" });
  });
});
