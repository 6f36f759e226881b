import fc from "fast-check";
import { v7 as newId } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addMember } from "#commands/access/add-member.ts";
import { cancelStart } from "#commands/production/cancel-start.ts";
import { startRun } from "#commands/production/start-run.ts";
import { createOrder } from "#commands/production/create-order.ts";
import { checkStockLaws } from "#modules/inventory/views/check-stock-laws.ts";
import { checkOrderLaws } from "#modules/production/views/check-order-laws.ts";
import { hashPin } from "#server/identity/member-sessions.ts";
import { aMember, aWorkshop, type Workshop, type WorkshopOptions } from "#test/builders/workshop.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { type Cast, type Line, lineArbitrary, play, storyVerbs, tell } from "./story.ts";

/**
 * Random stories of every command of production and stock against the real store: after each line all laws of
 * domain.md section 11 hold, a refusal leaves no fact, and the same command id twice is one effect.
 */
const isLong = process.env.LONG === "1";
const stories = isLong ? 4_000 : Number(process.env.STORIES ?? 120);

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const shopArbitrary: fc.Arbitrary<WorkshopOptions> = fc.record({
  flour: fc.constantFrom("0", "3.5", "25", "1000"),
  boxes: fc.constantFrom("0", "4", "1000"),
  waitSeconds: fc.constantFrom(0, 36_000),
  policies: fc.record({
    defectAccounting: fc.constantFrom("included" as const, "separate" as const),
    shortage: fc.constantFrom("ignore" as const, "warn" as const, "block" as const),
    overYield: fc.constantFrom("0", "0.5"),
  }),
});

async function breaches(shop: Workshop): Promise<unknown[]> {
  const db = shop.database.kysely;
  return [...(await checkStockLaws(db, shop.workspaceId)), ...(await checkOrderLaws(db, shop.workspaceId))];
}

async function countFacts(shop: Workshop): Promise<number> {
  const { rows } = await testDatabase.pool.query<{ count: number }>(
    "select count(*) as count from fact where workspace_id = $1",
    [shop.workspaceId],
  );
  return Number(rows[0]?.count);
}

/** What law 10 speaks of: units, on hand, reserved, cost, and the moving average too. */
async function stateOf(shop: Workshop): Promise<unknown[]> {
  const read = async (sql: string): Promise<unknown> =>
    (await testDatabase.pool.query(sql, [shop.workspaceId])).rows;
  return [
    await read(
      "select id, on_hand::text, reserved::text, value::text, average::text from balance where workspace_id = $1 order by id",
    ),
    await read(
      "select order_norm_id, quantity::text, closed from reservation where workspace_id = $1 and quantity > 0 order by 1",
    ),
    await read(
      "select id, status, cost::text, carried::text, started_at from production_order where workspace_id = $1 order by id",
    ),
    await read("select id, units, state, first_pass::text from lot where workspace_id = $1 order by id"),
    await read("select id, consumed::text from order_norm where workspace_id = $1 order by id"),
  ];
}

async function castOf(options: WorkshopOptions): Promise<Cast> {
  const shop = await aWorkshop(testDatabase, options);
  const second = await shop.make(addMember(hashPin), { name: "Second", roles: ["operator"], tradeIds: [] });
  return { shop, people: [shop.operator, aMember(second.memberId, ["operator"])] };
}

/** How often each verb was accepted: laws that are held over refusals alone would hold nothing. */
const accepted = new Map<string, number>();

async function playAll(options: WorkshopOptions, lines: readonly Line[]): Promise<void> {
  const cast = await castOf(options);
  let now = new Date("2026-03-02T09:00:00Z");
  for (const [index, line] of lines.entries()) {
    now = new Date(now.getTime() + line.minutes * 60_000);
    const before = await countFacts(cast.shop);
    const answer = await play(cast, line, now);
    if (answer === null) continue;
    if (answer.ok) accepted.set(line.verb, (accepted.get(line.verb) ?? 0) + 1);
    if (!answer.ok && (await countFacts(cast.shop)) !== before) {
      throw new Error(
        `A refusal (${answer.refusal.code}) left a fact behind:\n${tell(lines.slice(0, index + 1))}`,
      );
    }
    const broken = await breaches(cast.shop);
    if (broken.length > 0) {
      throw new Error(
        `${JSON.stringify(broken, null, 1)}\nafter the story:\n${tell(lines.slice(0, index + 1))}`,
      );
    }
  }
}

const lineOf = (verb: Line["verb"], more: Partial<Line> = {}): Line => ({
  verb,
  pick: 0,
  amount: 1,
  minutes: 1,
  flag: false,
  ...more,
});

/** One story in which every verb is accepted, so that no throw of the dice leaves one out. */
const everyVerb: Line[] = [
  lineOf("create"),
  lineOf("rate"),
  lineOf("listPrice"),
  lineOf("receive"),
  lineOf("start"),
  lineOf("pause"),
  lineOf("resume"),
  lineOf("progress"),
  lineOf("cancelStart"),
  lineOf("start"),
  lineOf("block"),
  lineOf("unblock"),
  lineOf("finish"),
  lineOf("releaseEarly"),
  lineOf("reassign", { flag: true }),
  lineOf("change", { flag: true }),
  lineOf("reserve"),
  lineOf("transfer"),
  lineOf("count"),
  lineOf("cancel", { amount: 4 }),
];

