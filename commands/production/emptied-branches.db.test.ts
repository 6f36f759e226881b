import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkStockLaws } from "#modules/inventory/views/check-stock-laws.ts";
import { checkOrderLaws } from "#modules/production/views/check-order-laws.ts";
import {
  anOrderOf,
  aShopOfStages,
  defectReasonOf,
  runOfLot,
  type StagesShop,
} from "#test/builders/stages-shop.ts";
import { shopMinute } from "#test/builders/workshop-orders.ts";
import { aMember } from "#test/builders/workshop.ts";
import { addMember } from "#commands/access/add-member.ts";
import { hashPin } from "#server/identity/member-sessions.ts";
import type { Id } from "#kernel/id.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { finishRun } from "./finish-run.ts";
import { reportDefect } from "./report-defect.ts";
import { startRun } from "./start-run.ts";

/** A defect at one of two parallel stages ends the work on the other: what that had used is in its cost. */
let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

/** Two branches; 1 kg of flour a unit at 10.00 at the first. One unit is at work at both, by two people. */
async function atBothBranches(consumption: "at_start" | "at_completion") {
  const shop = await aShopOfStages(testDatabase, {
    keys: ["dough", "filling"],
    waitsFor: { filling: [] },
    batchMode: "per_unit",
    material: "dough",
    reworkLimit: { filling: 0 },
    change: (body) => ({ ...body, stages: body.stages.map((stage) => ({ ...stage, consumption })) }),
  });
  const reasonId = await defectReasonOf(shop);
  const wish = { name: "Borys", roles: ["supervisor" as const], tradeIds: [] };
  const borys = aMember((await shop.make(addMember(hashPin), wish)).memberId, ["supervisor"]);
  const orderId = await anOrderOf(shop, 1);
  const dough = await runOfLot(shop, orderId, "#1", "dough");
  const filling = await runOfLot(shop, orderId, "#1", "filling");
  await shop.make(startRun, { runId: dough }, { now: shopMinute(1) });
  await shop.make(startRun, { runId: filling }, { as: borys, now: shopMinute(2) });
  return { shop, borys, reasonId, orderId, dough, filling };
}

async function materialOf(shop: StagesShop, runId: Id): Promise<string> {
  const { rows } = await testDatabase.pool.query<{ amount: { toFixed(places: number): string } }>(
    "select coalesce(sum(amount), 0) as amount from cost_line where workspace_id = $1 and run_id = $2 and category = 'material'",
    [shop.workspaceId, runId],
  );
  return rows[0]?.amount.toFixed(4) ?? "";
}

async function lawsHold(shop: StagesShop): Promise<void> {
  const db = shop.database.kysely;
  expect([
    ...(await checkStockLaws(db, shop.workspaceId)),
    ...(await checkOrderLaws(db, shop.workspaceId)),
  ]).toEqual([]);
}

describe.each(["at_start", "at_completion"] as const)("material that a branch takes %s", (consumption) => {
  it("is in its cost when a finish at the other branch sends the unit back", async () => {
    const { shop, borys, reasonId, dough, filling } = await atBothBranches(consumption);
    const toStageId = null;
    const failed = [{ units: 1, reasonId, decision: "write_off" as const, toStageId }];
    await shop.make(finishRun, { runId: filling, units: 0, failed }, { as: borys, now: shopMinute(5) });
    expect(await materialOf(shop, dough)).toBe("10.0000");
    await lawsHold(shop);
  });

  it("is in its cost when a finish at the other branch escalates the unit", async () => {
    const { shop, borys, reasonId, orderId, dough, filling } = await atBothBranches(consumption);
    const toStageId = await shop.stageId(orderId, "filling");
    const failed = [{ units: 1, reasonId, decision: "return" as const, toStageId }];
    const answer = await shop.make(
      finishRun,
      { runId: filling, units: 0, failed },
      { as: borys, now: shopMinute(5) },
    );
    expect(answer.escalated).toBe(true);
    await lawsHold(shop);
    if (consumption === "at_start") expect(await materialOf(shop, dough)).toBe("10.0000");
  });

  it("is in its cost when a defect is reported at the other branch", async () => {
    const { shop, borys, reasonId, dough, filling } = await atBothBranches(consumption);
    await shop.make(
      reportDefect,
      { runId: filling, units: 1, reasonId, decision: "write_off" },
      { as: borys, now: shopMinute(5) },
    );
    expect(await materialOf(shop, dough)).toBe("10.0000");
    await lawsHold(shop);
  });
});
