import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addMember } from "#commands/access/add-member.ts";
import { cancelOrder } from "#commands/production/cancel-order.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { joinRun } from "#commands/production/join-run.ts";
import { pauseRun } from "#commands/production/pause-run.ts";
import { reassignRun } from "#commands/production/reassign-run.ts";
import { reopenRun } from "#commands/production/reopen-run.ts";
import { reportDefect } from "#commands/production/report-defect.ts";
import { startRun } from "#commands/production/start-run.ts";
import type { Id } from "#kernel/id.ts";
import { inputOf } from "#kernel/route.ts";
import { showOrderCost } from "#modules/costing/views/show-order-cost.ts";
import { costingRoutes } from "#modules/costing/contract/routes.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { showMyStages } from "#modules/production/views/show-my-stages.ts";
import { subcontractingRoutes } from "#modules/subcontracting/contract/routes.ts";
import { showOrderSubcontractors } from "#modules/production/views/show-order-subcontractors.ts";
import { hashPin } from "#server/identity/member-sessions.ts";
import { aShopWithSubcontractor, type SubcontractedShop } from "#test/builders/a-subcontractor.ts";
import { seeView } from "#test/builders/see-view.ts";
import { anOrderOf, defectReasonOf, runOfLot } from "#test/builders/stages-shop.ts";
import { aMember } from "#test/builders/workshop.ts";
import { costLinesOf, lawsHold, orderRow, shopMinute } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

async function through(
  shop: SubcontractedShop,
  orderId: Id,
  key: string,
  minute: number,
  asked: { lot?: string; units: number; hours?: string; sum?: string; comment?: string },
): Promise<void> {
  const runId = await runOfLot(shop, orderId, asked.lot ?? "1", key);
  await shop.make(startRun, { runId }, { now: shopMinute(minute) });
  const { hours, sum } = asked;
  await shop.make(
    finishRun,
    {
      runId,
      units: asked.units,
      comment: asked.comment ?? "",
      ...(hours === undefined && sum === undefined ? {} : { subcontracting: { hours, sum } }),
    },
    { now: shopMinute(minute + 10) },
  );
}

/** Three units one by one, until minute 30. */
async function sewn(shop: SubcontractedShop, orderId: Id): Promise<void> {
  for (const [place, lot] of ["#1", "#2", "#3"].entries())
    await through(shop, orderId, "sew", place * 10, { lot, units: 1 });
}

const outside = async (shop: SubcontractedShop, orderId: Id): Promise<string[][]> =>
  (await costLinesOf(shop, orderId)).filter(([category]) => category === "subcontracting");
const tabOf = async (shop: SubcontractedShop, orderId: Id) => {
  const shown = await seeView(
    shop,
    subcontractingRoutes.showOrderSubcontractors,
    showOrderSubcontractors,
    { orderId },
    { now: shopMinute(60) },
  );
  if (!shown.ok) throw new Error(shown.refusal.code);
  const [stage] = shown.value.stages;
  if (stage === undefined) throw new Error("No stage is made outside");
  return stage;
};

