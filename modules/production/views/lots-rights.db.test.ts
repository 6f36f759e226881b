import { v7 as newId } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setRate } from "#commands/costing/set-rate.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { reportDefect } from "#commands/production/report-defect.ts";
import { startRun } from "#commands/production/start-run.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { seeView } from "#test/builders/see-view.ts";
import {
  anOrderOf,
  aShopOfStages,
  defectReasonOf,
  runOfLot,
  type StagesWish,
} from "#test/builders/stages-shop.ts";
import { shopMinute } from "#test/builders/workshop-orders.ts";
import { accepted, aMember } from "#test/builders/workshop.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { listDefectReasons } from "./list-defect-reasons.ts";
import { showMyStages } from "./show-my-stages.ts";
import { showOrderDefects } from "./show-order-defects.ts";
import { showOrder } from "./show-order.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const shopOf = (wish: StagesWish) => aShopOfStages(testDatabase, wish);
const at = (minute: number) => ({ now: shopMinute(minute) });

describe("who may see what", () => {
  it("tells no money of defects and lots to who may not see cost", async () => {
    const shop = await shopOf({
      keys: ["s1", "s2"],
      batchMode: "split",
      accounting: "separate",
      material: "s1",
    });
    await shop.make(setRate, { memberId: shop.operator.memberId, rate: "60" });
    const orderId = await anOrderOf(shop, 4);
    const runId = await runOfLot(shop, orderId, "1", "s1");
    await shop.make(startRun, { runId }, { as: shop.operator, ...at(0) });
    await shop.make(finishRun, { runId, units: 4 }, { as: shop.operator, ...at(10) });
    await shop.make(
      reportDefect,
      {
        runId: await runOfLot(shop, orderId, "1", "s2"),
        reasonId: await defectReasonOf(shop),
        units: 1,
        decision: "write_off",
      },
      at(20),
    );
    const defects = async (actor: Actor) =>
      accepted(
        await seeView(shop, productionRoutes.showOrderDefects, showOrderDefects, { orderId }, { actor }),
      );
    // 40 of flour and 10 of labour for 4 units
    expect(await defects(shop.owner)).toMatchObject({
      loss: "12.5",
      accounting: "separate",
      rows: [{ cost: "12.5" }],
    });
    const sales = aMember(newId(), ["sales_manager"]);
    expect(await defects(sales)).toMatchObject({
      loss: null,
      rows: [{ cost: null }],
    });
    const seen = accepted(
      await seeView(shop, productionRoutes.showOrder, showOrder, { orderId }, { actor: sales, ...at(21) }),
    );
    expect(seen).toMatchObject({ writtenOff: 1, verbs: [] });
    expect(seen.lots.map((lot) => [lot.carried, lot.verbs])).toEqual([
      [null, []],
      [null, []],
    ]);
    const mine = accepted(
      await seeView(
        shop,
        productionRoutes.showMyStages,
        showMyStages,
        {},
        { actor: shop.operator, ...at(21) },
      ),
    );
    expect(JSON.stringify(mine)).not.toMatch(/"12\.5"|"carried"|"rate"|"cost"/);
  });

  it("lists the reasons of defects, and refuses another workspace's order", async () => {
    const shop = await shopOf({ keys: ["s1"], batchMode: "whole" });
    const stranger = await shopOf({ keys: ["s1"], batchMode: "whole" });
    const { rows } = accepted(await seeView(shop, productionRoutes.listDefectReasons, listDefectReasons, {}));
    expect(rows.map((row) => row.name)).toContain("Human factor");
    const answer = await seeView(stranger, productionRoutes.showOrderDefects, showOrderDefects, {
      orderId: await anOrderOf(shop, 1),
    });
    expect(answer).toMatchObject({ ok: false, refusal: { code: "order_unknown" } });
  });
});
