import { v7 as newId } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { showDealCostStory } from "#commands/costing/show-deal-cost-story.ts";
import { setListPrice } from "#commands/catalog/set-list-price.ts";
import { setRate } from "#commands/costing/set-rate.ts";
import { addDeal } from "#commands/crm/add-deal.ts";
import { shipDeal } from "#commands/crm/ship-deal.ts";
import { receiveStock } from "#commands/inventory/receive-stock.ts";
import { changeMember } from "#commands/access/change-member.ts";
import { cancelOrder } from "#commands/production/cancel-order.ts";
import { changeQuantity } from "#commands/production/change-quantity.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { previewOrder } from "#commands/production/preview-order.ts";
import { reopenRun } from "#commands/production/reopen-run.ts";
import { reportDefect } from "#commands/production/report-defect.ts";
import { startRun } from "#commands/production/start-run.ts";
import { undoWork } from "#commands/production/undo-work.ts";
import { decimal, sum, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Output } from "#kernel/route.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import { costingRoutes } from "#modules/costing/contract/routes.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { showDeal } from "#modules/crm/views/show-deal.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { showOrderDefects } from "#modules/production/views/show-order-defects.ts";
import { seeView } from "#test/builders/see-view.ts";
import {
  anOrderOf,
  aShopOfStages,
  defectReasonOf,
  runOfLot,
  type StagesShop,
} from "#test/builders/stages-shop.ts";
import { normIdAt, shopMinute } from "#test/builders/workshop-orders.ts";
import { accepted, aMember } from "#test/builders/workshop.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { listCostLines } from "./list-cost-lines.ts";
import { showCostStory } from "./show-cost-story.ts";
import { showOrderCost } from "./show-order-cost.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

type Story = Output<typeof costingRoutes.showCostStory>;
const at = (minute: number) => ({ now: shopMinute(minute) });
const see = async (shop: StagesShop, orderId: Id, actor: Actor = shop.owner): Promise<Story> =>
  accepted(await seeView(shop, costingRoutes.showCostStory, showCostStory, { orderId }, { actor }));
const total = (amounts: readonly string[]): string => text(sum(amounts.map((amount) => decimal(amount))));
const barsOf = (bars: readonly { kind: string; amount: string }[]): Record<string, string> =>
  Object.fromEntries(bars.filter(({ amount }) => amount !== "0").map(({ kind, amount }) => [kind, amount]));

/** The story, once it has been held against the cost view: the same total, the same loss, each bar its lines. */
async function told(shop: StagesShop, orderId: Id): Promise<Story> {
  const story = await see(shop, orderId);
  const { real, planned } = accepted(
    await seeView(shop, costingRoutes.showOrderCost, showOrderCost, { orderId }),
  );
  const of = (kind: string): string => story.bars.find((bar) => bar.kind === kind)?.amount ?? "";
  expect(total(story.bars.map(({ amount }) => amount))).toBe(story.real);
  expect(story.real).toBe(real?.total);
  expect(of("quoted")).toBe(planned.total);
  expect(total([of("rework"), of("scrap")])).toBe(real?.defectLoss);
  const defects = accepted(
    await seeView(shop, productionRoutes.showOrderDefects, showOrderDefects, { orderId }),
  );
  expect(defects.loss).toBe(real?.defectLoss);
  for (const bar of story.bars) {
    expect(total([...bar.lines.map(({ amount }) => amount), bar.more.amount])).toBe(bar.amount);
  }
  return story;
}

async function work(
  shop: StagesShop,
  runId: Id,
  from: number,
  minutes: number,
  units: number,
  kg?: [Id, string],
) {
  const materials = kg === undefined ? {} : { materials: [{ normId: kg[0], quantity: kg[1] }] };
  await shop.make(startRun, { runId, ...materials }, at(from));
  await shop.make(finishRun, { runId, units }, at(from + minutes));
}

