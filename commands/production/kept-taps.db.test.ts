import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { addMember } from "#commands/access/add-member.ts";
import { setRate } from "#commands/costing/set-rate.ts";
import type { Id } from "#kernel/id.ts";
import { hashPin } from "#server/identity/member-sessions.ts";
import { aPhone } from "#test/builders/a-phone.ts";
import { accepted, aMember, aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import { anOrder, lawsHold, runIdAt, shopMinute } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { blockRun } from "./block-run.ts";
import { finishRun } from "./finish-run.ts";
import { joinRun } from "./join-run.ts";
import { pauseRun } from "./pause-run.ts";
import { reassignRun } from "./reassign-run.ts";
import { resumeRun } from "./resume-run.ts";
import { startRun } from "./start-run.ts";
import { unblockRun } from "./unblock-run.ts";
import { undoWork } from "./undo-work.ts";

let testDatabase: TestDatabase;
let shop: Workshop;
let orderId: Id;
let runId: Id;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());
beforeEach(async () => {
  shop = await aWorkshop(testDatabase);
  orderId = await anOrder(shop);
  runId = await runIdAt(shop, orderId, "baking");
});

const pause = () => ({ runId, reasonId: shop.pauseReasonId });
const minuteOf = (at: Date | null): number | null =>
  at === null ? null : (at.getTime() - shopMinute(0).getTime()) / 60_000;

/** Each stretch of somebody: what it is, from which minute to which, and the seconds it pays. */
async function hoursOf(memberId: Id): Promise<[string, number | null, number | null, number | null][]> {
  const { rows } = await testDatabase.pool.query<{
    kind: string;
    started_at: Date;
    ended_at: Date | null;
    seconds: number | null;
  }>(
    `select kind, started_at, ended_at, seconds from work_interval
     where workspace_id = $1 and member_id = $2 and not voided order by started_at, kind desc`,
    [shop.workspaceId, memberId],
  );
  return rows.map((row) => [row.kind, minuteOf(row.started_at), minuteOf(row.ended_at), row.seconds]);
}

async function aColleague(): Promise<Workshop["operator"]> {
  const colleague = { name: "Colleague", roles: ["operator" as const], tradeIds: [], pin: "4321" };
  const { memberId } = await shop.make(addMember(hashPin), colleague);
  return aMember(memberId, ["operator"]);
}

