import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setRate } from "#commands/costing/set-rate.ts";
import { gatherOrders } from "#commands/production/aggregation/gather-orders.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { mergeLots } from "#commands/production/merge-lots.ts";
import { reportDefect } from "#commands/production/report-defect.ts";
import { splitLot } from "#commands/production/split-lot.ts";
import { startRun } from "#commands/production/start-run.ts";
import { addMember } from "#commands/access/add-member.ts";
import type { Id } from "#kernel/id.ts";
import { checkOrderLaws } from "#modules/production/views/check-order-laws.ts";
import { hashPin } from "#server/identity/member-sessions.ts";
import {
  anOrderOf,
  aShopOfStages,
  defectReasonOf,
  lotsOf,
  runOfLot,
  type StagesShop,
} from "#test/builders/stages-shop.ts";
import { aMember } from "#test/builders/workshop.ts";
import { shopMinute } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";

/**
 * Every law of orders is seen to be broken once: in a workshop with lots in every state a fault is planted, the check
 * names that very law, and the fault is rolled back.
 */
let testDatabase: TestDatabase;
let shop: StagesShop;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  shop = await aBusyShop();
});
afterAll(() => testDatabase.drop());

/** A split order with lots finished, written off, merged, in work and late cost; a batch that is held; one escalated. */
async function aBusyShop(): Promise<StagesShop> {
  const made = await aShopOfStages(testDatabase, {
    keys: ["s1", "s2"],
    batchMode: "split",
    accounting: "included",
    material: "s1",
    reworkLimit: { s1: 0, s2: 5 },
  });
  await made.make(setRate, { memberId: made.owner.memberId, rate: "60" });
  const other = await made.make(addMember(hashPin), { name: "Borys", roles: ["supervisor"], tradeIds: [] });
  const borys = aMember(other.memberId, ["supervisor"]);
  const reasonId = await defectReasonOf(made);
  let minute = 0;
  const next = () => ({ now: shopMinute((minute += 5)) });
  const work = async (orderId: Id, lot: string, key: string, units: number): Promise<void> => {
    const runId = await runOfLot(made, orderId, lot, key);
    await made.make(startRun, { runId }, next());
    await made.make(finishRun, { runId, units }, next());
  };

  const split = await anOrderOf(made, 10);
  await work(split, "1", "s1", 10);
  const s2 = await runOfLot(made, split, "1", "s2");
  await made.make(startRun, { runId: s2 }, next());
  await made.make(reportDefect, { runId: s2, reasonId, units: 1, decision: "write_off" }, next());
  // received before its run ends: the rest of its cost comes late
  await made.make(finishRun, { runId: s2, units: 2, leaveRest: true }, next());
  await made.make(finishRun, { runId: s2, units: 7 }, next());

  const joined = await anOrderOf(made, 4);
  const [lot] = await lotsOf(made, joined);
  const part = await made.make(splitLot, { lotId: lot?.id ?? "", units: 1 }, next());
  await made.make(mergeLots, { orderId: joined, lotIds: [lot?.id ?? "", part.lotId] }, next());

  const held = await anOrderOf(made, 6, { batchMode: "whole" });
  await work(held, "1", "s1", 6);
  const sewing = await runOfLot(made, held, "1", "s2");
  await made.make(startRun, { runId: sewing }, next());
  const toStageId = await made.stageId(held, "s1");
  await made.make(reportDefect, { runId: sewing, reasonId, units: 2, decision: "write_off" }, next());
  // s1 allows no return: its units wait for a person, and the batch for them
  await made.make(reportDefect, { runId: sewing, reasonId, units: 1, decision: "return", toStageId }, next());

  const gather = async (): Promise<Id> => {
    const orderIds = [await anOrderOf(made, 2), await anOrderOf(made, 1)];
    return (await made.make(gatherOrders, { orderIds }, next())).orderId;
  };
  const batch = await gather();
  await work(batch, "1", "s1", 3);
  await work(batch, "1", "s2", 3);
  await gather();

  const going = await anOrderOf(made, 3);
  await made.make(startRun, { runId: await runOfLot(made, going, "1", "s1") }, { ...next(), as: borys });
  return made;
}

