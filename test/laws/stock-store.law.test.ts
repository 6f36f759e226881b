import * as fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stockFactKinds } from "#modules/inventory/core/evolve-balance.ts";
import { lockStock } from "#modules/inventory/store/stock.ts";
import { checkStockLaws } from "#modules/inventory/views/check-stock-laws.ts";
import { type TestWorld, openTestWorld } from "#test/builders/a-workspace.ts";
import { asText, foldBalance, stateOf } from "./stock-laws.ts";
import { type StockWorld, aStockWorld } from "./stock-world.ts";
import { type Step, stepsOver } from "./stock-steps.ts";

const long = process.env["LONG"] === "1";
const histories = long ? 5_000 : 200;
let test: TestWorld;
beforeAll(async () => {
  test = await openTestWorld();
});
afterAll(() => test.drop());

const history = fc.array(stepsOver(3, 6), { minLength: 4, maxLength: 16, size: "max" });
const breaches = (world: StockWorld) => checkStockLaws(test.database.kysely, world.workspace.workspaceId);

/** Law 8 by the fold itself: the facts in the log, by version, give the rows. */
async function expectFold(world: StockWorld): Promise<void> {
  const normIds = world.world.norms.map((norm) => norm.id);
  const { workspaceId } = world.workspace;
  const kept = await test.database.kysely
    .transaction()
    .execute(async (db) => lockStock({ db, workspaceId }, world.places, { normIds }));
  for (const balance of kept.state.balances.values()) {
    const facts = (await world.workspace.facts(balance.id)).map((fact) => ({
      ...fact,
      balanceId: fact.thingId,
    }));
    const state = foldBalance(
      balance.variantId,
      balance.warehouseId,
      balance.id,
      facts.toSorted((a, b) => a.version - b.version),
    );
    expect(asText(state)).toBe(asText(stateOf(kept, balance.id)));
  }
}

/** The laws that are broken once the fault is there; it is gone again afterwards. */
async function breachesAfter(fault: string, world: StockWorld): Promise<string[]> {
  const { workspaceId } = world.workspace;
  return test.database.kysely.connection().execute(async (db) => {
    try {
      await sql.raw(`begin; ${fault.replace("$1", `'${workspaceId}'`)}`).execute(db);
      return (await checkStockLaws(db, workspaceId)).map((breach) => breach.law);
    } finally {
      await sql.raw("rollback").execute(db);
    }
  });
}

/** One history in which every kind of fact happens, so that no throw of the dice leaves one out. */
const everyKind: Step[] = [
  { kind: "receive", place: 0, quantity: "12", price: "10" },
  { kind: "output", place: 1, quantity: "5", price: "0.3333" },
  { kind: "reserve", norm: 0, quantity: "4", rank: 1, dueDay: 1 },
  { kind: "reserve", norm: 1, quantity: "3", rank: 2, dueDay: null },
  { kind: "reprioritise", norm: 1, rank: 3, dueDay: 2 },
  { kind: "issue", norm: 0, quantity: "2.5", allowNegative: false },
  { kind: "return", which: 0, share: 2 },
  { kind: "scrap", norm: 0, quantity: "0.333333", allowNegative: false },
  { kind: "ship", place: 0, quantity: "1" },
  { kind: "capture", place: 0, left: "10", captured: "11" },
  { kind: "transfer", from: 0, to: 1, quantity: "1" },
  { kind: "reserve", norm: 2, quantity: "1000", rank: 1, dueDay: null },
  { kind: "move", from: 0, to: 2, quantity: "0.5" },
  { kind: "let go", norm: 2 },
  { kind: "release", norm: 1 },
  { kind: "count", place: 0, quantity: "3" },
];

describe("stock, in the store", () => {
  it("keeps the laws after every step, whatever happens, and folds to what is stored", async () => {
    const kinds = new Set<string>();
    await fc.assert(
      fc.asyncProperty(history, async (steps: Step[]) => {
        const world = await aStockWorld(test);
        for (const step of steps) {
          await world.take(step);
          expect(await breaches(world)).toEqual([]);
        }
        await expectFold(world);
        for (const fact of await world.workspace.facts()) kinds.add(fact.kind);
      }),
      { numRuns: histories, interruptAfterTimeLimit: long ? 6_000_000 : 240_000, examples: [[everyKind]] },
    );
    // A date is corrected by a person: nothing random comes of it.
    expect(stockFactKinds.filter((kind) => !kinds.has(kind))).toEqual(["stock_batch_dated"]);
  });
});

