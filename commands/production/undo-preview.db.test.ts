import { v7 as newId } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { transferStock } from "#commands/inventory/transfer-stock.ts";
import type { Id } from "#kernel/id.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { seeView } from "#test/builders/see-view.ts";
import { accepted, aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import { anOrder, runIdAt, shopMinute } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { cancelOrder } from "./cancel-order.ts";
import { finishRun } from "./finish-run.ts";
import { previewUndo } from "./preview-undo.ts";
import { startRun } from "./start-run.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const preview = async (shop: Workshop, orderId: Id, commandId: Id, minutes: number) =>
  accepted(
    await seeView(
      shop,
      productionRoutes.previewUndo,
      previewUndo,
      { orderId, commandId },
      { now: shopMinute(minutes) },
    ),
  );

test("what is reserved again is listed: a start's material, with what others gave for it", async () => {
  const shop = await aWorkshop(testDatabase, { flour: "12" });
  const first = await anOrder(shop, { quantity: 5, priority: "low" });
  const second = await anOrder(shop, { quantity: 5 });
  // The second holds 2 of the 10 that it needs: its start takes 8 from the first.
  const commandId = newId();
  const runId = await runIdAt(shop, second, "baking");
  await shop.make(startRun, { runId }, { now: shopMinute(0), commandId });
  const shown = await preview(shop, second, commandId, 1);
  expect(shown.stock).toMatchObject([{ itemName: "Flour", quantity: "10" }]);
  expect(shown.reserved.map(({ itemName, quantity, ofOthers }) => [itemName, quantity, ofOthers])).toEqual([
    ["Flour", "2", false],
    ["Flour", "8", true],
  ]);
  const cancelling = newId();
  await shop.make(
    cancelOrder,
    { orderId: first, reason: "The customer has gone" },
    { now: shopMinute(2), commandId: cancelling },
  );
  const again = await preview(shop, first, cancelling, 3);
  expect(again.stock).toEqual([]);
  expect(again.reserved.map(({ itemName, quantity }) => [itemName, quantity])).toEqual([
    ["Box", "5"],
    ["Flour", "2"],
  ]);
});

test("what is not there any more is named", async () => {
  const shop = await aWorkshop(testDatabase);
  const orderId = await anOrder(shop, { quantity: 4 });
  for (const [key, minutes] of [
    ["baking", 0],
    ["packing", 10],
  ] as const) {
    const runId = await runIdAt(shop, orderId, key);
    await shop.make(startRun, { runId }, { now: shopMinute(minutes) });
    if (key === "baking") {
      await shop.make(finishRun, { runId, units: 4, comment: "" }, { now: shopMinute(minutes + 1) });
    }
  }
  const commandId = newId();
  const last = await runIdAt(shop, orderId, "packing");
  await shop.make(finishRun, { runId: last, units: 4, comment: "" }, { now: shopMinute(12), commandId });
  await shop.make(
    transferStock,
    {
      fromWarehouseId: shop.finishedId,
      toWarehouseId: shop.materialsId,
      variantId: shop.variantId,
      quantity: "3",
      note: "",
    },
    { now: shopMinute(13) },
  );
  expect((await preview(shop, orderId, commandId, 14)).refusal).toEqual({
    code: "undo_stock_gone",
    data: expect.objectContaining({ material: "Cake", unit: "pcs", missing: "3" }),
  });
});

test("a cancelled order is named as what has followed, and not an empty stage", async () => {
  const shop = await aWorkshop(testDatabase);
  const orderId = await anOrder(shop, { quantity: 4 });
  const commandId = newId();
  const runId = await runIdAt(shop, orderId, "baking");
  await shop.make(startRun, { runId }, { now: shopMinute(0), commandId });
  await shop.make(cancelOrder, { orderId, reason: "No oven" }, { now: shopMinute(1) });
  expect((await preview(shop, orderId, commandId, 2)).refusal).toMatchObject({
    code: "undo_followed",
    data: { about: "order", state: "cancelled" },
  });
});
