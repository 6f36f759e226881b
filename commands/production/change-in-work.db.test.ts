import { v7 as newId } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addUpsell } from "#commands/catalog/add-upsell.ts";
import { cancelOrder } from "#commands/production/cancel-order.ts";
import { changeQuantity } from "#commands/production/change-quantity.ts";
import { changeUpsells } from "#commands/production/change-upsells.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { pickMaterial } from "#commands/production/pick-material.ts";
import { startRun } from "#commands/production/start-run.ts";
import { text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import {
  anOrderOf,
  aShopOfStages,
  lotsOf,
  runOfLot,
  type StagesShop,
  type StagesWish,
} from "#test/builders/stages-shop.ts";
import { lawsHold, refused, reservedOf, shopMinute } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";

/** What a supervisor changes about an order in work, with what it does to needs and reservations. */
let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const aShop = (batchMode: StagesWish["batchMode"], more: Partial<StagesWish> = {}): Promise<StagesShop> =>
  aShopOfStages(testDatabase, { keys: ["s1", "s2"], batchMode, material: "s1", flour: "12", ...more });

async function needsOf(shop: StagesShop, orderId: Id): Promise<string[]> {
  const norms = await readWorkspace(shop.database, shop.workspaceId, (tx) =>
    tx.db
      .selectFrom("order_norm")
      .select(["required"])
      .where("workspace_id", "=", shop.workspaceId)
      .where("order_id", "=", orderId)
      .orderBy("position")
      .execute(),
  );
  return norms.map((norm) => text(norm.required));
}
const lots = async (shop: StagesShop, orderId: Id): Promise<string[]> =>
  (await lotsOf(shop, orderId)).map((lot) => `${lot.number} ${lot.state} ${lot.units}`);

describe("the quantity", () => {
  it.each(["whole", "split", "per_unit"] as const)(
    "of an order that is %s goes up and down with its needs, reservations and what is short",
    async (batchMode) => {
      const shop = await aShop(batchMode);
      const orderId = await anOrderOf(shop, 10);
      expect(await reservedOf(shop, orderId, shop.flourId)).toBe("10");
      const up = await shop.make(changeQuantity, { orderId, quantity: 15 });
      expect(up.shortages).toMatchObject([{ required: "15", reserved: "12", missing: "3" }]);
      expect([await needsOf(shop, orderId), await reservedOf(shop, orderId, shop.flourId)]).toEqual([
        ["15"],
        "12",
      ]);
      await lawsHold(shop);
      expect(await shop.make(changeQuantity, { orderId, quantity: 4 })).toEqual({ shortages: [] });
      expect([await needsOf(shop, orderId), await reservedOf(shop, orderId, shop.flourId)]).toEqual([
        ["4"],
        "4",
      ]);
      await lawsHold(shop);
      // Asked for what it is already, it tells nothing.
      const { rows: before } = await testDatabase.pool.query("select from fact where thing_id = $1", [
        orderId,
      ]);
      await shop.make(changeQuantity, { orderId, quantity: 4 });
      const { rows: after } = await testDatabase.pool.query("select from fact where thing_id = $1", [
        orderId,
      ]);
      expect(after.length).toBe(before.length);
    },
  );

  it("carries on the needs of a stage that some have begun: the new lot is offered its own share", async () => {
    const shop = await aShop("split");
    const orderId = await anOrderOf(shop, 6);
    await shop.make(startRun, { runId: await runOfLot(shop, orderId, "1", "s1") }, { now: shopMinute(0) });
    await shop.make(changeQuantity, { orderId, quantity: 9 });
    expect(await lots(shop, orderId)).toEqual(["1 in_work 6", "2 in_work 3"]);
    expect([await needsOf(shop, orderId), await reservedOf(shop, orderId, shop.flourId)]).toEqual([
      ["9"],
      "3",
    ]);
    const first = { runId: await runOfLot(shop, orderId, "1", "s1"), units: 6 };
    await shop.make(finishRun, first, { now: shopMinute(5) });
    const second = { runId: await runOfLot(shop, orderId, "2", "s1") };
    await shop.make(startRun, second, { now: shopMinute(6) });
    const { rows } = await testDatabase.pool.query<{ consumed: { toFixed(): string } }>(
      "select consumed from order_norm where order_id = $1",
      [orderId],
    );
    expect(rows.map((row) => row.consumed.toFixed())).toEqual(["9"]);
    await lawsHold(shop);
  });

  it("is refused beyond what nobody began, of a batch in work, of an order that is over or not there", async () => {
    const shop = await aShop("whole");
    const orderId = await anOrderOf(shop, 10);
    await shop.make(startRun, { runId: await runOfLot(shop, orderId, "1", "s1") }, { now: shopMinute(0) });
    const ask = (quantity: number) => () => shop.ask(changeQuantity, { orderId, quantity });
    expect(await refused(shop, ask(9))).toEqual({
      code: "quantity_started",
      data: { least: 10 },
      path: ["quantity"],
    });
    expect(await refused(shop, ask(12))).toEqual({
      code: "second_order_needed",
      data: { more: 2 },
      path: ["quantity"],
    });
    expect(
      await refused(shop, () => shop.ask(changeQuantity, { orderId: newId(), quantity: 2 })),
    ).toMatchObject({ code: "order_unknown", path: ["orderId"] });
    await shop.make(cancelOrder, { orderId, reason: "Enough" });
    expect(await refused(shop, ask(12))).toMatchObject({ code: "order_closed" });
    const many = await aShop("per_unit");
    const manyId = await anOrderOf(many, 2);
    expect(
      await refused(many, () => many.ask(changeQuantity, { orderId: manyId, quantity: 10_001 })),
    ).toMatchObject({ code: "too_many_units_one_by_one" });
  });
});

describe("an option sold on top", () => {
  /** Its stage takes 1 kg a unit. */
  async function withOption(): Promise<{ shop: StagesShop; orderId: Id; upsellId: Id }> {
    let upsellId = "";
    const shop = await aShop("split", {
      keys: ["s1", "engraving", "s2"],
      material: "engraving",
      prepare: async (bare) => {
        ({ upsellId } = await bare.make(addUpsell, {
          itemId: bare.productId,
          name: "Engraving",
          price: "5",
        }));
      },
      change: (body) => ({
        ...body,
        stages: body.stages.map((stage) =>
          stage.key === "engraving" ? { ...stage, condition: { kind: "upsell" as const, upsellId } } : stage,
        ),
      }),
    });
    return { shop, orderId: await anOrderOf(shop, 4), upsellId };
  }

  it("switches its stage on and off, with its needs and reservations", async () => {
    const { shop, orderId, upsellId } = await withOption();
    expect(await reservedOf(shop, orderId, shop.flourId)).toBe("0");
    expect(await shop.make(changeUpsells, { orderId, upsellIds: [upsellId] })).toEqual({
      switchedOn: ["engraving"],
      switchedOff: [],
      shortages: [],
    });
    expect(await reservedOf(shop, orderId, shop.flourId)).toBe("4");
    await lawsHold(shop);
    expect(await shop.make(changeUpsells, { orderId, upsellIds: [] })).toMatchObject({
      switchedOff: ["engraving"],
    });
    expect(await reservedOf(shop, orderId, shop.flourId)).toBe("0");
    await lawsHold(shop);
  });

  it("is refused where its place has been passed, and taken off where it was begun", async () => {
    const { shop, orderId, upsellId } = await withOption();
    const ask = (upsellIds: Id[]) => () => shop.ask(changeUpsells, { orderId, upsellIds });
    const work = async (key: string, minute: number): Promise<void> => {
      const runId = await runOfLot(shop, orderId, "1", key);
      await shop.make(startRun, { runId }, { now: shopMinute(minute) });
    };
    await work("s1", 0);
    await shop.make(changeUpsells, { orderId, upsellIds: [upsellId] });
    await shop.make(
      finishRun,
      { runId: await runOfLot(shop, orderId, "1", "s1"), units: 4 },
      { now: shopMinute(5) },
    );
    await work("engraving", 6);
    expect(await refused(shop, ask([]))).toEqual({
      code: "stage_begun",
      data: { stage: "engraving" },
      path: ["upsellIds"],
    });
    const plain = await anOrderOf(shop, 2);
    const as = shop.operator;
    const s1 = await runOfLot(shop, plain, "1", "s1");
    await shop.make(startRun, { runId: s1 }, { as, now: shopMinute(20) });
    await shop.make(finishRun, { runId: s1, units: 2 }, { as, now: shopMinute(25) });
    await shop.make(startRun, { runId: await runOfLot(shop, plain, "1", "s2") }, { as, now: shopMinute(30) });
    const passed = () => shop.ask(changeUpsells, { orderId: plain, upsellIds: [upsellId] });
    expect(await refused(shop, passed)).toMatchObject({ code: "stage_passed", data: { stage: "engraving" } });
    const unknown = () => shop.ask(changeUpsells, { orderId: plain, upsellIds: [newId()] });
    expect((await refused(shop, unknown)).code).toMatch(/upsell_unknown|reference_unknown/);
    await lawsHold(shop);
  });
});

describe("a material that awaits selection", () => {
  it("is reserved once it is picked, needed to start, and picked anew only while none was used", async () => {
    const shop = await aShop("split", {
      change: (body, bare) => ({
        ...body,
        stages: body.stages.map((stage) => ({
          ...stage,
          norms: stage.norms.map((norm) => ({ ...norm, variantId: null, itemId: bare.flourItemId })),
        })),
      }),
    });
    const orderId = await anOrderOf(shop, 4);
    const runId = await runOfLot(shop, orderId, "1", "s1");
    const [norm] = await readWorkspace(shop.database, shop.workspaceId, (tx) =>
      tx.db.selectFrom("order_norm").select("id").where("order_id", "=", orderId).execute(),
    );
    const normId = norm?.id ?? "";
    const at = { now: shopMinute(1) };
    expect(await refused(shop, () => shop.ask(startRun, { runId }, at))).toMatchObject({
      code: "selection_missing",
      data: { material: "Flour" },
    });
    const other = { runId, normId, variantId: shop.boxId };
    expect(await refused(shop, () => shop.ask(pickMaterial, other))).toMatchObject({
      code: "variant_not_of_item",
    });
    await shop.make(pickMaterial, { runId, normId, variantId: shop.flourId });
    expect(await reservedOf(shop, orderId, shop.flourId)).toBe("4");
    await shop.make(startRun, { runId }, { now: shopMinute(0) });
    await lawsHold(shop);
    // the same again is no change
    await shop.make(pickMaterial, { runId, normId, variantId: shop.flourId });
  });
});
