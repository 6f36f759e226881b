import { v7 as newId } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addMember } from "#commands/access/add-member.ts";
import { changeQuantity } from "#commands/production/change-quantity.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { joinRun } from "#commands/production/join-run.ts";
import { letGo } from "#commands/production/let-go.ts";
import { mergeLots } from "#commands/production/merge-lots.ts";
import { reopenRun } from "#commands/production/reopen-run.ts";
import { reportDefect } from "#commands/production/report-defect.ts";
import { resolveEscalation } from "#commands/production/resolve-escalation.ts";
import { splitLot } from "#commands/production/split-lot.ts";
import { startRun } from "#commands/production/start-run.ts";
import { undoWork } from "#commands/production/undo-work.ts";
import type { Id } from "#kernel/id.ts";
import type { Result } from "#kernel/result.ts";
import { hashPin } from "#server/identity/member-sessions.ts";
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
import { lawsHold, shopMinute } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";

/** Two people, two connections, one lot: one of the two is told that the other was there first. */
let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const rounds = 5;
const aShop = (wish: Partial<StagesWish> = {}): Promise<StagesShop> =>
  aShopOfStages(testDatabase, { keys: ["s1", "s2"], batchMode: "split", material: "s1", ...wish });

async function started(shop: StagesShop, units: number): Promise<{ orderId: Id; runId: Id; reasonId: Id }> {
  const orderId = await anOrderOf(shop, units);
  const runId = await runOfLot(shop, orderId, "1", "s1");
  await shop.make(startRun, { runId }, { now: shopMinute(0) });
  return { orderId, runId, reasonId: await defectReasonOf(shop) };
}
const at = { now: shopMinute(5) };
const codesOf = (answers: readonly Result<unknown>[]): string[] =>
  answers.map((answer) => (answer.ok ? "yes" : answer.refusal.code)).sort();
const statesOf = async (shop: StagesShop, orderId: Id): Promise<string[]> =>
  (await lotsOf(shop, orderId)).map((lot) => `${lot.number} ${lot.state} ${lot.units}`);

describe("two at once on one lot", () => {
  it("send the same units back once: there are not enough for both", async () => {
    for (let round = 0; round < rounds; round += 1) {
      const shop = await aShop();
      const { orderId, runId, reasonId } = await started(shop, 10);
      const back = {
        runId,
        reasonId,
        units: 6,
        decision: "return" as const,
        toStageId: await shop.stageId(orderId, "s1"),
      };
      const answers = await Promise.all([shop.ask(reportDefect, back, at), shop.ask(reportDefect, back, at)]);
      expect(codesOf(answers)).toEqual(["more_units_than_run", "yes"]);
      expect(await statesOf(shop, orderId)).toEqual(["1 in_work 4", "1.1 in_work 6"]);
      await lawsHold(shop);
    }
  });

  it("report a defect while it is finished: whoever comes second finds the other's units", async () => {
    const seen = new Set<string>();
    for (let round = 0; round < rounds * 2; round += 1) {
      const shop = await aShop();
      const { orderId, runId, reasonId } = await started(shop, 10);
      const bad = { runId, reasonId, units: 3, decision: "write_off" as const };
      const finish = { runId, units: 10 };
      const answers = await Promise.all(
        round % 2 === 0
          ? [shop.ask(reportDefect, bad, at), shop.ask(finishRun, finish, at)]
          : [shop.ask(finishRun, finish, at), shop.ask(reportDefect, bad, at)],
      );
      seen.add(codesOf(answers).join());
      expect(await statesOf(shop, orderId)).toEqual(
        codesOf(answers).includes("verb_not_now")
          ? ["1 in_work 10"]
          : // The finish says ten: three were made anew, which is no more than was ordered.
            ["1 in_work 10", "1.1 written_off 3"],
      );
      await lawsHold(shop);
    }
    for (const codes of seen) expect(["yes,yes", "verb_not_now,yes"]).toContain(codes);
  });

  it("merge the same lots once, and part the same units once", async () => {
    for (let round = 0; round < rounds; round += 1) {
      const shop = await aShop();
      const orderId = await anOrderOf(shop, 10);
      const [lot] = await lotsOf(shop, orderId);
      const lotId = lot?.id ?? "";
      const parts = await Promise.all([
        shop.ask(splitLot, { lotId, units: 6 }, at),
        shop.ask(splitLot, { lotId, units: 6 }, at),
      ]);
      expect(codesOf(parts)).toEqual(["split_all", "yes"]);
      const lotIds = (await lotsOf(shop, orderId)).map((each) => each.id);
      const merges = await Promise.all([
        shop.ask(mergeLots, { orderId, lotIds }, at),
        shop.ask(mergeLots, { orderId, lotIds: lotIds.toReversed() }, at),
      ]);
      expect(codesOf(merges)).toEqual(["lot_unknown", "yes"]);
      await lawsHold(shop);
    }
  });

  it("start a lot while it is merged into another, or taken off the order", async () => {
    for (let round = 0; round < rounds; round += 1) {
      const shop = await aShop();
      const orderId = await anOrderOf(shop, 10);
      const [lot] = await lotsOf(shop, orderId);
      const part = await shop.make(splitLot, { lotId: lot?.id ?? "", units: 4 }, at);
      const runId = await runOfLot(shop, orderId, "1.1", "s1");
      const answers = await Promise.all([
        shop.ask(startRun, { runId }, at),
        shop.ask(mergeLots, { orderId, lotIds: [lot?.id ?? "", part.lotId] }, at),
        shop.ask(changeQuantity, { orderId, quantity: 6 }, at),
      ]);
      expect(codesOf(answers)).toContain("yes");
      await lawsHold(shop);
    }
  });

  it("decide once on what came back too often, and let a held batch go once", async () => {
    for (let round = 0; round < rounds; round += 1) {
      const shop = await aShop({ batchMode: "whole", reworkLimit: { s1: 0 } });
      const { orderId, runId, reasonId } = await started(shop, 10);
      const toStageId = await shop.stageId(orderId, "s1");
      await shop.make(reportDefect, { runId, reasonId, units: 2, decision: "return", toStageId }, at);
      const waiting = await runOfLot(shop, orderId, "1.1", "s1");
      const decide = (decision: "accept" | "write_off") =>
        shop.ask(resolveEscalation, { runId: waiting, decision, reason: "Looked" }, at);
      const answers = await Promise.all([
        decide("accept"),
        decide("write_off"),
        shop.ask(letGo, { runId, reason: "No time" }, at),
      ]);
      const decisions = answers.slice(0, 2);
      expect(codesOf(decisions)).toEqual(["verb_not_now", "yes"]);
      await lawsHold(shop);
    }
  });
});

