import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Input } from "#kernel/route.ts";
import { containing } from "#kernel/search.ts";
import type { Unit } from "#kernel/unit.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { itemImportRoutes } from "../contract/item-import.ts";
import type { ExportedRow } from "../core/import/export-row.ts";

export type ExportFilter = Pick<Input<typeof itemImportRoutes.exportItems>, "search" | "kind" | "archived">;

/** As the list of items has it; archived variants of items in use are left out. */
function filtered(tx: Tx, { search, kind, archived }: ExportFilter) {
  const wishes = [sql`i.workspace_id = ${tx.workspaceId} and i.archived = ${archived}`];
  if (kind !== undefined) wishes.push(sql`i.kind = ${kind}`);
  if (search !== undefined && search !== "") {
    const pattern = containing(search);
    wishes.push(sql`(i.name ilike ${pattern} or exists (
      select from variant s where s.workspace_id = ${tx.workspaceId} and s.item_id = i.id
        and (s.name ilike ${pattern} or s.sku ilike ${pattern} or s.barcode ilike ${pattern})))`);
  }
  return sql.join(wishes, sql` and `);
}

export type ExportShape = {
  readonly rows: number;
  readonly packs: number;
  readonly attributes: readonly { readonly name: string; readonly unit: Unit | null }[];
};

/** How many rows there are, and what columns they need: the most packs of one item, and each attribute and unit. */
export async function shapeOfExport(tx: Tx, filter: ExportFilter): Promise<ExportShape> {
  const where = filtered(tx, filter);
  const { rows } = await sql<ExportShape>`
    with v as (
      select v.attributes, v.item_id from item i
      join variant v on v.workspace_id = i.workspace_id and v.item_id = i.id and (not v.archived or i.archived)
      where ${where}
    )
    select (select count(*)::integer from v) as rows,
      coalesce((
        select max(p.packs) from (
          select count(*)::integer as packs from pack k
          where k.workspace_id = ${tx.workspaceId} and not k.archived and k.item_id in (select item_id from v)
          group by k.item_id) p
      ), 0) as packs,
      coalesce((
        select jsonb_agg(jsonb_build_object('name', a.name, 'unit', a.unit) order by a.name, a.unit nulls first)
        from (
          select e.key as name, e.value ->> 'unit' as unit from v, jsonb_each(v.attributes) e
          group by 1, 2 order by count(*) desc, 1, 2 limit 60) a
      ), '[]') as attributes`.execute(tx.db);
  return rows[0] ?? { rows: 0, packs: 0, attributes: [] };
}

/** The variants that come after one, by item: in the order in which they were made. */
export async function readExport(
  tx: Tx,
  filter: ExportFilter,
  viewer: Pick<Viewer, "now" | "may">,
  after: readonly [itemId: Id, variantId: Id] | null,
  limit: number,
): Promise<ExportedRow[]> {
  const listPrice = viewer.may("item.cost")
    ? sql`(select trim_scale(p.price)::text from list_price p
           where p.workspace_id = ${tx.workspaceId} and p.variant_id = v.id and p.valid_from <= ${viewer.now}
           order by p.valid_from desc, p.id desc limit 1)`
    : sql`null`;
  const later = after === null ? sql`true` : sql`(i.id, v.id) > (${after[0]}::uuid, ${after[1]}::uuid)`;
  const { rows } = await sql<ExportedRow>`
    select i.id as "itemId", i.name, i.kind, i.unit, i.shelf_life_days as "shelfLifeDays", i.traced, v.id as "variantId",
      v.name as variant, v.sku, v.barcode, trim_scale(v.sale_price)::text as "salePrice",
      ${listPrice} as "listPrice", v.attributes,
      coalesce((
        select jsonb_agg(jsonb_build_object('name', k.name, 'contains', trim_scale(k.contains)::text)
          order by k.contains, k.id)
        from pack k where k.workspace_id = ${tx.workspaceId} and k.item_id = i.id and not k.archived
      ), '[]') as packs
    from item i
    join variant v on v.workspace_id = i.workspace_id and v.item_id = i.id and (not v.archived or i.archived)
    where ${filtered(tx, filter)} and ${later}
    order by i.id, v.id limit ${limit}`.execute(tx.db);
  return rows;
}