describe("taps that a phone kept", () => {
  it("count from when they were made, in their order, whenever they arrive", async () => {
    const phone = aPhone(shop, shop.operator);
    const taps = [
      phone.tap(startRun, { runId }, shopMinute(1)),
      phone.tap(pauseRun, pause(), shopMinute(11)),
      phone.tap(resumeRun, { runId }, shopMinute(21)),
      phone.tap(finishRun, { runId, units: 10, comment: "" }, shopMinute(26)),
    ];
    for (const tap of taps) accepted(await tap.send(shopMinute(60)));
    expect(await hoursOf(shop.operator.memberId)).toEqual([
      ["work", 1, 11, 600],
      ["pause", 11, 21, 0],
      ["work", 21, 26, 300],
    ]);
    // The next stage has been waiting since then; the log tells when it was written down.
    const { rows } = await testDatabase.pool.query<{ available_at: Date; at: Date; written: string }>(
      `select r.available_at, (f.data ->> 'at')::timestamptz as at, f.at as written from run r
       join fact f on f.workspace_id = r.workspace_id and f.kind = 'run_finished'
       where r.workspace_id = $1 and r.id = $2`,
      [shop.workspaceId, await runIdAt(shop, orderId, "packing")],
    );
    expect(rows).toEqual([{ available_at: shopMinute(26), at: shopMinute(26), written: shopMinute(60) }]);
    await lawsHold(shop);
  });

  it("are put right where the phone's clock is 7 minutes wrong, to either side", async () => {
    for (const wrong of [7, -7]) {
      shop = await aWorkshop(testDatabase);
      orderId = await anOrder(shop);
      runId = await runIdAt(shop, orderId, "baking");
      const phone = aPhone(shop, shop.operator, wrong * 60_000);
      accepted(await phone.tap(startRun, { runId }, shopMinute(1)).send(shopMinute(30)));
      accepted(await phone.tap(pauseRun, pause(), shopMinute(9)).send(shopMinute(30)));
      expect(await hoursOf(shop.operator.memberId)).toEqual([
        ["work", 1, 9, 480],
        ["pause", 9, null, null],
      ]);
    }
  });

  it("never lie in the future, nor before what the phone told of last, nor 72 hours back", async () => {
    const phone = aPhone(shop, shop.operator);
    accepted(await phone.tap(startRun, { runId }, shopMinute(500)).send(shopMinute(10)));
    accepted(await phone.tap(pauseRun, pause(), shopMinute(2)).send(shopMinute(20)));
    expect(await hoursOf(shop.operator.memberId)).toEqual([
      ["work", 10, 10, 0],
      ["pause", 10, null, null],
    ]);
    const days = 4 * 24 * 60;
    accepted(await phone.tap(resumeRun, { runId }, shopMinute(30)).send(shopMinute(days)));
    expect((await hoursOf(shop.operator.memberId)).at(-1)).toEqual(["work", days - 72 * 60, null, null]);
    await lawsHold(shop);
  });

  it("are paid at the rate of when the server takes them", async () => {
    const phone = aPhone(shop, shop.operator);
    const { memberId } = shop.operator;
    accepted(await phone.tap(startRun, { runId }, shopMinute(0)).send(shopMinute(0)));
    const finish = phone.tap(finishRun, { runId, units: 10, comment: "" }, shopMinute(30));
    await shop.make(setRate, { memberId, rate: "240" }, { now: shopMinute(40) });
    accepted(await finish.send(shopMinute(60)));
    const { rows } = await testDatabase.pool.query(
      "select quantity::text, round(rate, 4)::text as rate from cost_line where workspace_id = $1 and category = 'labour'",
      [shop.workspaceId],
    );
    expect(rows).toEqual([{ quantity: "1800.000000", rate: "240.0000" }]);
  });

  it("don't reach back into hours that the person spent elsewhere", async () => {
    const phone = aPhone(shop, shop.operator);
    const start = phone.tap(startRun, { runId }, shopMinute(5));
    // Meanwhile on the shared tablet, until minute 20.
    const other = await anOrder(shop);
    const otherRun = await runIdAt(shop, other, "baking");
    const there = (minute: number) => ({ as: shop.operator, now: shopMinute(minute) });
    await shop.make(startRun, { runId: otherRun }, there(4));
    await shop.make(finishRun, { runId: otherRun, units: 10, comment: "" }, there(20));
    accepted(await start.send(shopMinute(30)));
    expect(await hoursOf(shop.operator.memberId)).toEqual([
      ["work", 4, 20, 960],
      ["work", 20, null, null],
    ]);
    await lawsHold(shop);
  });

  it("don't reach back before what they act on: a pause that the office made meanwhile stays whole", async () => {
    const phone = aPhone(shop, shop.operator);
    accepted(await phone.tap(startRun, { runId }, shopMinute(0)).send(shopMinute(0)));
    const finish = phone.tap(finishRun, { runId, units: 10, comment: "" }, shopMinute(8));
    await shop.make(pauseRun, pause(), { now: shopMinute(10) });
    accepted(await finish.send(shopMinute(30)));
    expect(await hoursOf(shop.operator.memberId)).toEqual([
      ["work", 0, 10, 600],
      ["pause", 10, 10, 0],
    ]);
    await lawsHold(shop);
  });

  it("of two people on one batch stand beside each other as they were made", async () => {
    const colleague = await aColleague();
    const [mine, theirs] = [aPhone(shop, shop.operator), aPhone(shop, colleague, 420_000)];
    accepted(await mine.tap(startRun, { runId }, shopMinute(0)).send(shopMinute(0)));
    const join = theirs.tap(joinRun, { runId }, shopMinute(3));
    const stop = mine.tap(pauseRun, pause(), shopMinute(10));
    const theirStop = theirs.tap(pauseRun, pause(), shopMinute(12));
    const again = mine.tap(resumeRun, { runId }, shopMinute(15));
    // Their phone is back first, then mine.
    for (const tap of [join, theirStop, stop, again]) accepted(await tap.send(shopMinute(40)));
    expect(await hoursOf(shop.operator.memberId)).toEqual([
      ["work", 0, 10, 600],
      ["pause", 10, 15, 0],
      ["work", 15, null, null],
    ]);
    expect(await hoursOf(colleague.memberId)).toEqual([
      ["work", 3, 12, 540],
      ["pause", 12, null, null],
    ]);
    await lawsHold(shop);
  });
});

