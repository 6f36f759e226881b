import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeWorkspace } from "#commands/access/change-workspace.ts";
import { addVariant } from "#commands/catalog/add-variant.ts";
import { countStock } from "#commands/inventory/count-stock.ts";
import { receiveStock } from "#commands/inventory/receive-stock.ts";
import { reopenRun } from "#commands/production/reopen-run.ts";
import { text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { aPerson, correctMaterial, theWorkedExample } from "#test/builders/corrections.ts";
import { lotsOf } from "#test/builders/stages-shop.ts";
import { aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import {
  anOrder,
  costLinesOf,
  finishAt,
  lawsHold,
  normIdAt,
  orderRow,
  refused,
  runIdAt,
  shopMinute,
  startAt,
  stockOf,
  workThrough,
} from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { decideCorrection } from "./decide-correction.ts";
import { proposeMaterialCorrection } from "./propose-material-correction.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const materialOf = async (shop: Workshop, orderId: Id) =>
  (await costLinesOf(shop, orderId))
    .filter(([category]) => category === "material")
    .map(([, ...rest]) => rest);

/** Twenty kilograms of flour at 10, baked and captured. */
async function tenCakes() {
  const shop = await aWorkshop(testDatabase);
  const orderId = await anOrder(shop, { quantity: 10 });
  const runId = await startAt(shop, orderId, "baking", 0);
  await finishAt(shop, orderId, "baking", 60);
  const normId = await normIdAt(shop, orderId, "baking");
  const of = (quantity: string, variantId = shop.flourId) => ({ normId, variantId, quantity });
  return { shop, orderId, runId, normId, of };
}

const valuations = async (shop: Workshop) =>
  (
    await testDatabase.pool.query<{ reason: string; amount: { toFixed(): string } }>(
      "select reason, amount from valuation_line where workspace_id = $1 order by id",
      [shop.workspaceId],
    )
  ).rows.map((row) => [row.reason, row.amount.toFixed()]);

const consumedOf = async (shop: Workshop, normId: Id) =>
  text(
    (
      await shop.database.kysely
        .selectFrom("order_norm")
        .select("consumed")
        .where("workspace_id", "=", shop.workspaceId)
        .where("id", "=", normId)
        .executeTakeFirstOrThrow()
    ).consumed,
  );

describe("a correction of material", () => {
  it("less: it comes back at the value at which it left, and the line is written anew at its price", async () => {
    const { shop, orderId, runId, normId, of } = await tenCakes();
    // the average has changed since
    const line = { variantId: shop.flourId, quantity: "980", price: "30" };
    await shop.make(receiveStock, { warehouseId: shop.materialsId, lines: [line], note: "" });
    const before = await stockOf(shop, shop.flourId);
    const answer = await correctMaterial(shop, { runId, materials: [of("18.5")] });
    expect(answer).toMatchObject({ state: "approved", costDifference: "-15" });
    expect(await materialOf(shop, orderId)).toEqual([
      ["20", "10", "200"],
      ["-20", "10", "-200"],
      ["18.5", "10", "185"],
    ]);
    const after = await stockOf(shop, shop.flourId);
    expect([before.onHand, after.onHand]).toEqual(["1960", "1961.5"]);
    expect([before.value, after.value]).toEqual(["39200", "39215"]);
    expect(await consumedOf(shop, normId)).toBe("18.5");
    expect(await valuations(shop)).toEqual([]);
    await lawsHold(shop);
  });

  it("more: it is issued now at the average; what that differs from the captured price is a valuation line", async () => {
    const { shop, orderId, runId, normId, of } = await tenCakes();
    const line = { variantId: shop.flourId, quantity: "980", price: "30" };
    await shop.make(receiveStock, { warehouseId: shop.materialsId, lines: [line], note: "" });
    await correctMaterial(shop, { runId, materials: [of("22")] });
    // two kilograms leave at 20 each, and cost what the others did
    expect(await materialOf(shop, orderId)).toEqual([
      ["20", "10", "200"],
      ["-20", "10", "-200"],
      ["22", "10", "220"],
    ]);
    expect(await valuations(shop)).toEqual([["correction", "20"]]);
    expect((await stockOf(shop, shop.flourId)).value).toBe("39160");
    expect(await consumedOf(shop, normId)).toBe("22");
    await lawsHold(shop);
  });

  it("corrected again, and to nothing and back: the price stays the captured one", async () => {
    const { shop, orderId, runId, of } = await tenCakes();
    const cost = (await orderRow(shop, orderId)).cost;
    await correctMaterial(shop, { runId, materials: [of("25")] });
    await correctMaterial(shop, { runId, materials: [of("0")] });
    expect(text((await orderRow(shop, orderId)).cost.minus(cost))).toBe("-200");
    const line = { variantId: shop.flourId, quantity: "1000", price: "77" };
    await shop.make(receiveStock, { warehouseId: shop.materialsId, lines: [line], note: "" });
    await correctMaterial(shop, { runId, materials: [of("20")] });
    expect((await orderRow(shop, orderId)).cost.eq(cost)).toBe(true);
    expect((await materialOf(shop, orderId)).map(([quantity]) => quantity)).toEqual([
      "20",
      "-20",
      "25",
      "-25",
      "20",
    ]);
    await lawsHold(shop);
  });

  it("forgotten: it costs what it does now", async () => {
    const shop = await aWorkshop(testDatabase);
    const orderId = await anOrder(shop, { quantity: 10 });
    const normId = await normIdAt(shop, orderId, "baking");
    const runId = await startAt(shop, orderId, "baking", 0, { materials: [{ normId, quantity: "0" }] });
    await finishAt(shop, orderId, "baking", 60);
    const materials = [{ normId, variantId: shop.flourId, quantity: "7.333333" }];
    await correctMaterial(shop, { runId, materials });
    expect(await materialOf(shop, orderId)).toEqual([["7.333333", "10", "73.3333"]]);
    await lawsHold(shop);
  });

  it("of another variant: the one comes back, the other goes out at its own price", async () => {
    const { shop, orderId, runId, of } = await tenCakes();
    const { variantId } = await shop.make(addVariant, {
      itemId: shop.flourItemId,
      name: "Rye",
      sku: null,
      attributes: {},
      salePrice: null,
      listPrice: null,
    });
    const line = { variantId, quantity: "100", price: "13.3333" };
    await shop.make(receiveStock, { warehouseId: shop.materialsId, lines: [line], note: "" });
    await correctMaterial(shop, { runId, materials: [of("0"), of("19", variantId)] });
    expect(await materialOf(shop, orderId)).toEqual([
      ["20", "10", "200"],
      ["-20", "10", "-200"],
      ["19", "13.3333", "253.3327"],
    ]);
    expect((await stockOf(shop, shop.flourId)).onHand).toBe("1000");
    expect((await stockOf(shop, variantId)).onHand).toBe("81");
    await correctMaterial(shop, { runId, materials: [of("18", variantId)] });
    expect((await materialOf(shop, orderId)).at(-1)).toEqual(["18", "13.3333", "239.9994"]);
    await lawsHold(shop);
  });

  it("when the shelf is empty goes below zero where that is allowed, and is refused where it is not", async () => {
    const { shop, runId, of } = await tenCakes();
    const counted = [{ variantId: shop.flourId, counted: "1" }];
    await shop.make(countStock, { warehouseId: shop.materialsId, lines: counted, note: "" });
    await shop.make(changeWorkspace, { allowNegativeStock: false });
    const wish = { runId, materials: [of("23")], reason: "So it was", applyAtOnce: true };
    const now = shopMinute(600);
    expect((await refused(shop, () => shop.ask(proposeMaterialCorrection, wish, { now }))).code).toBe(
      "not_enough_stock",
    );
    await shop.make(changeWorkspace, { allowNegativeStock: true });
    await correctMaterial(shop, { runId, materials: [of("23")] });
    expect((await stockOf(shop, shop.flourId)).onHand).toBe("-2");
    await lawsHold(shop);
  });
});

describe("after the receipt", () => {
  // S1 took 20 blanks of 20 units, and really 17: 16 + 3 are received, one is written off.
  it.each(["separate", "included"] as const)("it is a late difference, %s", async (accounting) => {
    const { shop, orderId, at } = await theWorkedExample(testDatabase, accounting);
    const before = await orderRow(shop, orderId);
    const goods = await stockOf(shop, shop.variantId, shop.finishedId);
    const normId = await normIdAt(shop, orderId, "s1");
    const runId = await at("1", "s1");
    const variantId = shop.flourId;
    await correctMaterial(shop, { runId, materials: [{ normId, variantId, quantity: "17" }] });
    const after = await orderRow(shop, orderId);
    expect(text(after.cost)).toBe("453");
    expect(text(after.late_difference.minus(before.late_difference))).toBe("-28.5");
    // nobody is left to take what falls on the lost unit
    expect(text(after.separate_loss.minus(before.separate_loss))).toBe("-1.5");
    expect(text(after.received_cost)).toBe(text(before.received_cost));
    // what was received is never valued anew
    expect(await stockOf(shop, shop.variantId, shop.finishedId)).toEqual(goods);
    const lots = await lotsOf(shop, orderId);
    expect(lots.map((lot) => [lot.number, text(lot.first_pass)])).toEqual([
      ["1", "328.4706"],
      ["1.1", "58.5"],
      ["1.2", "18.0294"],
    ]);
    await lawsHold(shop);
  });
});

describe("what cannot be", () => {
  it("is refused in words, and leaves nothing", async () => {
    const { shop, orderId, runId, normId, of } = await tenCakes();
    const now = shopMinute(600);
    const ask = (materials: object[], run = runId) =>
      refused(shop, () =>
        shop.ask(
          proposeMaterialCorrection,
          { runId: run, materials: materials as [], reason: "So it was", applyAtOnce: true },
          { now },
        ),
      );
    expect((await ask([of("20")])).code).toBe("correction_empty");
    expect((await ask([of("1"), of("2")])).code).toBe("norm_twice");
    expect(await ask([{ ...of("1"), normId: orderId }])).toMatchObject({
      code: "norm_unknown",
      path: ["materials", 0, "normId"],
    });
    expect((await ask([of("1", orderId)])).code).toBe("variant_unknown");
    expect((await ask([of("1", shop.boxId)])).code).toBe("variant_not_of_item");
    const packing = await runIdAt(shop, orderId, "packing");
    expect((await ask([{ ...of("1"), normId }], packing)).code).toBe("correction_run_open");
    expect((await ask([of("1")], orderId)).code).toBe("run_unknown");
  });

  it("is approved where something else was corrected since: nobody knows which is true", async () => {
    const { shop, runId, of } = await tenCakes();
    const now = shopMinute(600);
    const keeper = await aPerson(shop, "Keeper", ["storekeeper"]);
    const wish = { runId, materials: [of("18")], reason: "Weighed" };
    const first = await shop.make(proposeMaterialCorrection, wish, { as: keeper, now });
    const second = await shop.make(proposeMaterialCorrection, wish, { as: keeper, now });
    const approve = (correctionId: Id) => ({ correctionId, decision: "approve" as const });
    expect(
      (await refused(shop, () => shop.ask(decideCorrection, approve(first.correctionId), { as: keeper })))
        .code,
    ).toBe("not_allowed");
    await shop.make(decideCorrection, approve(first.correctionId), { now });
    const answer = await refused(shop, () =>
      shop.ask(decideCorrection, approve(second.correctionId), { now }),
    );
    expect(answer.code).toBe("correction_outdated");
    await lawsHold(shop);
  });

  it("is reopened", async () => {
    const { shop, runId, of } = await tenCakes();
    await correctMaterial(shop, { runId, materials: [of("18")] });
    const reopen = { runId, reason: "One is missing" };
    const now = shopMinute(700);
    expect((await refused(shop, () => shop.ask(reopenRun, reopen, { now }))).code).toBe("undo_corrected");
  });
});

describe("a whole order", () => {
  it("that is done takes corrections of both stages, and adds up", async () => {
    const shop = await aWorkshop(testDatabase);
    const orderId = await anOrder(shop, { quantity: 10 });
    await workThrough(shop, orderId, 0);
    for (const [key, variantId, quantity] of [
      ["baking", shop.flourId, "19.999999"],
      ["packing", shop.boxId, "11"],
    ] as const) {
      const normId = await normIdAt(shop, orderId, key);
      const runId = await runIdAt(shop, orderId, key);
      await correctMaterial(shop, { runId, materials: [{ normId, variantId, quantity }] });
    }
    const order = await orderRow(shop, orderId);
    expect(text(order.late_difference)).toBe("3");
    expect(order.status).toBe("done");
    await lawsHold(shop);
  });
});
