import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setRate } from "#commands/costing/set-rate.ts";
import { receiveStock } from "#commands/inventory/receive-stock.ts";
import { dissolveBatch } from "#commands/production/aggregation/dissolve-batch.ts";
import { gatherOrders } from "#commands/production/aggregation/gather-orders.ts";
import { leaveBatch } from "#commands/production/aggregation/leave-batch.ts";
import { cancelOrder } from "#commands/production/cancel-order.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { reportDefect } from "#commands/production/report-defect.ts";
import { startRun } from "#commands/production/start-run.ts";
import { text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { checkStockLaws } from "#modules/inventory/views/check-stock-laws.ts";
import { checkOrderLaws } from "#modules/production/views/check-order-laws.ts";
import { firstInterval, correctTime, stretch } from "#test/builders/corrections.ts";
import { anOrderOf, aShopOfStages, defectReasonOf, type StagesShop } from "#test/builders/stages-shop.ts";
import { orderRow, shopMinute } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";

/**
 * Random small orders gathered into one, by the real commands against the real store: odd counts, prices and rates that
 * do not divide, defects, batches that are cancelled or dissolved on the way, and corrections afterwards. After each
 * command all laws of domain.md section 11 hold; and what the members have at the end is the batch's, to the last unit
 * and to 4 places.
 */
const isLong = process.env["LONG"] === "1";
const stories = Number(process.env["STORIES"] ?? (isLong ? 500 : 12));

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const tales = fc.record({
  batchMode: fc.constantFrom("whole" as const, "per_unit" as const, "split" as const),
  accounting: fc.constantFrom("included" as const, "separate" as const),
  members: fc.array(
    fc.record({ units: fc.integer({ min: 1, max: 7 }), day: fc.option(fc.integer({ min: 10, max: 28 })) }),
    { minLength: 2, maxLength: 5 },
  ),
  price: fc.integer({ min: 1, max: 99_999 }).map((cents) => (cents / 10_000).toFixed(4)),
  rate: fc.integer({ min: 1_000, max: 99_999 }).map((cents) => (cents / 100).toFixed(2)),
  flour: fc.integer({ min: 1, max: 40 }),
  /** what happens to the runs one after another: how many units are lost there, and which way they go */
  runs: fc.array(
    fc.record({ lost: fc.nat({ max: 6 }), back: fc.boolean(), minutes: fc.integer({ min: 1, max: 47 }) }),
    {
      minLength: 4,
      maxLength: 40,
    },
  ),
  leaves: fc.option(fc.nat({ max: 4 })),
  end: fc.constantFrom(
    "done" as const,
    "done" as const,
    "done" as const,
    "cancelled" as const,
    "dissolved" as const,
  ),
  corrected: fc.boolean(),
});
type Tale = typeof tales extends fc.Arbitrary<infer T> ? T : never;

async function breaches(shop: StagesShop): Promise<unknown[]> {
  const db = shop.database.kysely;
  return [...(await checkStockLaws(db, shop.workspaceId)), ...(await checkOrderLaws(db, shop.workspaceId))];
}

type OpenRun = { readonly id: Id; readonly units: number; readonly first: Id };

async function nextRun(shop: StagesShop, orderId: Id): Promise<OpenRun | null> {
  const { rows } = await testDatabase.pool.query<OpenRun>(
    `select r.id, l.units, (select s.id from order_stage s where s.order_id = r.order_id order by s.position limit 1) as first
     from run r join lot l on l.id = r.lot_id
     where r.workspace_id = $1 and r.order_id = $2 and r.state = 'waiting' order by r.available_at, r.id limit 1`,
    [shop.workspaceId, orderId],
  );
  return rows[0] ?? null;
}

/** Tells one; answers what the members and the batch had at the end. */
async function tell(tale: Tale): Promise<void> {
  const shop = await aShopOfStages(testDatabase, {
    keys: ["print", "cut"],
    batchMode: tale.batchMode,
    accounting: tale.accounting,
    material: "print",
    flour: "0",
    reworkLimit: {},
  });
  await shop.make(setRate, { memberId: shop.operator.memberId, rate: tale.rate });
  await shop.make(receiveStock, {
    warehouseId: shop.materialsId,
    lines: [{ variantId: shop.flourId, quantity: `${tale.flour}`, price: tale.price }],
    note: "",
  });
  const told: string[] = [];
  const holds = async (said: string): Promise<void> => {
    told.push(said);
    expect(await breaches(shop), told.join("; ")).toEqual([]);
  };
  const orderIds: Id[] = [];
  for (const { units, day } of tale.members)
    orderIds.push(await anOrderOf(shop, units, { dueDate: day === null ? null : `2026-03-${day}` }));
  const { orderId: batch } = await shop.make(gatherOrders, { orderIds });
  await holds("gathered");
  const leaver = tale.leaves === null ? undefined : orderIds[tale.leaves];
  if (leaver !== undefined && orderIds.length > 2) {
    await shop.make(leaveBatch, { orderId: leaver });
    await holds("one left");
  }
  if (tale.end === "dissolved") {
    await shop.make(dissolveBatch, { orderId: batch });
    await holds("dissolved");
    for (const id of orderIds) expect((await orderRow(shop, id)).status).toBe("pending");
    return;
  }
  const reasonId = await defectReasonOf(shop);
  let minute = 1;
  let worked: { readonly runId: Id; readonly from: number } | null = null;
  const ways = tale.end === "cancelled" ? tale.runs.slice(0, tale.runs.length / 3) : tale.runs;
  for (let turn = 0; ; turn += 1) {
    if (tale.end === "cancelled" && turn >= ways.length) break;
    const run = await nextRun(shop, batch);
    if (run === null) break;
    // Once the tale is told out, all goes well, so that it comes to an end.
    const way = ways[turn] ?? { lost: 0, back: false, minutes: 7 };
    await shop.make(startRun, { runId: run.id }, { as: shop.operator, now: shopMinute(minute) });
    const lost = Math.min(way.lost, run.units);
    const from = minute;
    minute += way.minutes;
    if (lost > 0) {
      const units = tale.batchMode === "per_unit" ? run.units : lost;
      await shop.make(
        reportDefect,
        way.back
          ? { runId: run.id, units, decision: "return", toStageId: run.first, reasonId, note: "" }
          : { runId: run.id, units, decision: "write_off", reasonId, note: "" },
        { now: shopMinute(minute) },
      );
      await holds(`${units} of ${run.units} ${way.back ? "sent back" : "written off"}`);
    }
    const { rows } = await testDatabase.pool.query<{ units: number }>(
      "select l.units from run r join lot l on l.id = r.lot_id where r.id = $1 and r.state = 'in_progress'",
      [run.id],
    );
    minute += 3;
    if (rows[0] !== undefined) {
      await shop.make(
        finishRun,
        { runId: run.id, units: rows[0].units, comment: "" },
        { now: shopMinute(minute) },
      );
      worked = { runId: run.id, from };
    }
    await holds(`${run.units} at work`);
    minute += 1;
  }
  const row = await orderRow(shop, batch);
  if (tale.end === "cancelled" && row.status !== "done") {
    await shop.make(
      cancelOrder,
      { orderId: batch, reason: "Enough", returnMaterials: true },
      { now: shopMinute(minute) },
    );
    await holds("cancelled");
  }
  if (tale.corrected && worked !== null) {
    const { runId, from } = worked;
    const intervalId = await firstInterval(shop, runId);
    const stretches = [stretch(shop.operator.memberId, from, from + 1)];
    await correctTime(shop, { runId, intervalId, stretches }, minute + 60);
    await holds("corrected");
  }
  await membersHaveAll(
    shop,
    batch,
    orderIds.filter((id) => id !== leaver || orderIds.length <= 2),
  );
}

/** Said once more without the laws' SQL: units and cost of the members, and what stayed, are the batch's. */
async function membersHaveAll(shop: StagesShop, batch: Id, orderIds: readonly Id[]): Promise<void> {
  const made = await orderRow(shop, batch);
  const members = await Promise.all(orderIds.map((id) => orderRow(shop, id)));
  const { rows } = await testDatabase.pool.query<{ units: number; cost: string }>(
    `select coalesce(sum(units), 0)::integer as units,
       coalesce(sum(received_cost + separate_loss + late_difference), 0)::text as cost
     from aggregation_share where batch_order_id = $1 and order_id = $1`,
    [batch],
  );
  const kept = rows[0] ?? { units: 0, cost: "0" };
  const [units, cost] = [
    members.reduce((sum, row) => sum + row.received, kept.units),
    members.reduce((sum, row) => sum.plus(row.cost), made.cost.minus(made.cost).plus(kept.cost)),
  ];
  expect(units).toBe(made.received);
  if (made.status === "done" || made.received > 0) expect(text(cost)).toBe(text(made.cost));
  for (const row of members) expect(row.received + row.withdrawn + row.in_work).toBe(row.ordered);
}

describe("orders that are gathered", () => {
  it(`keep all laws, and have what the batch made: ${stories} tales`, { timeout: 60 * 60_000 }, async () => {
    await fc.assert(fc.asyncProperty(tales, tell), { numRuns: stories, endOnFailure: !isLong });
  });
});
