import { afterAll, beforeAll, expect, it } from "vitest";
import { startRun } from "#commands/production/start-run.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { foldBoard } from "#modules/production/store/board-count.ts";
import { inWorkspace } from "#server/database/workspace-transaction.ts";
import { aShopOfStages, anOrderOf, runOfLot } from "#test/builders/stages-shop.ts";
import { lawsHold, shopMinute } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

it("loses no number where commands and two servers that fold them come together", async () => {
  for (let round = 0; round < 3; round += 1) {
    const shop = await aShopOfStages(testDatabase, { keys: ["cut", "sew"], batchMode: "whole" });
    const fold = (): Promise<number> =>
      inWorkspace(shop.database, shop.workspaceId, "write", async (tx) => ({
        commit: true,
        value: await foldBoard(tx),
      }));
    const runs: string[] = [];
    for (let index = 0; index < 6; index += 1)
      runs.push(await runOfLot(shop, await anOrderOf(shop, 2), "1", "cut"));
    const work = async (runId: string, minute: number): Promise<void> => {
      await shop.ask(startRun, { runId }, { now: shopMinute(minute) });
      await shop.ask(finishRun, { runId, units: 2 }, { now: shopMinute(minute + 1) });
    };
    await Promise.all([
      ...runs.map((runId, place) => work(runId, 10 * place)),
      fold(),
      fold(),
      fold(),
      fold(),
    ]);
    await Promise.all([fold(), fold()]);
    await lawsHold(shop);
    const { rows } = await testDatabase.pool.query("select from board_change where workspace_id = $1", [
      shop.workspaceId,
    ]);
    expect(rows.length).toBe(0);
  }
});