describe("the story of the worked example", () => {
  it.each(["separate", "included"] as const)("is the same where losses are %s", async (accounting) => {
    // Planned at the operators' 120 an hour, worked by somebody at 60: a minute is 1.00. A blank of 10.00 at S1.
    const shop = await aShopOfStages(testDatabase, {
      keys: ["s1", "s2", "s3", "s4"],
      batchMode: "split",
      accounting,
      material: "s1",
    });
    await shop.make(setRate, { memberId: shop.owner.memberId, rate: "60" });
    const reasonId = await defectReasonOf(shop);
    const orderId = await anOrderOf(shop, 20);
    const run = (lot: string, key: string) => runOfLot(shop, orderId, lot, key);
    const start = await told(shop, orderId);
    expect(barsOf(start.bars)).toEqual({ quoted: "360", still_planned: "-360" });
    expect([start.started, start.provisional, start.expected]).toEqual([false, true, "360"]);

    await work(shop, await run("1", "s1"), 0, 40, 20);
    // As long as planned, at half the rate
    const first = await told(shop, orderId);
    expect(barsOf(first.bars)).toEqual({ quoted: "360", time: "40", rate: "-40", still_planned: "-120" });
    expect([first.started, first.real, first.expected]).toEqual([true, "240", "360"]);

    const s2 = await run("1", "s2");
    await shop.make(startRun, { runId: s2 }, at(50));
    const back = { runId: s2, reasonId, units: 3, decision: "return" } as const;
    const toStageId = await shop.stageId(orderId, "s1");
    const mistake = newId();
    await shop.make(reportDefect, { ...back, toStageId }, { commandId: mistake, ...at(55) });
    // Units that left a run under way have not passed it yet: nothing is saved by them.
    expect(barsOf((await told(shop, orderId)).bars)).toEqual(barsOf(first.bars));
    await shop.make(undoWork, { orderId, commandId: mistake }, at(55));
    await shop.make(reportDefect, { ...back, toStageId }, at(60));
    await shop.make(finishRun, { runId: s2, units: 17 }, at(130));
    // 1.1 was taken back.
    const part = "1.2";
    await work(shop, await run(part, "s1"), 140, 36, 3);
    await told(shop, orderId);
    await work(shop, await run(part, "s2"), 180, 12, 3);
    await work(shop, await run(part, "s3"), 200, 9, 3);
    await work(shop, await run(part, "s4"), 210, 6, 3);
    await told(shop, orderId);
    const s3 = await run("1", "s3");
    await shop.make(startRun, { runId: s3 }, at(220));
    await shop.make(reportDefect, { runId: s3, reasonId, units: 1, decision: "write_off" }, at(230));
    await told(shop, orderId);
    await shop.make(finishRun, { runId: s3, units: 16 }, at(280));
    await work(shop, await run("1", "s4"), 290, 40, 16);

    const end = await told(shop, orderId);
    // The plan of one unit of 20 is gone: a blank, and a minute at each of the four stages at 120 an hour. Time: 38 of
    // 76, 38 of 152, 38 of 130.9412 and 38 of 92; the rate takes one half of it off again.
    expect(barsOf(end.bars)).toEqual({
      quoted: "360",
      units: "-18",
      time: "298.9412",
      rate: "-225.4706",
      rework: "48",
      scrap: "19.5294",
    });
    expect([end.real, end.expected, end.provisional]).toEqual(["483", "483", false]);
    const scrap = end.bars.find(({ kind }) => kind === "scrap")?.lines ?? [];
    expect(scrap.map((line) => [line.stageName, line.name, line.to?.quantity, line.amount])).toEqual([
      ["s1", "Flour", "1", "10"],
      ["s1", "Owner", "0.033333", "2"],
      ["s2", "Owner", "0.066667", "4"],
      ["s3", "Owner", "0.058823", "3.5294"],
    ]);
    const rework = end.bars.find(({ kind }) => kind === "rework")?.lines ?? [];
    expect(rework.map((line) => [line.stageName, line.cycle, line.name, line.amount])).toEqual([
      ["s1", 1, "Owner", "36"],
      ["s2", 1, "Owner", "12"],
    ]);
  });
});