describe("the check of a live database", () => {
  it("catches every law when it is broken", async () => {
    const world = await aStockWorld(test);
    const steps: Step[] = [
      { kind: "receive", place: 0, quantity: "10", price: "3", batch: 1 },
      { kind: "reserve", norm: 0, quantity: "4", rank: 1, dueDay: null },
      { kind: "issue", norm: 1, quantity: "3", allowNegative: true },
      { kind: "return", which: 0, share: 3 },
      { kind: "transfer", from: 0, to: 1, quantity: "2" },
      { kind: "issue", norm: 5, quantity: "2", allowNegative: true },
      { kind: "receive", place: 2, quantity: "5", price: "7" },
      { kind: "reserve", norm: 5, quantity: "1", rank: 1, dueDay: 2 },
      { kind: "release", norm: 5 },
    ];
    for (const step of steps) await world.take(step);
    expect(await breaches(world)).toEqual([]);
    const faults: [law: string, fault: string][] = [
      ["on_hand_is_moved", "update balance set on_hand = on_hand + 1 where workspace_id = $1"],
      [
        "reserved_is_held",
        "update balance set reserved = reserved - 1 where workspace_id = $1 and reserved > 0",
      ],
      [
        "reserved_is_there",
        "alter table balance drop constraint balance_check; update balance set reserved = on_hand + 1 where reserved > 0",
      ],
      ["value_is_moved", "update balance set value = value + 0.0001 where workspace_id = $1"],
      ["value_is_moved", "delete from valuation_line where workspace_id = $1"],
      ["closed_holds_nothing", "update reservation set quantity = 1 where workspace_id = $1 and closed"],
      ["returned_was_issued", "update movement set quantity = 9 where workspace_id = $1 and kind = 'return'"],
      [
        "transfer_has_two_legs",
        "update movement set value = value + 1 where workspace_id = $1 and kind = 'transfer_in'",
      ],
      ["captured_is_accounted", "update run set cost_captured = true where workspace_id = $1"],
      ["facts_are_numbered", "update balance set version = version + 1 where workspace_id = $1"],
      [
        "folds_to_version",
        "update fact set version = version + 100 where workspace_id = $1 and thing = 'balance'",
      ],
      [
        "folds_to_on_hand",
        "update fact set data = data || '{\"quantity\": \"77\"}' where workspace_id = $1 and kind = 'stock_received'",
      ],
      [
        "folds_to_value",
        "update fact set data = data || '{\"value\": \"77\"}' where workspace_id = $1 and kind = 'stock_received'",
      ],
      ["folds_to_average", "update balance set average = average + 0.0000000001 where workspace_id = $1"],
      [
        "folds_to_reservation",
        "update fact set data = jsonb_set(data, '{reservations,0,quantity}', '\"5\"') where workspace_id = $1 and kind = 'stock_reserved'",
      ],
      ["folds_to_reservation", "update reservation set closed = not closed where workspace_id = $1"],
      ["folds_to_reservation", "update reservation set by_hand = not by_hand where workspace_id = $1"],
      [
        "folds_to_reservation",
        "update reservation set balance_id = (select id from balance order by id desc limit 1) where workspace_id = $1",
      ],
      [
        "folds_to_reservation",
        "update fact set data = jsonb_set(data, '{reservations}', '[]') where workspace_id = $1 and thing = 'balance'",
      ],
      ["batch_lies_as_moved", "update balance set batches = '[]' where workspace_id = $1"],
      ["batch_lies_as_moved", "update movement_batch set quantity = quantity + 1 where workspace_id = $1"],
      ["batch_lies_as_moved", "delete from movement_batch where workspace_id = $1"],
      [
        "folds_to_batches",
        "update fact set data = data - 'batches' where workspace_id = $1 and kind = 'stock_received'",
      ],
      [
        "batch_lies_above_zero",
        "update balance set batches = jsonb_set(batches, '{0,quantity}', '\"-1\"') where workspace_id = $1 and batches <> '[]'",
      ],
      [
        "batches_are_on_hand",
        "update balance set batches = jsonb_set(batches, '{0,quantity}', '\"99\"') where workspace_id = $1 and batches <> '[]'",
      ],
      [
        "batch_is_of_variant",
        "update batch set number = number || id, variant_id = (select variant_id from batch order by id desc limit 1) where workspace_id = $1",
      ],
      [
        "batches_within_movement",
        "update movement_batch set quantity = 11 where workspace_id = $1 and quantity = 10",
      ],
      ["batches_within_movement", "update movement_batch set quantity = -quantity where workspace_id = $1"],
      [
        "batches_come_back_as_taken",
        "update movement_batch set quantity = -0.5 where workspace_id = $1 and quantity = -3",
      ],
      ["folds_to_want", "update reservation set wanted = wanted + 1 where workspace_id = $1"],
    ];
    for (const [law, fault] of faults) {
      const found = await breachesAfter(fault, world);
      expect(found, fault).toContain(law);
    }
    expect(await breaches(world)).toEqual([]);
  });
});
