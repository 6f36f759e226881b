import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOrder } from "#commands/production/create-order.ts";
import { startRun } from "#commands/production/start-run.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import type { Id } from "#kernel/id.ts";
import { createDatabase } from "#server/database/workspace-transaction.ts";
import { aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { checkLaws, tellBreach } from "./check-laws.ts";

let testDatabase: TestDatabase;
let shop: Workshop;
let orderId: Id;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  shop = await aWorkshop(testDatabase);
  ({ orderId } = await shop.make(createOrder, {
    variantId: shop.variantId,
    quantity: 4,
    notes: "",
    dealId: null,
    dealLineId: null,
  }));
  const [run] = await query<{ id: Id }>("select id from run where order_id = $1", [orderId]);
  const runId = run?.id ?? "";
  const at = (minutes: number) => new Date(Date.UTC(2026, 2, 2, 9, minutes));
  await shop.make(startRun, { runId }, { as: shop.operator, now: at(0) });
  await shop.make(finishRun, { runId, units: 4, comment: "" }, { as: shop.operator, now: at(10) });
});
afterAll(() => testDatabase.drop());

async function query<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
  return (await testDatabase.pool.query<T>(text, values)).rows;
}

/** The laws that a change breaks; the change is taken back, by `undo` in SQL. */
async function brokenBy(plant: string, undo: string): Promise<string[]> {
  await query(plant);
  try {
    const { broken } = await checkLaws(createDatabase(testDatabase.pool));
    return [...new Set(broken.map((breach) => breach.law))];
  } finally {
    await query(undo);
  }
}

describe("the law check", () => {
  it("finds nothing wrong with what the commands made, in any workspace", async () => {
    await aWorkshop(testDatabase);
    const checked = await checkLaws(createDatabase(testDatabase.pool));
    expect(checked).toEqual({ workspaces: 2, broken: [] });
  });

  it.each([
    {
      law: "units_are_in_lots",
      plant: "update lot set units = units - 1",
      undo: "update lot set units = units + 1",
    },
    {
      law: "cost_is_its_lines",
      plant: "update cost_line set amount = amount + 0.0001",
      undo: "update cost_line set amount = amount - 0.0001",
    },
    {
      law: "cost_is_its_shares",
      plant: "update cost_share set amount = amount + 1",
      undo: "update cost_share set amount = amount - 1",
    },
    {
      law: "lot_carries_its_shares",
      plant: "update lot set first_pass = first_pass - 1, rework = rework + 1",
      undo: "update lot set first_pass = first_pass + 1, rework = rework - 1",
    },
    {
      law: "plan_is_its_lines",
      plant: "update production_order set planned_labour = planned_labour + 1",
      undo: "update production_order set planned_labour = planned_labour - 1",
    },
    {
      law: "stage_was_reached",
      plant: "update lot set returns = done, done = '{}'",
      undo: "update lot set done = returns, returns = '{}'",
    },
    {
      law: "consumed_is_moved",
      plant: "update order_norm set consumed = consumed + 0.000001",
      undo: "update order_norm set consumed = consumed - 0.000001",
    },
    {
      law: "work_runs_where_somebody_works",
      plant: "update run set state = 'in_progress' where state = 'waiting'",
      undo: "update run set state = 'waiting' where state = 'in_progress'",
    },
    {
      law: "labour_is_the_time_paid",
      plant: "update work_interval set seconds = seconds - 1",
      undo: "update work_interval set seconds = seconds + 1",
    },
    {
      law: "paid_no_longer_than_it_lasted",
      plant: "update work_interval set seconds = seconds + 1",
      undo: "update work_interval set seconds = seconds - 1",
    },
    {
      law: "work_does_not_overlap",
      plant: `insert into work_interval (workspace_id, id, order_id, run_id, member_id, kind, started_at, ended_at, seconds)
        select workspace_id, gen_random_uuid(), order_id, run_id, member_id, kind, started_at + interval '1 minute', ended_at, 0
        from work_interval`,
      undo: "delete from work_interval where seconds = 0",
    },
    {
      law: "status_follows",
      plant: "update production_order set status = 'pending'",
      undo: "update production_order set status = 'in_progress'",
    },
    {
      law: "facts_are_numbered",
      plant: "update production_order set version = version + 1",
      undo: "update production_order set version = version - 1",
    },
    {
      law: "facts_fold",
      plant: "update production_order set notes = 'nobody wrote this'",
      undo: "update production_order set notes = ''",
    },
    {
      law: "on_hand_is_moved",
      plant: "update balance set on_hand = on_hand + 1",
      undo: "update balance set on_hand = on_hand - 1",
    },
  ])("finds a planted breach of $law", async ({ law, plant, undo }) => {
    expect(await brokenBy(plant, undo)).toContain(law);
    expect((await checkLaws(createDatabase(testDatabase.pool))).broken).toEqual([]);
  });

  it("tells a breach with its workspace, its row and both values", async () => {
    await query("update production_order set notes = 'nobody wrote this'");
    const { broken } = await checkLaws(createDatabase(testDatabase.pool));
    await query("update production_order set notes = ''");
    expect(broken.map(tellBreach)).toEqual([
      `${shop.slug}: facts_fold: order ${orderId}: expected notes "", found notes "nobody wrote this"`,
    ]);
  });

  it("refuses a role that would see nothing and call it well", async () => {
    const { pool } = testDatabase;
    const kysely = createDatabase(pool).kysely;
    const asApp = kysely.connection().execute(async (db) => {
      await sql`set role treadle_app`.execute(db);
      try {
        return await checkLaws({ pool, kysely: db });
      } finally {
        await sql`reset role`.execute(db);
      }
    });
    await expect(asApp).rejects.toThrow("DATABASE_URL_OWNER");
  });
});
