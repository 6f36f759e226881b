import { addSubcontractor } from "#commands/subcontracting/add-subcontractor.ts";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addTrade } from "#commands/access/add-trade.ts";
import { blockRun } from "#commands/production/block-run.ts";
import { createOrder } from "#commands/production/create-order.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { pauseRun } from "#commands/production/pause-run.ts";
import { reassignRun } from "#commands/production/reassign-run.ts";
import { startRun } from "#commands/production/start-run.ts";
import type { Id } from "#kernel/id.ts";
import type { Input } from "#kernel/route.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import { isOwnRun } from "#modules/access/core/may.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import { seeView } from "#test/builders/see-view.ts";
import { accepted, aMember, aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { isOpenTo } from "./my-runs.ts";
import { showMyStages } from "./show-my-stages.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const at = (minutes: number): Date => new Date(Date.parse("2026-03-02T09:00:00Z") + minutes * 60_000);

async function mine(
  shop: Workshop,
  as: { actor?: Actor; now?: Date } = {},
  asked: Input<typeof productionRoutes.showMyStages> = {},
) {
  const viewer = { actor: shop.operator, now: at(60), ...as };
  return accepted(await seeView(shop, productionRoutes.showMyStages, showMyStages, asked, viewer));
}

async function anOrder(
  shop: Workshop,
  more: Partial<Input<typeof productionRoutes.createOrder>> = {},
): Promise<Id> {
  const input = {
    variantId: shop.variantId,
    quantity: 4,
    notes: "",
    dealId: null,
    dealLineId: null,
    ...more,
  };
  return (await shop.make(createOrder, input, { now: at(0) })).orderId;
}

describe("My Stages", () => {
  it("holds what I work on, what I may take up, and what I finished today", async () => {
    const shop = await aWorkshop(testDatabase, { waitSeconds: 3600 });
    const [working, ready, finished] = [await anOrder(shop), await anOrder(shop), await anOrder(shop)];
    const runOf = async (orderId: Id) =>
      (await mine(shop)).waiting.find((card) => card.orderId === orderId)?.runId ?? "none";
    const [first, third] = [await runOf(working), await runOf(finished)];
    await shop.make(startRun, { runId: third }, { as: shop.operator, now: at(0) });
    await shop.make(finishRun, { runId: third, units: 4, comment: "" }, { as: shop.operator, now: at(10) });
    await shop.make(startRun, { runId: first }, { as: shop.operator, now: at(20) });
    const seen = await mine(shop, { now: at(30) });
    expect(seen.counts).toEqual({ inProgress: 1, waiting: 2, doneToday: 1 });
    expect(seen.inProgress[0]).toMatchObject({
      orderId: working,
      stageName: "Baking",
      nextStageName: "Packing",
      state: "in_progress",
      lotNumber: "1",
      units: 4,
      progress: 0,
      workingSince: at(20).toISOString(),
      workedSeconds: 0,
      plannedSeconds: 600,
      crew: [{ memberId: shop.operator.memberId, name: "Operator", working: true }],
      together: [],
      // Where nobody has begun a stage, units stand before it already: back to it is no way.
      returnStages: [{ name: "Baking" }],
      verbs: ["pauseRun", "leaveRun", "recordProgress", "finishRun", "cancelStart", "reportDefect"],
      materials: [{ itemName: "Flour", unit: "kg", norm: "8", consumed: "8" }],
    });
    // What is ready stands before what waits, and a wait says its name and its end.
    expect(seen.waiting.map((card) => [card.orderId, card.state, card.waitName, card.verbs])).toEqual([
      [ready, "ready", null, ["startRun", "reportDefect"]],
      [finished, "waiting", "cooling", ["reportDefect"]],
    ]);
    expect(seen.waiting[1]?.availableAt).toBe(at(70).toISOString());
    expect(seen.doneToday[0]).toMatchObject({
      orderId: finished,
      workedSeconds: 600,
      workingSince: null,
      verbs: [],
    });
    await shop.make(pauseRun, { runId: first, reasonId: null }, { as: shop.operator, now: at(35) });
    expect((await mine(shop, { now: at(40) })).inProgress[0]).toMatchObject({
      state: "paused",
      workedSeconds: 900,
      workingSince: null,
    });
  });

  it("puts the urgent first, then what is due first, and shows a block with its reason", async () => {
    const shop = await aWorkshop(testDatabase);
    const plain = await anOrder(shop);
    const due = await anOrder(shop, { dueDate: "2026-03-05" });
    const urgent = await anOrder(shop, { priority: "urgent", dueDate: "2026-04-05" });
    const low = await anOrder(shop, { priority: "low", dueDate: "2026-03-03" });
    expect((await mine(shop)).waiting.map((card) => card.orderId)).toEqual([urgent, due, plain, low]);
    const runId = (await mine(shop)).waiting[0]?.runId ?? "none";
    await shop.make(blockRun, { runId, reasonId: shop.blockReasonId, note: "no flour" }, { now: at(1) });
    const seen = await mine(shop);
    expect(seen.waiting.map((card) => card.orderId)).toEqual([due, plain, low, urgent]);
    expect(seen.waiting[3]).toMatchObject({
      state: "blocked",
      blockNote: "no flour",
      verbs: ["reportDefect"],
    });
  });

  it("ends the day at the workspace's midnight, not at Greenwich's", async () => {
    const shop = await aWorkshop(testDatabase);
    await anOrder(shop);
    const runId = (await mine(shop)).waiting[0]?.runId ?? "none";
    await shop.make(startRun, { runId }, { as: shop.operator, now: at(0) });
    // 21:30 in Greenwich is 23:30 in Kyiv
    const evening = new Date("2026-03-02T21:30:00Z");
    await shop.make(finishRun, { runId, units: 4, comment: "" }, { as: shop.operator, now: evening });
    expect((await mine(shop, { now: new Date("2026-03-02T21:59:00Z") })).counts.doneToday).toBe(1);
    expect((await mine(shop, { now: new Date("2026-03-02T22:00:00Z") })).counts.doneToday).toBe(0);
  });

  it("keeps what was given to somebody from everybody else", async () => {
    const shop = await aWorkshop(testDatabase);
    await anOrder(shop);
    const other = aMember(shop.owner.memberId, ["operator"]);
    const runId = (await mine(shop)).waiting[0]?.runId ?? "none";
    expect((await mine(shop, { actor: other })).counts.waiting).toBe(1);
    await shop.make(reassignRun, { runId, memberId: shop.operator.memberId }, { now: at(1) });
    expect((await mine(shop, { actor: other })).counts.waiting).toBe(0);
    expect((await mine(shop)).counts.waiting).toBe(1);
    expect((await mine(shop, { actor: { kind: "automation" } })).waiting).toEqual([]);
  });

  it("shows twenty units of one stage at most, counts them all, and names the others on the first", async () => {
    const shop = await aWorkshop(testDatabase);
    await anOrder(shop, { priority: "urgent" });
    await copyRuns(shop, 119);
    const other = await anOrder(shop, { priority: "low" });
    const seen = await mine(shop);
    expect(seen.counts.waiting).toBe(121);
    expect(seen.waiting).toHaveLength(21);
    expect(seen.waiting.at(-1)).toMatchObject({ orderId: other, together: [] });
    expect(seen.waiting[0]?.together).toHaveLength(119);
    expect(seen.waiting[1]?.together).toHaveLength(19);
    const named = new Set(seen.waiting[0]?.together.map((unit) => unit.runId));
    expect(seen.waiting.slice(1, 20).every((card) => named.has(card.runId))).toBe(true);
  });

  it("shows fifty of what waits, or as many as are asked for, and counts a thousand", async () => {
    const shop = await aWorkshop(testDatabase);
    for (let order = 0; order < 6; order += 1) await anOrder(shop);
    await copyRuns(shop, 200);
    const seen = await mine(shop);
    expect(seen.waiting).toHaveLength(50);
    expect(seen).toMatchObject({ more: true, counts: { waiting: 1000 } });
    expect(await mine(shop, {}, { waiting: 100 })).toMatchObject({ more: true, waiting: { length: 100 } });
    expect(await mine(shop, {}, { waiting: 200 })).toMatchObject({ more: false, waiting: { length: 120 } });
  });

  it("shows the asked order's cards too, however far back they stand, by its id or its number", async () => {
    const shop = await aWorkshop(testDatabase);
    const orders: Id[] = [];
    for (let order = 0; order < 25; order += 1) orders.push(await anOrder(shop));
    const [last, middle] = [orders.at(-1) ?? "none", orders[10] ?? "none"];
    const of = (seen: Awaited<ReturnType<typeof mine>>) => seen.waiting.map((card) => card.orderId);
    const usual = await mine(shop, {}, { waiting: 2 });
    expect(of(usual)).toEqual(orders.slice(0, 2));
    const asked = await mine(shop, {}, { waiting: 2, order: last });
    expect(of(asked)).toEqual([...orders.slice(0, 2), last]);
    expect(asked).toMatchObject({ more: true, counts: usual.counts });
    const number = asked.waiting.at(-1)?.orderNumber;
    expect(of(await mine(shop, {}, { waiting: 2, order: String(number) }))).toEqual(of(asked));
    // Where it was read with those that are shown, and where it is shown anyway.
    expect(of(await mine(shop, {}, { waiting: 3, order: middle }))).toEqual([...orders.slice(0, 3), middle]);
    expect(of(await mine(shop, {}, { waiting: 3, order: orders[0] }))).toEqual(orders.slice(0, 3));
    // To whom nothing of it is open, it stays closed; an order that there is not is none.
    const stranger = aMember(shop.owner.memberId, ["sales_manager"]);
    expect(of(await mine(shop, { actor: stranger }, { order: last }))).toEqual([]);
    expect(of(await mine(shop, {}, { waiting: 2, order: "999999" }))).toEqual(of(usual));
  });

  it("opens to SQL the very runs that the permission function opens", async () => {
    const shop = await aWorkshop(testDatabase);
    const { tradeId } = await shop.make(addTrade, { name: "Baker" });
    const { tradeId: otherTrade } = await shop.make(addTrade, { name: "Packer" });
    const members = [null, shop.operator.memberId, shop.owner.memberId];
    const runs = members.flatMap((operatorId) =>
      members.flatMap((performerMemberId) =>
        [null, tradeId, otherTrade].flatMap((performerTradeId) =>
          [null, "operator", "supervisor"].map((performerRole) => ({
            operatorId,
            performerMemberId,
            performerTradeId,
            performerRole,
            performerSubcontractorId: null as string | null,
          })),
        ),
      ),
    );
    // What a subcontractor does is open to nobody, whatever else stands there.
    const { subcontractorId } = await shop.make(addSubcontractor, { name: "Serhii" });
    runs.push(...runs.slice(0, 6).map((run) => ({ ...run, performerSubcontractorId: subcontractorId })));
    const me = aMember(shop.operator.memberId, ["operator"], [tradeId]);
    await anOrder(shop);
    await testDatabase.pool.query(
      `insert into run (workspace_id, id, order_id, lot_id, order_stage_id, cycle, state, units, operator_id,
         available_at, performer_member_id, performer_trade_id, performer_role, performer_subcontractor_id, since)
       select r.workspace_id, gen_random_uuid(), r.order_id, r.lot_id, r.order_stage_id, m.place, r.state, 1, m."operatorId",
         r.available_at, m."performerMemberId", m."performerTradeId", m."performerRole",
         m."performerSubcontractorId", r.since
       from run r, rows from (jsonb_to_recordset($2::jsonb) as (
         "operatorId" uuid, "performerMemberId" uuid, "performerTradeId" uuid, "performerRole" text,
         "performerSubcontractorId" uuid))
         with ordinality as m("operatorId", "performerMemberId", "performerTradeId", "performerRole",
           "performerSubcontractorId", place)
       where r.workspace_id = $1`,
      [shop.workspaceId, JSON.stringify(runs)],
    );
    const { rows } = await readWorkspace(shop.database, shop.workspaceId, (tx) =>
      sql<{ open: boolean }>`
        select ${isOpenTo(me)} as open from run r where r.workspace_id = ${tx.workspaceId} and r.cycle > 0
        order by r.cycle`.execute(tx.db),
    );
    expect(rows.map((row) => row.open)).toEqual(runs.map((run) => isOwnRun(me, run)));
    expect(new Set(rows.map((row) => row.open)).size).toBe(2);
  });
});

/** As many lots more that stand at the first stage: what a per-unit order will have. */
async function copyRuns(shop: Workshop, count: number): Promise<void> {
  await testDatabase.pool.query(
    `with copied as (
       insert into lot (workspace_id, id, order_id, number, state, units)
       select workspace_id, gen_random_uuid(), order_id, 'c' || n, state, 1 from lot, generate_series(1, $2) n
       where workspace_id = $1 returning *)
     insert into run (workspace_id, id, order_id, lot_id, order_stage_id, state, units, available_at, performer_role, since)
     select r.workspace_id, gen_random_uuid(), r.order_id, c.id, r.order_stage_id, r.state, 1, r.available_at, r.performer_role, r.since
     from run r join copied c on c.order_id = r.order_id`,
    [shop.workspaceId, count],
  );
}
