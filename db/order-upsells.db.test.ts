import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addUpsell } from "#commands/catalog/add-upsell.ts";
import { addDeal } from "#commands/crm/add-deal.ts";
import { changeUpsells } from "#commands/production/change-upsells.ts";
import type { Id } from "#kernel/id.ts";
import { migrationsFolder } from "#server/database/migrate.ts";
import { aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import { anOrder, lawsHold } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

/** What 0013 does to data, after the column that it adds. */
function bringOptionsAlong(): Promise<unknown> {
  const sql = readFileSync(join(migrationsFolder, "0013_unit_needs.sql"), "utf8");
  return testDatabase.pool.query(sql.slice(sql.indexOf("with sold as")));
}

/** An order of a deal's line with an option, as it was made before orders kept theirs. */
async function anOldOrder(shop: Workshop, upsellId: Id): Promise<Id> {
  const { dealId } = await shop.make(addDeal, {
    title: "Cafe",
    lines: [{ variantId: shop.variantId, quantity: 2, price: "10", upsellIds: [upsellId] }],
  });
  const { rows } = await testDatabase.pool.query<{ id: Id }>(
    "select id from deal_line where workspace_id = $1 and deal_id = $2",
    [shop.workspaceId, dealId],
  );
  const orderId = await anOrder(shop, { quantity: 2, dealId, dealLineId: rows[0]?.id ?? "" });
  await testDatabase.pool.query("delete from order_upsell where workspace_id = $1 and order_id = $2", [
    shop.workspaceId,
    orderId,
  ]);
  await testDatabase.pool.query(
    `update fact set data = data - 'upsellIds'
     where workspace_id = $1 and thing_id = $2 and kind = 'order_created'`,
    [shop.workspaceId, orderId],
  );
  return orderId;
}

const optionsOf = async (orderId: Id): Promise<Id[]> => {
  const { rows } = await testDatabase.pool.query<{ upsell_id: Id }>(
    "select upsell_id from order_upsell where order_id = $1 and not removed",
    [orderId],
  );
  return rows.map((row) => row.upsell_id);
};

test("orders from before options get those that their deal's line has sold, told as a fact, once", async () => {
  const shop = await aWorkshop(testDatabase);
  const { upsellId } = await shop.make(addUpsell, { itemId: shop.productId, name: "Gift box", price: "5" });
  const orderId = await anOldOrder(shop, upsellId);
  const newer = await anOrder(shop, { quantity: 1 });
  await lawsHold(shop);
  await bringOptionsAlong();
  expect(await optionsOf(orderId)).toEqual([upsellId]);
  expect(await optionsOf(newer)).toEqual([]);
  await lawsHold(shop);
  await bringOptionsAlong();
  await lawsHold(shop);
  // What a person decides afterwards stays.
  await shop.make(changeUpsells, { orderId, upsellIds: [] });
  await bringOptionsAlong();
  expect(await optionsOf(orderId)).toEqual([]);
  await lawsHold(shop);
});
