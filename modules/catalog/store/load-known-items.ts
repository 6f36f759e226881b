import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { KnownItem } from "../core/import/known-items.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** By what rows of a file may name items and variants. */
export type ItemKeys = {
  readonly itemIds: readonly Id[];
  readonly variantIds: readonly Id[];
  readonly skus: readonly string[];
  readonly barcodes: readonly string[];
  readonly names: readonly string[];
};

/**
 * The items that any of the keys speaks of, whole: with all their variants and packs, and the list prices in effect.
 * Two statements for however many keys. `lock` holds the rows of items and variants to the end of the transaction.
 */
export async function loadKnownItems(
  tx: Tx,
  keys: ItemKeys,
  now: Date,
  { lock }: { readonly lock: boolean },
): Promise<KnownItem[]> {
  const { rows: found } = await sql<{ id: Id }>`
    select i.id from item i
    where i.workspace_id = ${tx.workspaceId} and i.id = any (${keys.itemIds}::uuid[])
    union
    select i.id
    from (select distinct lower(n) as name from unnest(${keys.names}::text[]) as n) k
    cross join (values (false), (true)) as a(archived)
    join item i on i.workspace_id = ${tx.workspaceId} and i.archived = a.archived and lower(i.name) = k.name
    union
    select v.item_id from variant v
    where v.workspace_id = ${tx.workspaceId} and v.id = any (${keys.variantIds}::uuid[])
    union
    select v.item_id from variant v
    where v.workspace_id = ${tx.workspaceId} and v.sku = any (${keys.skus}::text[])
    union
    select v.item_id from variant v
    where v.workspace_id = ${tx.workspaceId} and v.barcode = any (${keys.barcodes}::text[])`.execute(tx.db);
  const ids = found.map(({ id }) => id);
  if (ids.length === 0) return [];
  if (lock) await lockAll(tx, ids);
  const { rows } = await sql<KnownItem>`
    select i.id, i.kind, i.name, i.unit, i.shelf_life_days as "shelfLifeDays", i.traced, i.archived, i.version,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', v.id, 'itemId', v.item_id, 'name', v.name, 'sku', v.sku,
          'barcode', v.barcode, 'attributes', v.attributes, 'salePrice', trim_scale(v.sale_price)::text,
          'listPrice', (
            select trim_scale(p.price)::text from list_price p
            where p.workspace_id = v.workspace_id and p.variant_id = v.id and p.valid_from <= ${now}
            order by p.valid_from desc, p.id desc limit 1),
          'version', v.version, 'moved', exists (
            select from balance b join movement m on m.workspace_id = b.workspace_id and m.balance_id = b.id
            where b.workspace_id = v.workspace_id and b.variant_id = v.id))
          order by v.archived, v.id)
        from variant v where v.workspace_id = i.workspace_id and v.item_id = i.id
      ), '[]') as variants,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', k.id, 'name', k.name, 'contains', trim_scale(k.contains)::text,
          'archived', k.archived, 'version', k.version) order by k.contains, k.id)
        from pack k where k.workspace_id = i.workspace_id and k.item_id = i.id
      ), '[]') as packs
    from item i
    where i.workspace_id = ${tx.workspaceId} and i.id = any (${ids}::uuid[])
    order by i.id`.execute(tx.db);
  return rows;
}

async function lockAll(tx: Tx, ids: readonly Id[]): Promise<void> {
  await sql`
    select from item i where i.workspace_id = ${tx.workspaceId} and i.id = any (${ids}::uuid[])
    order by i.id for no key update`.execute(tx.db);
  await sql`
    select from variant v where v.workspace_id = ${tx.workspaceId} and v.item_id = any (${ids}::uuid[])
    order by v.id for no key update`.execute(tx.db);
}
