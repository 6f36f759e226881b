import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { costingRoutes } from "#modules/costing/contract/routes.ts";
import { showCostStory } from "#modules/costing/views/show-cost-story.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { showMyStages } from "#modules/production/views/show-my-stages.ts";
import { seeView } from "#test/builders/see-view.ts";
import { aUnit, aWardrobeShop, runsOfUnits, type WardrobeShop } from "#test/builders/wardrobe-shop.ts";
import { accepted } from "#test/builders/workshop.ts";
import {
  anOrder,
  lawsHold,
  normIdsAt,
  orderInput,
  refused,
  reservedOf,
  shopMinute,
  stockOf,
} from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { changeQuantity } from "./change-quantity.ts";
import { createOrder } from "./create-order.ts";
import { finishRun } from "./finish-run.ts";
import { startRun } from "./start-run.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const three = [aUnit("60"), aUnit("80", "oak"), aUnit("120")];
const order = (shop: WardrobeShop, units = three) =>
  anOrder(shop, { variantId: shop.wardrobeId, quantity: units.length, unitAttributes: units });

/** By unit: what its card offers of each material, with nought left out. */
async function offeredTo(shop: WardrobeShop): Promise<Record<string, string[]>> {
  const seen = accepted(
    await seeView(
      shop,
      productionRoutes.showMyStages,
      showMyStages,
      {},
      { actor: shop.operator, now: shopMinute(5) },
    ),
  );
  return Object.fromEntries(
    [...seen.waiting, ...seen.inProgress].map((card) => [
      card.lotNumber,
      card.materials.map((row) => `${row.variantName} ${row.norm}`),
    ]),
  );
}

const takenOf = async (shop: WardrobeShop, runId: Id): Promise<string[]> => {
  const { rows } = await testDatabase.pool.query<{ taken: string }>(
    `select v.name || ' ' || trim_scale(-sum(m.quantity)) as taken from movement m
     join balance b on b.workspace_id = m.workspace_id and b.id = m.balance_id
     join variant v on v.workspace_id = b.workspace_id and v.id = b.variant_id
     where m.workspace_id = $1 and m.run_id = $2 group by v.name having sum(m.quantity) <> 0 order by v.name`,
    [shop.workspaceId, runId],
  );
  return rows.map((row) => row.taken);
};