describe("what the story tells", () => {
  const aShop = () => aShopOfStages(testDatabase, { keys: ["s1", "s2"], batchMode: "split", material: "s1" });

  it("is price, overuse, norm, and nothing of what was taken back", async () => {
    const shop = await aShop();
    await shop.make(setRate, { memberId: shop.owner.memberId, rate: "120" });
    const orderId = await anOrderOf(shop, 4);
    // 1,000 kg at 10 and 1,000 at 12: from now on at 11
    await shop.make(receiveStock, {
      warehouseId: shop.materialsId,
      lines: [{ variantId: shop.flourId, quantity: "1000", price: "12" }],
      note: "",
    });
    const norm = await normIdAt(shop, orderId, "s1");
    const runId = await runOfLot(shop, orderId, "1", "s1");
    await work(shop, runId, 0, 4, 4, [norm, "5"]);
    // 4 × 1.00 dearer, 1 kg more at 11
    expect(barsOf((await told(shop, orderId)).bars)).toEqual({
      quoted: "56",
      price: "4",
      overuse: "11",
      still_planned: "-8",
    });
    await shop.make(reopenRun, { runId, reason: "Mistyped" }, at(10));
    const open = await told(shop, orderId);
    expect([open.started, open.real]).toEqual([true, "0"]);
    expect(barsOf(open.bars)).toEqual({ quoted: "56", still_planned: "-56" });
    const lines = accepted(
      await seeView(shop, costingRoutes.listCostLines, listCostLines, { orderId, limit: 50 }),
    );
    expect(
      lines.rows.map((line) => [line.category, line.amount, line.reverses, line.reversed, line.reason]),
    ).toEqual([
      ["labour", "-8", true, false, "undone"],
      ["material", "-55", true, false, "undone"],
      ["labour", "8", false, true, null],
      ["material", "55", false, true, null],
    ]);
    expect(lines.total).toEqual({ count: 4, amount: "0" });
  });

  it("follows the order's quantity", async () => {
    const shop = await aShop();
    const orderId = await anOrderOf(shop, 4);
    await shop.make(changeQuantity, { orderId, quantity: 6, unitAttributes: [] }, at(1));
    // 2 of flour at 10, and 2 minutes at each stage at 120 an hour
    expect(barsOf((await told(shop, orderId)).bars)).toEqual({
      quoted: "56",
      norm: "28",
      still_planned: "-84",
    });
  });

  it("takes off what a cancelled order did not make", async () => {
    const shop = await aShop();
    await shop.make(setRate, { memberId: shop.owner.memberId, rate: "120" });
    const orderId = await anOrderOf(shop, 4);
    await work(shop, await runOfLot(shop, orderId, "1", "s1"), 0, 4, 4);
    await shop.make(cancelOrder, { orderId, reason: "no need", returnMaterials: false }, at(30));
    expect(barsOf((await told(shop, orderId)).bars)).toEqual({ quoted: "56", units: "-8" });
  });

  it("names materials without a price until they have one", async () => {
    const shop = await aShopOfStages(testDatabase, {
      keys: ["s1"],
      batchMode: "split",
      material: "s1",
      flour: "0",
    });
    const orderId = await anOrderOf(shop, 4);
    const flour = { variantId: shop.flourId, itemId: shop.flourItemId, name: "Flour" };
    const without = async () => (await see(shop, orderId)).order.withoutPrice;
    expect(await without()).toEqual([{ ...flour, captured: false }]);
    await work(shop, await runOfLot(shop, orderId, "1", "s1"), 0, 4, 4);
    expect(await without()).toEqual([{ ...flour, captured: true }]);
    const next = await anOrderOf(shop, 4);
    await shop.make(setListPrice, { variantId: shop.flourId, price: "9" }, at(20));
    expect((await see(shop, next)).order.withoutPrice).toEqual([]);
    // What was captured for nothing stays so.
    expect(await without()).toEqual([{ ...flour, captured: true }]);
  });

  it("names stages and people without an hourly rate, whose work counts as nothing", async () => {
    const shop = await aShopOfStages(testDatabase, { keys: ["s1", "s2"], batchMode: "split" });
    const rated = await anOrderOf(shop, 4);
    expect((await see(shop, rated)).order.withoutRate).toEqual({ planned: [], captured: [] });
    // The only operator, and the only one with a rate, has left.
    await shop.make(changeMember, { memberId: shop.operator.memberId, active: false });
    const preview = accepted(
      await seeView(shop, productionRoutes.previewOrder, previewOrder, {
        variantId: shop.variantId,
        quantity: 4,
        attributes: {},
        unitAttributes: [],
        upsellIds: [],
      }),
    );
    expect(preview).toMatchObject({ plannedCost: "0", withoutRate: ["s1", "s2"] });
    const orderId = await anOrderOf(shop, 4);
    expect((await see(shop, orderId)).order.withoutRate).toEqual({ planned: ["s1", "s2"], captured: [] });
    await work(shop, await runOfLot(shop, orderId, "1", "s1"), 0, 4, 4);
    expect((await see(shop, orderId)).order.withoutRate.captured).toHaveLength(1);
    const technologist = aMember(shop.owner.memberId, ["technologist"]);
    expect((await see(shop, orderId, technologist)).order.withoutRate.captured).toEqual([]);
  });

  it("lists the lines by category and words, a page at a time", async () => {
    const shop = await aShop();
    const orderId = await anOrderOf(shop, 4);
    await work(shop, await runOfLot(shop, orderId, "1", "s1"), 0, 4, 4);
    await work(shop, await runOfLot(shop, orderId, "1", "s2"), 10, 4, 4);
    const ask = async (wish: object) =>
      accepted(
        await seeView(shop, costingRoutes.listCostLines, listCostLines, { orderId, limit: 50, ...wish }),
      );
    const page = await ask({ limit: 2 });
    expect(page.rows.length).toBe(2);
    const rest = await ask({ limit: 2, cursor: page.next ?? "" });
    expect([rest.rows.length, rest.next, rest.total.count]).toEqual([1, null, 3]);
    expect((await ask({ category: "material" })).total).toEqual({ count: 1, amount: "40" });
    expect((await ask({ search: "FLO" })).rows.map((line) => line.name)).toEqual(["Flour"]);
    expect((await ask({ search: "s2" })).total.count).toBe(1);
    expect((await ask({ search: "%" })).total.count).toBe(0);
  });
});

