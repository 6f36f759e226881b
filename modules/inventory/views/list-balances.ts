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
 * By item, variant and warehouse, as people sort. A balance that never had a fact is shown where something is short
 * there or a minimum level is set, else not. Average and value are null where the reader may not see cost.
 */
export async function listBalances(
  tx: Tx,
  input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const wishes = [
    sql`b.workspace_id = ${tx.workspaceId} and (b.version > 0 or ${isShort} or coalesce(m.minimum > 0, false))`,
  ];
  if (input.warehouseId !== undefined) wishes.push(sql`b.warehouse_id = ${input.warehouseId}`);
  if (input.kind !== undefined) wishes.push(sql`i.kind = ${input.kind}`);
  if (input.only === "below_minimum") wishes.push(isBelow);
  if (input.only === "short") wishes.push(isShort);
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
  // What is short and what is expected is added up for the page alone.
  const { rows: found } = await sql<Row>`
    with page as (
      select b.id as "balanceId", v.id as "variantId", i.name as "itemName", v.name as "variantName", i.unit, v.sku,
        i.kind, w.id as "warehouseId", w.name as "warehouseName",
        trim_scale(b.on_hand)::text as "onHand", trim_scale(b.reserved)::text as reserved,
        trim_scale(greatest(b.on_hand, 0) - b.reserved)::text as free,
        ${seesCost ? sql`trim_scale(b.average)::text` : sql`null`} as average,
        ${seesCost ? sql`trim_scale(b.value)::text` : sql`null`} as value,
        b.on_hand < 0 as discrepancy,
        trim_scale(nullif(m.minimum, 0))::text as minimum, trim_scale(m.fill_up_to)::text as "fillUpTo",
        coalesce(${isBelow}, false) as "belowMinimum",
        row_number() over (order by ${sortKeys}) as place
      ${joined}
      where ${sql.join(wishes, sql` and `)}
      order by ${sortKeys}
      limit ${input.limit + 1}
    )
    select g."balanceId", g."variantId", g."itemName", g."variantName", g.unit, g.sku, g.kind, g."warehouseId",
      g."warehouseName", g."onHand", g.reserved, g.free, g.average, g.value, g.discrepancy, g.minimum, g."fillUpTo",
      g."belowMinimum", trim_scale(coalesce(s.short, 0))::text as short,
      trim_scale(coalesce(e.expected, 0))::text as expected, trim_scale(coalesce(e.drafts, 0))::text as "inDrafts",
      e.day as "expectedDate"
    from page g
    left join lateral (
      select sum(r.wanted - r.quantity) as short from reservation r
      where r.workspace_id = ${tx.workspaceId} and r.balance_id = g."balanceId" and not r.closed
        and r.quantity < r.wanted
    ) as s on true
    left join lateral (
      select sum(l.quantity - l.received) filter (where p.state <> 'draft') as expected,
        sum(l.quantity - l.received) filter (where p.state = 'draft') as drafts,
        min(p.expected_date) filter (where p.state <> 'draft') as day
      from purchase_line l
      join purchase_order p on p.workspace_id = l.workspace_id and p.id = l.purchase_id
        and p.warehouse_id = g."warehouseId" and p.state in ('draft', 'sent', 'partly_received')
      where l.workspace_id = ${tx.workspaceId} and l.variant_id = g."variantId" and l.received < l.quantity
        and not l.removed
    ) as e on true
    order by g.place`.execute(tx.db);
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
  join warehouse w on w.workspace_id = b.workspace_id and w.id = b.warehouse_id
  left join minimum_level m on m.workspace_id = b.workspace_id and m.variant_id = b.variant_id
    and m.warehouse_id = b.warehouse_id`;

const isShort = sql`exists (
  select from reservation r where r.workspace_id = b.workspace_id and r.balance_id = b.id and not r.closed
    and r.quantity < r.wanted)`;
const isBelow = sql`(m.minimum > 0 and greatest(b.on_hand, 0) - b.reserved < m.minimum)`;

const sortKeys = sql`lower(i.name) collate "und-x-icu", lower(v.name) collate "und-x-icu",
  lower(w.name) collate "und-x-icu", b.id`;
