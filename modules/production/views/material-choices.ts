import { sql } from "kysely";
import { type Decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** A variant that may be picked for a material, with what is free of it. */
export type Choice = { variantId: Id; variantName: string; free: string };

/** More variants than this nobody picks from a list. */
const mostChoices = 200;

/** What may be picked of items in warehouses, the fullest shelf first; variants that were archived are not offered. */
export async function readChoices(
  tx: Tx,
  wanted: readonly { readonly itemId: Id; readonly warehouseId: Id }[],
): Promise<(itemId: Id, warehouseId: Id) => Choice[]> {
  const places = new Map(wanted.map((place) => [`${place.itemId} ${place.warehouseId}`, place]));
  if (places.size === 0) return () => [];
  const { rows } = await sql<{ item_id: Id; warehouse_id: Id; variant_id: Id; name: string; free: Decimal }>`
    select asked.item_id, asked.warehouse_id, found.variant_id, found.name, found.free
    from unnest(
      ${[...places.values()].map((place) => place.itemId)}::uuid[],
      ${[...places.values()].map((place) => place.warehouseId)}::uuid[]) asked(item_id, warehouse_id)
    cross join lateral (
      select v.id as variant_id, v.name, coalesce(greatest(greatest(b.on_hand, 0) - b.reserved, 0), 0) as free
      from variant v
      left join balance b on b.workspace_id = ${tx.workspaceId} and b.variant_id = v.id
        and b.warehouse_id = asked.warehouse_id
      where v.workspace_id = ${tx.workspaceId} and v.item_id = asked.item_id and not v.archived
      order by free desc, v.name, v.id
      limit ${mostChoices}
    ) found
    order by found.free desc, found.name, found.variant_id`.execute(tx.db);
  const byPlace = Map.groupBy(rows, (row) => `${row.item_id} ${row.warehouse_id}`);
  return (itemId, warehouseId) =>
    (byPlace.get(`${itemId} ${warehouseId}`) ?? []).map((row) => ({
      variantId: row.variant_id,
      variantName: row.name,
      free: text(row.free),
    }));
}
