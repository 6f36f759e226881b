import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { v7 as newId } from "uuid";
import type { Request, Route } from "#kernel/route.ts";
import type { Command } from "#commands/run-command.ts";
import { cancelOrder } from "#commands/production/cancel-order.ts";
import { pauseRun } from "#commands/production/pause-run.ts";
import { previewUndo } from "#commands/production/preview-undo.ts";
import { resumeRun } from "#commands/production/resume-run.ts";
import { undoWork } from "#commands/production/undo-work.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { reportDefect } from "#commands/production/report-defect.ts";
import { resolveEscalation } from "#commands/production/resolve-escalation.ts";
import { startRun } from "#commands/production/start-run.ts";
import { setRate } from "#commands/costing/set-rate.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { seeView } from "#test/builders/see-view.ts";
import { lawsHold, shopMinute, stockOf } from "#test/builders/workshop-orders.ts";
import {
  anOrderOf,
  defectReasonOf,
  lotsOf,
  runOfLot,
  type StagesShop,
  aShopOfStages,
} from "#test/builders/stages-shop.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

/** A run from start to finish by one person, whose seconds cost what is asked. */
async function work(
  shop: StagesShop,
  runId: Id,
  from: number,
  minutes: number,
  finish: { units: number },
): Promise<void> {
  await shop.make(startRun, { runId }, { now: shopMinute(from) });
  await shop.make(finishRun, { runId, ...finish }, { now: shopMinute(from + minutes) });
}

describe("the worked example of how units carry cost", () => {
  it.each([
    ["separate", "415.4706", "67.5294"],
    ["included", "483", "0"],
  ] as const)("%s", async (accounting, received, loss) => {
    // 60 an hour: a minute is 1.00. Material 10.00 a unit at S1.
    const shop = await aShopOfStages(testDatabase, {
      keys: ["s1", "s2", "s3", "s4"],
      batchMode: "split",
      accounting,
      material: "s1",
    });
    await shop.make(setRate, { memberId: shop.owner.memberId, rate: "60" });
    const reasonId = await defectReasonOf(shop);
    const orderId = await anOrderOf(shop, 20);
    const at = (lot: string, key: string) => runOfLot(shop, orderId, lot, key);

    await work(shop, await at("1", "s1"), 0, 40, { units: 20 });
    const s2 = await at("1", "s2");
    await shop.make(startRun, { runId: s2 }, { now: shopMinute(50) });
    await shop.make(
      reportDefect,
      { runId: s2, reasonId, units: 3, decision: "return", toStageId: await shop.stageId(orderId, "s1") },
      { now: shopMinute(60) },
    );
    await shop.make(finishRun, { runId: s2, units: 17 }, { now: shopMinute(130) });
    await work(shop, await at("1.1", "s1"), 140, 36, { units: 3 });
    await work(shop, await at("1.1", "s2"), 180, 12, { units: 3 });
    await work(shop, await at("1.1", "s3"), 200, 9, { units: 3 });
    await work(shop, await at("1.1", "s4"), 210, 6, { units: 3 });
    const s3 = await at("1", "s3");
    await shop.make(startRun, { runId: s3 }, { now: shopMinute(220) });
    await shop.make(
      reportDefect,
      { runId: s3, reasonId, units: 1, decision: "write_off" },
      { now: shopMinute(230) },
    );
    await shop.make(finishRun, { runId: s3, units: 16 }, { now: shopMinute(280) });
    await work(shop, await at("1", "s4"), 290, 40, { units: 16 });

    const lots = await lotsOf(shop, orderId);
    expect(lots.map((lot) => [lot.number, lot.state, lot.units])).toEqual([
      ["1", "finished", 16],
      ["1.1", "finished", 3],
      ["1.2", "written_off", 1],
    ]);
    const order = await readWorkspace(shop.database, shop.workspaceId, (tx) =>
      tx.db.selectFrom("production_order").selectAll().where("id", "=", orderId).executeTakeFirstOrThrow(),
    );
    expect(order.status).toBe("done");
    expect(text(order.cost)).toBe("483");
    expect(text(order.received_cost)).toBe(received);
    expect(text(order.separate_loss)).toBe(loss);
    const own = (number: string) => {
      const lot = lots.find((each) => each.number === number);
      return lot === undefined ? [] : [text(lot.first_pass), text(lot.rework), text(lot.absorbed)];
    };
    expect(own("1")).toEqual(["352.4706", "0", accounting === "included" ? "19.5294" : "0"]);
    expect(own("1.1")).toEqual(["63", "48", "0"]);
    expect(own("1.2")).toEqual(["19.5294", "0", accounting === "included" ? "-19.5294" : "0"]);
    await lawsHold(shop);
  });
});