describe("a tap that comes twice", () => {
  it("is done once and answered as before, however late the copy is", async () => {
    const phone = aPhone(shop, shop.operator);
    const start = phone.tap(startRun, { runId }, shopMinute(0));
    const first = await start.send(shopMinute(5));
    accepted(await phone.tap(pauseRun, pause(), shopMinute(2)).send(shopMinute(6)));
    expect(await start.send(shopMinute(50))).toEqual(first);
    expect(await hoursOf(shop.operator.memberId)).toHaveLength(2);
  });

  it("stays refused where it was refused, although it would be possible by now", async () => {
    const phone = aPhone(shop, shop.operator);
    const reason = { runId, reasonId: shop.blockReasonId, note: "" };
    await shop.make(blockRun, reason, { now: shopMinute(1) });
    const start = phone.tap(startRun, { runId }, shopMinute(0));
    const refusal = await start.send(shopMinute(5));
    expect(refusal).toMatchObject({ ok: false, refusal: { code: "verb_not_now" } });
    await shop.make(unblockRun, { runId }, { now: shopMinute(6) });
    expect(await start.send(shopMinute(7))).toEqual(refusal);
    // Tried again by its person it is a tap of its own, with the time it had.
    accepted(await phone.tap(startRun, { runId }, shopMinute(0)).send(shopMinute(8)));
    expect(await start.send(shopMinute(9))).toMatchObject({ refusal: { code: "tap_answered" } });
    expect(await hoursOf(shop.operator.memberId)).toEqual([["work", 6, null, null]]);
  });

  it("has one effect when its copies arrive together", async () => {
    const phone = aPhone(shop, shop.operator);
    const start = phone.tap(startRun, { runId }, shopMinute(0));
    const answers = await Promise.all([start.send(shopMinute(5)), start.send(shopMinute(5))]);
    expect(answers[0]).toEqual(answers[1]);
    accepted(answers[0]);
    expect(await hoursOf(shop.operator.memberId)).toHaveLength(1);
  });
});

describe("a tap that was kept", () => {
  it("is refused by its own rule when the work is somebody else's by now", async () => {
    const colleague = await aColleague();
    const phone = aPhone(shop, shop.operator);
    accepted(await phone.tap(startRun, { runId }, shopMinute(0)).send(shopMinute(0)));
    const finish = phone.tap(finishRun, { runId, units: 10, comment: "" }, shopMinute(8));
    await shop.make(reassignRun, { runId, memberId: colleague.memberId }, { now: shopMinute(10) });
    // With what happened meanwhile, so that the phone can tell it.
    const last = { kind: "run_reassigned", by: "Owner", at: shopMinute(10).toISOString() };
    const refused = { code: "not_yours", data: { last } };
    expect(await finish.send(shopMinute(30))).toEqual({ ok: false, refusal: refused });
    expect(await finish.send(shopMinute(31))).toEqual({ ok: false, refusal: refused });
    expect(await hoursOf(shop.operator.memberId)).toEqual([["work", 0, 10, 600]]);
    await lawsHold(shop);
  });

  it("is nobody else's, whoever is signed in when it is sent", async () => {
    const colleague = await aColleague();
    const phone = aPhone(shop, shop.operator);
    const start = phone.tap(startRun, { runId }, shopMinute(0));
    const refused = { ok: false, refusal: { code: "tap_of_another" } };
    expect(await start.send(shopMinute(5), colleague)).toEqual(refused);
    accepted(await start.send(shopMinute(6)));
    // And their taps don't go by this outbox.
    const foreign = aPhone(shop, colleague).tap(pauseRun, pause(), shopMinute(7));
    Object.assign(foreign.tap, { outboxId: phone.outboxId });
    expect(await foreign.send(shopMinute(8))).toEqual(refused);
  });

  it("can be taken back within five minutes of the finger, also when the undo arrives late", async () => {
    const phone = aPhone(shop, shop.operator);
    const start = phone.tap(startRun, { runId }, shopMinute(0));
    accepted(await start.send(shopMinute(0)));
    const undo = { orderId, commandId: start.commandId };
    accepted(await phone.tap(undoWork, undo, shopMinute(1)).send(shopMinute(40)));
    expect(await hoursOf(shop.operator.memberId)).toEqual([]);
    const again = phone.tap(startRun, { runId }, shopMinute(2));
    accepted(await again.send(shopMinute(41)));
    const late = { orderId, commandId: again.commandId };
    expect(await phone.tap(undoWork, late, shopMinute(8)).send(shopMinute(41))).toMatchObject({
      refusal: { code: "undo_too_late" },
    });
    await lawsHold(shop);
  });
});
