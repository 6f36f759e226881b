import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addMember } from "#commands/access/add-member.ts";
import { hashPin } from "#server/identity/member-sessions.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import { aWorkshop, accepted, type Workshop } from "#test/builders/workshop.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { cancelOrder } from "./cancel-order.ts";
import { cancelStart } from "./cancel-start.ts";
import { createOrder } from "./create-order.ts";
import { finishRun } from "./finish-run.ts";
import { pauseRun } from "./pause-run.ts";
import { reassignRun } from "./reassign-run.ts";
import { resumeRun } from "./resume-run.ts";
import { startRun } from "./start-run.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const at = (minutes: number): Date => new Date(Date.parse("2026-03-02T09:00:00Z") + minutes * 60_000);

async function anOrder(shop: Workshop, quantity: number) {
  return shop.make(
    createOrder,
    { variantId: shop.variantId, quantity, notes: "", dealId: null, dealLineId: null },
    { now: at(0) },
  );
}

async function runsOf(shop: Workshop, orderId: string) {
  return readWorkspace(shop.database, shop.workspaceId, (tx) =>
    tx.db
      .selectFrom("run as r")
      .innerJoin("order_stage as s", (join) =>
        join.onRef("s.workspace_id", "=", "r.workspace_id").onRef("s.id", "=", "r.order_stage_id"),
      )
      .select(["r.id", "r.state", "s.key", "r.available_at"])
      .where("r.workspace_id", "=", shop.workspaceId)
      .where("r.order_id", "=", orderId)
      .orderBy("s.position")
      .execute(),
  );
}

async function orderRow(shop: Workshop, orderId: string) {
  return readWorkspace(shop.database, shop.workspaceId, (tx) =>
    tx.db
      .selectFrom("production_order")
      .selectAll()
      .where("workspace_id", "=", shop.workspaceId)
      .where("id", "=", orderId)
      .executeTakeFirstOrThrow(),
  );
}

async function balance(shop: Workshop, variantId: string) {
  return readWorkspace(shop.database, shop.workspaceId, (tx) =>
    tx.db
      .selectFrom("balance")
      .selectAll()
      .where("workspace_id", "=", shop.workspaceId)
      .where("variant_id", "=", variantId)
      .executeTakeFirstOrThrow(),
  );
}

async function runIdAt(shop: Workshop, orderId: string, key: string): Promise<string> {
  const run = (await runsOf(shop, orderId)).find((row) => row.key === key);
  if (run === undefined) throw new Error(`No run at ${key}`);
  return run.id;
}

