import { v7 as newId } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addMember } from "#commands/access/add-member.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { joinRun } from "#commands/production/join-run.ts";
import { reportDefect } from "#commands/production/report-defect.ts";
import { resolveEscalation } from "#commands/production/resolve-escalation.ts";
import { reopenRun } from "#commands/production/reopen-run.ts";
import { startRun } from "#commands/production/start-run.ts";
import { undoWork } from "#commands/production/undo-work.ts";
import type { Id } from "#kernel/id.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { showOrderDefects } from "#modules/production/views/show-order-defects.ts";
import { hashPin } from "#server/identity/member-sessions.ts";
import { aFile } from "#test/builders/a-picture.ts";
import { seeView } from "#test/builders/see-view.ts";
import {
  anOrderOf,
  aShopOfStages,
  defectReasonOf,
  lotsOf,
  runOfLot,
  type StagesShop,
  type StagesWish,
} from "#test/builders/stages-shop.ts";
import { aMember } from "#test/builders/workshop.ts";
import { lawsHold, orderRow, refused, shopMinute } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";

/** Photos, checks and concessions, and who may decide what about quality. */
let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

async function begun(
  wish: Partial<StagesWish> = {},
): Promise<{ shop: StagesShop; orderId: Id; runId: Id; reasonId: Id }> {
  const shop = await aShopOfStages(testDatabase, {
    keys: ["cutting", "sewing"],
    batchMode: "split",
    ...wish,
  });
  const orderId = await anOrderOf(shop, 10);
  const runId = await runOfLot(shop, orderId, "1", "cutting");
  await shop.make(startRun, { runId }, { as: shop.operator, now: shopMinute(0) });
  return { shop, orderId, runId, reasonId: await defectReasonOf(shop) };
}

async function linksOf(shop: StagesShop): Promise<[thing: string, role: string, file: Id][]> {
  const { rows } = await testDatabase.pool.query<{ thing: string; role: string; file_id: Id }>(
    "select thing, role, file_id from file_link where workspace_id = $1 order by position, id",
    [shop.workspaceId],
  );
  return rows.map((row) => [row.thing, row.role, row.file_id]);
}

describe("photos", () => {
  it("of a defect hang on it, and are shown with it", async () => {
    const { shop, orderId, runId, reasonId } = await begun();
    const [one, two] = [await aFile(shop), await aFile(shop)];
    const defect = { runId, reasonId, units: 2, decision: "write_off" as const, photoIds: [one, two] };
    await shop.make(reportDefect, defect, { as: shop.operator, now: shopMinute(5) });
    expect(await linksOf(shop)).toEqual([
      ["defect", "photo", one],
      ["defect", "photo", two],
    ]);
    const seen = await seeView(shop, productionRoutes.showOrderDefects, showOrderDefects, { orderId });
    expect(seen).toMatchObject({ ok: true, value: { rows: [{ units: 2, photoIds: [one, two] }] } });
  });

  it("of what failed at a finish hang on each defect; those of the finish on its run", async () => {
    const { shop, runId, reasonId } = await begun();
    const [bad, worse, good] = [await aFile(shop), await aFile(shop), await aFile(shop)];
    const failed = (photoId: Id) => ({
      units: 1,
      reasonId,
      decision: "write_off" as const,
      photoIds: [photoId],
    });
    await shop.make(
      finishRun,
      { runId, units: 8, failed: [failed(bad), failed(worse)], photoIds: [good] },
      { now: shopMinute(5) },
    );
    const links = await linksOf(shop);
    expect(links).toHaveLength(3);
    for (const [thing, file] of [
      ["defect", bad],
      ["defect", worse],
      ["run", good],
    ] as const) {
      expect(links).toContainEqual([thing, "photo", file]);
    }
    await lawsHold(shop);
  });

  it("that are not there, another workspace's, or no pictures are refused at their place", async () => {
    const { shop, runId, reasonId } = await begun();
    const strange = await aFile((await begun()).shop);
    const [known, paper] = [await aFile(shop), await aFile(shop, "document")];
    const defect = { runId, reasonId, units: 1, decision: "write_off" as const };
    for (const [photoIds, refusal] of [
      [[known, newId()], { code: "file_unknown", path: ["photoIds", 1] }],
      [[strange], { code: "file_unknown", path: ["photoIds", 0] }],
      [[known, paper], { code: "file_not_a_picture", path: ["photoIds", 1] }],
    ] as const) {
      const asked = { ...defect, photoIds: [...photoIds] };
      expect(await refused(shop, () => shop.ask(reportDefect, asked))).toMatchObject(refusal);
    }
    const finish = { runId, units: 10, photoIds: [known, newId()] };
    expect(await refused(shop, () => shop.ask(finishRun, finish))).toMatchObject({
      code: "file_unknown",
      path: ["photoIds", 1],
    });
  });
});

