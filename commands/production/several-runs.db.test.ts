import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addMember } from "#commands/access/add-member.ts";
import type { Id } from "#kernel/id.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { showOrder } from "#modules/production/views/show-order.ts";
import { showRunMaterials } from "#modules/production/views/show-run-materials.ts";
import { showStageRuns } from "#modules/production/views/show-stage-runs.ts";
import { hashPin } from "#server/identity/member-sessions.ts";
import { seeView } from "#test/builders/see-view.ts";
import { aUnit, aWardrobeShop, runsOfUnits } from "#test/builders/wardrobe-shop.ts";
import { accepted, aMember, aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import { anOrder, lawsHold, refused, shopMinute, stockOf } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { addDefectReason } from "./add-defect-reason.ts";
import { cancelStart } from "./cancel-start.ts";
import { finishRun } from "./finish-run.ts";
import { joinRun } from "./join-run.ts";
import { leaveRun } from "./leave-run.ts";
import { releaseRunEarly } from "./release-run-early.ts";
import { resumeRun } from "./resume-run.ts";
import { startRun } from "./start-run.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const by = (shop: Workshop, minutes: number) => ({ as: shop.operator, now: shopMinute(minutes) });
const statesOf = async (shop: Workshop, runIds: readonly Id[]): Promise<string[]> => {
  const { rows } = await testDatabase.pool.query<{ state: string }>(
    "select state from run where workspace_id = $1 and id = any($2) order by id",
    [shop.workspaceId, runIds],
  );
  return rows.map((row) => row.state);
};
const secondsOf = async (shop: Workshop, memberId: Id): Promise<number> => {
  const { rows } = await testDatabase.pool.query<{ seconds: string }>(
    "select coalesce(sum(seconds), 0) as seconds from work_interval where workspace_id = $1 and member_id = $2 and not voided",
    [shop.workspaceId, memberId],
  );
  return Number(rows[0]?.seconds);
};

describe("several units in one tap", () => {
  it("are taken back in one: no time remains, and all materials are on the shelf again", async () => {
    const shop = await aWardrobeShop(testDatabase);
    const before = await stockOf(shop, shop.boardId);
    const orderId = await anOrder(shop, {
      variantId: shop.wardrobeId,
      quantity: 3,
      unitAttributes: [aUnit("60"), aUnit("80"), aUnit("120")],
    });
    const reserved = await stockOf(shop, shop.boardId);
    const [first = "", ...others] = [...(await runsOfUnits(shop, orderId, "cutting")).values()];
    const all = { runId: first, alsoRunIds: others };
    await shop.make(startRun, all, by(shop, 0));
    await shop.make(cancelStart, all, by(shop, 10));
    expect(await statesOf(shop, [first, ...others])).toEqual(["waiting", "waiting", "waiting"]);
    expect(await secondsOf(shop, shop.operator.memberId)).toBe(0);
    expect(await stockOf(shop, shop.boardId)).toEqual(reserved);
    expect(reserved).toMatchObject({ onHand: before.onHand, value: before.value });
    await lawsHold(shop);
  });

  it("of which one can't be taken back stay as they are, all of them", async () => {
    const shop = await aWardrobeShop(testDatabase);
    const units = [aUnit("60"), aUnit("80")];
    const orderId = await anOrder(shop, { variantId: shop.wardrobeId, quantity: 2, unitAttributes: units });
    const [first = "", second = ""] = [...(await runsOfUnits(shop, orderId, "cutting")).values()];
    await shop.make(startRun, { runId: first }, by(shop, 0));
    const both = { runId: first, alsoRunIds: [second] };
    expect(await refused(shop, () => shop.ask(cancelStart, both, by(shop, 1)))).toMatchObject({
      code: "verb_not_now",
    });
  });

  it("are left in one, and each keeps its share of the time", async () => {
    const shop = await aWardrobeShop(testDatabase);
    const units = [aUnit("60"), aUnit("80")];
    const orderId = await anOrder(shop, { variantId: shop.wardrobeId, quantity: 2, unitAttributes: units });
    const runIds = [...(await runsOfUnits(shop, orderId, "cutting")).values()].sort();
    const [first = "", second = ""] = runIds;
    const both = { runId: first, alsoRunIds: [second] };
    await shop.make(startRun, both, by(shop, 0));
    const added = await shop.make(addMember(hashPin), {
      name: "Olena",
      roles: ["operator"],
      tradeIds: [],
      pin: "1234",
    });
    const olena = aMember(added.memberId, ["operator"]);
    await shop.make(joinRun, { runId: first }, { as: olena, now: shopMinute(5) });
    await shop.make(leaveRun, both, by(shop, 10));
    // Olena goes on with the first; nobody works on the second.
    expect(await statesOf(shop, runIds)).toEqual(["in_progress", "paused"]);
    expect(await secondsOf(shop, shop.operator.memberId)).toBe(600);
    expect(await refused(shop, () => shop.ask(leaveRun, both, by(shop, 11)))).toMatchObject({
      code: "not_in_crew",
    });
    await lawsHold(shop);
    await shop.make(resumeRun, { runId: second }, by(shop, 12));
    await lawsHold(shop);
  });

  it("are released early in one, for one reason", async () => {
    const shop = await aWorkshop(testDatabase, { waitSeconds: 3_600 });
    const orderId = await anOrder(shop, { quantity: 3, batchMode: "per_unit" });
    const [first = "", ...others] = [...(await runsOfUnits(shop, orderId, "baking")).values()];
    const all = { runId: first, alsoRunIds: others };
    await shop.make(startRun, all, by(shop, 0));
    await shop.make(finishRun, { ...all, units: 3, comment: "" }, by(shop, 1));
    const [packing = "", ...more] = [...(await runsOfUnits(shop, orderId, "packing")).values()];
    const next = { runId: packing, alsoRunIds: more };
    expect(await shop.ask(startRun, next, by(shop, 2))).toMatchObject({ ok: false });
    await shop.make(releaseRunEarly, { ...next, reason: "It is cold outside" }, { now: shopMinute(3) });
    await shop.make(startRun, next, by(shop, 4));
    await lawsHold(shop);
  });
});

describe("the office's card of a stage", () => {
  it("brings 200 runs, and the others page by page: each once, the open ones first", async () => {
    const shop = await aWorkshop(testDatabase);
    const orderId = await anOrder(shop, { quantity: 230, batchMode: "per_unit" });
    const started = [...(await runsOfUnits(shop, orderId, "baking")).values()].slice(0, 7);
    const [first = "", ...others] = started;
    await shop.make(startRun, { runId: first, alsoRunIds: others }, by(shop, 0));
    await shop.make(finishRun, { runId: first, alsoRunIds: others, units: 7, comment: "" }, by(shop, 1));
    const order = accepted(await seeView(shop, productionRoutes.showOrder, showOrder, { orderId }));
    const baking = order.stages.find((stage) => stage.key === "baking");
    const seen = (baking?.runs ?? []).map((run) => run.id);
    expect(seen).toHaveLength(200);
    const states: string[] = [];
    for (let cursor = baking?.next ?? null; cursor !== null;) {
      const asked = { stageId: baking?.id ?? "", cursor, limit: 12 };
      const page = accepted(await seeView(shop, productionRoutes.showStageRuns, showStageRuns, asked));
      seen.push(...page.rows.map((run) => run.id));
      states.push(...page.rows.map((run) => run.state));
      cursor = page.next;
    }
    expect(new Set(seen).size).toBe(230);
    expect(states).toEqual([...Array<string>(23).fill("ready"), ...Array<string>(7).fill("done")]);
    expect(order.stages.find((stage) => stage.key === "packing")?.next).toBeNull();
    const unknown = { stageId: shop.variantId, limit: 50 };
    expect(await seeView(shop, productionRoutes.showStageRuns, showStageRuns, unknown)).toMatchObject({
      ok: false,
      refusal: { code: "stage_unknown" },
    });
  });

  it("tells what those that are finished together are offered, each its own", async () => {
    const shop = await aWardrobeShop(testDatabase);
    const units = [aUnit("60"), aUnit("80", "oak"), aUnit("120")];
    const orderId = await anOrder(shop, { variantId: shop.wardrobeId, quantity: 3, unitAttributes: units });
    const runs = await runsOfUnits(shop, orderId, "cutting");
    const [first = "", second = "", third = ""] = ["#1", "#2", "#3"].map((unit) => runs.get(unit));
    const told = async (...runIds: Id[]): Promise<string[]> => {
      const asked = { runIds };
      const answer = await seeView(shop, productionRoutes.showRunMaterials, showRunMaterials, asked);
      return accepted(answer).rows.map((row) => row.norm);
    };
    expect(await told(first, third)).toEqual(["3.6", "4"]);
    expect(await told(second)).toEqual(["1.6", "2"]);
    expect(await told(first, second, third)).toEqual(["5.2", "4", "2"]);
  });
});

it("a finish says whether what failed came back too often", async () => {
  const shop = await aWorkshop(testDatabase, { reworkLimit: 0 });
  const { reasonId } = await shop.make(addDefectReason, { name: "Burnt" });
  const orderId = await anOrder(shop, { quantity: 3, batchMode: "split" });
  const [runId = ""] = [...(await runsOfUnits(shop, orderId, "baking")).values()];
  const stageId = await testDatabase.pool.query<{ id: Id }>(
    "select order_stage_id as id from run where workspace_id = $1 and id = $2",
    [shop.workspaceId, runId],
  );
  await shop.make(startRun, { runId }, by(shop, 0));
  const failed = [{ units: 1, reasonId, decision: "return" as const, toStageId: stageId.rows[0]?.id ?? "" }];
  const answer = await shop.make(finishRun, { runId, units: 2, comment: "", failed }, by(shop, 5));
  expect(answer.escalated).toBe(true);
  const [packing = ""] = [...(await runsOfUnits(shop, orderId, "packing")).values()];
  await shop.make(startRun, { runId: packing }, by(shop, 6));
  expect(await shop.make(finishRun, { runId: packing, units: 2, comment: "" }, by(shop, 7))).toMatchObject({
    escalated: false,
  });
});
