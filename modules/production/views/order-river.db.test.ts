import { sql } from "kysely";
import { v7 as newId } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { finishRun } from "#commands/production/finish-run.ts";
import { reportDefect } from "#commands/production/report-defect.ts";
import { startRun } from "#commands/production/start-run.ts";
import { undoWork } from "#commands/production/undo-work.ts";
import type { Id } from "#kernel/id.ts";
import type { Output } from "#kernel/route.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import type { OrderFact } from "#modules/production/core/order-fact.ts";
import { inWorkspace, readWorkspace } from "#server/database/workspace-transaction.ts";
import { seeView } from "#test/builders/see-view.ts";
import {
  anOrderOf,
  aShopOfStages,
  defectReasonOf,
  runOfLot,
  type StagesShop,
  type StagesWish,
} from "#test/builders/stages-shop.ts";
import { shopMinute } from "#test/builders/workshop-orders.ts";
import { accepted, aMember } from "#test/builders/workshop.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { showOrderRiver } from "./show-order-river.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

type River = Output<typeof productionRoutes.showOrderRiver>;
const shopOf = (wish: StagesWish) => aShopOfStages(testDatabase, wish);
const river = async (shop: StagesShop, orderId: Id, actor: Actor = shop.owner): Promise<River> =>
  accepted(await seeView(shop, productionRoutes.showOrderRiver, showOrderRiver, { orderId }, { actor }));
const by = (shop: StagesShop, minute: number) => ({ as: shop.operator, now: shopMinute(minute) });

/** Twenty go through planing together; at gluing three go back. */
async function aReturn(shop: StagesShop): Promise<Id> {
  const orderId = await anOrderOf(shop, 20);
  const planing = await runOfLot(shop, orderId, "1", "planing");
  await shop.make(startRun, { runId: planing }, by(shop, 1));
  await shop.make(finishRun, { runId: planing, units: 20 }, by(shop, 2));
  const gluing = await runOfLot(shop, orderId, "1", "gluing");
  await shop.make(startRun, { runId: gluing }, by(shop, 3));
  await shop.make(
    reportDefect,
    {
      runId: gluing,
      reasonId: await defectReasonOf(shop),
      units: 3,
      decision: "return",
      toStageId: await shop.stageId(orderId, "planing"),
      note: "cracked",
    },
    by(shop, 4),
  );
  return orderId;
}

