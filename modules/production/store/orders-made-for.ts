import { sql } from "kysely";
import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Unit } from "#kernel/unit.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { MadeForOrder } from "../core/semi-finished.ts";

export type OpenChild = MadeForOrder & {
  readonly itemName: string;
  readonly unit: Unit;
  readonly cost: Decimal;
};

/**
 * The orders in work that were made for an order, by number. Unlocked: whoever holds the order's lock sees all that
 * were made under it; how far they are may change meanwhile.
 */
export async function openOrdersMadeFor(tx: Tx, orderId: Id): Promise<OpenChild[]> {
  const { rows } = await sql<OpenChild>`
    select o.id as "orderId", o.number, o.variant_id as "variantId", o.warehouse_id as "warehouseId",
      o.in_work as "inWork", o.cost, i.name as "itemName", i.unit
    from production_order o
    join variant v on v.workspace_id = o.workspace_id and v.id = o.variant_id
    join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    where o.workspace_id = ${tx.workspaceId} and o.parent_id = ${orderId}
      and o.status in ('pending', 'in_progress', 'partially_done')
    order by o.number`.execute(tx.db);
  return rows;
}

/** The items of an order and of those that it was made for, itself first. */
export async function itemsUpwards(tx: Tx, orderId: Id): Promise<readonly Id[]> {
  const { rows } = await sql<{ item_id: Id }>`
    with recursive up(id, parent_id, variant_id, depth) as (
      select o.id, o.parent_id, o.variant_id, 1 from production_order o
      where o.workspace_id = ${tx.workspaceId} and o.id = ${orderId}
      union all
      select o.id, o.parent_id, o.variant_id, up.depth + 1
      from up join production_order o on o.workspace_id = ${tx.workspaceId} and o.id = up.parent_id
    )
    select v.item_id from up
    join variant v on v.workspace_id = ${tx.workspaceId} and v.id = up.variant_id
    order by up.depth`.execute(tx.db);
  return rows.map((row) => row.item_id);
}
