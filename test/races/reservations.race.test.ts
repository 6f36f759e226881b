import { v7 as newId } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cancelOrder } from "#commands/production/cancel-order.ts";
import { fillShortages } from "#commands/production/fill-shortages.ts";
import { moveReservation } from "#commands/production/move-reservation.ts";
import { releaseReservation } from "#commands/production/release-reservation.ts";
import { reserveOrder } from "#commands/production/reserve-order.ts";
import type { Id } from "#kernel/id.ts";
import { balanceIdOf, bring, fill, wantsOf } from "#test/builders/shortages.ts";
import { aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import { anOrder, lawsHold, normIdAt, startAt, stockOf } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";

/** Each command runs on a connection of its own; the pool has ten. */
let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const long = process.env["LONG"] === "1";
const rounds = long ? 100 : 8;
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

type Short = { shop: Workshop; orders: Id[]; balanceId: Id };

/** So many orders that each wait for 2 kg of flour, where there is this much. */
async function aShortShop(orders: number, flour = "0"): Promise<Short> {
  const shop = await aWorkshop(testDatabase, { flour });
  const made: Id[] = [];
  for (const _ of times(orders, () => null)) made.push(await anOrder(shop, { quantity: 1 }));
  return { shop, orders: made, balanceId: await balanceIdOf(testDatabase, shop, shop.flourId) };
}
const wants = (short: Short): Promise<string[][]> =>
  Promise.all(short.orders.map((orderId) => wantsOf(testDatabase, short.shop, orderId, short.shop.flourId)));

describe("what comes in for those who wait", () => {
  it("is given once, in order, however many receipts and fillings go on at once", async () => {
    for (let round = 0; round < rounds; round += 1) {
      const short = await aShortShop(4);
      const { shop, balanceId } = short;
      await Promise.all([
        ...times(3, () => bring(shop, shop.flourId, "1.5")),
        ...times(4, () => fill(shop, balanceId)),
      ]);
      // as the reaction to the last receipt does
      await fill(shop, balanceId);
      expect(await wants(short)).toEqual([["2 2 0"], ["2 2 0"], ["0.5 2 1.5"], ["0 2 2"]]);
      expect(await stockOf(shop, shop.flourId)).toMatchObject({ onHand: "4.5", reserved: "4.5" });
      await lawsHold(shop);
    }
  });

  it("is given once where the same filling is asked twice", async () => {
    const short = await aShortShop(2);
    const { shop, balanceId } = short;
    await bring(shop, shop.flourId, "3");
    const commandId = newId();
    const answers = await Promise.all(times(4, () => fill(shop, balanceId, { commandId })));
    expect(answers).toEqual(times(4, () => ({ filled: 2, more: false })));
    expect(await wants(short)).toEqual([["2 2 0"], ["1 2 1"]]);
    const { rows } = await testDatabase.pool.query(
      "select from fact where workspace_id = $1 and command_id = $2",
      [shop.workspaceId, commandId],
    );
    expect(rows).toHaveLength(2);
  });

  it("is not left with an order that is cancelled meanwhile", async () => {
    for (let round = 0; round < rounds; round += 1) {
      const short = await aShortShop(2);
      const { shop, balanceId, orders } = short;
      const [first = ""] = orders;
      await bring(shop, shop.flourId, "2");
      await Promise.all([
        fill(shop, balanceId),
        shop.make(cancelOrder, { orderId: first, reason: "Not wanted", returnMaterials: false }),
      ]);
      await fill(shop, balanceId);
      expect(await wants(short)).toEqual([["0 2 2 closed"], ["2 2 0"]]);
      await lawsHold(shop);
    }
  });

  it("is not reserved for a stage that starts and takes it meanwhile", async () => {
    for (let round = 0; round < rounds; round += 1) {
      const short = await aShortShop(2);
      const { shop, balanceId, orders } = short;
      const [first = ""] = orders;
      await bring(shop, shop.flourId, "3");
      await Promise.all([fill(shop, balanceId), startAt(shop, first, "baking", 3)]);
      await fill(shop, balanceId);
      expect(await wants(short)).toEqual([["0 0 0"], ["1 2 1"]]);
      expect(await stockOf(shop, shop.flourId)).toMatchObject({ onHand: "1", reserved: "1" });
      await lawsHold(shop);
    }
  });
});

describe("a reservation that two hands take", () => {
  it("is moved to one of those who lack it, never to both", async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { shop, orders } = await aShortShop(3, "2");
      const [from = "", ...others] = await Promise.all(
        orders.map((orderId) => normIdAt(shop, orderId, "baking")),
      );
      const answers = await Promise.all(
        others.map((toNormId) => shop.ask(moveReservation, { fromNormId: from, toNormId, quantity: "1.5" })),
      );
      expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
      expect(answers.find((answer) => !answer.ok)).toMatchObject({
        refusal: { code: "reservation_not_held", data: { held: "0.5" } },
      });
      await lawsHold(shop);
    }
  });

  it("stays whole whatever is done with it at once: reserved, released, moved, used, filled, cancelled", async () => {
    for (let round = 0; round < rounds; round += 1) {
      const { shop, orders, balanceId } = await aShortShop(4, "5");
      const [a = "", b = "", c = "", d = ""] = orders;
      const [normA, normB, normC] = await Promise.all(
        [a, b, c].map((orderId) => normIdAt(shop, orderId, "baking")),
      );
      await Promise.all([
        bring(shop, shop.flourId, "1"),
        shop.ask(fillShortages, { balanceId }, { as: { kind: "automation" } }),
        shop.ask(moveReservation, { fromNormId: normA ?? "", toNormId: normC ?? "", quantity: "1" }),
        shop.ask(moveReservation, { fromNormId: normC ?? "", toNormId: normA ?? "", quantity: "1" }),
        shop.ask(releaseReservation, { normId: normB ?? "" }),
        shop.ask(reserveOrder, { orderId: c }),
        shop.make(cancelOrder, { orderId: d, reason: "Not wanted", returnMaterials: false }),
        startAt(shop, a, "baking", 3),
        anOrder(shop, { quantity: 1 }),
      ]);
      await lawsHold(shop);
    }
  });
});
