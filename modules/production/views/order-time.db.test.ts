import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setRate } from "#commands/costing/set-rate.ts";
import {
  previewMaterialCorrection,
  previewTimeCorrection,
} from "#commands/production/corrections/preview-correction.ts";
import { proposeTimeCorrection } from "#commands/production/corrections/propose-time-correction.ts";
import { startRun } from "#commands/production/start-run.ts";
import { type Input, inputOf, type Output, type Request, type Route } from "#kernel/route.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { aPerson, correctTime, firstInterval, pause, stretch } from "#test/builders/corrections.ts";
import { seeView } from "#test/builders/see-view.ts";
import { accepted, aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import {
  allRows,
  anOrder,
  finishAt,
  normIdAt,
  runIdAt,
  shopMinute,
  startAt,
} from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { listCorrections } from "./list-corrections.ts";
import { showOrderConsumption } from "./show-order-consumption.ts";
import { showOrderTime } from "./show-order-time.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

/** An hour of baking, of which a quarter was a pause that nobody pressed; packing runs since minute 70. */
async function aBakedOrder() {
  const shop = await aWorkshop(testDatabase);
  const orderId = await anOrder(shop, { quantity: 10 });
  const me = shop.operator.memberId;
  const runId = await startAt(shop, orderId, "baking", 0);
  await finishAt(shop, orderId, "baking", 60);
  const intervalId = await firstInterval(shop, runId);
  const really = [stretch(me, 0, 45), pause(me, 45, 60, shop.pauseReasonId)];
  const { correctionId } = await correctTime(shop, { runId, intervalId, stretches: really }, 65);
  const packing = await runIdAt(shop, orderId, "packing");
  await shop.make(startRun, { runId: packing }, { as: shop.operator, now: shopMinute(70) });
  return { shop, orderId, runId, me, intervalId, correctionId };
}
const now = shopMinute(80);

async function see<R extends Route>(
  shop: Workshop,
  route: R,
  view: Parameters<typeof seeView<R>>[2],
  wish: Request<R>,
  { as, now: at }: { as?: Actor; now: Date },
): Promise<Output<R>> {
  const input: Input<R> = inputOf(route, wish);
  return accepted(
    await seeView(shop, route, view, input, { now: at, ...(as === undefined ? {} : { actor: as }) }),
  );
}

describe("the time of an order", () => {
  it("is summed beside the plan, with what runs, and what was corrected once", async () => {
    const { shop, orderId, me, intervalId, correctionId } = await aBakedOrder();
    const time = await see(shop, productionRoutes.showOrderTime, showOrderTime, { orderId }, { now });
    expect(time.total).toEqual({
      // 45 minutes of baking, and ten of packing so far
      workedSeconds: 55 * 60,
      pausedSeconds: 15 * 60,
      paidPauseSeconds: 0,
      amount: "90",
    });
    expect(time.people).toMatchObject([
      { memberId: me, rate: "120", workingSince: shopMinute(70).toISOString() },
    ]);
    expect(time.stages.map((stage) => [stage.name, stage.plannedSeconds, stage.workedSeconds])).toEqual([
      ["Baking", 600, 45 * 60],
      ["Packing", 300, 10 * 60],
    ]);
    const [baking] = time.runs;
    expect(
      baking?.stretches.map((row) => [row.kind, row.seconds, row.corrected, row.correctedBy, row.madeBy]),
    ).toEqual([
      ["work", 3600, true, correctionId, null],
      ["work", 2700, false, null, correctionId],
      ["pause", 0, false, null, correctionId],
    ]);
    expect(baking?.stretches[0]?.id).toBe(intervalId);
    expect(time.corrections).toMatchObject([{ state: "approved", atOnce: true, costDifference: "-30" }]);
  });

  it("is filtered by person and stage, and the sums stay", async () => {
    const { shop, orderId } = await aBakedOrder();
    const all = await see(shop, productionRoutes.showOrderTime, showOrderTime, { orderId }, { now });
    const stageId = all.stages[1]?.stageId ?? "";
    const packing = await see(
      shop,
      productionRoutes.showOrderTime,
      showOrderTime,
      { orderId, stageId },
      { now },
    );
    expect(packing.runs.map((run) => run.stageName)).toEqual(["Packing"]);
    expect(packing.total).toEqual(all.total);
    const nobody = { orderId, memberId: shop.owner.memberId };
    expect((await see(shop, productionRoutes.showOrderTime, showOrderTime, nobody, { now })).runs).toEqual(
      [],
    );
  });

  it("costs nothing to the eye of who may not see it, and has no rate for a supervisor", async () => {
    const { shop, orderId } = await aBakedOrder();
    const as = (roles: "sales_manager" | "supervisor") => ({
      ...shop.owner,
      roles: [roles],
    });
    const sales = await see(
      shop,
      productionRoutes.showOrderTime,
      showOrderTime,
      { orderId },
      { now, as: as("sales_manager") },
    );
    expect(sales.total.amount).toBe(null);
    expect(sales.people[0]).toMatchObject({ amount: null, rate: null });
    expect(sales.corrections[0]?.costDifference).toBe(null);
    expect(sales.runs.some((run) => run.correctable)).toBe(false);
    const supervisor = await see(
      shop,
      productionRoutes.showOrderTime,
      showOrderTime,
      { orderId },
      { now, as: as("supervisor") },
    );
    expect(supervisor.people[0]).toMatchObject({ amount: "90", rate: null });
  });
});

describe("a preview", () => {
  it("says what the correction then does, and writes nothing", async () => {
    const { shop, orderId, runId } = await aBakedOrder();
    const helper = await aPerson(shop, "Helper", ["operator"]);
    await shop.make(setRate, { memberId: helper.memberId, rate: "60" }, { now: shopMinute(-5) });
    const before = await allRows(shop);
    const wish = { runId, stretches: [stretch(helper.memberId, 0, 30)] };
    const effect = await see(shop, productionRoutes.previewTimeCorrection, previewTimeCorrection, wish, {
      now,
    });
    const normId = await normIdAt(shop, orderId, "baking");
    const materials = [{ normId, variantId: shop.flourId, quantity: "18" }];
    const stock = await see(
      shop,
      productionRoutes.previewMaterialCorrection,
      previewMaterialCorrection,
      { runId, materials },
      { now },
    );
    expect(await allRows(shop)).toEqual(before);
    expect(effect).toMatchObject({
      captured: true,
      people: [
        { name: "Helper", secondsBefore: 0, secondsAfter: 1800, amountBefore: "0", amountAfter: "30" },
      ],
      cost: { difference: "30", carried: "30", late: "0", loss: "0" },
    });
    expect(stock).toMatchObject({
      stock: [{ quantity: "2", onHandAfter: "982" }],
      cost: { difference: "-20" },
    });
    const answer = await correctTime(shop, wish, 85);
    expect(answer.costDifference).toBe("30");
  });
});

describe("what waits", () => {
  it("is listed for whoever decides, with what they may do", async () => {
    const { shop, runId, me } = await aBakedOrder();
    const wish = { runId, stretches: [stretch(me, 60, 65)], reason: "Cleaned up" };
    await shop.make(proposeTimeCorrection, wish, { as: shop.operator, now: shopMinute(68) });
    const { rows } = await see(shop, productionRoutes.listCorrections, listCorrections, {}, { now });
    expect(rows).toMatchObject([
      { reason: "Cleaned up", state: "proposed", verbs: ["approve", "decline"], before: { stretches: [] } },
    ]);
    const own = { ...shop.operator, roles: ["operator", "supervisor"] as const };
    const theirs = await see(shop, productionRoutes.listCorrections, listCorrections, {}, { now, as: own });
    expect(theirs.rows[0]?.verbs).toEqual(["decline", "withdraw"]);
  });

  it("is what finished stages used, run by run", async () => {
    const { shop, orderId } = await aBakedOrder();
    const used = await see(
      shop,
      productionRoutes.showOrderConsumption,
      showOrderConsumption,
      { orderId },
      { now },
    );
    expect(used.rows).toMatchObject([{ stageName: "Baking", consumed: "20", unit: "kg", choices: [] }]);
  });
});