describe("a stage that a subcontractor does", () => {
  it("plans its price instead of labour, and costs it by the good unit when it is back", async () => {
    const shop = await aShopWithSubcontractor(testDatabase, { kind: "per_unit", amount: "12.5" });
    const orderId = await anOrderOf(shop, 8);
    const planned = await orderRow(shop, orderId);
    expect(String(planned.planned_subcontracting)).toBe("100");
    // Two stages of our own, a minute a unit at 120 an hour; the owner has no rate.
    expect(String(planned.planned_labour)).toBe("32");
    await through(shop, orderId, "sew", 0, { units: 8 });
    expect(await tabOf(shop, orderId)).toMatchObject({
      subcontractor: { name: "Serhii" },
      price: { kind: "per_unit", amount: "12.5" },
      planned: "100",
      captured: null,
      unitsThere: 8,
      unitsBack: 0,
      done: false,
      runs: [{ state: "ready", units: 8 }],
    });
    await through(shop, orderId, "embroider", 20, { units: 8 });
    expect(await outside(shop, orderId)).toEqual([["subcontracting", "8", "12.5", "100"]]);
    expect(await tabOf(shop, orderId)).toMatchObject({
      captured: "100",
      unitsThere: 0,
      unitsBack: 8,
      done: true,
    });
    await through(shop, orderId, "press", 40, { units: 8 });
    const cost = await seeView(shop, costingRoutes.showOrderCost, showOrderCost, { orderId });
    expect(cost.ok && cost.value.real?.subcontracting).toBe("100");
    // Whoever wrote it down has not worked on it.
    const { rows } = await testDatabase.pool.query(
      `select w.id from work_interval w join run r on r.id = w.run_id
       where w.workspace_id = $1 and r.performer_subcontractor_id is not null`,
      [shop.workspaceId],
    );
    expect(rows).toEqual([]);
    await lawsHold(shop);
  });

  it("stands on nobody's My Stages, and only a supervisor writes down its start and finish", async () => {
    const shop = await aShopWithSubcontractor(testDatabase, { kind: "fixed", amount: "300" });
    const orderId = await anOrderOf(shop, 4);
    await through(shop, orderId, "sew", 0, { units: 4 });
    const runId = await runOfLot(shop, orderId, "1", "embroider");
    const person = await shop.make(addMember(hashPin), { name: "Head", roles: ["supervisor"], tradeIds: [] });
    const head = aMember(person.memberId, ["supervisor"]);
    for (const actor of [shop.operator, head]) {
      const mine = await seeView(
        shop,
        productionRoutes.showMyStages,
        showMyStages,
        inputOf(productionRoutes.showMyStages, {}),
        { actor, now: shopMinute(20) },
      );
      expect(mine.ok && mine.value.waiting.map((run) => run.stageName)).toEqual([]);
    }
    const as = shop.operator;
    expect(await shop.ask(startRun, { runId }, { as, now: shopMinute(20) })).toMatchObject({
      refusal: { code: "not_yours" },
    });
    await shop.make(startRun, { runId }, { as: head, now: shopMinute(20) });
    const now = shopMinute(25);
    for (const asked of [
      shop.ask(pauseRun, { runId }, { as: head, now }),
      shop.ask(joinRun, { runId }, { as: head, now }),
      shop.ask(reassignRun, { runId, memberId: shop.operator.memberId }, { as: head, now }),
    ]) {
      expect(await asked).toMatchObject({ refusal: { code: "subcontractor_works" } });
    }
    await shop.make(finishRun, { runId, units: 4, comment: "" }, { as: head, now: shopMinute(30) });
    await lawsHold(shop);
  });

  it("shares a fixed price over the parts as they come back, and asks for it once", async () => {
    const shop = await aShopWithSubcontractor(testDatabase, { kind: "fixed", amount: "100" }, "split");
    const orderId = await anOrderOf(shop, 3);
    await through(shop, orderId, "sew", 0, { units: 3 });
    const runId = await runOfLot(shop, orderId, "1", "embroider");
    await shop.make(startRun, { runId }, { now: shopMinute(20) });
    // One of three is sent back to sewing, and comes again by itself.
    const reasonId = await defectReasonOf(shop);
    const toStageId = await shop.stageId(orderId, "sew");
    await shop.make(
      reportDefect,
      { runId, units: 1, reasonId, decision: "return", toStageId },
      { now: shopMinute(25) },
    );
    await shop.make(finishRun, { runId, units: 2, comment: "" }, { now: shopMinute(30) });
    expect(await outside(shop, orderId)).toEqual([["subcontracting", "2", "33.33335", "66.6667"]]);
    await lawsHold(shop);
    await through(shop, orderId, "sew", 40, { lot: "1.1", units: 1 });
    await through(shop, orderId, "embroider", 60, { lot: "1.1", units: 1 });
    expect((await outside(shop, orderId)).map(([, , , amount]) => amount)).toEqual(["66.6667", "33.3333"]);
    await lawsHold(shop);
  });

  it("counts hours that are typed, and an open sum with its reason", async () => {
    const hourly = await aShopWithSubcontractor(testDatabase, { kind: "hourly", amount: "200" });
    const one = await anOrderOf(hourly, 6);
    // Planned by the stage's six minutes.
    expect(String((await orderRow(hourly, one)).planned_subcontracting)).toBe("20");
    await through(hourly, one, "sew", 0, { units: 6 });
    const runId = await runOfLot(hourly, one, "1", "embroider");
    await hourly.make(startRun, { runId }, { now: shopMinute(20) });
    const input = { runId, units: 6, comment: "" };
    const now = shopMinute(30);
    expect(await hourly.ask(finishRun, input, { now })).toMatchObject({
      refusal: { code: "subcontracting_hours_missing", path: ["subcontracting", "hours"] },
    });
    await hourly.make(finishRun, { ...input, subcontracting: { hours: "1.5" } }, { now });
    expect(await outside(hourly, one)).toEqual([["subcontracting", "1.5", "200", "300"]]);
    await lawsHold(hourly);

    const open = await aShopWithSubcontractor(testDatabase, { kind: "variable", amount: "50" }, "per_unit");
    const other = await anOrderOf(open, 3);
    expect(String((await orderRow(open, other)).planned_subcontracting)).toBe("50");
    await sewn(open, other);
    const [first = "", ...alsoRunIds] = await Promise.all(
      ["#1", "#2", "#3"].map((lot) => runOfLot(open, other, lot, "embroider")),
    );
    await open.make(startRun, { runId: first, alsoRunIds }, { now: shopMinute(30) });
    const together = { runId: first, alsoRunIds, units: 3, subcontracting: { sum: "100" } };
    const later = { now: shopMinute(40) };
    expect(await open.ask(finishRun, { ...together, comment: "" }, later)).toMatchObject({
      refusal: { code: "subcontracting_note_missing", path: ["comment"] },
    });
    await open.make(finishRun, { ...together, comment: "Silk thread" }, later);
    expect(
      (await outside(open, other))
        .map(([, , , amount]) => String(amount))
        .toSorted((a, b) => (a < b ? -1 : 1)),
    ).toEqual(["33.3333", "33.3333", "33.3334"]);
    await lawsHold(open);
  });

  it("shares a fixed price unit by unit, also where a tap takes several", async () => {
    const shop = await aShopWithSubcontractor(testDatabase, { kind: "fixed", amount: "100" }, "per_unit");
    const orderId = await anOrderOf(shop, 3);
    await sewn(shop, orderId);
    await through(shop, orderId, "embroider", 40, { lot: "#2", units: 1 });
    const [first = "", other = ""] = await Promise.all(
      ["#1", "#3"].map((lot) => runOfLot(shop, orderId, lot, "embroider")),
    );
    await shop.make(startRun, { runId: first, alsoRunIds: [other] }, { now: shopMinute(60) });
    await shop.make(
      finishRun,
      { runId: first, alsoRunIds: [other], units: 2, comment: "" },
      { now: shopMinute(70) },
    );
    const amounts = (await outside(shop, orderId)).map(([, , , amount]) => Number(amount));
    expect(amounts).toHaveLength(3);
    expect(Math.round(amounts.reduce((all, amount) => all + amount, 0) * 10_000)).toBe(1_000_000);
    await lawsHold(shop);
  });

  it("gives back what it cost when its finish is taken back, and asks for it anew", async () => {
    const shop = await aShopWithSubcontractor(testDatabase, { kind: "fixed", amount: "100" });
    const orderId = await anOrderOf(shop, 5);
    await through(shop, orderId, "sew", 0, { units: 5 });
    await through(shop, orderId, "embroider", 20, { units: 5 });
    const runId = await runOfLot(shop, orderId, "1", "embroider");
    await shop.make(reopenRun, { runId, reason: "Not all had come" }, { now: shopMinute(40) });
    await lawsHold(shop);
    expect((await tabOf(shop, orderId)).captured).toBe("0");
    await shop.make(finishRun, { runId, units: 5, comment: "" }, { now: shopMinute(50) });
    expect((await tabOf(shop, orderId)).captured).toBe("100");
    await lawsHold(shop);
  });

  it("owes nothing for what was called back before it came", async () => {
    const shop = await aShopWithSubcontractor(testDatabase, { kind: "per_unit", amount: "10" });
    const orderId = await anOrderOf(shop, 5);
    await through(shop, orderId, "sew", 0, { units: 5 });
    const runId = await runOfLot(shop, orderId, "1", "embroider");
    await shop.make(startRun, { runId }, { now: shopMinute(20) });
    await shop.make(cancelOrder, { orderId, reason: "The customer left" }, { now: shopMinute(30) });
    expect(await outside(shop, orderId)).toEqual([]);
    await lawsHold(shop);
  });
});
