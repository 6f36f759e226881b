import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { cancelOrder } from "#commands/production/cancel-order.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { reportDefect } from "#commands/production/report-defect.ts";
import { splitLot } from "#commands/production/split-lot.ts";
import { startRun } from "#commands/production/start-run.ts";
import { aShopOfStages, anOrderOf, defectReasonOf, lotsOf, runOfLot } from "#test/builders/stages-shop.ts";
import { lawsHold, shopMinute } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";

/** What 0007 makes of a workspace that was at work before it. */
let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const migration = readFileSync(join(import.meta.dirname, "migrations/0007_shortages.sql"), "utf8");

it("orders at work are brought along: what they want, and a row for what nobody had anything of", async () => {
  const shop = await aShopOfStages(testDatabase, {
    keys: ["cut", "sew"],
    batchMode: "split",
    material: "cut",
    flour: "12",
  });
  const { pool } = testDatabase;
  const at = (minute: number) => ({ now: shopMinute(minute) });
  const working = await anOrderOf(shop, 6);
  const [lot] = await lotsOf(shop, working);
  await shop.make(splitLot, { lotId: lot?.id ?? "", units: 2 }, at(0));
  const cut = await runOfLot(shop, working, "1.1", "cut");
  await shop.make(startRun, { runId: cut }, at(1));
  await shop.make(finishRun, { runId: cut, units: 2 }, at(2));
  const sewing = await runOfLot(shop, working, "1.1", "sew");
  await shop.make(startRun, { runId: sewing }, at(3));
  const toStageId = await shop.stageId(working, "cut");
  const reasonId = await defectReasonOf(shop);
  const back = { runId: sewing, reasonId, units: 2, decision: "return" as const, toStageId };
  await shop.make(reportDefect, back, at(4));
  const { rows: norms } = await pool.query<{ id: string }>("select id from order_norm where order_id = $1", [
    working,
  ]);
  const again = await runOfLot(shop, working, "1.1", "cut");
  await shop.make(
    startRun,
    { runId: again, materials: [{ normId: norms[0]?.id ?? "", quantity: "1" }] },
    at(5),
  );
  await anOrderOf(shop, 4);
  const none = await anOrderOf(shop, 5);
  const gone = await anOrderOf(shop, 5);
  await shop.make(cancelOrder, { orderId: gone, reason: "Not wanted", returnMaterials: false });

  const rows = async () =>
    (
      await pool.query<{ wanted: string }>(
        `select order_id, quantity::text, wanted::text, closed, by_hand, priority_rank, due_at, balance_id
         from reservation where workspace_id = $1 and (quantity > 0 or not closed) order by order_norm_id`,
        [shop.workspaceId],
      )
    ).rows;
  const before = await rows();
  expect(before.map((row) => row.wanted)).toContain("5.000000");
  // as it was: no such columns, no row where nothing was held, and facts that do not speak of it
  await pool.query(`drop index reservation_short;
    alter table reservation drop column wanted, drop column by_hand;
    delete from reservation where quantity = 0 and not closed and order_id = '${none}';
    update fact set data = jsonb_set(data, '{reservations}', (
      select coalesce(jsonb_agg(each - 'wanted' - 'byHand'), '[]') from jsonb_array_elements(data -> 'reservations') as each))
    where thing = 'balance'`);
  await pool.query(`begin; ${migration}; commit`);
  expect(await rows()).toEqual(before);
  await lawsHold(shop);
});