describe("an order from creation to receipt", () => {
  it("reserves, consumes, captures cost and receives at what its units carry", async () => {
    const shop = await aWorkshop(testDatabase);
    const { orderId, shortages } = await anOrder(shop, 20);
    expect(shortages).toEqual([]);
    expect((await balance(shop, shop.flourId)).reserved.toFixed()).toBe("40");
    const planned = await orderRow(shop, orderId);
    // flour 40 × 10 + boxes 20 × 3 + 600 s and 20 × 30 s at 120 an hour = 400 + 60 + 20 + 20
    expect(planned.planned_cost.toFixed()).toBe("500");

    const baking = await runIdAt(shop, orderId, "baking");
    const as = shop.operator;
    await shop.make(startRun, { runId: baking }, { as, now: at(0) });
    expect((await balance(shop, shop.flourId)).on_hand.toFixed()).toBe("960");
    await shop.make(pauseRun, { runId: baking, reasonId: shop.pauseReasonId }, { as, now: at(5) });
    await shop.make(resumeRun, { runId: baking }, { as, now: at(20) });
    await shop.make(finishRun, { runId: baking, units: 20, comment: "" }, { as, now: at(25) });

    const packing = await runIdAt(shop, orderId, "packing");
    await shop.make(startRun, { runId: packing }, { as, now: at(30) });
    const boxes = (await normIds(shop, orderId)).packing ?? "";
    const done = await shop.make(
      finishRun,
      { runId: packing, units: 20, materials: [{ normId: boxes, quantity: "21" }], comment: "" },
      { as, now: at(40) },
    );
    expect(done.orderStatus).toBe("done");
    const order = await orderRow(shop, orderId);
    // 400 + 10 min at 120 an hour (20) + 21 × 3 + 10 min (20)
    expect(order.cost.toFixed()).toBe("503");
    expect(order.received_cost.toFixed()).toBe("503");
    expect(order.carried.toFixed()).toBe("0");
    const goods = await balance(shop, shop.variantId);
    expect(goods.on_hand.toFixed()).toBe("20");
    expect(goods.value.toFixed()).toBe("503");
    expect((await balance(shop, shop.boxId)).reserved.toFixed()).toBe("0");
  });

  it("takes a start back as if it had never been", async () => {
    const shop = await aWorkshop(testDatabase);
    const { orderId } = await anOrder(shop, 20);
    const before = await balance(shop, shop.flourId);
    const baking = await runIdAt(shop, orderId, "baking");
    await shop.make(startRun, { runId: baking }, { as: shop.operator, now: at(0) });
    const answer = await shop.make(cancelStart, { runId: baking }, { as: shop.operator, now: at(1) });
    expect(answer).toMatchObject({ state: "ready", orderStatus: "pending" });
    const after = await balance(shop, shop.flourId);
    for (const column of ["on_hand", "reserved", "value", "average"] as const) {
      expect(after[column].toFixed()).toBe(before[column].toFixed());
    }
  });

  it("leaves a run with whom it was given to, when their start is taken back", async () => {
    const shop = await aWorkshop(testDatabase);
    const { orderId } = await anOrder(shop, 2);
    const runId = await runIdAt(shop, orderId, "baking");
    const { memberId } = shop.operator;
    await shop.make(reassignRun, { runId, memberId }, { now: at(0) });
    await shop.make(startRun, { runId }, { as: shop.operator, now: at(1) });
    await shop.make(cancelStart, { runId }, { as: shop.operator, now: at(2) });
    const { rows } = await testDatabase.pool.query("select operator_id, assigned_id from run where id = $1", [
      runId,
    ]);
    expect(rows).toEqual([{ operator_id: memberId, assigned_id: memberId }]);
  });

  it("is given to nobody who could not start it", async () => {
    const shop = await aWorkshop(testDatabase);
    const { orderId } = await anOrder(shop, 2);
    const runId = await runIdAt(shop, orderId, "baking");
    const stores = await shop.make(addMember(hashPin), {
      name: "Stores",
      roles: ["storekeeper"],
      tradeIds: [],
    });
    const answer = await shop.ask(reassignRun, { runId, memberId: stores.memberId }, { now: at(0) });
    expect(answer).toMatchObject({ ok: false, refusal: { code: "member_cannot_work", path: ["memberId"] } });
  });

  it("keeps the cost of what was begun when it is cancelled, and frees the rest", async () => {
    const shop = await aWorkshop(testDatabase);
    const { orderId } = await anOrder(shop, 20);
    const baking = await runIdAt(shop, orderId, "baking");
    await shop.make(startRun, { runId: baking }, { as: shop.operator, now: at(0) });
    await shop.make(
      cancelOrder,
      { orderId, reason: "The customer left", returnMaterials: true },
      { now: at(30) },
    );
    const order = await orderRow(shop, orderId);
    expect(order.status).toBe("cancelled");
    expect(order.withdrawn).toBe(20);
    expect(order.cost.toFixed()).toBe("60");
    expect(order.separate_loss.toFixed()).toBe("60");
    const flour = await balance(shop, shop.flourId);
    expect([flour.on_hand.toFixed(), flour.reserved.toFixed()]).toEqual(["1000", "0"]);
  });

  it("holds the second stage back until the wait is over", async () => {
    const shop = await aWorkshop(testDatabase, { waitSeconds: 3600 });
    const { orderId } = await anOrder(shop, 1);
    const baking = await runIdAt(shop, orderId, "baking");
    await shop.make(startRun, { runId: baking }, { as: shop.operator, now: at(0) });
    await shop.make(finishRun, { runId: baking, units: 1, comment: "" }, { as: shop.operator, now: at(10) });
    const packing = await runIdAt(shop, orderId, "packing");
    const early = await shop.ask(startRun, { runId: packing }, { as: shop.operator, now: at(30) });
    expect(early).toMatchObject({ ok: false, refusal: { code: "not_yet_available" } });
    accepted(await shop.ask(startRun, { runId: packing }, { as: shop.operator, now: at(70) }));
  });
});

async function normIds(shop: Workshop, orderId: string): Promise<Record<string, string>> {
  const rows = await readWorkspace(shop.database, shop.workspaceId, (tx) =>
    tx.db
      .selectFrom("order_norm as n")
      .innerJoin("order_stage as s", (join) =>
        join.onRef("s.workspace_id", "=", "n.workspace_id").onRef("s.id", "=", "n.order_stage_id"),
      )
      .select(["n.id", "s.key"])
      .where("n.workspace_id", "=", shop.workspaceId)
      .where("n.order_id", "=", orderId)
      .execute(),
  );
  return Object.fromEntries(rows.map((row) => [row.key, row.id]));
}
