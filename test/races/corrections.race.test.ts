import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decideCorrection } from "#commands/production/corrections/decide-correction.ts";
import { proposeMaterialCorrection } from "#commands/production/corrections/propose-material-correction.ts";
import { proposeTimeCorrection } from "#commands/production/corrections/propose-time-correction.ts";
import { withdrawCorrection } from "#commands/production/corrections/withdraw-correction.ts";
import { text } from "#kernel/decimal.ts";
import { firstInterval, stretch } from "#test/builders/corrections.ts";
import { aWorkshop } from "#test/builders/workshop.ts";
import {
  anOrder,
  finishAt,
  lawsHold,
  normIdAt,
  orderRow,
  shopMinute,
  startAt,
} from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const now = shopMinute(600);
const rounds = 5;

async function anHour() {
  const shop = await aWorkshop(testDatabase);
  const orderId = await anOrder(shop, { quantity: 10 });
  const runId = await startAt(shop, orderId, "baking", 0);
  await finishAt(shop, orderId, "baking", 60);
  return { shop, orderId, runId, me: shop.operator.memberId };
}

describe("two at once", () => {
  it("approve a correction: it is applied once, and the second is told so", async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { shop, orderId, runId, me } = await anHour();
      const intervalId = await firstInterval(shop, runId);
      const wish = { runId, intervalId, stretches: [stretch(me, 0, 45)], reason: "Lunch" };
      const { correctionId } = await shop.make(proposeTimeCorrection, wish, { as: shop.operator, now });
      const before = (await orderRow(shop, orderId)).cost;
      const answers = await Promise.all(
        Array.from({ length: 4 }, () =>
          shop.ask(decideCorrection, { correctionId, decision: "approve" }, { now }),
        ),
      );
      expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
      for (const answer of answers) if (!answer.ok) expect(answer.refusal.code).toBe("correction_decided");
      expect(text(before.minus((await orderRow(shop, orderId)).cost))).toBe("30");
      await lawsHold(shop);
    }
  });

  it("approve and withdraw it: one of them was first", async () => {
    const { shop, orderId, runId, me } = await anHour();
    const intervalId = await firstInterval(shop, runId);
    const wish = { runId, intervalId, stretches: [stretch(me, 0, 45)], reason: "Lunch" };
    const { correctionId } = await shop.make(proposeTimeCorrection, wish, { as: shop.operator, now });
    const answers = await Promise.all([
      shop.ask(decideCorrection, { correctionId, decision: "approve" }, { now }),
      shop.ask(withdrawCorrection, { correctionId }, { as: shop.operator, now }),
    ]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    const [approved] = answers;
    expect(text((await orderRow(shop, orderId)).cost)).toBe(approved.ok ? "290" : "320");
    await lawsHold(shop);
  });

  it("say that a person was at two orders at the same time: one of them is refused", async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { shop, runId } = await anHour();
      const other = await anOrder(shop, { quantity: 1 });
      const otherRun = await startAt(shop, other, "baking", 70);
      await finishAt(shop, other, "baking", 80);
      const helper = shop.owner.memberId;
      const forgotten = (id: string, from: number, to: number) => ({
        runId: id,
        stretches: [stretch(helper, from, to)],
        reason: "I helped",
        applyAtOnce: true,
      });
      const answers = await Promise.all([
        shop.ask(proposeTimeCorrection, forgotten(runId, 10, 40), { now }),
        shop.ask(proposeTimeCorrection, forgotten(otherRun, 30, 75), { now }),
      ]);
      expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
      await lawsHold(shop);
    }
  });

  it("correct the material of one run: the second finds it corrected, or adds to it, and all adds up", async () => {
    const { shop, orderId, runId } = await anHour();
    const normId = await normIdAt(shop, orderId, "baking");
    const used = (quantity: string) => ({
      runId,
      materials: [{ normId, variantId: shop.flourId, quantity }],
      reason: "Weighed",
      applyAtOnce: true,
    });
    await Promise.all(
      ["18", "21", "19.5", "0"].map((quantity) =>
        shop.ask(proposeMaterialCorrection, used(quantity), { now }),
      ),
    );
    await lawsHold(shop);
  });
});
