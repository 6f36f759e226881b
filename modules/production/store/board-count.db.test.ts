import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeQuantity } from "#commands/production/change-quantity.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { startRun } from "#commands/production/start-run.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { showOrderBoard } from "#modules/production/views/show-order-board.ts";
import { inWorkspace } from "#server/database/workspace-transaction.ts";
import { seeView } from "#test/builders/see-view.ts";
import { aShopOfStages, anOrderOf, runOfLot, type StagesShop } from "#test/builders/stages-shop.ts";
import { accepted } from "#test/builders/workshop.ts";
import { finishAt, lawsHold, shopMinute, startAt } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { foldBoard } from "./board-count.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const fold = (shop: StagesShop): Promise<number> =>
  inWorkspace(shop.database, shop.workspaceId, "write", async (tx) => ({
    commit: true,
    value: await foldBoard(tx),
  }));
const boards = async (shop: StagesShop) => {
  const seen: unknown[] = [];
  for (const asked of [
    {},
    { columns: "stage" },
    { lanes: "operator" },
    { columns: "stage", lanes: "product" },
    { stage: "sew" },
  ] as const) {
    const { columns, lanes } = accepted(
      await seeView(shop, productionRoutes.showOrderBoard, showOrderBoard, asked, { now: shopMinute(600) }),
    );
    seen.push(
      columns.map(({ key, count, units }) => [key, count, units]),
      lanes,
    );
  }
  return seen;
};
const rowsOf = async (shop: StagesShop, table: "board_count" | "board_change"): Promise<number> => {
  const { rows } = await testDatabase.pool.query<{ count: number }>(
    `select count(*)::integer as count from ${table} where workspace_id = $1`,
    [shop.workspaceId],
  );
  return rows[0]?.count ?? 0;
};

describe("the board's changes", () => {
  it("say the same before and after they are folded, and are gone then", async () => {
    const shop = await aShopOfStages(testDatabase, { keys: ["cut", "sew"], batchMode: "per_unit" });
    const orderId = await anOrderOf(shop, 5);
    await anOrderOf(shop, 2);
    const runId = await runOfLot(shop, orderId, "#1", "cut");
    await shop.make(startRun, { runId }, { now: shopMinute(1) });
    const before = await boards(shop);
    expect(await rowsOf(shop, "board_count")).toBe(0);
    expect(await fold(shop)).toBeGreaterThan(2);
    expect(await boards(shop)).toEqual(before);
    expect(await rowsOf(shop, "board_change")).toBe(0);
    expect(await fold(shop)).toBe(0);
    await shop.make(finishRun, { runId, units: 1 }, { now: shopMinute(2) });
    const after = await boards(shop);
    expect(after).not.toEqual(before);
    await fold(shop);
    expect(await boards(shop)).toEqual(after);
    await lawsHold(shop);
  });

  it("leave of what is over its days alone, and no row of a command that changes no number", async () => {
    const shop = await aShopOfStages(testDatabase, { keys: ["cut"], batchMode: "whole" });
    const orderId = await anOrderOf(shop, 3);
    await shop.make(changeQuantity, { orderId, quantity: 4 }, { now: shopMinute(1) });
    await startAt(shop, orderId, "cut", 2);
    await fold(shop);
    const known = await rowsOf(shop, "board_count");
    expect(known).toBeGreaterThan(0);
    await finishAt(shop, orderId, "cut", 3);
    await fold(shop);
    const { rows } = await testDatabase.pool.query<{ grouping: string; column_key: string }>(
      "select grouping, column_key from board_count where workspace_id = $1 order by grouping",
      [shop.workspaceId],
    );
    expect(rows.map(({ grouping, column_key }) => `${grouping} ${column_key}`)).toEqual([
      "status_created done",
      "status_finished done",
      "status_started done",
    ]);
    await lawsHold(shop);
  });
});