describe("its twin as a whole batch", () => {
  // S1 240; during S2 (80) three go back to S1 and redo it for 36, the batch takes them in again; one is written off
  // at S3 (60); S4 costs 40. In all 456. The written-off unit carries 16 + 3 of first passes and 1.80 of rework.
  it.each([
    ["separate", "401", "55"],
    ["included", "456", "0"],
  ] as const)("%s", async (accounting, received, loss) => {
    const shop = await aShopOfStages(testDatabase, {
      keys: ["s1", "s2", "s3", "s4"],
      batchMode: "whole",
      accounting,
      material: "s1",
    });
    await shop.make(setRate, { memberId: shop.owner.memberId, rate: "60" });
    const reasonId = await defectReasonOf(shop);
    const orderId = await anOrderOf(shop, 20);
    const at = (lot: string, key: string) => runOfLot(shop, orderId, lot, key);

    await work(shop, await at("1", "s1"), 0, 40, { units: 20 });
    const s2 = await at("1", "s2");
    await shop.make(startRun, { runId: s2 }, { now: shopMinute(50) });
    const toStageId = await shop.stageId(orderId, "s1");
    await shop.make(
      reportDefect,
      { runId: s2, reasonId, units: 3, decision: "return", toStageId },
      { now: shopMinute(60) },
    );
    await work(shop, await at("1.1", "s1"), 70, 36, { units: 3 });
    await shop.make(resumeRun, { runId: s2 }, { now: shopMinute(110) });
    await shop.make(finishRun, { runId: s2, units: 20 }, { now: shopMinute(180) });
    const s3 = await at("1", "s3");
    await shop.make(startRun, { runId: s3 }, { now: shopMinute(190) });
    const written = { runId: s3, reasonId, units: 1, decision: "write_off" } as const;
    await shop.make(reportDefect, written, { now: shopMinute(200) });
    await shop.make(finishRun, { runId: s3, units: 19 }, { now: shopMinute(250) });
    await work(shop, await at("1", "s4"), 260, 40, { units: 19 });

    const order = await readWorkspace(shop.database, shop.workspaceId, (tx) =>
      tx.db.selectFrom("production_order").selectAll().where("id", "=", orderId).executeTakeFirstOrThrow(),
    );
    expect([order.status, text(order.cost)]).toEqual(["done", "456"]);
    expect([text(order.received_cost), text(order.separate_loss)]).toEqual([received, loss]);
    const lots = await lotsOf(shop, orderId);
    expect(
      lots.map((lot) => [lot.number, lot.state, lot.units, text(lot.first_pass), text(lot.rework)]),
    ).toEqual([
      ["1", "finished", 19, "401", "34.2"],
      ["1.1", "merged", 0, "0", "0"],
      ["1.2", "written_off", 1, "19", "1.8"],
    ]);
    await lawsHold(shop);
  });
});

