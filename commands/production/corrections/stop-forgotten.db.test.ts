import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { confirmWork } from "#commands/production/confirm-work.ts";
import { joinRun } from "#commands/production/join-run.ts";
import { pauseRun } from "#commands/production/pause-run.ts";
import { recordProgress } from "#commands/production/record-progress.ts";
import { resumeRun } from "#commands/production/resume-run.ts";
import { startRun } from "#commands/production/start-run.ts";
import type { Id } from "#kernel/id.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { showMyStages } from "#modules/production/views/show-my-stages.ts";
import { showOrderTime } from "#modules/production/views/show-order-time.ts";
import { aPhone } from "#test/builders/a-phone.ts";
import { aPerson, intervalsAt } from "#test/builders/corrections.ts";
import { seeView } from "#test/builders/see-view.ts";
import { anOrderOf, aShopOfStages, lotsOf, runOfLot } from "#test/builders/stages-shop.ts";
import { accepted, aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import {
  anOrder,
  costLinesOf,
  finishAt,
  lawsHold,
  refused,
  runIdAt,
  shopMinute,
  startAt,
} from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { decideCorrection } from "./decide-correction.ts";
import { stopForgotten } from "./stop-forgotten.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const iso = (minute: number): string => shopMinute(minute).toISOString();
const minuteOf = (at: Date | string | null): number | null =>
  at === null ? null : (new Date(at).getTime() - shopMinute(0).getTime()) / 60_000;

/** The operator bakes since minute 0, in Kyiv at eleven on a Monday; ten minutes are planned, the shift ends at 420. */
async function bakingGoesOn() {
  const shop = await aWorkshop(testDatabase);
  const orderId = await anOrder(shop, { quantity: 10 });
  const runId = await startAt(shop, orderId, "baking", 0);
  return { shop, orderId, runId, as: shop.operator };
}

async function cardOf(shop: Workshop, runId: Id, minute: number, actor: Actor = shop.operator) {
  const viewer = { actor, now: shopMinute(minute) };
  const seen = accepted(await seeView(shop, productionRoutes.showMyStages, showMyStages, {}, viewer));
  return [...seen.inProgress, ...seen.waiting].find((card) => card.runId === runId);
}

async function asked(shop: Workshop, runId: Id, minute: number) {
  const told = (await cardOf(shop, runId, minute))?.forgotten;
  return told === null || told === undefined ? told : [minuteOf(told.asksAt), minuteOf(told.likelyEnd)];
}

const stop = (runId: Id, minute: number) => ({ runId, stoppedAt: iso(minute), reason: "Forgot" });
const timeOf = async (shop: Workshop, orderId: Id, minute: number) =>
  accepted(
    await seeView(
      shop,
      productionRoutes.showOrderTime,
      showOrderTime,
      { orderId },
      { actor: shop.owner, now: shopMinute(minute) },
    ),
  );

describe("work that goes on", () => {
  it("is asked about an hour over its plan, and proposed to have ended with the plan", async () => {
    const { shop, runId } = await bakingGoesOn();
    expect(await asked(shop, runId, 5)).toEqual([70, 10]);
  });

  it("and after a yes as long again, which is written down; as after any other sign of life", async () => {
    const { shop, orderId, runId, as } = await bakingGoesOn();
    await shop.make(confirmWork, { runId }, { as, now: shopMinute(75) });
    expect(await asked(shop, runId, 76)).toEqual([145, 75]);
    await shop.make(recordProgress, { runId, units: 4 }, { as, now: shopMinute(100) });
    expect(await asked(shop, runId, 101)).toEqual([170, 100]);
    // Whoever looks in from the office is no sign of the operator's life.
    await shop.make(recordProgress, { runId, units: 5 }, { now: shopMinute(110) });
    expect(await asked(shop, runId, 111)).toEqual([170, 100]);
    expect((await timeOf(shop, orderId, 111)).runs[0]?.stretches[0]).toMatchObject({ asksAt: iso(170) });
    await lawsHold(shop);
  });

  it("is nobody else's to answer, and asks nobody who is on a pause", async () => {
    const { shop, runId, as } = await bakingGoesOn();
    const other = await aPerson(shop, "Other", ["operator"]);
    expect((await cardOf(shop, runId, 80, other))?.forgotten ?? null).toBe(null);
    const now = shopMinute(80);
    const answers = [
      await refused(shop, () => shop.ask(confirmWork, { runId }, { now })),
      await refused(shop, () => shop.ask(stopForgotten, stop(runId, 10), { now })),
    ];
    expect(answers.map(({ code }) => code)).toEqual(["not_in_crew", "not_in_crew"]);
    await shop.make(pauseRun, { runId, reasonId: null }, { as, now: shopMinute(80) });
    expect(await asked(shop, runId, 200)).toBe(null);
    const paused = await refused(shop, () => shop.ask(confirmWork, { runId }, { as, now: shopMinute(81) }));
    expect(paused).toMatchObject({ code: "verb_not_now", data: { state: "paused" } });
  });

  it("on several units at once is planned for all of them, and answered for all of them", async () => {
    const shop = await aShopOfStages(testDatabase, { keys: ["s1", "s2"], batchMode: "per_unit" });
    const orderId = await anOrderOf(shop, 3);
    const as = shop.operator;
    const [first = "", ...alsoRunIds] = await Promise.all(
      (await lotsOf(shop, orderId)).map((lot) => runOfLot(shop, orderId, lot.number, "s1")),
    );
    await shop.make(startRun, { runId: first, alsoRunIds }, { as, now: shopMinute(0) });
    // a minute each
    expect(await asked(shop, first, 1)).toEqual([63, 3]);
    const also = alsoRunIds[0] ?? "";
    await shop.make(confirmWork, { runId: also }, { as, now: shopMinute(70) });
    expect(await asked(shop, first, 71)).toEqual([133, 70]);
    const { correctionId } = await shop.make(stopForgotten, stop(also, 80), { as, now: shopMinute(200) });
    await shop.make(decideCorrection, { correctionId, decision: "approve" }, { now: shopMinute(210) });
    const seconds = (await Promise.all([first, ...alsoRunIds].map((runId) => intervalsAt(shop, runId))))
      .flat()
      .filter((row) => row.kind === "work" && !row.voided)
      .map((row) => row.seconds);
    expect(seconds).toEqual([1600, 1600, 1600]);
    await lawsHold(shop);
  });
});

describe("who had stopped before", () => {
  it("is paused as it was recorded, and proposes when it ended: the original stays, also once it is approved", async () => {
    const { shop, orderId, runId, as } = await bakingGoesOn();
    const answer = await shop.make(stopForgotten, stop(runId, 12), { as, now: shopMinute(460) });
    expect(answer.state).toBe("paused");
    const hours = async () =>
      (await intervalsAt(shop, runId)).map((row) => [
        row.kind,
        minuteOf(row.started_at),
        minuteOf(row.ended_at),
        row.seconds,
        row.voided,
      ]);
    expect(await hours()).toEqual([
      ["work", 0, 460, 27_600, false],
      ["pause", 460, null, null, false],
    ]);
    const [waiting] = (await timeOf(shop, orderId, 461)).corrections;
    expect(waiting).toMatchObject({
      id: answer.correctionId,
      state: "proposed",
      reason: "Forgot",
      proposedBy: "Operator",
      before: { stretches: [{ from: iso(0), to: iso(460) }] },
      after: { stretches: [{ from: iso(0), to: iso(12) }] },
      verbs: ["approve", "decline"],
    });
    await lawsHold(shop);
    // finished before anybody has decided: captured as it was recorded
    await finishAt(shop, orderId, "baking", 470);
    const labour = async () => (await costLinesOf(shop, orderId)).filter(([kind]) => kind === "labour");
    expect(await labour()).toEqual([["labour", "27600", "120", "920"]]);
    const { correctionId } = answer;
    // nobody decides on their own hours
    const both = {
      kind: "member" as const,
      memberId: as.memberId,
      roles: ["supervisor" as const],
      tradeIds: [],
    };
    const own = await refused(shop, () =>
      shop.ask(decideCorrection, { correctionId, decision: "approve" }, { as: both, now: shopMinute(480) }),
    );
    expect(own.code).toBe("correction_own");
    await shop.make(decideCorrection, { correctionId, decision: "approve" }, { now: shopMinute(480) });
    expect(await labour()).toEqual([
      ["labour", "27600", "120", "920"],
      ["labour", "-27600", "120", "-920"],
      ["labour", "720", "120", "24"],
    ]);
    expect((await hours()).filter(([kind]) => kind === "work")).toEqual([
      ["work", 0, 460, 27_600, true],
      ["work", 0, 12, 720, false],
    ]);
    await lawsHold(shop);
  });

  it("declined, all stays as it was recorded, with the reason", async () => {
    const { shop, orderId, runId, as } = await bakingGoesOn();
    const { correctionId } = await shop.make(stopForgotten, stop(runId, 12), { as, now: shopMinute(100) });
    const decision = { correctionId, decision: "decline" as const, note: "I saw you at it" };
    await shop.make(decideCorrection, decision, { now: shopMinute(110) });
    const { corrections, runs } = await timeOf(shop, orderId, 111);
    expect(corrections[0]).toMatchObject({ state: "declined", decidedNote: "I saw you at it" });
    expect(runs[0]?.stretches[0]).toMatchObject({
      to: iso(100),
      seconds: 6_000,
      corrected: false,
      asksAt: null,
    });
    await lawsHold(shop);
  });

  it("goes on afterwards as from any pause, and the others of the crew all the time", async () => {
    const { shop, orderId, runId, as } = await bakingGoesOn();
    const other = await aPerson(shop, "Other", ["operator"], "60");
    await shop.make(joinRun, { runId }, { as: other, now: shopMinute(20) });
    const { correctionId, state } = await shop.make(stopForgotten, stop(runId, 30), {
      as,
      now: shopMinute(90),
    });
    expect(state).toBe("in_progress");
    await shop.make(resumeRun, { runId }, { as, now: shopMinute(100) });
    await finishAt(shop, orderId, "baking", 120);
    await shop.make(decideCorrection, { correctionId, decision: "approve" }, { now: shopMinute(130) });
    const worked = (await timeOf(shop, orderId, 131)).people.map(({ name, workedSeconds }) => [
      name,
      workedSeconds / 60,
    ]);
    expect(worked).toEqual([
      ["Other", 100],
      ["Operator", 50],
    ]);
    await lawsHold(shop);
  });

  it("may have tapped without network: the pause is of the tap, whenever it arrives", async () => {
    const { shop, runId, as } = await bakingGoesOn();
    const phone = aPhone(shop, as);
    const tap = phone.tap(stopForgotten, stop(runId, 12), shopMinute(100));
    accepted(await tap.send(shopMinute(300)));
    expect((await intervalsAt(shop, runId)).map((row) => [row.kind, minuteOf(row.started_at)])).toEqual([
      ["work", 0],
      ["pause", 100],
    ]);
    // not after the tap, though before it arrived
    const { shop: another, runId: going, as: who } = await bakingGoesOn();
    const late = aPhone(another, who).tap(stopForgotten, stop(going, 150), shopMinute(100));
    expect(await late.send(shopMinute(300))).toMatchObject({
      ok: false,
      refusal: { code: "correction_in_future", path: ["stoppedAt"] },
    });
    await lawsHold(another);
  });

  it("is refused a moment before the beginning, and then nothing is paused", async () => {
    const { shop, runId, as } = await bakingGoesOn();
    const no = await refused(shop, () =>
      shop.ask(stopForgotten, stop(runId, -10), { as, now: shopMinute(100) }),
    );
    expect(no).toMatchObject({ code: "correction_backwards", path: ["stoppedAt"] });
    expect(await asked(shop, runId, 101)).toEqual([70, 10]);
  });

  it("from two phones at once is heard once", async () => {
    const { shop, orderId, runId, as } = await bakingGoesOn();
    const answers = await Promise.all(
      Array.from({ length: 3 }, () => shop.ask(stopForgotten, stop(runId, 12), { as, now: shopMinute(100) })),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    for (const answer of answers) if (!answer.ok) expect(answer.refusal.code).toBe("not_in_crew");
    expect((await timeOf(shop, orderId, 101)).corrections).toHaveLength(1);
    expect(await runIdAt(shop, orderId, "baking")).toBe(runId);
    await lawsHold(shop);
  });
});