describe("the river of an order", () => {
  it("tells act by act what moved, with who did it, and the ways that units have gone", async () => {
    const shop = await shopOf({ keys: ["planing", "gluing"], batchMode: "split" });
    const orderId = await aReturn(shop);
    const [planing, gluing] = [await shop.stageId(orderId, "planing"), await shop.stageId(orderId, "gluing")];
    const seen = await river(shop, orderId);
    expect(seen.stages).toEqual([
      { id: planing, name: "planing", after: [], runs: 2, runId: null },
      {
        id: gluing,
        name: "gluing",
        after: [planing],
        runs: 1,
        runId: await runOfLot(shop, orderId, "1", "gluing"),
      },
    ]);
    expect(seen.flows).toEqual([
      { kind: "on", fromStageId: planing, toStageId: gluing, units: 17 },
      { kind: "back", fromStageId: gluing, toStageId: planing, units: 3 },
    ]);
    expect(seen.acts).toBe(5);
    expect(seen.frames.map(({ kind, stages, back, acts }) => ({ kind, stages, back, acts }))).toEqual([
      { kind: "order_created", stages: [[0, 20, 0, 0, 0, 0, 0, 0, 0, 0]], back: [], acts: 1 },
      { kind: "run_started", stages: [[0, 0, 20, 0, 0, 0, 0, 0, 0, 0]], back: [], acts: 1 },
      {
        kind: "run_finished",
        stages: [
          [0, 0, 0, 0, 0, 0, 0, 20, 0, 0],
          [1, 20, 0, 0, 0, 0, 0, 0, 0, 0],
        ],
        back: [],
        acts: 1,
      },
      { kind: "run_started", stages: [[1, 0, 20, 0, 0, 0, 0, 0, 0, 0]], back: [], acts: 1 },
      {
        kind: "defect_reported",
        stages: [
          [0, 3, 0, 0, 0, 0, 0, 17, 0, 0],
          [1, 0, 17, 0, 0, 0, 0, 0, 0, 0],
        ],
        back: [[1, 3]],
        acts: 1,
      },
    ]);
    expect(seen.frames.at(-1)).toMatchObject({
      at: shopMinute(4).toISOString(),
      byWhom: "member",
      values: { units: 3, decision: "return", toStage: "planing", note: "cracked" },
      counts: { total: 20, inWork: 20, through: 0, received: 0, writtenOff: 0, withdrawn: 0 },
    });
  });

  it("takes a way back away where the act is undone", async () => {
    const shop = await shopOf({ keys: ["planing", "gluing"], batchMode: "split" });
    const orderId = await aReturn(shop);
    const { rows } = await readWorkspace(shop.database, shop.workspaceId, (tx) =>
      sql<{ command_id: Id }>`
        select command_id from fact
        where workspace_id = ${tx.workspaceId} and thing_id = ${orderId} and kind = 'defect_reported'`.execute(
        tx.db,
      ),
    );
    const commandId = rows[0]?.command_id ?? "";
    await shop.make(undoWork, { orderId, commandId }, by(shop, 5));
    const seen = await river(shop, orderId);
    expect(seen.frames.at(-1)).toMatchObject({ kind: "work_undone", back: [[1, 0]] });
    expect(seen.flows.map((flow) => flow.units)).toEqual([20, 0]);
  });

  it("is seen by whoever may see the order, without money; another workspace's order is unknown", async () => {
    const shop = await shopOf({ keys: ["planing", "gluing"], batchMode: "split", material: "planing" });
    const stranger = await shopOf({ keys: ["planing"], batchMode: "split" });
    const orderId = await aReturn(shop);
    await shop.make(
      reportDefect,
      {
        runId: await runOfLot(shop, orderId, "1", "gluing"),
        reasonId: await defectReasonOf(shop),
        units: 17,
        decision: "write_off",
      },
      by(shop, 6),
    );
    const sales = await river(shop, orderId, aMember(newId(), ["sales_manager"]));
    expect(sales.frames.at(-1)?.counts).toMatchObject({ inWork: 3, writtenOff: 17 });
    expect(JSON.stringify(sales)).not.toMatch(/"totalAmount":"\d/);
    const answer = await seeView(stranger, productionRoutes.showOrderRiver, showOrderRiver, { orderId });
    expect(answer).toMatchObject({ ok: false, refusal: { code: "order_unknown", path: ["orderId"] } });
  });

  it("of a thousand units through ten stages comes in one small answer, thinned, with every turn", async () => {
    const keys = Array.from({ length: 10 }, (_, place) => `s${place + 1}`);
    const shop = await shopOf({ keys, batchMode: "per_unit" });
    const orderId = await anOrderOf(shop, 1000);
    await tellAThousand(shop, orderId);
    const began = performance.now();
    const seen = await river(shop, orderId);
    const lasted = performance.now() - began;
    console.info(`${seen.acts} acts in ${seen.frames.length} frames: ${Math.round(lasted)} ms`);
    expect(Buffer.byteLength(JSON.stringify(seen))).toBeLessThan(200_000);
    expect(seen.frames.length).toBeGreaterThan(100);
    expect(seen.acts).toBe(20_001);
    expect(seen.frames.reduce((all, frame) => all + frame.acts, 0)).toBe(20_001);
    expect(seen.frames.at(-1)?.counts).toMatchObject({ total: 1000, received: 1000, inWork: 0 });
    // On this machine a fifth of it, alone.
    expect(lasted).toBeLessThan(5_000);
  });
});

/** Every unit started and finished by itself at every stage, as the commands tell it: too many taps for a test. */
async function tellAThousand(shop: StagesShop, orderId: Id): Promise<void> {
  await inWorkspace(shop.database, shop.workspaceId, "write", async (tx) => {
    const { rows: stages } = await sql<{ id: Id }>`
      select id from order_stage where order_id = ${orderId} order by position`.execute(tx.db);
    const { rows: lots } = await sql<{ id: Id; run_id: Id }>`
      select l.id, r.id as run_id from lot l join run r on r.lot_id = l.id where l.order_id = ${orderId}`.execute(
      tx.db,
    );
    const { rows: told } = await sql<{ version: number }>`
      select max(version) as version from fact where thing_id = ${orderId}`.execute(tx.db);
    let version = told[0]?.version ?? 0;
    let second = 0;
    const facts: object[] = [];
    const tell = (commandId: Id, fact: OrderFact): void => {
      version += 1;
      const at = new Date(shopMinute(1).getTime() + second * 1000).toISOString();
      facts.push({ id: newId(), command_id: commandId, kind: fact.kind, data: fact.data, version, at });
    };
    for (const lot of lots) {
      let runId = lot.run_id;
      for (const place of stages.keys()) {
        second += 1;
        const at = new Date(shopMinute(1).getTime() + second * 1000).toISOString();
        const intervalId = newId();
        tell(newId(), {
          kind: "run_started",
          data: { runId, operatorId: shop.operator.memberId, intervalId, lateReason: null, at },
        });
        const done = newId();
        const closed = [{ intervalId, seconds: 60 }];
        tell(done, { kind: "run_finished", data: { runId, units: 1, comment: "", closed, at } });
        const next = stages[place + 1];
        if (next === undefined) {
          tell(done, { kind: "lot_received", data: { lotId: lot.id, units: 1, amount: "1", loss: "0", at } });
        } else {
          runId = newId();
          const reached = { runId, lotId: lot.id, stageId: next.id, cycle: 0, units: 1, availableAt: at };
          tell(done, { kind: "run_reached", data: { ...reached, at } });
        }
      }
    }
    await sql`
      insert into fact (workspace_id, id, kind, thing, thing_id, version, data, at, by_member, command_id)
      select ${tx.workspaceId}, f.id, f.kind, 'order', ${orderId}, f.version, f.data, f.at, ${shop.operator.memberId}, f.command_id
      from jsonb_to_recordset(${JSON.stringify(facts)}::jsonb)
        as f(id uuid, command_id uuid, kind text, version int, data jsonb, at timestamptz)`.execute(tx.db);
    return { commit: true, value: undefined };
  });
}
