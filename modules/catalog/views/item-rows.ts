import { type RawBuilder, sql } from "kysely";
import type { Output } from "#kernel/route.ts";
import { photoOfItem } from "#modules/files/views/files-of.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { catalogRoutes } from "../contract/routes.ts";

export type ItemRow = Output<typeof catalogRoutes.showItem>;

/**
 * Items with their variants, upsells and prices in effect, in one statement; sorted by name as people sort, not
 * by code point. `where` speaks of the item as `i`.
 */
export async function selectItems(
  tx: Tx,
  viewer: Viewer,
  where: RawBuilder<unknown>,
  limit: number,
): Promise<ItemRow[]> {
  const seesCost = viewer.may("item.cost");
  // Decimals inside JSON are texts: JSON numbers would become floats.
  const listPrice = seesCost
    ? sql`(select trim_scale(p.price)::text from list_price p
           where p.workspace_id = ${tx.workspaceId} and p.variant_id = v.id and p.valid_from <= ${viewer.now}
           order by p.valid_from desc, p.id desc limit 1)`
    : sql`null`;
  const { rows } = await sql<ItemRow>`
    select i.id, i.kind, i.name, i.unit, i.shelf_life_days as "shelfLifeDays", i.traced, i.asked, i.archived, i.version,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', v.id, 'name', v.name, 'sku', v.sku, 'barcode', v.barcode, 'attributes', v.attributes,
          'salePrice', trim_scale(v.sale_price)::text, 'listPrice', ${listPrice}, 'archived', v.archived)
          order by v.archived, v.id)
        from variant v where v.workspace_id = ${tx.workspaceId} and v.item_id = i.id
      ), '[]') as variants,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', k.id, 'name', k.name, 'contains', trim_scale(k.contains)::text,
          'archived', k.archived) order by k.archived, k.contains, k.id)
        from pack k where k.workspace_id = ${tx.workspaceId} and k.item_id = i.id
      ), '[]') as packs,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', u.id, 'name', u.name, 'price', trim_scale(u.price)::text,
          'archived', u.archived) order by u.archived, u.id)
        from upsell u where u.workspace_id = ${tx.workspaceId} and u.item_id = i.id
      ), '[]') as upsells,
      exists (
        select from template t where t.workspace_id = ${tx.workspaceId} and t.item_id = i.id and not t.archived
      ) as "hasTemplate",
      ${photoOfItem(tx, sql`i.id`)} as "photoId"
    from item i
    where i.workspace_id = ${tx.workspaceId} and ${where}
    order by lower(i.name) collate "und-x-icu", i.id
    limit ${limit}`.execute(tx.db);
  return rows;
}
