import { v7 as newId } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setRate } from "#commands/costing/set-rate.ts";
import { cancelOrder } from "#commands/production/cancel-order.ts";
import { createOrder } from "#commands/production/create-order.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { startRun } from "#commands/production/start-run.ts";
import { decimal, sum, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import { costingRoutes } from "#modules/costing/contract/routes.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import { seeView } from "#test/builders/see-view.ts";
import { accepted, aMember, aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { showOrderCost } from "./show-order-cost.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const at = (minutes: number): Date => new Date(Date.parse("2026-03-02T09:00:00Z") + minutes * 60_000);

async function costOf(shop: Workshop, orderId: Id, actor: Actor = shop.owner) {
  return accepted(await seeView(shop, costingRoutes.showOrderCost, showOrderCost, { orderId }, { actor }));
}

async function anOrder(shop: Workshop, quantity: number): Promise<Id> {
  const input = { variantId: shop.variantId, quantity, notes: "", dealId: null, dealLineId: null };
  return (await shop.make(createOrder, input, { now: at(0) })).orderId;
}

async function pass(shop: Workshop, orderId: Id, units: number, minutes: number): Promise<void> {
  const { id: runId } = await readWorkspace(shop.database, shop.workspaceId, (tx) =>
    tx.db
      .selectFrom("run")
      .select("id")
      .where("workspace_id", "=", tx.workspaceId)
      .where("order_id", "=", orderId)
      .where("state", "=", "waiting")
      .executeTakeFirstOrThrow(),
  );
  await shop.make(startRun, { runId }, { as: shop.operator, now: at(minutes) });
  await shop.make(finishRun, { runId, units, comment: "" }, { as: shop.operator, now: at(minutes + 10) });
}

describe("what an order cost", () => {
  it("is the frozen plan alone before the first stage completes", async () => {
    const shop = await aWorkshop(testDatabase);
    const orderId = await anOrder(shop, 20);
    const cost = await costOf(shop, orderId);
    // flour 40 × 10 + boxes 20 × 3; 600 s and 20 × 30 s at 120 an hour
    expect(cost.planned).toEqual({
      material: "460",
      labour: "40",
      subcontracting: "0",
      total: "500",
      perUnit: "25",
    });
    expect(cost.real).toMatchObject({ total: "0", perUnit: null, provisional: true });
    expect(cost.lines).toEqual([]);
    expect(cost.stages.map((stage) => [stage.name, stage.planned.total, stage.real?.total])).toEqual([
      ["Baking", "420", "0"],
      ["Packing", "80", "0"],
    ]);
  });

  it("adds up: lines, stages, categories, and where the money is", async () => {
    const shop = await aWorkshop(testDatabase);
    const orderId = await anOrder(shop, 7);
    await pass(shop, orderId, 7, 0);
    const half = await costOf(shop, orderId);
    // flour 14 × 10 + 600 s at 120 an hour
    expect(half.real).toMatchObject({
      total: "160",
      carried: "160",
      received: "0",
      perUnit: null,
      provisional: true,
    });
    await pass(shop, orderId, 7, 20);
    const { real, stages, lines, planned } = await costOf(shop, orderId);
    // boxes 7 × 3 + 600 s at 120 an hour
    expect(real).toEqual({
      material: "161",
      labour: "40",
      subcontracting: "0",
      defectLoss: "0",
      total: "201",
      perUnit: "28.7143",
      provisional: false,
      received: "201",
      carried: "0",
      separateLoss: "0",
      lateDifferences: "0",
    });
    expect(text(sum(stages.map((stage) => decimal(stage.real?.total ?? "0"))))).toBe("201");
    expect(text(sum(lines.map((line) => decimal(line.amount))))).toBe("201");
    expect(text(sum(stages.map((stage) => decimal(stage.planned.total))))).toBe(planned.total);
    expect(
      lines.map((line) => [line.stageName, line.category, line.name, line.quantity, line.unit, line.rate]),
    ).toEqual([
      ["Baking", "material", "Flour", "14", "kg", "10"],
      ["Baking", "labour", "Operator", "0.166667", "h", "120"],
      ["Packing", "material", "Box", "7", "pcs", "3"],
      ["Packing", "labour", "Operator", "0.166667", "h", "120"],
    ]);
  });

  it("moves by no rate that is set tomorrow", async () => {
    const shop = await aWorkshop(testDatabase);
    const orderId = await anOrder(shop, 2);
    await pass(shop, orderId, 2, 0);
    const before = await costOf(shop, orderId);
    await shop.make(setRate, { memberId: shop.operator.memberId, rate: "900" }, { now: at(60) });
    expect(await costOf(shop, orderId)).toEqual(before);
  });

  it("stays when the order is cancelled, as a loss", async () => {
    const shop = await aWorkshop(testDatabase);
    const orderId = await anOrder(shop, 2);
    await pass(shop, orderId, 2, 0);
    await shop.make(cancelOrder, { orderId, reason: "no need", returnMaterials: false }, { now: at(30) });
    expect((await costOf(shop, orderId)).real).toMatchObject({
      total: "60",
      separateLoss: "60",
      carried: "0",
      perUnit: null,
    });
  });

  it("shows a technologist the plan, a supervisor no hourly rate", async () => {
    const shop = await aWorkshop(testDatabase);
    const orderId = await anOrder(shop, 2);
    await pass(shop, orderId, 2, 0);
    const plan = await costOf(shop, orderId, aMember(shop.owner.memberId, ["technologist"]));
    expect(plan).toMatchObject({ real: null, lines: [] });
    expect(plan.stages.every((stage) => stage.real === null)).toBe(true);
    const seen = await costOf(shop, orderId, aMember(shop.owner.memberId, ["supervisor"]));
    expect(seen.lines.map((line) => [line.category, line.rate])).toEqual([
      ["material", "10"],
      ["labour", null],
    ]);
  });

  it("is refused for what is not here", async () => {
    const shop = await aWorkshop(testDatabase);
    const answer = await seeView(shop, costingRoutes.showOrderCost, showOrderCost, { orderId: newId() });
    expect(answer).toMatchObject({ ok: false, refusal: { code: "order_unknown" } });
  });
});