describe("taking back while work goes on", () => {
  it("undoes a finish, or starts what comes after it, and never both", async () => {
    for (let round = 0; round < rounds; round += 1) {
      const shop = await aShop();
      const { orderId, runId } = await started(shop, 10);
      const commandId = newId();
      await shop.make(finishRun, { runId, units: 10 }, { commandId, ...at });
      const next = await runOfLot(shop, orderId, "1", "s2");
      const answers = await Promise.all([
        shop.ask(undoWork, { orderId, commandId }, at),
        shop.ask(startRun, { runId: next }, at),
        shop.ask(reopenRun, { runId, reason: "One is missing" }, at),
      ]);
      expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
      await lawsHold(shop);
    }
  });
});

describe("many at once by the unit", () => {
  it("start, join, fail and finish units of one order: nothing waits for ever, and every law holds", async () => {
    const shop = await aShop({ batchMode: "per_unit", keys: ["s1", "s2", "s3"] });
    const aPerson = async (name: string) => {
      const made = await shop.make(addMember(hashPin), { name, roles: ["supervisor"], tradeIds: [] });
      return aMember(made.memberId, ["supervisor"]);
    };
    const pairs = await Promise.all(
      ["A", "B", "C", "D", "E", "F"].map(async (name) => ({
        as: await aPerson(name),
        helper: await aPerson(`Helper of ${name}`),
      })),
    );
    const orderId = await anOrderOf(shop, 24);
    const reasonId = await defectReasonOf(shop);
    const toStageId = await shop.stageId(orderId, "s1");
    await Promise.all(
      pairs.map(async ({ as, helper }, place) => {
        let minute = 10;
        const next = () => shopMinute((minute += 1));
        for (let unit = place; unit < 24; unit += pairs.length) {
          for (const key of ["s1", "s2", "s3"]) {
            const runId = await runOfLot(shop, orderId, `#${unit + 1}`, key);
            await shop.make(startRun, { runId }, { as, now: next() });
            await shop.make(joinRun, { runId }, { as: helper, now: next() });
            if (key === "s2" && unit % 5 === 0) {
              const back = { runId, reasonId, units: 1, decision: "return" as const, toStageId };
              await shop.make(reportDefect, back, { as, now: next() });
              break;
            }
            await shop.make(finishRun, { runId, units: 1 }, { as, now: next() });
          }
        }
      }),
    );
    const lots = await lotsOf(shop, orderId);
    expect(lots.filter((lot) => lot.state === "finished")).toHaveLength(19);
    await lawsHold(shop);
  }, 60_000);
});