describe("who sees what of a story", () => {
  it("is the plan alone for a technologist, no hourly rate for a supervisor", async () => {
    const shop = await aShopOfStages(testDatabase, { keys: ["s1"], batchMode: "split", material: "s1" });
    await shop.make(setRate, { memberId: shop.owner.memberId, rate: "60" });
    const orderId = await anOrderOf(shop, 4);
    await work(shop, await runOfLot(shop, orderId, "1", "s1"), 0, 4, 4);
    const plan = await see(shop, orderId, aMember(shop.owner.memberId, ["technologist"]));
    expect(plan.bars.map(({ kind, amount }) => [kind, amount])).toEqual([["quoted", "48"]]);
    expect([plan.real, plan.expected, plan.started, plan.order.withoutPrice]).toEqual([
      null,
      null,
      false,
      [],
    ]);
    const rates = (story: Story): (string | null | undefined)[] =>
      story.bars
        .flatMap(({ lines }) =>
          lines.filter(({ category }) => category === "labour").flatMap(({ from, to }) => [from, to]),
        )
        .flatMap((side) => (side === null ? [] : [side.rate]));
    expect(rates(plan)).toEqual([null]);
    const supervisor = await see(shop, orderId, aMember(shop.owner.memberId, ["supervisor"]));
    expect(rates(supervisor).every((rate) => rate === null)).toBe(true);
    expect(supervisor.bars.some(({ kind, amount }) => kind === "rate" && amount !== "0")).toBe(true);
    expect(rates(await see(shop, orderId)).includes("60")).toBe(true);
  });

  it("is refused for what is not here", async () => {
    const shop = await aShopOfStages(testDatabase, { keys: ["s1"], batchMode: "split" });
    const asked = { orderId: newId() };
    expect(await seeView(shop, costingRoutes.showCostStory, showCostStory, asked)).toMatchObject({
      refusal: { code: "order_unknown" },
    });
    expect(
      await seeView(shop, costingRoutes.listCostLines, listCostLines, { ...asked, limit: 50 }),
    ).toMatchObject({ refusal: { code: "order_unknown" } });
    expect(
      await seeView(shop, costingRoutes.showDealCostStory, showDealCostStory, { dealId: newId() }),
    ).toMatchObject({ refusal: { code: "deal_unknown" } });
  });
});