describe("units of different measures and colours", () => {
  it("are each offered their own, and reserve what all of them need", async () => {
    const shop = await aWardrobeShop(testDatabase);
    const orderId = await order(shop);
    // 0.6 + 0.8 + 1.2 ÷ (1 − 0.5)
    expect(await reservedOf(shop, orderId, shop.boardId)).toBe("5.2");
    expect(await reservedOf(shop, orderId, shop.fronts.white)).toBe("4");
    expect(await reservedOf(shop, orderId, shop.fronts.oak)).toBe("2");
    expect(await offeredTo(shop)).toEqual({
      "#1": ["Board 1.2", "white 2"],
      "#2": ["Board 1.6", "oak 2"],
      "#3": ["Board 2.4", "white 2"],
    });
    await lawsHold(shop);
  });

  it("take their own when they start, several in one tap too", async () => {
    const shop = await aWardrobeShop(testDatabase);
    const orderId = await order(shop);
    const runs = await runsOfUnits(shop, orderId, "cutting");
    const [first = "", second = "", third = ""] = ["#1", "#2", "#3"].map((unit) => runs.get(unit));
    await shop.make(
      startRun,
      { runId: second, alsoRunIds: [third] },
      { as: shop.operator, now: shopMinute(1) },
    );
    expect(await takenOf(shop, second)).toEqual(["Board 1.6", "oak 2"]);
    expect(await takenOf(shop, third)).toEqual(["Board 2.4", "white 2"]);
    await shop.make(
      finishRun,
      { runId: second, alsoRunIds: [third], units: 2, comment: "" },
      { as: shop.operator, now: shopMinute(2) },
    );
    await shop.make(startRun, { runId: first }, { as: shop.operator, now: shopMinute(3) });
    expect(await stockOf(shop, shop.boardId)).toMatchObject({ onHand: "994.8" });
    expect(await stockOf(shop, shop.fronts.oak)).toMatchObject({ onHand: "998" });
    await lawsHold(shop);
  });

  it("count in the cost story with what each needs, and not with the mean of all", async () => {
    const shop = await aWardrobeShop(testDatabase);
    const orderId = await order(shop);
    const runs = await runsOfUnits(shop, orderId, "cutting");
    const story = async () => {
      const told = accepted(
        await seeView(shop, costingRoutes.showCostStory, showCostStory, { orderId }, { actor: shop.owner }),
      );
      const lines = told.bars.flatMap(({ kind, lines: all }) =>
        all.flatMap((line) => (line.category === "material" ? [`${kind} ${line.name}: ${line.amount}`] : [])),
      );
      const bars = told.bars.reduce((total, bar) => total.plus(bar.amount), decimal(0));
      expect(text(bars)).toBe(told.real);
      return lines.filter((line) => !line.startsWith("quoted"));
    };
    expect(await story()).toEqual(["still_planned Board: -52", "still_planned Front: -60"]);
    const [second = "", third = ""] = ["#2", "#3"].map((unit) => runs.get(unit));
    await shop.make(startRun, { runId: third }, { as: shop.operator, now: shopMinute(1) });
    await shop.make(finishRun, { runId: third, units: 1 }, { as: shop.operator, now: shopMinute(2) });
    // The widest took the most: that was its plan.
    expect(await story()).toEqual(["still_planned Board: -28", "still_planned Front: -40"]);
    const [board = ""] = await normIdsAt(shop, orderId, "cutting");
    await shop.make(startRun, { runId: second }, { as: shop.operator, now: shopMinute(3) });
    const more = { materials: [{ normId: board, quantity: "1.7" }] };
    await shop.make(
      finishRun,
      { runId: second, units: 1, ...more },
      { as: shop.operator, now: shopMinute(4) },
    );
    expect(await story()).toEqual([
      "overuse Board: 1",
      "still_planned Board: -12",
      "still_planned Front: -20",
    ]);
    await lawsHold(shop);
  });

  it("share what was typed for several by what each is offered, and oak goes to the oak one", async () => {
    const shop = await aWardrobeShop(testDatabase, { atCompletion: true });
    const orderId = await order(shop);
    const runs = await runsOfUnits(shop, orderId, "cutting");
    const [first = "", second = "", third = ""] = ["#1", "#2", "#3"].map((unit) => runs.get(unit));
    const all = { runId: first, alsoRunIds: [second, third] };
    await shop.make(startRun, all, { as: shop.operator, now: shopMinute(1) });
    const norms = await testDatabase.pool.query<{ id: Id; variant_id: Id }>(
      "select id, variant_id from order_norm where workspace_id = $1 and order_id = $2",
      [shop.workspaceId, orderId],
    );
    const normOf = (variantId: Id): Id => norms.rows.find((row) => row.variant_id === variantId)?.id ?? "";
    await shop.make(
      finishRun,
      {
        ...all,
        units: 3,
        comment: "",
        materials: [
          { normId: normOf(shop.boardId), quantity: "2.6" },
          { normId: normOf(shop.fronts.oak), quantity: "3" },
        ],
      },
      { as: shop.operator, now: shopMinute(30) },
    );
    expect(await takenOf(shop, first)).toEqual(["Board 0.6", "white 2"]);
    expect(await takenOf(shop, second)).toEqual(["Board 0.8", "oak 3"]);
    expect(await takenOf(shop, third)).toEqual(["Board 1.2", "white 2"]);
    await lawsHold(shop);
  });

  it("that join and leave bring and take their own", async () => {
    const shop = await aWardrobeShop(testDatabase);
    const orderId = await order(shop, [aUnit("60"), aUnit("60"), aUnit("60")]);
    expect(await reservedOf(shop, orderId, shop.fronts.oak)).toBe("0");
    const runs = await runsOfUnits(shop, orderId, "cutting");
    await shop.make(startRun, { runId: runs.get("#3") ?? "" }, { as: shop.operator, now: shopMinute(1) });
    await shop.make(
      changeQuantity,
      { orderId, quantity: 4, unitAttributes: [aUnit("100", "oak")] },
      { now: shopMinute(2) },
    );
    // The stage has begun; the oak one brings its front along all the same.
    expect(await reservedOf(shop, orderId, shop.fronts.oak)).toBe("2");
    expect(await offeredTo(shop)).toMatchObject({
      "#1": ["Board 1.2", "white 2"],
      "#3": ["Board 1.2", "white 2"],
      "#4": ["Board 2", "oak 2"],
    });
    await lawsHold(shop);
    // The last to come are the first to go: #4, then #2, since #3 has begun.
    await shop.make(changeQuantity, { orderId, quantity: 2, unitAttributes: [] }, { now: shopMinute(3) });
    expect(await reservedOf(shop, orderId, shop.fronts.oak)).toBe("0");
    expect(await reservedOf(shop, orderId, shop.fronts.white)).toBe("2");
    expect(await offeredTo(shop)).toEqual({ "#1": ["Board 1.2", "white 2"], "#3": ["Board 1.2", "white 2"] });
    await lawsHold(shop);
  });

  it("are refused as before where a colour has no front", async () => {
    const shop = await aWardrobeShop(testDatabase);
    const green = { ...aUnit("60"), Colour: { text: "green" } };
    const asked = orderInput(shop, {
      variantId: shop.wardrobeId,
      quantity: 2,
      unitAttributes: [aUnit("60"), green],
    });
    expect(await refused(shop, () => shop.ask(createOrder, asked))).toMatchObject({
      code: "no_variant_follows",
      data: { value: "green" },
    });
  });
});
