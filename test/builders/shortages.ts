import { fillShortages } from "#commands/production/fill-shortages.ts";
import { receiveStock } from "#commands/inventory/receive-stock.ts";
import type { Id } from "#kernel/id.ts";
import type { TestDatabase } from "#test/database.ts";
import type { Workshop } from "./workshop.ts";
import { shopMinute } from "./workshop-orders.ts";

/** What an order's norms of a material hold, want and miss: "1 4 3", " closed" and " by hand" behind; norms in order. */
export async function wantsOf(
  testDatabase: TestDatabase,
  shop: Pick<Workshop, "workspaceId">,
  orderId: Id,
  variantId: Id,
): Promise<string[]> {
  const { rows } = await testDatabase.pool.query<{ words: string }>(
    `select concat_ws(' ', trim_scale(r.quantity), trim_scale(r.wanted), trim_scale(greatest(r.wanted - r.quantity, 0)),
       case when r.closed then 'closed' end, case when r.by_hand then 'by hand' end) as words
     from reservation r
     join balance b on b.workspace_id = r.workspace_id and b.id = r.balance_id
     join order_norm n on n.workspace_id = r.workspace_id and n.id = r.order_norm_id
     where r.workspace_id = $1 and r.order_id = $2 and b.variant_id = $3
     order by n.position, n.id`,
    [shop.workspaceId, orderId, variantId],
  );
  return rows.map((row) => row.words);
}

export async function balanceIdOf(
  testDatabase: TestDatabase,
  shop: Pick<Workshop, "workspaceId" | "materialsId">,
  variantId: Id,
): Promise<Id> {
  const { rows } = await testDatabase.pool.query<{ id: Id }>(
    "select id from balance where workspace_id = $1 and variant_id = $2 and warehouse_id = $3",
    [shop.workspaceId, variantId, shop.materialsId],
  );
  return rows[0]?.id ?? "";
}

/** Goods come in, as by hand; nothing follows from it until `fill`. */
export const bring = (shop: Workshop, variantId: Id, quantity: string, minutes = 1) =>
  shop.make(
    receiveStock,
    { warehouseId: shop.materialsId, lines: [{ variantId, quantity, price: "10" }], note: "" },
    { now: shopMinute(minutes) },
  );

/** What automation does once something is free. */
export const fill = (shop: Workshop, balanceId: Id, options: { commandId?: Id } = {}) =>
  shop.make(fillShortages, { balanceId }, { as: { kind: "automation" }, now: shopMinute(2), ...options });