describe("the laws of units, stock and cost", () => {
  it(
    "hold after every command of any story",
    async () => {
      await fc.assert(
        fc.asyncProperty(
          shopArbitrary,
          fc.array(lineArbitrary, { minLength: 10, maxLength: 40, size: "max" }),
          playAll,
        ),
        {
          numRuns: stories,
          examples: [[{ waitSeconds: 36_000 }, everyVerb]],
          endOnFailure: false,
          interruptAfterTimeLimit: isLong ? 3_000_000 : 240_000,
        },
      );
      expect([...new Set(storyVerbs)].filter((verb) => !accepted.has(verb))).toEqual([]);
    },
    isLong ? 3_600_000 : 600_000,
  );

  it(
    "let a start be taken back as if it had never been, whatever came before",
    async () => {
      let taken = 0;
      await fc.assert(
        fc.asyncProperty(
          shopArbitrary,
          fc.array(lineArbitrary, { minLength: 5, maxLength: 25, size: "max" }),
          fc.nat({ max: 100 }),
          async (options, lines, pick) => {
            const cast = await castOf(options);
            let now = new Date("2026-03-02T09:00:00Z");
            for (const line of lines) {
              now = new Date(now.getTime() + line.minutes * 60_000);
              await play(cast, line, now);
            }
            const before = await stateOf(cast.shop);
            const start: Line = { verb: "start", pick, amount: 1, minutes: 0, flag: false };
            const started = await play(cast, start, now);
            if (started?.ok !== true) return;
            const { runId } = started.value as { runId: string };
            await cast.shop.make(cancelStart, { runId }, { now });
            taken += 1;
            expect(await stateOf(cast.shop)).toEqual(before);
          },
        ),
        { numRuns: isLong ? 500 : 40 },
      );
      expect(taken).toBeGreaterThan(0);
    },
    isLong ? 600_000 : 120_000,
  );

  it("give the same command id one effect and the same answer", async () => {
    const { shop } = await castOf({});
    const commandId = newId();
    const order = { variantId: shop.variantId, quantity: 3, notes: "", dealId: null, dealLineId: null };
    const first = await shop.ask(createOrder, order, { commandId });
    const facts = await countFacts(shop);
    expect(await shop.ask(createOrder, order, { commandId })).toEqual(first);
    expect(await countFacts(shop)).toBe(facts);
    const reused = await shop.ask(createOrder, { ...order, quantity: 4 }, { commandId });
    expect(reused).toMatchObject({ ok: false, refusal: { code: "command_id_reused" } });
  });

  it("are seen to be broken when somebody plants a fault", async () => {
    const { shop } = await castOf({});
    await shop.make(createOrder, {
      variantId: shop.variantId,
      quantity: 3,
      notes: "",
      dealId: null,
      dealLineId: null,
    });
    const { rows } = await testDatabase.pool.query<{ id: string }>(
      "select id from run where workspace_id = $1",
      [shop.workspaceId],
    );
    await shop.make(startRun, { runId: rows[0]?.id ?? "" }, { as: shop.operator });
    expect(await breaches(shop)).toEqual([]);
    const faults = [
      "update lot set units = units + 1 where workspace_id = $1",
      "update production_order set cost = cost + 1, carried = carried + 1 where workspace_id = $1",
      "update balance set on_hand = on_hand + 1 where workspace_id = $1",
      "update balance set value = value + 0.0001 where workspace_id = $1",
      "update reservation set quantity = quantity + 1 where workspace_id = $1",
      "update run set state = 'paused' where workspace_id = $1 and state = 'in_progress'",
      "update order_norm set consumed = consumed + 1 where workspace_id = $1",
    ];
    for (const fault of faults) {
      const tables = ["lot", "production_order", "balance", "reservation", "run", "order_norm"];
      const kept = await Promise.all(
        tables.map(async (table) => ({
          table,
          rows: (
            await testDatabase.pool.query(
              `select to_jsonb(t) as row from ${table} t where workspace_id = $1`,
              [shop.workspaceId],
            )
          ).rows,
        })),
      );
      expect((await testDatabase.pool.query(fault, [shop.workspaceId])).rowCount).toBeGreaterThan(0);
      expect(await breaches(shop), fault).not.toEqual([]);
      await restore(kept);
      expect(await breaches(shop)).toEqual([]);
    }
  });
});

/** Puts the rows back as they were: a plain update by id, column by column. */
async function restore(
  kept: readonly { table: string; rows: { row: Record<string, unknown> }[] }[],
): Promise<void> {
  const { rows: named } = await testDatabase.pool.query<{ name: string }>(
    "select column_name as name from information_schema.columns where is_generated = 'ALWAYS'",
  );
  const generated = named.map((column) => column.name);
  for (const { table, rows } of kept) {
    for (const { row } of rows) {
      const columns = Object.keys(row).filter(
        (column) => !["workspace_id", "id", ...generated].includes(column),
      );
      await testDatabase.pool.query(
        `update ${table} t set (${columns.join(", ")}) = (select ${columns.map((column) => `r.${column}`).join(", ")}
           from jsonb_populate_record(null::${table}, $1::jsonb) r) where t.workspace_id = $2 and t.id = $3`,
        [JSON.stringify(row), row.workspace_id, row.id],
      );
    }
  }
}
