import { afterAll, beforeAll, expect, test } from "vitest";
import { addUpsell } from "#commands/catalog/add-upsell.ts";
import { addDeal } from "#commands/crm/add-deal.ts";
import type { Id } from "#kernel/id.ts";
import { aWorkshop } from "#test/builders/workshop.ts";
import { anOrder } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { changeUpsells } from "./change-upsells.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

test("an option taken off an order in work is told to sales, and one that follows the deal is not", async () => {
  const shop = await aWorkshop(testDatabase);
  const { upsellId } = await shop.make(addUpsell, { itemId: shop.productId, name: "Gift box", price: "5" });
  const { dealId } = await shop.make(addDeal, {
    title: "Cafe",
    lines: [{ variantId: shop.variantId, quantity: 2, price: "10", upsellIds: [upsellId] }],
  });
  const lines = await testDatabase.pool.query<{ id: Id }>(
    "select id from deal_line where workspace_id = $1 and deal_id = $2",
    [shop.workspaceId, dealId],
  );
  const orderId = await anOrder(shop, { quantity: 2, dealId, dealLineId: lines.rows[0]?.id ?? "" });
  const told = async () => {
    const { rows } = await testDatabase.pool.query<Record<string, unknown>>(
      `select text_id, assignee_role, order_id, text_values ->> 'removed' as removed, text_values ->> 'added' as added
       from task where workspace_id = $1 order by id`,
      [shop.workspaceId],
    );
    return rows;
  };
  await shop.make(changeUpsells, { orderId, upsellIds: [] });
  const news = { text_id: "task.order_upsells_changed", assignee_role: "sales_manager", order_id: orderId };
  expect(await told()).toEqual([{ ...news, removed: "Gift box", added: "" }]);
  await shop.make(changeUpsells, { orderId, upsellIds: [upsellId] });
  expect(await told()).toHaveLength(1);
});
