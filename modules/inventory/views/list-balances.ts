import { sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import { containing } from "#kernel/search.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { inventoryRoutes } from "../contract/routes.ts";

type Route = typeof inventoryRoutes.listBalances;
type Row = Output<Route>["rows"][number] & { balanceId: string };

/**
 * By item, variant and warehouse, as people sort. A balance that was only locked once and never had a fact is
 * not shown. Average and value are null where the reader may not see cost.
 */
export async function listBalances(
  tx: Tx,
  input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const wishes = [sql`b.workspace_id = ${tx.workspaceId} and b.version > 0`];
  if (input.warehouseId !== undefined) wishes.push(sql`b.warehouse_id = ${input.warehouseId}`);
  if (input.kind !== undefined) wishes.push(sql`i.kind = ${input.kind}`);
  if (input.search !== undefined && input.search !== "") {
    const pattern = containing(input.search);
    wishes.push(sql`(i.name ilike ${pattern} or v.name ilike ${pattern} or v.sku ilike ${pattern})`);
  }
  if (input.cursor !== undefined) {
    const after = decodeCursor(input.cursor, "u");
    if (!after.ok) return after;
    // The names are looked up: long ones in Cyrillic would not fit into a cursor.
    wishes.push(sql`(${sortKeys}) > (
      select ${sortKeys} ${joined} where b.workspace_id = ${tx.workspaceId} and b.id = ${after.value[0]})`);
  }
  const seesCost = viewer.may("item.cost");
  const { rows: found } = await sql<Row>`
    select b.id as "balanceId", v.id as "variantId", i.name as "itemName", v.name as "variantName", i.unit, v.sku,
      i.kind, w.id as "warehouseId", w.name as "warehouseName",
      trim_scale(b.on_hand)::text as "onHand", trim_scale(b.reserved)::text as reserved,
      trim_scale(greatest(b.on_hand, 0) - b.reserved)::text as free,
      ${seesCost ? sql`trim_scale(b.average)::text` : sql`null`} as average,
      ${seesCost ? sql`trim_scale(b.value)::text` : sql`null`} as value,
      b.on_hand < 0 as discrepancy
    ${joined}
    where ${sql.join(wishes, sql` and `)}
    order by ${sortKeys}
    limit ${input.limit + 1}`.execute(tx.db);
  const rows = found.slice(0, input.limit);
  const last = found.length > input.limit ? rows.at(-1) : undefined;
  return ok({
    rows: rows.map(({ balanceId: _, ...row }) => row),
    next: last === undefined ? null : encodeCursor([last.balanceId]),
  });
}

const joined = sql`
  from balance b
  join variant v on v.workspace_id = b.workspace_id and v.id = b.variant_id
  join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
  join warehouse w on w.workspace_id = b.workspace_id and w.id = b.warehouse_id`;

const sortKeys = sql`lower(i.name) collate "und-x-icu", lower(v.name) collate "und-x-icu",
  lower(w.name) collate "und-x-icu", b.id`;