describe("a stage that checks", () => {
  const checked: Partial<StagesWish> = {
    change: (body) => ({
      ...body,
      stages: body.stages.map((stage) => ({
        ...stage,
        photoRequired: true,
        checks: [
          {
            key: "width",
            kind: "number",
            name: "Width",
            required: true,
            unit: "mm",
            minimum: "99",
            maximum: "101",
          },
        ],
      })),
    }),
  };

  it("refuses a finish as good without its answers, and takes it with them", async () => {
    const { shop, runId } = await begun(checked);
    const photo = await aFile(shop);
    const finish = { runId, units: 10, photoIds: [photo] };
    const asked = (checks: { key: string; number: string }[]) => () =>
      shop.ask(finishRun, { ...finish, checks });
    expect(await refused(shop, asked([]))).toMatchObject({ code: "check_missing", data: { check: "Width" } });
    expect(await refused(shop, asked([{ key: "width", number: "90" }]))).toMatchObject({
      code: "check_failed",
    });
    expect(await refused(shop, asked([{ key: "length", number: "90" }]))).toMatchObject({
      code: "check_unknown",
    });
    const bare = { runId, units: 10, checks: [{ key: "width", number: "100" }] };
    expect(await refused(shop, () => shop.ask(finishRun, bare))).toMatchObject({ code: "photo_missing" });
    await shop.make(finishRun, { ...finish, ...bare }, { as: shop.operator, now: shopMinute(5) });
    await lawsHold(shop);
  });

  it("is conceded by a supervisor with a reason, and by no operator", async () => {
    const { shop, runId, orderId } = await begun(checked);
    const concession = { runId, units: 10, concession: "The customer knows" };
    expect(await refused(shop, () => shop.ask(finishRun, concession, { as: shop.operator }))).toEqual({
      code: "not_allowed",
      data: { action: "run.resolve" },
    });
    await shop.make(finishRun, concession, { now: shopMinute(5) });
    const { rows } = await testDatabase.pool.query("select concession from run where id = $1", [runId]);
    expect(rows).toEqual([{ concession: "The customer knows" }]);
    expect((await orderRow(shop, orderId)).in_work).toBe(10);
  });
});

describe("what only a supervisor decides", () => {
  it("are units that came back too often", async () => {
    const { shop, orderId, runId, reasonId } = await begun({ reworkLimit: { cutting: 0 } });
    const back = {
      runId,
      reasonId,
      units: 2,
      decision: "return" as const,
      toStageId: await shop.stageId(orderId, "cutting"),
    };
    expect(await shop.make(reportDefect, back, { as: shop.operator, now: shopMinute(5) })).toMatchObject({
      escalated: true,
    });
    const waiting = await runOfLot(shop, orderId, "1.1", "cutting");
    const decide = { runId: waiting, decision: "accept" as const, reason: "Good enough" };
    expect(await refused(shop, () => shop.ask(resolveEscalation, decide, { as: shop.operator }))).toEqual({
      code: "not_allowed",
      data: { action: "run.resolve" },
    });
    await shop.make(resolveEscalation, decide, { now: shopMinute(6) });
    const { rows } = await testDatabase.pool.query(
      "select resolution, resolution_reason from defect where workspace_id = $1",
      [shop.workspaceId],
    );
    expect(rows).toHaveLength(1);
    await lawsHold(shop);
  });

  it("is to open again, hours later, what was finished: an operator may not, and nobody once it went on", async () => {
    const { shop, orderId, runId } = await begun();
    const commandId = newId();
    await shop.make(finishRun, { runId, units: 10 }, { as: shop.operator, commandId, now: shopMinute(10) });
    const later = shopMinute(8 * 60);
    const undo = { orderId, commandId };
    expect(
      await refused(shop, () => shop.ask(undoWork, undo, { as: shop.operator, now: later })),
    ).toMatchObject({
      code: "undo_too_late",
    });
    expect(await refused(shop, () => shop.ask(undoWork, undo, { now: later }))).toMatchObject({
      code: "undo_not_yours",
    });
    const reopen = { runId, reason: "One is missing" };
    expect(await refused(shop, () => shop.ask(reopenRun, reopen, { as: shop.operator }))).toMatchObject({
      code: "not_allowed",
    });
    await shop.make(reopenRun, reopen, { now: later });
    expect((await lotsOf(shop, orderId)).map((lot) => lot.done)).toEqual([{}]);
    await shop.make(finishRun, { runId, units: 10 }, { now: shopMinute(8 * 60 + 1) });
    const sewing = await runOfLot(shop, orderId, "1", "sewing");
    await shop.make(startRun, { runId: sewing }, { now: shopMinute(8 * 60 + 2) });
    expect(
      await refused(shop, () => shop.ask(reopenRun, reopen, { now: shopMinute(8 * 60 + 3) })),
    ).toMatchObject({
      code: "undo_followed",
      data: { stage: "sewing" },
    });
    await lawsHold(shop);
  });
});

describe("one of a crew", () => {
  it("may finish the run that is another's, and nobody else of the trade may", async () => {
    const { shop, orderId, runId } = await begun();
    const helper = async (name: string) =>
      aMember((await shop.make(addMember(hashPin), { name, roles: ["operator"], tradeIds: [] })).memberId, [
        "operator",
      ]);
    const [second, third] = [await helper("Second"), await helper("Third")];
    const finish = { runId, units: 10 };
    expect(await refused(shop, () => shop.ask(finishRun, finish, { as: second }))).toMatchObject({
      code: "not_yours",
    });
    await shop.make(joinRun, { runId }, { as: second, now: shopMinute(5) });
    expect(await refused(shop, () => shop.ask(finishRun, finish, { as: third }))).toMatchObject({
      code: "not_yours",
    });
    await shop.make(finishRun, finish, { as: second, now: shopMinute(15) });
    expect((await orderRow(shop, orderId)).status).toBe("in_progress");
    await lawsHold(shop);
  });
});
