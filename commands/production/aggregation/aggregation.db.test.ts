import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDeal } from "#commands/crm/add-deal.ts";
import { cancelOrder } from "#commands/production/cancel-order.ts";
import { changeOrder } from "#commands/production/change-order.ts";
import { changeQuantity } from "#commands/production/change-quantity.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { reopenRun } from "#commands/production/reopen-run.ts";
import { reportDefect } from "#commands/production/report-defect.ts";
import { startRun } from "#commands/production/start-run.ts";
import { undoWork } from "#commands/production/undo-work.ts";
import { decimal, sum, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { showCostStory } from "#modules/costing/views/show-cost-story.ts";
import { showOrderCost } from "#modules/costing/views/show-order-cost.ts";
import { showDeal } from "#modules/crm/views/show-deal.ts";
import { showGathered } from "#modules/production/views/show-gathered.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import { enFacts } from "#web/texts/compiled/en-facts.ts";
import { ukFacts } from "#web/texts/compiled/uk-facts.ts";
import { createTranslator } from "#web/texts/translator.ts";
import { showOrderHistory } from "#modules/production/views/show-order-history.ts";
import { correctTime, firstInterval, stretch } from "#test/builders/corrections.ts";
import {
  anOrderOf,
  aShopOfStages,
  defectReasonOf,
  lotsOf,
  runOfLot,
  type StagesShop,
} from "#test/builders/stages-shop.ts";
import { accepted } from "#test/builders/workshop.ts";
import { lawsHold, orderRow, refused, reservedOf, shopMinute } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { dissolveBatch } from "./dissolve-batch.ts";
import { gatherOrders } from "./gather-orders.ts";
import { leaveBatch } from "./leave-batch.ts";
import { previewGathering } from "./preview-gathering.ts";
import { proposeGathering } from "./propose-gathering.ts";

/** Small orders gathered into one: domain.md section 3, Aggregation. */
let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const aShop = (more: Partial<Parameters<typeof aShopOfStages>[1]> = {}): Promise<StagesShop> =>
  aShopOfStages(testDatabase, {
    keys: ["print", "cut"],
    batchMode: "whole",
    material: "print",
    flour: "100",
    change: (body) => ({
      ...body,
      stages: body.stages.map((stage) => ({ ...stage, setUpSeconds: stage.key === "print" ? 1200 : 300 })),
    }),
    ...more,
  });
const en = createTranslator("en", [enFacts], "Europe/Kyiv");
const uk = createTranslator("uk", [ukFacts], "Europe/Kyiv");
const due = (day: number): string => `2026-03-${String(day).padStart(2, "0")}`;

/** Orders of so many units, the first due first. */
async function ordersOf(shop: StagesShop, ...units: readonly number[]): Promise<readonly [Id, Id, Id]> {
  const ids: Id[] = [];
  for (const [place, quantity] of units.entries())
    ids.push(await anOrderOf(shop, quantity, { dueDate: due(10 + place) }));
  const [first = "", second = "", third = ""] = ids;
  return [first, second, third];
}
const gather = async (shop: StagesShop, orderIds: readonly Id[], more: object = {}): Promise<Id> =>
  (await shop.make(gatherOrders, { orderIds: orderIds.filter((id) => id !== ""), ...more })).orderId;

/** Both stages of the batch, one hour each, with some units written off on the way. */
async function makeBatch(shop: StagesShop, orderId: Id, lost = 0): Promise<Id> {
  const { ordered } = await orderRow(shop, orderId);
  for (const [place, key] of ["print", "cut"].entries()) {
    const runId = await runOfLot(shop, orderId, "1", key);
    await shop.make(startRun, { runId }, { as: shop.operator, now: shopMinute(place * 60) });
    if (place === 0 && lost > 0) {
      await shop.make(
        reportDefect,
        { runId, units: lost, decision: "write_off", reasonId: await defectReasonOf(shop), note: "" },
        { now: shopMinute(30) },
      );
    }
    if (lost === ordered) return runId;
    const units = ordered - lost;
    await shop.make(finishRun, { runId, units, comment: "" }, { now: shopMinute(place * 60 + 60) });
    if (place === 1) return runId;
  }
  throw new Error("The batch has two stages");
}
async function standing(shop: StagesShop, orderId: Id): Promise<string> {
  const row = await orderRow(shop, orderId);
  const short = row.withdrawn > 0 ? ` ${row.withdrawn} short` : "";
  return `${row.status} ${row.received}/${row.ordered}${short} at ${text(row.cost)}`;
}
const seenBy = (shop: StagesShop): Viewer => ({
  actor: shop.owner,
  now: shopMinute(600),
  may: () => true,
  timeZone: "Europe/Kyiv",
});
const read = <T>(shop: StagesShop, query: Parameters<typeof readWorkspace<T>>[2]): Promise<T> =>
  readWorkspace(shop.database, shop.workspaceId, query);

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

describe("the way back", () => {
  it("dissolves a batch that nobody has begun: each order is pending with what it had reserved", async () => {
    const shop = await aShop({ flour: "15" });
    const [a, b] = await ordersOf(shop, 10, 8);
    const batch = await gather(shop, [a, b]);
    await shop.make(dissolveBatch, { orderId: batch });
    expect(await standing(shop, batch)).toBe("cancelled 0/18 18 short at 0");
    expect(await Promise.all([a, b].map((id) => standing(shop, id)))).toEqual([
      "pending 0/10 at 0",
      "pending 0/8 at 0",
    ]);
    expect(await Promise.all([a, b].map((id) => reservedOf(shop, id, shop.flourId)))).toEqual(["10", "5"]);
    await lawsHold(shop);
    // They go on as if nothing had been: begun, or gathered again.
    await shop.make(startRun, { runId: await runOfLot(shop, a, "1", "print") }, { as: shop.operator });
    await lawsHold(shop);
  });

  it("takes one order out, and makes the batch for the others", async () => {
    const shop = await aShop({ flour: "20" });
    const [a, b, c] = await ordersOf(shop, 10, 8, 7);
    const batch = await gather(shop, [a, b, c]);
    expect(await shop.make(leaveBatch, { orderId: b })).toEqual({ dissolved: false });
    expect(await standing(shop, batch)).toBe("pending 0/17 at 0");
    expect(await standing(shop, b)).toBe("pending 0/8 at 0");
    expect(await Promise.all([batch, b].map((id) => reservedOf(shop, id, shop.flourId)))).toEqual([
      "17",
      "3",
    ]);
    await lawsHold(shop);
    await makeBatch(shop, batch);
    expect(await Promise.all([a, c].map((id) => standing(shop, id)))).toEqual([
      "done 10/10 at 241.1765",
      "done 7/7 at 168.8235",
    ]);
    await lawsHold(shop);
  });

  it("dissolves a batch of which one order would be left", async () => {
    const shop = await aShop();
    const [a, b] = await ordersOf(shop, 2, 3);
    const batch = await gather(shop, [a, b]);
    expect(await shop.make(leaveBatch, { orderId: a })).toEqual({ dissolved: true });
    expect(await Promise.all([batch, a, b].map(async (id) => (await orderRow(shop, id)).status))).toEqual([
      "cancelled",
      "pending",
      "pending",
    ]);
    await lawsHold(shop);
  });

  it("is closed once the batch has begun", async () => {
    const shop = await aShop();
    const [a, b] = await ordersOf(shop, 2, 3);
    const batch = await gather(shop, [a, b]);
    await shop.make(startRun, { runId: await runOfLot(shop, batch, "1", "print") }, { as: shop.operator });
    expect(await refused(shop, () => shop.ask(leaveBatch, { orderId: a }))).toMatchObject({
      code: "batch_begun",
    });
    expect(await refused(shop, () => shop.ask(dissolveBatch, { orderId: batch }))).toMatchObject({
      code: "batch_begun",
    });
  });

  it("cancels a batch in work: its orders are pending again, and what was spent is the batch's loss", async () => {
    const shop = await aShop({ flour: "5" });
    const [a, b] = await ordersOf(shop, 2, 3);
    const batch = await gather(shop, [a, b]);
    await shop.make(
      startRun,
      { runId: await runOfLot(shop, batch, "1", "print") },
      { as: shop.operator, now: shopMinute(0) },
    );
    await shop.make(
      cancelOrder,
      { orderId: batch, reason: "The press broke", returnMaterials: true },
      { now: shopMinute(30) },
    );
    expect(await standing(shop, batch)).toBe("cancelled 0/5 5 short at 60");
    expect(await Promise.all([a, b].map((id) => standing(shop, id)))).toEqual([
      "pending 0/2 at 0",
      "pending 0/3 at 0",
    ]);
    expect(await Promise.all([a, b].map((id) => reservedOf(shop, id, shop.flourId)))).toEqual(["2", "3"]);
    await lawsHold(shop);
  });

  it("cancels a batch of which a part is in stock: the part goes by due date, the others begin anew", async () => {
    const shop = await aShop({ batchMode: "per_unit" });
    const [a, b, c] = await ordersOf(shop, 1, 2, 1);
    const batch = await gather(shop, [a, b, c]);
    for (const lot of ["#1", "#2"]) {
      for (const [place, key] of ["print", "cut"].entries()) {
        const runId = await runOfLot(shop, batch, lot, key);
        const minute = Number(lot.slice(1)) * 60 + place * 30;
        await shop.make(startRun, { runId }, { as: shop.operator, now: shopMinute(minute) });
        await shop.make(finishRun, { runId, units: 1, comment: "" }, { now: shopMinute(minute + 30) });
      }
    }
    await shop.make(
      cancelOrder,
      { orderId: batch, reason: "Enough", returnMaterials: false },
      { now: shopMinute(300) },
    );
    expect(await Promise.all([a, b, c].map((id) => standing(shop, id)))).toEqual([
      "done 1/1 at 130",
      "done 1/2 1 short at 130",
      "pending 0/1 at 0",
    ]);
    await lawsHold(shop);
  });
});

describe("the history", () => {
  it("says in both languages what became of the batch and of each order", async () => {
    const shop = await aShop();
    const [a, b, c] = await ordersOf(shop, 2, 2, 3);
    const batch = await gather(shop, [a, b, c]);
    await shop.make(leaveBatch, { orderId: b });
    const runId = await makeBatch(shop, batch, 1);
    const intervalId = await firstInterval(shop, runId);
    await correctTime(shop, { runId, intervalId, stretches: [stretch(shop.operator.memberId, 60, 61)] });
    const other = await gather(shop, [b, await anOrderOf(shop, 1)]);
    await shop.make(dissolveBatch, { orderId: other });
    const told = new Set<string>();
    for (const orderId of [batch, a, b, c, other]) {
      const { rows } = accepted(
        await read(shop, (tx) => showOrderHistory(tx, { orderId, limit: 100 }, seenBy(shop))),
      );
      for (const row of rows) {
        for (const translator of [en, uk]) {
          const sentence = translator.lookUp(`fact.${row.kind}`, row.values) ?? "no text";
          expect(sentence, row.kind).not.toMatch(/[{}]|undefined|null|no text|[0-9a-f]{8}-[0-9a-f]{4}-/);
          told.add(sentence);
        }
      }
    }
    expect([...told]).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/It gathers orders №1, №2, №3\.$/),
        "Order №2 was taken out with 2 units.",
        "The order was gathered into order №4, which makes its units.",
        "The order was taken out of order №4 and is on its own again.",
        "2 of 2 units came from order №4 at 145.",
        "2 of 3 units came from order №4 at 145. 1 unit is short.",
        "The units were given to the gathered orders: №1 (2), №3 (2).",
        "The difference in cost was passed on to the gathered orders.",
        "The cost of order №4 was corrected: this order’s share of the difference is -59.",
        "The batch was dissolved: its orders are on their own again.",
        "Order №6 was dissolved: this one is on its own again.",
      ]),
    );
  });
});