describe("a whole batch", () => {
  it("waits for what it sent back, takes it in again, and the third return asks a person", async () => {
    const shop = await aShopOfStages(testDatabase, {
      keys: ["cutting", "sewing", "checking"],
      batchMode: "whole",
      accounting: "included",
      reworkLimit: { sewing: 2 },
    });
    const reasonId = await defectReasonOf(shop);
    const orderId = await anOrderOf(shop, 10);
    const at = (lot: string, key: string) => runOfLot(shop, orderId, lot, key);
    const back = async (runId: Id, minute: number) =>
      shop.make(
        reportDefect,
        { runId, reasonId, units: 2, decision: "return", toStageId: await shop.stageId(orderId, "sewing") },
        { now: shopMinute(minute) },
      );
    await work(shop, await at("1", "cutting"), 0, 10, { units: 10 });
    await work(shop, await at("1", "sewing"), 20, 10, { units: 10 });
    const checking = await at("1", "checking");
    await shop.make(startRun, { runId: checking }, { now: shopMinute(40) });
    for (const [turn, lot] of ["1.1", "1.2"].entries()) {
      const from = 50 + turn * 100;
      expect(await back(checking, from)).toMatchObject({ state: "held", escalated: false });
      await lawsHold(shop);
      await work(shop, await at(lot, "sewing"), from + 10, 10, { units: 2 });
      expect(
        (await lotsOf(shop, orderId)).map((each) => [each.number, each.state, each.units]),
      ).toContainEqual(["1", "in_work", 10]);
      await lawsHold(shop);
    }
    expect(await back(checking, 300)).toMatchObject({ state: "held", escalated: true });
    await lawsHold(shop);
    const waiting = await at("1.3", "checking");
    await shop.make(
      resolveEscalation,
      { runId: waiting, decision: "accept", reason: "Nobody will see it" },
      { now: shopMinute(310) },
    );
    await lawsHold(shop);
    await shop.make(finishRun, { runId: checking, units: 10 }, { now: shopMinute(320) });
    expect((await lotsOf(shop, orderId)).map((each) => [each.number, each.state, each.units])).toEqual([
      ["1", "finished", 10],
      ["1.1", "merged", 0],
      ["1.2", "merged", 0],
      ["1.3", "merged", 0],
    ]);
    await lawsHold(shop);
  });
});

describe("undo", () => {
  it.each(["separate", "included"] as const)("takes back each act whole: %s", async (accounting) => {
    const shop = await aShopOfStages(testDatabase, {
      keys: ["s1", "s2"],
      batchMode: "split",
      accounting,
      material: "s1",
    });
    await shop.make(setRate, { memberId: shop.owner.memberId, rate: "60" });
    const reasonId = await defectReasonOf(shop);
    const orderId = await anOrderOf(shop, 10);
    const s1 = await runOfLot(shop, orderId, "1", "s1");
    const toStageId = await shop.stageId(orderId, "s1");
    let minute = 0;
    const act = async <R extends Route>(
      command: Command<R>,
      input: Request<R>,
      undone: boolean,
    ): Promise<void> => {
      const before = await figuresOf(shop, orderId);
      const commandId = newId();
      minute += 10;
      await shop.make(command, input, { commandId, now: shopMinute(minute) });
      await lawsHold(shop);
      if (!undone) return;
      const preview = await seeView(
        shop,
        productionRoutes.previewUndo,
        previewUndo,
        { orderId, commandId },
        { now: shopMinute(minute + 1) },
      );
      expect(preview).toMatchObject({ ok: true, value: { refusal: null } });
      await shop.make(undoWork, { orderId, commandId }, { now: shopMinute(minute + 1) });
      await lawsHold(shop);
      expect(await figuresOf(shop, orderId)).toEqual(before);
      expect(await shop.ask(undoWork, { orderId, commandId }, { now: shopMinute(minute + 1) })).toMatchObject(
        { refusal: { code: "undo_done_already" } },
      );
    };
    await act(startRun, { runId: s1 }, true);
    await act(startRun, { runId: s1 }, false);
    await act(pauseRun, { runId: s1 }, true);
    await act(finishRun, { runId: s1, units: 10 }, true);
    await act(resumeRun, { runId: s1 }, false);
    await act(reportDefect, { runId: s1, reasonId, units: 3, decision: "return", toStageId }, true);
    await act(reportDefect, { runId: s1, reasonId, units: 2, decision: "write_off" }, true);
    await act(reportDefect, { runId: s1, reasonId, units: 10, decision: "write_off" }, true);
    await act(resumeRun, { runId: s1 }, false);
    await act(finishRun, { runId: s1, units: 4, leaveRest: true }, true);
    await act(reportDefect, { runId: s1, reasonId, units: 3, decision: "return", toStageId }, false);
    await act(finishRun, { runId: s1, units: 7 }, false);
    const s2 = await runOfLot(shop, orderId, "1", "s2");
    await act(startRun, { runId: s2 }, false);
    // The last stage: finished goods come in, and go out again.
    await act(finishRun, { runId: s2, units: 7 }, true);
    await act(resumeRun, { runId: s2 }, false);
    await act(reportDefect, { runId: s2, reasonId, units: 7, decision: "write_off" }, true);
    await act(cancelOrder, { orderId, reason: "Try" }, true);
    await act(cancelOrder, { orderId, reason: "Try", returnMaterials: true }, true);
  });

  it("is refused once something has followed", async () => {
    const shop = await aShopOfStages(testDatabase, { keys: ["s1", "s2"], batchMode: "whole" });
    const orderId = await anOrderOf(shop, 2);
    const s1 = await runOfLot(shop, orderId, "1", "s1");
    await shop.make(startRun, { runId: s1 }, { now: shopMinute(0) });
    const commandId = newId();
    await shop.make(finishRun, { runId: s1, units: 2 }, { commandId, now: shopMinute(1) });
    await shop.make(startRun, { runId: await runOfLot(shop, orderId, "1", "s2") }, { now: shopMinute(2) });
    expect(await shop.ask(undoWork, { orderId, commandId }, { now: shopMinute(3) })).toMatchObject({
      refusal: { code: "undo_followed", data: { about: "run", stage: "s2", lot: "1", state: "in_progress" } },
    });
    expect(await shop.ask(undoWork, { orderId, commandId }, { now: shopMinute(7) })).toMatchObject({
      refusal: { code: "undo_too_late" },
    });
    await lawsHold(shop);
  });
});