/** Law, and the fault that breaks it. `$1` is the workspace. */
const faults: [law: string, fault: string][] = [
  ["units_add_up", "update production_order set ordered = ordered + 1 where workspace_id = $1"],
  ["board_counts_all", "update board_change set changes = '[]' where workspace_id = $1"],
  [
    "standing_is_of_runs",
    "update production_order set standing = '[]' where workspace_id = $1 and standing <> '[]'",
  ],
  ["units_are_in_lots", "update lot set units = units + 1 where workspace_id = $1 and state = 'in_work'"],
  [
    "received_is_output",
    "update movement set quantity = quantity + 1 where workspace_id = $1 and kind = 'output'",
  ],
  [
    "status_follows",
    "update production_order set status = 'pending' where workspace_id = $1 and status = 'in_progress'",
  ],
  ["cost_is_its_lines", "update cost_line set amount = amount + 1 where workspace_id = $1"],
  ["cost_is_its_shares", "update cost_share set amount = amount + 1 where workspace_id = $1"],
  [
    "cost_is_somewhere",
    "update production_order set late_difference = late_difference + 1 where workspace_id = $1",
  ],
  [
    "carried_by_lots_in_work",
    "update lot set first_pass = first_pass + 1 where workspace_id = $1 and state = 'in_work'",
  ],
  [
    "lot_carries_its_shares",
    "update lot set rework = rework + 1 where workspace_id = $1 and state = 'finished'",
  ],
  ["what_is_passed_on_is_taken", "update lot set absorbed = absorbed + 1 where workspace_id = $1"],
  [
    "received_at_what_stock_took_in",
    "update movement set value = value + 1 where workspace_id = $1 and kind = 'output'",
  ],
  ["late_differences_are_listed", "delete from late_difference where workspace_id = $1"],
  [
    "plan_is_its_lines",
    "update production_order set planned_cost = planned_cost + 1 where workspace_id = $1",
  ],
  [
    "captured_once_it_ended",
    "update run set cost_captured = true where workspace_id = $1 and state = 'in_progress'",
  ],
  [
    "captured_once_it_ended",
    "update run set cost_captured = false where workspace_id = $1 and state = 'done'",
  ],
  ["stage_was_reached", "update lot set done = '{}' where workspace_id = $1 and state = 'held'"],
  [
    "open_run_is_of_a_stage_to_do",
    "update order_stage s set active = false where s.workspace_id = $1 and exists (select from run r where r.order_stage_id = s.id and r.state = 'in_progress')",
  ],
  ["finished_lot_is_through", "update lot set done = '{}' where workspace_id = $1 and state = 'finished'"],
  [
    "lot_in_work_has_somewhere_to_go",
    "update run set state = 'void' where workspace_id = $1 and state = 'waiting'",
  ],
  [
    "held_lot_waits_for_a_part",
    "update lot set state = 'in_work' where workspace_id = $1 and state = 'held'",
  ],
  ["held_run_is_awaited", "update lot set merges_into_run_id = null where workspace_id = $1"],
  [
    "escalated_lot_waits_for_a_person",
    "update lot set state = 'in_work' where workspace_id = $1 and state = 'escalated'",
  ],
  ["merged_lot_is_empty", "update lot set units = 1 where workspace_id = $1 and state = 'merged'"],
  [
    "closed_order_has_no_open_run",
    "update production_order set status = 'done' where workspace_id = $1 and status = 'in_progress'",
  ],
  [
    "wanted_is_not_consumed_yet",
    "update reservation set wanted = wanted + 1 where workspace_id = $1 and not closed",
  ],
  ["wanted_is_not_consumed_yet", "update order_norm set required = required + 1 where workspace_id = $1"],
  [
    "reserved_where_it_was_picked",
    "update order_norm n set warehouse_id = (select w.id from warehouse w where w.workspace_id = n.workspace_id and w.id <> n.warehouse_id limit 1) where workspace_id = $1",
  ],
  ["what_is_needed_is_wanted", "delete from reservation where workspace_id = $1 and not closed"],
  [
    "closed_order_wants_nothing",
    "update production_order set status = 'done' where workspace_id = $1 and status = 'pending'",
  ],
  ["consumed_is_moved", "update order_norm set consumed = consumed + 1 where workspace_id = $1"],
  [
    "one_open_work_interval",
    "update work_interval set member_id = (select member_id from work_interval where workspace_id = $1 and ended_at is null limit 1), ended_at = null, seconds = null where workspace_id = $1",
  ],
  [
    "one_stretch_is_one_person_s",
    "update work_interval set together_id = id, leads = false where workspace_id = $1 and ended_at is null",
  ],
  [
    "work_does_not_overlap",
    "update work_interval set started_at = started_at - interval '7 minutes' where workspace_id = $1",
  ],
  ["paid_no_longer_than_it_lasted", "update work_interval set seconds = seconds + 1 where workspace_id = $1"],
  [
    "work_runs_where_somebody_works",
    "update run set state = 'paused' where workspace_id = $1 and state = 'in_progress'",
  ],
  [
    "labour_is_the_time_paid",
    "update work_interval set seconds = seconds - 1 where workspace_id = $1 and seconds > 0",
  ],
  ["facts_are_numbered", "update production_order set version = version + 1 where workspace_id = $1"],
  ["cost_lines_have_a_fact", "update cost_line set rate = rate + 1 where workspace_id = $1"],
  [
    "cost_shares_have_a_fact",
    "update cost_share set part = 'rework' where workspace_id = $1 and part = 'first_pass'",
  ],
  ["batch_gives_all_that_it_has", "update aggregation_share set units = units + 1 where workspace_id = $1"],
  [
    "batch_gives_to_its_members",
    "update production_order set given_units = given_units + 1 where workspace_id = $1 and gathers",
  ],
  [
    "member_has_what_it_was_given",
    "update production_order set given_cost = given_cost + 1 where workspace_id = $1 and batch_order_id is not null",
  ],
  [
    "gathered_in_a_batch_that_is_open",
    "update production_order set status = 'done' where workspace_id = $1 and gathers and status = 'pending'",
  ],
  [
    "gathered_is_made_nowhere_else",
    `update run set state = 'waiting' where workspace_id = $1 and state = 'void'
       and order_id in (select id from production_order where status = 'aggregated')`,
  ],
  ["gathered_holds_nothing", "update reservation set closed = false where workspace_id = $1"],
  ["batch_shares_have_a_fact", "update aggregation_share set weight = weight + 1 where workspace_id = $1"],
  ["facts_fold", "update run set comment = 'Nobody said this' where workspace_id = $1"],
  ["facts_fold", "update lot set begun = '{}' where workspace_id = $1 and begun <> '{}'"],
];