describe("a deal's story", () => {
  it("ends at the deal card's profit, with units that no order of it made at their stock value", async () => {
    const shop = await aShopOfStages(testDatabase, { keys: ["s1"], batchMode: "split", material: "s1" });
    await shop.make(setRate, { memberId: shop.owner.memberId, rate: "60" });
    // Two units lie on the shelf at 30 from somewhere else.
    await shop.make(receiveStock, {
      warehouseId: shop.finishedId,
      lines: [{ variantId: shop.variantId, quantity: "2", price: "30" }],
      note: "",
    });
    const { dealId } = await shop.make(addDeal, {
      title: "Cakes",
      lines: [{ variantId: shop.variantId, quantity: 6, price: "50" }],
    });
    const card = async () => accepted(await seeView(shop, crmRoutes.showDeal, showDeal, { dealId }));
    const lineId = (await card()).lines[0]?.id ?? "";
    const orderId = await anOrderOf(shop, 4, { dealLineId: lineId });
    const other = await anOrderOf(shop, 1, { dealId });
    await work(shop, await runOfLot(shop, orderId, "1", "s1"), 0, 8, 4);
    await shop.make(cancelOrder, { orderId: other, reason: "no need", returnMaterials: false }, at(20));
    await shop.make(
      shipDeal,
      { dealId, lines: [{ lineId, quantity: 6, warehouseId: shop.finishedId }] },
      at(30),
    );
    const story = accepted(
      await seeView(shop, costingRoutes.showDealCostStory, showDealCostStory, { dealId }),
    );
    const { money } = await card();
    expect([story.cost, story.profit, story.revenue, story.margin]).toEqual([
      money?.real?.cost,
      money?.real?.profit,
      money?.revenue,
      money?.real?.margin,
    ]);
    // 40 of flour and 8 minutes: as planned in money. The other order's 12 were never spent.
    expect(barsOf(story.bars)).toEqual({ quoted: "60", units: "-12", time: "8", rate: "-8" });
    expect([story.ordersCost, story.orders.map((order) => order.real)]).toEqual(["48", ["48", "0"]]);
    expect(total(story.bars.map(({ amount }) => amount))).toBe(story.ordersCost);
    expect(total([story.ordersCost, story.otherUnits])).toBe(story.cost);
    expect(decimal(story.otherUnits).gt(0)).toBe(true);
    const seen = await see(shop, orderId);
    expect(seen.deal).toMatchObject({ id: dealId, revenue: "200" });
    const supervisor = await see(shop, orderId, aMember(shop.owner.memberId, ["supervisor"]));
    expect(supervisor.deal).toMatchObject({ id: dealId, revenue: null });
  });
});