describe("a lot whose wait after the last stage is over", () => {
  /** One of two goes back at once; the other is through, waits a minute, and nobody has received it yet. */
  async function aLotThatIsDue() {
    const shop = await aShopOfStages(testDatabase, {
      keys: ["s1", "s2"],
      batchMode: "split",
      change: (body) => ({
        ...body,
        stages: body.stages.map((stage) =>
          stage.key === "s2"
            ? { ...stage, wait: { name: "drying", minimumSeconds: 60, maximumSeconds: null } }
            : stage,
        ),
      }),
    });
    const reasonId = await defectReasonOf(shop);
    const orderId = await anOrderOf(shop, 2);
    const s1 = await runOfLot(shop, orderId, "1", "s1");
    const toStageId = await shop.stageId(orderId, "s1");
    const back = { reasonId, units: 1, decision: "return", toStageId } as const;
    await shop.make(startRun, { runId: s1 }, { now: shopMinute(0) });
    await shop.make(reportDefect, { runId: s1, ...back }, { now: shopMinute(1) });
    await shop.make(finishRun, { runId: s1, units: 1 }, { now: shopMinute(2) });
    await work(shop, await runOfLot(shop, orderId, "1", "s2"), 3, 2, { units: 1 });
    const other = await runOfLot(shop, orderId, "1.1", "s1");
    await shop.make(startRun, { runId: other }, { now: shopMinute(5) });
    expect((await stockOf(shop, shop.variantId, shop.finishedId)).onHand).toBe("0");
    return { shop, orderId, other, back };
  }
  const isReceived = async (shop: StagesShop): Promise<void> => {
    expect((await stockOf(shop, shop.variantId, shop.finishedId)).onHand).toBe("1");
    await lawsHold(shop);
  };

  it("is received by whatever ends next, though that is at an earlier stage", async () => {
    const { shop, other } = await aLotThatIsDue();
    await shop.make(finishRun, { runId: other, units: 1 }, { now: shopMinute(10) });
    await isReceived(shop);
  });

  it("is received as well where a defect ends it", async () => {
    const { shop, other, back } = await aLotThatIsDue();
    await shop.make(
      reportDefect,
      { runId: other, ...back, decision: "write_off", toStageId: undefined },
      { now: shopMinute(10) },
    );
    await isReceived(shop);
  });
});

/** What an undo has to bring back: units, on hand, reserved, worth, average and cost. */
async function figuresOf(shop: StagesShop, orderId: Id) {
  const order = await readWorkspace(shop.database, shop.workspaceId, (tx) =>
    tx.db.selectFrom("production_order").selectAll().where("id", "=", orderId).executeTakeFirstOrThrow(),
  );
  // Since when its units stand there is when they came there last.
  const { version: _version, standing: _standing, ...rest } = order;
  return {
    order: Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, JSON.stringify(value)])),
    flour: await stockOf(shop, shop.flourId),
    goods: await stockOf(shop, shop.variantId, shop.finishedId),
    units: (await lotsOf(shop, orderId))
      .filter((lot) => lot.units > 0)
      .map((lot) => [
        lot.number,
        lot.state,
        lot.units,
        text(lot.first_pass),
        text(lot.rework),
        text(lot.absorbed),
      ]),
  };
}
