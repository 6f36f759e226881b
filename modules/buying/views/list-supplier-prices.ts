import { sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import { containing } from "#kernel/search.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { supplierRoutes } from "../contract/supplier-routes.ts";

type Route = typeof supplierRoutes.listSupplierPrices;
type Row = Omit<Output<Route>["rows"][number], "pack" | "since"> & {
  packName: string | null;
  packContains: string | null;
  since: Date;
};

/** What is offered now, by item; a price is null where the reader may not see cost. */
export async function listSupplierPrices(
  tx: Tx,
  input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const ofWhom = [sql`p.workspace_id = ${tx.workspaceId}`];
  if (input.supplierId !== undefined) ofWhom.push(sql`p.supplier_id = ${input.supplierId}`);
  if (input.variantId !== undefined) ofWhom.push(sql`p.variant_id = ${input.variantId}`);
  const wishes = [sql`not p.withdrawn`];
  if (input.search !== undefined && input.search !== "") {
    const pattern = containing(input.search);
    wishes.push(
      sql`(i.name ilike ${pattern} or v.name ilike ${pattern} or v.sku ilike ${pattern} or p.article_number ilike ${pattern})`,
    );
  }
  if (input.cursor !== undefined) {
    const after = decodeCursor(input.cursor, "uu");
    if (!after.ok) return after;
    const [variantId, supplierId] = after.value;
    // The names are looked up: long ones in Cyrillic would not fit into a cursor.
    wishes.push(sql`(${sortKeys}) > (
      select lower(ci.name) collate "und-x-icu", lower(cv.name) collate "und-x-icu", cv.id,
        lower(cs.name) collate "und-x-icu", cs.id
      from variant cv
      join item ci on ci.workspace_id = cv.workspace_id and ci.id = cv.item_id
      join supplier cs on cs.workspace_id = cv.workspace_id and cs.id = ${supplierId}
      where cv.workspace_id = ${tx.workspaceId} and cv.id = ${variantId})`);
  }
  const { rows: found } = await sql<Row>`
    select p.supplier_id as "supplierId", s.name as "supplierName", s.lead_days as "leadDays",
      p.variant_id as "variantId", i.id as "itemId", i.name as "itemName", v.name as "variantName", v.sku, i.unit,
      ${viewer.may("item.cost") ? sql`trim_scale(p.price)::text` : sql`null`} as price,
      p.pack_name as "packName", trim_scale(p.pack_contains)::text as "packContains",
      p.article_number as "articleNumber", p.preferred, p.valid_from as since
    from (
      select distinct on (p.variant_id, p.supplier_id) p.* from supplier_price p
      where ${sql.join(ofWhom, sql` and `)}
      order by p.variant_id, p.supplier_id, p.valid_from desc, p.id desc
    ) as p
    join supplier s on s.workspace_id = p.workspace_id and s.id = p.supplier_id and not s.archived
    join variant v on v.workspace_id = p.workspace_id and v.id = p.variant_id
    join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    where ${sql.join(wishes, sql` and `)}
    order by ${sortKeys}
    limit ${input.limit + 1}`.execute(tx.db);
  const rows = found.slice(0, input.limit);
  const last = found.length > input.limit ? rows.at(-1) : undefined;
  return ok({
    rows: rows.map(({ packName, packContains, since, ...row }) => ({
      ...row,
      pack: packOf(packName, packContains),
      since: since.toISOString(),
    })),
    next: last === undefined ? null : encodeCursor([last.variantId, last.supplierId]),
  });
}

const sortKeys = sql`lower(i.name) collate "und-x-icu", lower(v.name) collate "und-x-icu", v.id,
  lower(s.name) collate "und-x-icu", s.id`;

export function packOf(
  name: string | null,
  contains: string | null,
): { name: string; contains: string } | null {
  return name === null || contains === null ? null : { name, contains };
}
