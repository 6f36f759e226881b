import { v7 as newId } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { finishRun } from "#commands/production/finish-run.ts";
import { startRun } from "#commands/production/start-run.ts";
import { type Command, runCommand } from "#commands/run-command.ts";
import type { Id } from "#kernel/id.ts";
import { inputOf, type Request, type Route } from "#kernel/route.ts";
import { createDatabase } from "#server/database/workspace-transaction.ts";
import { type Heard, listeningTo } from "#test/builders/listening-pool.ts";
import { aShopOfStages, runOfLot, type StagesShop } from "#test/builders/stages-shop.ts";
import { lawsHold, shopMinute } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { createOrder } from "./create-order.ts";

/** A thousand units of ten stages, by the unit: as many statements as ten units, and a tap reads its own lots. */
let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const keys = Array.from({ length: 10 }, (_, index) => `s${index + 1}`);
const aShop = (): Promise<StagesShop> =>
  aShopOfStages(testDatabase, { keys, batchMode: "per_unit", material: "s1", flour: "5000" });

async function heardOf<R extends Route>(
  shop: StagesShop,
  command: Command<R>,
  input: Request<R>,
  minute: number,
): Promise<{ heard: Heard[]; value: unknown }> {
  const heard: Heard[] = [];
  const answer = await runCommand(
    createDatabase(listeningTo(testDatabase.pool, heard)),
    command,
    inputOf(command.route, input),
    { workspaceId: shop.workspaceId, actor: shop.owner, commandId: newId(), now: shopMinute(minute) },
  );
  if (!answer.ok) throw new Error(answer.refusal.code);
  return { heard, value: answer.value };
}

async function create(shop: StagesShop, quantity: number): Promise<{ heard: Heard[]; orderId: Id }> {
  const { heard, value } = await heardOf(shop, createOrder, { variantId: shop.variantId, quantity }, 0);
  return { heard, orderId: (value as { orderId: Id }).orderId };
}

describe("an order by the unit", () => {
  it("of 1,000 units and ten stages is created by the statements of one of ten units", async () => {
    const shop = await aShop();
    const ten = await create(shop, 10);
    const thousand = await create(shop, 1_000);
    expect(thousand.heard.map((each) => each.statement)).toEqual(ten.heard.map((each) => each.statement));
    const { rows } = await testDatabase.pool.query<{ lots: string; runs: string }>(
      `select (select count(*) from lot where order_id = $1)::text as lots,
         (select count(*) from run where order_id = $1)::text as runs`,
      [thousand.orderId],
    );
    // a run a unit, made when it is reached
    expect(rows).toEqual([{ lots: "1000", runs: "1000" }]);
  });

  it("starts and finishes a unit by as many statements, and reads the runs of that unit alone", async () => {
    const shop = await aShop();
    const taps: { starts: number; finishes: number; runs: number }[] = [];
    for (const [turn, quantity] of [10, 1_000].entries()) {
      const { orderId } = await create(shop, quantity);
      const runId = await runOfLot(shop, orderId, "#7", "s1");
      const start = await heardOf(shop, startRun, { runId }, 5 + turn * 10);
      const finish = await heardOf(shop, finishRun, { runId, units: 1 }, 10 + turn * 10);
      const runs = [...start.heard, ...finish.heard]
        .filter(({ statement }) => /from "(run|work_interval)"/.test(statement))
        .map((each) => each.rows);
      taps.push({ starts: start.heard.length, finishes: finish.heard.length, runs: Math.max(...runs) });
    }
    expect(taps[1]).toEqual(taps[0]);
    expect(taps[1]?.runs).toBeLessThanOrEqual(2);
    await lawsHold(shop);
  });

  it("takes two hundred units in one tap, a stretch of one person, and ends it once", async () => {
    const shop = await aShop();
    const { orderId } = await create(shop, 200);
    const { rows } = await testDatabase.pool.query<{ id: Id }>(
      "select id from run where order_id = $1 order by id",
      [orderId],
    );
    const [runId = "", ...alsoRunIds] = rows.map((row) => row.id);
    await shop.make(startRun, { runId, alsoRunIds }, { now: shopMinute(0) });
    await shop.make(finishRun, { runId, alsoRunIds, units: 200 }, { now: shopMinute(60) });
    const { rows: time } = await testDatabase.pool.query<{ rows: string; seconds: string }>(
      `select count(*)::text as rows, sum(seconds)::text as seconds from work_interval
       where workspace_id = $1 and run_id = any($2)`,
      [shop.workspaceId, rows.map((row) => row.id)],
    );
    expect(time).toEqual([{ rows: "200", seconds: "3600" }]);
    await lawsHold(shop);
  });
});
