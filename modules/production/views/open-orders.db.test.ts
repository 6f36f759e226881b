import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pauseRun } from "#commands/production/pause-run.ts";
import type { Id } from "#kernel/id.ts";
import { may } from "#modules/access/core/may.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import { aShopOfStages, anOrderOf, type StagesShop } from "#test/builders/stages-shop.ts";
import { finishAt, shopMinute, startAt } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { openOrders, openOrdersOfRuns, type Way } from "./open-orders.ts";
import { filterOrders, type OrderFilter, settleFilter } from "./order-filter.ts";

let testDatabase: TestDatabase;
let shop: StagesShop;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  shop = await aShopOfStages(testDatabase, { keys: ["cut", "sew", "pack"], batchMode: "whole" });
  const priorities = ["normal", "urgent", "low", "high"] as const;
  for (let place = 0; place < 12; place += 1) {
    const dated = place % 3 === 0 ? {} : { dueDate: `2026-03-${10 + (place % 5)}` };
    const orderId = await anOrderOf(shop, 1 + place, { priority: priorities[place % 4] ?? "low", ...dated });
    if (place % 2 === 0) continue;
    await startAt(shop, orderId, "cut", place * 10);
    await finishAt(shop, orderId, "cut", place * 10 + 1);
    if (place % 4 === 1) continue;
    const runId = await startAt(shop, orderId, "sew", place * 10 + 2);
    const now = shopMinute(place * 10 + 3);
    if (place % 8 === 3) await finishAt(shop, orderId, "sew", place * 10 + 3);
    else await shop.make(pauseRun, { runId, reasonId: shop.pauseReasonId }, { as: shop.operator, now });
  }
});
afterAll(() => testDatabase.drop());

function aViewer(): Viewer {
  const actor = { kind: "member", memberId: shop.owner.memberId, roles: ["owner"], tradeIds: [] } as const;
  return {
    actor,
    now: new Date("2026-03-13T09:00:00Z"),
    may: (action, run) => may(actor, action, run),
    timeZone: "Europe/Kyiv",
  };
}

/** What each way finds: all of it, and its first three and the next three in the board's order. */
async function found(filter: OrderFilter, way: Way): Promise<{ all: Id[]; pages: Id[] }> {
  const viewer = aViewer();
  return readWorkspace(shop.database, shop.workspaceId, async (tx) => {
    const settled = await settleFilter(tx, filter, viewer);
    type Row = { id: Id; rank: number; due: string };
    const ask = async (page: Parameters<typeof openOrders>[4]): Promise<Row[]> =>
      (
        await sql<Row>`
          select o.id, o.rank, o.due_order::text as due
          from unnest(array['pending', 'in_progress']) c(status)
          cross join lateral (${openOrders(tx, settled, viewer, way, page)}) o
          order by c.status, o.rank, o.due_order, o.id`.execute(tx.db)
      ).rows;
    const all = await ask(null);
    const pages: Id[] = [];
    const first = await ask({ goOn: () => sql``, limit: 1 });
    pages.push(...first.map((row) => row.id));
    for (const last of first) {
      const next = await ask({
        goOn: (rank, id) =>
          sql`and (${rank}, ${id}) > (${last.rank}, ${last.due}::timestamptz, ${last.id}::uuid)`,
        limit: 2,
      });
      pages.push(...next.map((row) => row.id));
    }
    return { all: all.map((row) => row.id), pages };
  });
}

describe("the ways to open orders", () => {
  const cases: [string, OrderFilter, Way[]][] = [
    ["at a stage", { stage: "sew" }, ["runs", "stage"]],
    ["at the first stage", { stage: "cut" }, ["runs", "stage"]],
    ["of nobody", { operator: "none" }, ["runs"]],
    ["of an operator", { operator: "operator" }, ["runs"]],
    ["late", { overdue: true }, ["dates"]],
    ["due in a time", { from: "2026-03-11", to: "2026-03-13" }, ["dates"]],
    ["due from a day on", { from: "2026-03-12" }, ["dates"]],
    ["of a product, by its text", { search: "cak" }, []],
    [
      "at a stage, due, of a product",
      { stage: "sew", to: "2026-03-13", product: "cake" },
      ["runs", "stage", "dates"],
    ],
    ["an operator's, late", { operator: "operator", overdue: true }, ["runs", "dates"]],
    ["long where it is", { stuck: 1 }, ["runs"]],
  ];
  it.each(cases)("lead to the same: %s", async (_, filter, ways) => {
    const walked = await found(filter, "walk");
    expect(walked.all.length).toBeGreaterThan(0);
    for (const way of ways) expect([way, await found(filter, way)]).toEqual([way, walked]);
  });
});

describe("orders of runs, by due date alone", () => {
  const cases: [string, OrderFilter, "stage" | "runs"][] = (["stage", "runs"] as const).flatMap((way) => [
    ["of all at a stage", { stage: "sew" }, way],
    ["at the first stage", { stage: "cut" }, way],
    ["of nobody", { stage: "sew", operator: "none" }, way],
    ["of a product, late", { stage: "cut", product: "cake", overdue: true }, way],
    ["of an operator", { operator: "operator" }, way],
  ]);
  it.each(cases)(
    "are those that a walk through all finds, page by page: %s %o by %s",
    async (_, filter, way) => {
      const viewer = aViewer();
      type Row = { id: Id; due: string };
      const [walked, paged] = await readWorkspace(shop.database, shop.workspaceId, async (tx) => {
        const settled = await settleFilter(tx, filter, viewer);
        const all = await sql<Row>`
        select o.id, o.due_order::text as due from production_order o
        where o.workspace_id = ${tx.workspaceId} and o.status in ('pending', 'in_progress')
          ${filterOrders(tx, settled, viewer, "open")}
        order by o.due_order, o.id`.execute(tx.db);
        const pages: Row[] = [];
        for (;;) {
          const last = pages.at(-1);
          const goOn: Parameters<typeof openOrdersOfRuns>[4]["goOn"] = (key) =>
            last === undefined ? sql`` : sql`and (${key}) > (${last.due}::timestamptz, ${last.id}::uuid)`;
          const page = { besides: null, goOn, limit: 2 };
          const { rows } = await sql<Row>`
          select o.id, o.due_order::text as due from (${openOrdersOfRuns(tx, settled, viewer, way, page)}) o
          order by o.due_order, o.id`.execute(tx.db);
          if (rows.length === 0) return [all.rows, pages];
          pages.push(...rows);
        }
      });
      expect(walked.length).toBeGreaterThan(0);
      expect(paged).toEqual(walked);
    },
  );
});
