import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setRate } from "#commands/costing/set-rate.ts";
import { cancelOrder } from "#commands/production/cancel-order.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { joinRun } from "#commands/production/join-run.ts";
import { pauseRun } from "#commands/production/pause-run.ts";
import { reopenRun } from "#commands/production/reopen-run.ts";
import { startRun } from "#commands/production/start-run.ts";
import { undoWork } from "#commands/production/undo-work.ts";
import { text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import {
  aPerson,
  correctTime,
  firstInterval,
  intervalsAt,
  pause,
  stretch,
  theWorkedExample,
  workAt,
} from "#test/builders/corrections.ts";
import { anOrderOf, aShopOfStages, lotsOf, runOfLot } from "#test/builders/stages-shop.ts";
import { aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import {
  anOrder,
  costLinesOf,
  finishAt,
  lawsHold,
  orderRow,
  refused,
  runIdAt,
  shopMinute,
  startAt,
  workThrough,
} from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { decideCorrection } from "./decide-correction.ts";
import { proposeTimeCorrection } from "./propose-time-correction.ts";
import { withdrawCorrection } from "./withdraw-correction.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const labourOf = async (shop: Workshop, orderId: Id) =>
  (await costLinesOf(shop, orderId)).filter(([category]) => category === "labour").map(([, ...rest]) => rest);

/** An hour of the operator's at the oven, at 120. */
async function anHourOfBaking(options: { finish?: boolean } = {}) {
  const shop = await aWorkshop(testDatabase);
  const orderId = await anOrder(shop, { quantity: 10 });
  const runId = await startAt(shop, orderId, "baking", 0);
  if (options.finish !== false) await finishAt(shop, orderId, "baking", 60);
  const me = shop.operator.memberId;
  return { shop, orderId, runId, me };
}

describe("a correction of time", () => {
  it("puts lines beside the captured ones at their own rate: a rate that was changed since changes nothing", async () => {
    const { shop, orderId, runId, me } = await anHourOfBaking();
    await shop.make(setRate, { memberId: me, rate: "500" }, { now: shopMinute(70) });
    const before = await orderRow(shop, orderId);
    const intervalId = await firstInterval(shop, runId);
    const answer = await correctTime(shop, { runId, intervalId, stretches: [stretch(me, 0, 45)] });
    // a quarter of an hour at 120
    expect(answer).toMatchObject({ state: "approved", costDifference: "-30" });
    expect(await labourOf(shop, orderId)).toEqual([
      ["3600", "120", "120"],
      ["-3600", "120", "-120"],
      ["2700", "120", "90"],
    ]);
    const after = await orderRow(shop, orderId);
    expect(text(after.cost.minus(before.cost))).toBe("-30");
    expect(text(after.carried.minus(before.carried))).toBe("-30");
    // the original stays as it was, and counts no more
    expect((await intervalsAt(shop, runId)).map(({ voided, seconds }) => [voided, seconds])).toEqual([
      [true, 3600],
      [false, 2700],
    ]);
    await lawsHold(shop);
  });

  it("of a run that is not captured changes time alone, and the capture counts what it says", async () => {
    const { shop, orderId, runId, me } = await anHourOfBaking({ finish: false });
    const forgotten = await correctTime(
      shop,
      { runId, stretches: [stretch(shop.owner.memberId, 5, 20)] },
      30,
    );
    expect(forgotten).toMatchObject({ costDifference: null });
    expect(await costLinesOf(shop, orderId)).toEqual([]);
    await shop.make(setRate, { memberId: shop.owner.memberId, rate: "60" });
    await finishAt(shop, orderId, "baking", 60);
    const labour = (await labourOf(shop, orderId)).sort(([a = ""], [b = ""]) => Number(b) - Number(a));
    expect(labour).toEqual([
      ["3600", "120", "120"],
      ["900", "60", "15"],
    ]);
    expect(me).not.toBe(shop.owner.memberId);
    await lawsHold(shop);
  });

  it("adds a person at the rate that was in effect when the run ended", async () => {
    const { shop, orderId, runId } = await anHourOfBaking();
    const helper = await aPerson(shop, "Helper", ["operator"], "90");
    await shop.make(setRate, { memberId: helper.memberId, rate: "900" }, { now: shopMinute(61) });
    await correctTime(shop, { runId, stretches: [stretch(helper.memberId, 10, 30)] });
    expect((await labourOf(shop, orderId)).at(-1)).toEqual(["1200", "90", "30"]);
    await lawsHold(shop);
  });

  it("gives time to whom it was: the one's lines go, the other's come", async () => {
    const { shop, orderId, runId } = await anHourOfBaking();
    const other = await aPerson(shop, "Other", ["operator"], "60");
    const intervalId = await firstInterval(shop, runId);
    await correctTime(shop, { runId, intervalId, stretches: [stretch(other.memberId, 0, 60)] });
    expect(await labourOf(shop, orderId)).toEqual([
      ["3600", "120", "120"],
      ["-3600", "120", "-120"],
      ["3600", "60", "60"],
    ]);
    await lawsHold(shop);
  });

  it("takes a stretch away, and another correction brings it back at the first rate", async () => {
    const { shop, orderId, runId, me } = await anHourOfBaking();
    const intervalId = await firstInterval(shop, runId);
    const cost = (await orderRow(shop, orderId)).cost;
    await correctTime(shop, { runId, intervalId, stretches: [] });
    expect(text(cost.minus((await orderRow(shop, orderId)).cost))).toBe("120");
    await shop.make(setRate, { memberId: me, rate: "777" }, { now: shopMinute(100) });
    await correctTime(shop, { runId, stretches: [stretch(me, 0, 60)] });
    expect((await orderRow(shop, orderId)).cost.eq(cost)).toBe(true);
    // and a correction of what that one made
    const made = (await intervalsAt(shop, runId)).find((row) => !row.voided)?.id ?? "";
    await correctTime(shop, { runId, intervalId: made, stretches: [stretch(me, 0, 30)] });
    expect(text(cost.minus((await orderRow(shop, orderId)).cost))).toBe("60");
    expect(await labourOf(shop, orderId)).toEqual([
      ["3600", "120", "120"],
      ["-3600", "120", "-120"],
      ["3600", "120", "120"],
      ["-3600", "120", "-120"],
      ["1800", "120", "60"],
    ]);
    await lawsHold(shop);
  });

  it("puts a forgotten pause into a stretch: unpaid ones pay nothing, paid ones to the shift's end", async () => {
    const { shop, orderId, runId, me } = await anHourOfBaking();
    const intervalId = await firstInterval(shop, runId);
    const lunch = [stretch(me, 0, 20), pause(me, 20, 50, shop.pauseReasonId), stretch(me, 50, 60)];
    await correctTime(shop, { runId, intervalId, stretches: lunch });
    expect((await labourOf(shop, orderId)).at(-1)).toEqual(["1800", "120", "60"]);
    const rest = (await intervalsAt(shop, runId)).find((row) => row.kind === "pause" && !row.voided);
    // the reason was another one
    await correctTime(shop, {
      runId,
      intervalId: rest?.id ?? "",
      stretches: [pause(me, 20, 50, shop.paidPauseReasonId)],
    });
    expect((await labourOf(shop, orderId)).at(-1)).toEqual(["3600", "120", "120"]);
    await lawsHold(shop);
  });

  it("pays a pause that is added no longer than the shift lasts", async () => {
    const shop = await aWorkshop(testDatabase);
    const orderId = await anOrder(shop, { quantity: 10 });
    const me = shop.operator.memberId;
    // 16:00 UTC is 18:00 in Kyiv in winter: the shift's end, seven hours after the shop's first minute
    const runId = await startAt(shop, orderId, "baking", 0);
    await finishAt(shop, orderId, "baking", 500);
    const intervalId = await firstInterval(shop, runId);
    const stretches = [stretch(me, 0, 400), pause(me, 400, 500, shop.paidPauseReasonId)];
    await correctTime(shop, { runId, intervalId, stretches }, 900);
    expect((await labourOf(shop, orderId)).at(-1)?.[0]).toBe(String(420 * 60));
    await lawsHold(shop);
  });

  it("of one of a crew leaves the others' time as it was", async () => {
    const { shop, orderId, runId, me } = await anHourOfBaking({ finish: false });
    const other = await aPerson(shop, "Other", ["supervisor"], "60");
    await shop.make(joinRun, { runId }, { as: other, now: shopMinute(30) });
    await finishAt(shop, orderId, "baking", 60);
    const theirs = (await intervalsAt(shop, runId)).find((row) => row.member_id === other.memberId);
    await correctTime(shop, {
      runId,
      intervalId: theirs?.id ?? "",
      stretches: [stretch(other.memberId, 40, 60)],
    });
    expect(await labourOf(shop, orderId)).toEqual([
      ["3600", "120", "120"],
      ["1800", "60", "30"],
      ["-1800", "60", "-30"],
      ["1200", "60", "20"],
    ]);
    expect(me).toBe(shop.operator.memberId);
    await lawsHold(shop);
  });

  it("of a stretch on several units corrects it on all of them, by units", async () => {
    const shop = await aShopOfStages(testDatabase, { keys: ["s1", "s2"], batchMode: "per_unit" });
    const me = shop.operator.memberId;
    const orderId = await anOrderOf(shop, 3);
    const [first = "", ...others] = await Promise.all(
      (await lotsOf(shop, orderId)).map((lot) => runOfLot(shop, orderId, lot.number, "s1")),
    );
    await shop.make(
      startRun,
      { runId: first, alsoRunIds: others },
      { as: shop.operator, now: shopMinute(0) },
    );
    await shop.make(
      finishRun,
      { runId: first, alsoRunIds: others, units: 3 },
      { as: shop.operator, now: shopMinute(60) },
    );
    const [, second = ""] = [first, ...others];
    await correctTime(shop, {
      runId: second,
      intervalId: await firstInterval(shop, second),
      stretches: [stretch(me, 0, 30)],
    });
    // 1800 seconds over three units, at 120
    const lines = await labourOf(shop, orderId);
    expect(lines.filter(([quantity]) => quantity === "600")).toHaveLength(3);
    expect(text((await orderRow(shop, orderId)).cost)).toBe("60");
    await lawsHold(shop);
  });
});

describe("the difference goes where the units of the run are", () => {
  // S1 took 40 minutes of 20 units, and really 60: 16 and 3 were received since, and one is written off.
  it.each([
    ["separate", { late: "19", loss: "1" }],
    ["included", { late: "19", loss: "1" }],
  ] as const)("%s", async (accounting, expected) => {
    const { shop, orderId, at } = await theWorkedExample(testDatabase, accounting);
    const before = await orderRow(shop, orderId);
    const runId = await at("1", "s1");
    const helper = await aPerson(shop, "Helper", ["operator"]);
    await shop.make(setRate, { memberId: helper.memberId, rate: "60" }, { now: shopMinute(-1000) });
    await correctTime(shop, { runId, stretches: [stretch(helper.memberId, 0, 20)] });
    const after = await orderRow(shop, orderId);
    expect(text(after.cost)).toBe("503");
    expect(text(after.received_cost)).toBe(text(before.received_cost));
    expect(text(after.late_difference.minus(before.late_difference))).toBe(expected.late);
    expect(text(after.separate_loss.minus(before.separate_loss))).toBe(expected.loss);
    const lots = await lotsOf(shop, orderId);
    expect(lots.map((lot) => [lot.number, text(lot.first_pass)])).toEqual([
      ["1", "368.4706"],
      ["1.1", "66"],
      ["1.2", "20.5294"],
    ]);
    await lawsHold(shop);
  });

  it("of a cancelled order it is a loss like the rest", async () => {
    const { shop, orderId, runId, me } = await anHourOfBaking();
    await shop.make(cancelOrder, { orderId, reason: "Gone" }, { now: shopMinute(70) });
    const before = await orderRow(shop, orderId);
    const intervalId = await firstInterval(shop, runId);
    await correctTime(shop, { runId, intervalId, stretches: [stretch(me, 0, 30)] });
    const after = await orderRow(shop, orderId);
    expect(text(after.separate_loss.minus(before.separate_loss))).toBe("-60");
    expect(after.status).toBe("cancelled");
    await lawsHold(shop);
  });
});

describe("what cannot be", () => {
  const ask = (shop: Workshop, wish: object, minutes = 600) =>
    refused(shop, () =>
      shop.ask(
        proposeTimeCorrection,
        { runId: "", stretches: [], reason: "So it was", applyAtOnce: true, ...wish },
        { now: shopMinute(minutes) },
      ),
    );

  it("is refused in words, and leaves nothing", async () => {
    const { shop, orderId, runId, me } = await anHourOfBaking();
    const intervalId = await firstInterval(shop, runId);
    const one = (from: number, to: number) => ({ runId, intervalId, stretches: [stretch(me, from, to)] });
    expect((await ask(shop, one(0, 60))).code).toBe("correction_empty");
    expect((await ask(shop, { runId })).code).toBe("correction_empty");
    expect(await ask(shop, one(40, 40))).toMatchObject({
      code: "correction_backwards",
      path: ["stretches", 0, "to"],
    });
    expect((await ask(shop, one(0, 601))).code).toBe("correction_in_future");
    expect((await ask(shop, one(-1, 60))).code).toBe("correction_outside_order");
    expect((await ask(shop, { ...one(0, 30), intervalId: shop.owner.memberId })).code).toBe(
      "correction_outdated",
    );
    const packing = await runIdAt(shop, orderId, "packing");
    expect((await ask(shop, { runId: packing, stretches: [stretch(me, 0, 30)] })).code).toBe(
      "correction_not_begun",
    );
    const unknown = stretch(orderId, 0, 30);
    expect(await ask(shop, { runId, stretches: [unknown] })).toMatchObject({
      code: "member_unknown",
      path: ["stretches", 0, "memberId"],
    });
    const block = { ...pause(me, 0, 30), reasonId: shop.blockReasonId };
    expect((await ask(shop, { runId, intervalId, stretches: [block] })).code).toBe("stop_reason_unknown");
  });

  it("is time after the order has ended, and time that still runs", async () => {
    const shop = await aWorkshop(testDatabase);
    const orderId = await anOrder(shop, { quantity: 10 });
    await workThrough(shop, orderId, 0);
    const runId = await runIdAt(shop, orderId, "packing");
    const late = { runId, stretches: [stretch(shop.owner.memberId, 20, 31)] };
    expect((await ask(shop, late)).code).toBe("correction_outside_order");
    const open = await anOrder(shop, { quantity: 1 });
    const running = await startAt(shop, open, "baking", 40);
    const intervalId = await firstInterval(shop, running);
    expect((await ask(shop, { runId: running, intervalId, stretches: [] })).code).toBe("correction_running");
  });

  it("is time that a person is paid for elsewhere, on whatever order", async () => {
    const { shop, runId, me } = await anHourOfBaking();
    const other = await anOrder(shop, { quantity: 1 });
    await startAt(shop, other, "baking", 60);
    await finishAt(shop, other, "baking", 90);
    const intervalId = await firstInterval(shop, runId);
    const longer = { runId, intervalId, stretches: [stretch(me, 0, 61)] };
    expect(await ask(shop, longer)).toMatchObject({
      code: "correction_overlaps",
      data: { number: 2, stage: "Baking" },
    });
    // what it replaces is no hindrance, and two of its own stretches are
    const twice = { runId, intervalId, stretches: [stretch(me, 0, 40), stretch(me, 30, 50)] };
    expect((await ask(shop, twice)).code).toBe("correction_overlaps");
    const pausedMeanwhile = {
      runId,
      intervalId,
      stretches: [stretch(me, 0, 40), pause(me, 30, 50, shop.pauseReasonId)],
    };
    expect((await ask(shop, pausedMeanwhile)).code).toBe("correction_overlaps");
    await correctTime(shop, { runId, intervalId, stretches: [stretch(me, 0, 50), stretch(me, 50, 60)] });
    await lawsHold(shop);
  });
});

describe("who may", () => {
  it("propose: an operator their own; approve: whoever decides, but not their own hours", async () => {
    const { shop, orderId, runId, me } = await anHourOfBaking();
    const intervalId = await firstInterval(shop, runId);
    const wish = { runId, intervalId, stretches: [stretch(me, 0, 45)], reason: "Lunch" };
    const as = shop.operator;
    const now = shopMinute(100);
    const others = { ...wish, stretches: [stretch(shop.owner.memberId, 0, 45)] };
    expect((await refused(shop, () => shop.ask(proposeTimeCorrection, others, { as, now }))).code).toBe(
      "not_yours",
    );
    const stranger = await aPerson(shop, "Stranger", ["operator"]);
    const strange = { runId, stretches: [stretch(stranger.memberId, 0, 45)], reason: "I was there" };
    expect(
      (await refused(shop, () => shop.ask(proposeTimeCorrection, strange, { as: stranger, now }))).code,
    ).toBe("not_yours");
    const atOnce = { ...wish, applyAtOnce: true };
    expect((await refused(shop, () => shop.ask(proposeTimeCorrection, atOnce, { as, now }))).code).toBe(
      "not_allowed",
    );
    const { correctionId, state } = await shop.make(proposeTimeCorrection, wish, { as, now });
    expect(state).toBe("proposed");
    expect((await labourOf(shop, orderId)).length).toBe(1);
    const approval = { correctionId, decision: "approve" as const };
    expect((await refused(shop, () => shop.ask(decideCorrection, approval, { as, now }))).code).toBe(
      "not_allowed",
    );
    const both = { ...shop.operator, roles: ["operator", "supervisor"] as const };
    expect((await refused(shop, () => shop.ask(decideCorrection, approval, { as: both, now }))).code).toBe(
      "correction_own",
    );
    const supervisor = await aPerson(shop, "Supervisor", ["supervisor"]);
    expect(await shop.make(decideCorrection, approval, { as: supervisor, now })).toMatchObject({
      state: "approved",
      costDifference: "-30",
    });
    const again = await refused(shop, () => shop.ask(decideCorrection, approval, { as: supervisor, now }));
    expect(again).toMatchObject({ code: "correction_decided", data: { state: "approved" } });
    await lawsHold(shop);
  });

  it("decline and withdraw: nothing happens but that it is written down", async () => {
    const { shop, orderId, runId, me } = await anHourOfBaking();
    const intervalId = await firstInterval(shop, runId);
    const wish = { runId, intervalId, stretches: [stretch(me, 0, 45)], reason: "Lunch" };
    const now = shopMinute(100);
    const cost = text((await orderRow(shop, orderId)).cost);
    const first = await shop.make(proposeTimeCorrection, wish, { as: shop.operator, now });
    await shop.make(
      decideCorrection,
      { correctionId: first.correctionId, decision: "decline", note: "No" },
      { now },
    );
    const second = await shop.make(proposeTimeCorrection, wish, { as: shop.operator, now });
    const { correctionId } = second;
    expect((await refused(shop, () => shop.ask(withdrawCorrection, { correctionId }, { now }))).code).toBe(
      "not_yours",
    );
    await shop.make(withdrawCorrection, { correctionId }, { as: shop.operator, now });
    const approval = { correctionId, decision: "approve" as const };
    expect((await refused(shop, () => shop.ask(decideCorrection, approval, { now }))).code).toBe(
      "correction_decided",
    );
    expect(text((await orderRow(shop, orderId)).cost)).toBe(cost);
    await lawsHold(shop);
  });

  it("approve what has been corrected otherwise meanwhile: nobody", async () => {
    const { shop, runId, me } = await anHourOfBaking();
    const intervalId = await firstInterval(shop, runId);
    const wish = { runId, intervalId, stretches: [stretch(me, 0, 45)], reason: "Lunch" };
    const now = shopMinute(100);
    const waiting = await shop.make(proposeTimeCorrection, wish, { as: shop.operator, now });
    await correctTime(shop, { runId, intervalId, stretches: [stretch(me, 0, 20)] });
    const approval = { correctionId: waiting.correctionId, decision: "approve" as const };
    const answer = await refused(shop, () => shop.ask(decideCorrection, approval, { now: shopMinute(700) }));
    expect(answer.code).toBe("correction_outdated");
  });
});

describe("a paid pause on several units at once", () => {
  it("ends with the person's next work, whichever of the units goes on first", async () => {
    const shop = await aShopOfStages(testDatabase, { keys: ["s1", "s2"], batchMode: "per_unit" });
    const orderId = await anOrderOf(shop, 2);
    const as = shop.operator;
    const [first = "", second = ""] = await Promise.all(
      (await lotsOf(shop, orderId)).map((lot) => runOfLot(shop, orderId, lot.number, "s1")),
    );
    await shop.make(startRun, { runId: first, alsoRunIds: [second] }, { as, now: shopMinute(0) });
    const paused = { runId: first, reasonId: shop.paidPauseReasonId };
    await shop.make(pauseRun, paused, { as, now: shopMinute(60) });
    const elsewhere = await anOrderOf(shop, 1);
    const [lot] = await lotsOf(shop, elsewhere);
    const other = await runOfLot(shop, elsewhere, lot?.number ?? "", "s1");
    await workAt(shop, other, 70, 20, 1, as);
    // not the one that leads the pause
    await shop.make(finishRun, { runId: second, units: 1 }, { as, now: shopMinute(120) });
    await shop.make(finishRun, { runId: first, units: 1 }, { as, now: shopMinute(120) });
    const seconds = (await labourOf(shop, orderId)).map(([quantity]) => Number(quantity));
    // an hour of work and ten minutes of pause, over two units
    expect(seconds.reduce((total, each) => total + each, 0)).toBe(70 * 60);
    await lawsHold(shop);
  });
});

describe("what was corrected", () => {
  it("is neither reopened nor undone: it is corrected again", async () => {
    const { shop, orderId, runId, me } = await anHourOfBaking();
    const intervalId = await firstInterval(shop, runId);
    const { rows } = await testDatabase.pool.query<{ command_id: Id }>(
      "select command_id from fact where workspace_id = $1 and kind = 'run_finished' and data ->> 'runId' = $2",
      [shop.workspaceId, runId],
    );
    await correctTime(shop, { runId, intervalId, stretches: [stretch(me, 0, 45)] }, 61);
    const reopen = { runId, reason: "Forgot one" };
    const now = shopMinute(62);
    expect(await refused(shop, () => shop.ask(reopenRun, reopen, { now }))).toMatchObject({
      code: "undo_corrected",
      data: { stage: "Baking" },
    });
    const commandId = rows[0]?.command_id ?? "";
    expect((await refused(shop, () => shop.ask(undoWork, { orderId, commandId }, { now }))).code).toBe(
      "undo_corrected",
    );
    const { rows: own } = await testDatabase.pool.query<{ command_id: Id }>(
      "select command_id from fact where workspace_id = $1 and kind = 'time_corrected'",
      [shop.workspaceId],
    );
    const correction = { orderId, commandId: own[0]?.command_id ?? "" };
    expect((await refused(shop, () => shop.ask(undoWork, correction, { now }))).code).toBe("undo_unknown");
  });

  it("hinders no undo of what others did on the order", async () => {
    const { shop, orderId, runId, me } = await anHourOfBaking();
    const packing = await runIdAt(shop, orderId, "packing");
    await workAt(shop, packing, 70, 10, 10, shop.operator);
    const intervalId = await firstInterval(shop, runId);
    await correctTime(shop, { runId, intervalId, stretches: [stretch(me, 0, 45)] }, 90);
    const before = await orderRow(shop, orderId);
    expect(text(before.late_difference)).toBe("-30");
    await shop.make(reopenRun, { runId: packing, reason: "One is missing" }, { now: shopMinute(91) });
    const after = await orderRow(shop, orderId);
    // what came late is carried again
    expect([text(after.late_difference), text(after.received_cost)]).toEqual(["0", "0"]);
    expect(after.carried.eq(after.cost)).toBe(true);
    await lawsHold(shop);
  });
});
