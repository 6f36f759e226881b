import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cancelOrder } from "#commands/production/cancel-order.ts";
import { createOrder } from "#commands/production/create-order.ts";
import { pauseRun } from "#commands/production/pause-run.ts";
import { foldBoard } from "#modules/production/store/board-count.ts";
import { inWorkspace, readWorkspace } from "#server/database/workspace-transaction.ts";
import { aShopOfStages, type StagesShop } from "#test/builders/stages-shop.ts";
import { finishAt, lawsHold, shopMinute, startAt } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { type KeptCount, readStretch, type Stretch } from "./kept-counts.ts";

let testDatabase: TestDatabase;
let shop: StagesShop;

/** Orders of eight days, some on one of them: begun, finished, cancelled, standing since. */
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  shop = await aShopOfStages(testDatabase, { keys: ["cut", "sew"], batchMode: "whole" });
  for (let place = 0; place < 12; place += 1) {
    const made = place * 17 * 60;
    const { orderId } = await shop.make(
      createOrder,
      {
        variantId: shop.variantId,
        quantity: 1 + place,
        ...(place % 3 === 0 ? {} : { dueDate: `2026-03-${10 + (place % 4)}` }),
      },
      { now: shopMinute(made) },
    );
    if (place % 4 === 1) continue;
    const runId = await startAt(shop, orderId, "cut", made + 30);
    if (place % 4 === 2) {
      const now = shopMinute(made + 130);
      await shop.make(pauseRun, { runId, reasonId: shop.pauseReasonId }, { as: shop.operator, now });
      continue;
    }
    await finishAt(shop, orderId, "cut", made + 90);
    if (place === 8)
      await shop.make(cancelOrder, { orderId, reason: "too late" }, { now: shopMinute(made + 100) });
    if (place % 4 === 0) continue;
    await startAt(shop, orderId, "sew", made + 100);
    await finishAt(shop, orderId, "sew", made + 16 * 60);
  }
});
afterAll(() => testDatabase.drop());

const open = ["pending", "aggregated", "in_progress", "partially_done"] as const;
const over = ["done", "cancelled"] as const;

/** The same by looking at each order. */
async function counted({ by, from, to }: Stretch, statuses: readonly string[]): Promise<KeptCount[]> {
  const moment = {
    due: sql`o.due_at`,
    created: sql`o.created_at`,
    started: sql`o.started_at`,
    finished: sql`o.finished_at`,
    since: sql`(select min(r.since) from run r where r.order_id = o.id and r.state not in ('done', 'ended', 'void'))`,
  }[by];
  return readWorkspace(shop.database, shop.workspaceId, async (tx) => {
    const { rows } = await sql<KeptCount>`
      select o.status as "column", null as lane, count(*) as orders, sum(o.ordered)::bigint as units
      from production_order o
      where o.workspace_id = ${tx.workspaceId} and o.status = any(${[...statuses]}::text[])
        and ${from === null ? sql`${moment} is not null` : sql`${moment} >= ${from}`}
        and ${to === null ? sql`${moment} is not null` : sql`${moment} < ${to}`}
      group by 1`.execute(tx.db);
    return rows;
  });
}

const inOrder = (rows: readonly KeptCount[]): KeptCount[] =>
  [...rows].sort((a, b) => (a.column < b.column ? -1 : 1));

const ends: readonly (Date | null)[] = [
  null,
  new Date("2026-03-02T00:00:00Z"),
  shopMinute(0),
  shopMinute(30),
  shopMinute(31),
  new Date("2026-03-05T22:00:00Z"),
  new Date("2026-03-06T00:00:00Z"),
  new Date("2026-03-06T10:20:30.500Z"),
  new Date("2026-03-11T22:00:00Z"),
  new Date("2026-03-20T00:00:00Z"),
];
const stretches = (by: Stretch["by"]): Stretch[] =>
  ends.flatMap((from, first) =>
    ends.slice(first + 1).flatMap((to) => (from === null && to === null ? [] : [{ by, from, to }])),
  );

describe.each(["since", "due", "created", "started", "finished"] as const)(
  "a stretch of time by %s",
  (by) => {
    it("adds up to what counting says, whatever days and hours it cuts", async () => {
      const statuses = by === "since" ? [open] : by === "finished" ? [over] : [open, over];
      let found = 0;
      for (const stretch of [...stretches(by), { by, from: shopMinute(31), to: null }]) {
        for (const among of statuses) {
          const told = await readWorkspace(shop.database, shop.workspaceId, (tx) =>
            readStretch(tx, stretch, among),
          );
          const truth = await counted(stretch, among);
          expect([stretch, inOrder(told)]).toEqual([stretch, inOrder(truth)]);
          found += truth.length;
        }
      }
      expect(found).toBeGreaterThan(10);
    });
  },
);

describe("numbers by time", () => {
  it("say the same when they are folded", async () => {
    const all = { by: "created", from: shopMinute(31), to: new Date("2026-03-09T08:00:00Z") } as const;
    const read = () => readWorkspace(shop.database, shop.workspaceId, (tx) => readStretch(tx, all, open));
    const before = inOrder(await read());
    expect(before.length).toBeGreaterThan(0);
    await inWorkspace(shop.database, shop.workspaceId, "write", async (tx) => ({
      commit: true,
      value: await foldBoard(tx),
    }));
    expect(inOrder(await read())).toEqual(before);
    await lawsHold(shop);
  });
});
