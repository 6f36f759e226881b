import { v7 as newId } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setRate } from "#commands/costing/set-rate.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { reopenRun } from "#commands/production/reopen-run.ts";
import { reportDefect } from "#commands/production/report-defect.ts";
import { resumeRun } from "#commands/production/resume-run.ts";
import { startRun } from "#commands/production/start-run.ts";
import { undoWork } from "#commands/production/undo-work.ts";
import { decimal, sum, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Output } from "#kernel/route.ts";
import { costingRoutes } from "#modules/costing/contract/routes.ts";
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
import { shopMinute } from "#test/builders/workshop-orders.ts";
import { accepted } from "#test/builders/workshop.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { showOrderCost } from "./show-order-cost.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

type Cost = Output<typeof costingRoutes.showOrderCost>;
const costOf = async (shop: StagesShop, orderId: Id): Promise<Cost> =>
  accepted(await seeView(shop, costingRoutes.showOrderCost, showOrderCost, { orderId }));
const at = (minute: number) => ({ now: shopMinute(minute) });
async function work(
  shop: StagesShop,
  runId: Id,
  from: number,
  minutes: number,
  units: number,
): Promise<void> {
  await shop.make(startRun, { runId }, at(from));
  await shop.make(finishRun, { runId, units }, at(from + minutes));
}

/** Every way to take the cost apart comes to the same total. */
function addsUp({ real, stages, lines }: Cost): void {
  if (real === null) throw new Error("The cost is not seen");
  const total = (...parts: readonly string[]): string => text(sum(parts.map((part) => decimal(part))));
  expect(total(real.material, real.labour, real.subcontracting, real.defectLoss)).toBe(real.total);
  expect(total(...stages.map((stage) => stage.real?.total ?? "0"))).toBe(real.total);
  expect(total(...lines.map((line) => line.amount))).toBe(real.total);
  expect(total(real.received, real.separateLoss, real.lateDifferences, real.carried)).toBe(real.total);
}

describe("what an order lost", () => {
  it.each([
    ["separate", "21.8669"],
    ["included", "25.4211"],
  ] as const)("is the worked example's where losses are %s", async (accounting, perUnit) => {
    // 60 an hour: a minute is 1.00. A blank of 10.00 a unit at S1.
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
    const back = async (runId: Id, minute: number, commandId: Id) => {
      const toStageId = await shop.stageId(orderId, "s1");
      const defect = { runId, reasonId, units: 3, decision: "return", toStageId } as const;
      await shop.make(reportDefect, defect, { commandId, ...at(minute) });
    };
    await work(shop, await run("1", "s1"), 0, 40, 20);
    const s2 = await run("1", "s2");
    await shop.make(startRun, { runId: s2 }, at(50));
    // A return that was taken back leaves no trace in any figure.
    const mistake = newId();
    await back(s2, 55, mistake);
    addsUp(await costOf(shop, orderId));
    await shop.make(undoWork, { orderId, commandId: mistake }, at(55));
    await back(s2, 60, newId());
    await shop.make(finishRun, { runId: s2, units: 17 }, at(130));
    const part = await partOf(shop, orderId);
    await work(shop, await run(part, "s1"), 140, 36, 3);
    await work(shop, await run(part, "s2"), 180, 12, 3);
    await work(shop, await run(part, "s3"), 200, 9, 3);
    await work(shop, await run(part, "s4"), 210, 6, 3);
    addsUp(await costOf(shop, orderId));
    expect((await costOf(shop, orderId)).real).toMatchObject({ provisional: true, defectLoss: "48" });
    const s3 = await run("1", "s3");
    await shop.make(startRun, { runId: s3 }, at(220));
    const lost = { runId: s3, reasonId, units: 1, decision: "write_off" } as const;
    await shop.make(reportDefect, lost, at(230));
    await shop.make(finishRun, { runId: s3, units: 16 }, at(280));
    await work(shop, await run("1", "s4"), 290, 40, 16);

    const cost = await costOf(shop, orderId);
    addsUp(cost);
    // Lost are the blank of the unit that was written off (10), and of labour 2 + 4 + 3.5294 for it, 36 + 12 of rework.
    expect(cost.real).toMatchObject({
      total: "483",
      defectLoss: "67.5294",
      material: "190",
      labour: "225.4706",
      subcontracting: "0",
      perUnit,
      provisional: false,
    });
    expect(
      cost.stages.map((stage) => [stage.name, stage.cycle, stage.real?.material, stage.real?.total]),
    ).toEqual([
      ["s1", 0, "200", "240"],
      ["s1", 1, "0", "36"],
      ["s2", 0, "0", "80"],
      ["s2", 1, "0", "12"],
      ["s3", 0, "0", "69"],
      ["s4", 0, "0", "46"],
    ]);
    const defects = accepted(
      await seeView(shop, productionRoutes.showOrderDefects, showOrderDefects, { orderId }),
    );
    expect(defects.loss).toBe("67.5294");
    expect(defects.rows.map((row) => [row.units, row.undone])).toEqual([
      [1, false],
      [3, false],
      [3, true],
    ]);
  });

  it("forgets what was taken back, and shows the lines that took it back", async () => {
    const shop = await aShopOfStages(testDatabase, {
      keys: ["s1", "s2"],
      batchMode: "split",
      material: "s1",
    });
    await shop.make(setRate, { memberId: shop.owner.memberId, rate: "60" });
    const orderId = await anOrderOf(shop, 4);
    const runId = await runOfLot(shop, orderId, "1", "s1");
    await work(shop, runId, 0, 10, 4);
    await shop.make(reopenRun, { runId, reason: "One more coat" }, at(20));
    const open = await costOf(shop, orderId);
    addsUp(open);
    expect(open.real?.total).toBe("0");
    expect(open.lines.map((line) => [line.category, line.amount, line.reason].join(" ")).sort()).toEqual([
      "labour -10 undone",
      "labour 10 ",
      "material -40 undone",
      "material 40 ",
    ]);
    await shop.make(resumeRun, { runId }, at(30));
    const reasonId = await defectReasonOf(shop);
    await shop.make(reportDefect, { runId, reasonId, units: 2, decision: "write_off" }, at(35));
    await shop.make(finishRun, { runId, units: 2 }, at(40));
    const cost = await costOf(shop, orderId);
    addsUp(cost);
    // 40 of flour and 20 minutes; one half of both is lost
    expect(cost.real).toMatchObject({ total: "60", defectLoss: "30", material: "20", labour: "10" });
  });
});

/** The lot that is in work and was parted. */
async function partOf(shop: StagesShop, orderId: Id): Promise<string> {
  const { rows } = await testDatabase.pool.query<{ number: string }>(
    "select number from lot where workspace_id = $1 and order_id = $2 and parent_id is not null and state = 'in_work'",
    [shop.workspaceId, orderId],
  );
  return rows[0]?.number ?? "none";
}