async function checksOf(table: string): Promise<string[]> {
  const { rows } = await testDatabase.pool.query<{ name: string }>(
    "select conname as name from pg_constraint where conrelid = $1::regclass and contype = 'c'",
    [table],
  );
  return rows.map((row) => row.name);
}

/** The laws that are broken once the fault is planted; nothing of it stays. */
async function lawsBrokenBy(fault: string): Promise<string[]> {
  const planting = await shop.database.kysely.startTransaction().execute();
  try {
    // What would not even let some of the faults in.
    await sql`drop index work_interval_open`.execute(planting);
    for (const name of await checksOf("production_order")) {
      await sql.raw(`alter table production_order drop constraint ${name}`).execute(planting);
    }
    await sql.raw(fault.replaceAll("$1", `'${shop.workspaceId}'`)).execute(planting);
    return (await checkOrderLaws(planting, shop.workspaceId)).map((breach) => breach.law);
  } finally {
    await planting.rollback().execute();
  }
}

describe("the check of the laws of orders", () => {
  it("finds nothing in a workshop where every lot is what it can be", async () => {
    const { rows } = await testDatabase.pool.query<{ state: string }>(
      "select distinct state from lot where workspace_id = $1 order by 1",
      [shop.workspaceId],
    );
    expect(rows.map((row) => row.state)).toEqual([
      "escalated",
      "finished",
      "held",
      "in_work",
      "merged",
      "written_off",
    ]);
    expect(await checkOrderLaws(shop.database.kysely, shop.workspaceId)).toEqual([]);
  });

  it.each(faults)("names %s when it is broken: %s", async (law, fault) => {
    expect(await lawsBrokenBy(fault)).toContain(law);
  });

  it("is whole again after each", async () => {
    expect(await checkOrderLaws(shop.database.kysely, shop.workspaceId)).toEqual([]);
  });
});
