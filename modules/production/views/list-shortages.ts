import { sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import { containing } from "#kernel/search.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { shortageRoutes } from "#modules/production/contract/shortage-routes.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

type Route = typeof shortageRoutes.listShortages;
type Row = Output<Route>["rows"][number] & { balanceId: string };

/** By item, variant and warehouse. What waits for somebody to reserve by hand is missing too. */
export async function listShortages(
  tx: Tx,
  input: Input<Route>,
  _viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const wishes = [sql`true`];
  if (input.warehouseId !== undefined) wishes.push(sql`b.warehouse_id = ${input.warehouseId}`);
  if (input.search !== undefined && input.search !== "") {
    const pattern = containing(input.search);
    wishes.push(sql`(i.name ilike ${pattern} or v.name ilike ${pattern} or v.sku ilike ${pattern})`);
  }
  if (input.cursor !== undefined) {
    const after = decodeCursor(input.cursor, "u");
    if (!after.ok) return after;
    // It may be short no more: its names are looked up without asking.
    wishes.push(sql`(${sortKeys}) > (
      select ${sortKeys} from balance b ${named} where b.workspace_id = ${tx.workspaceId} and b.id = ${after.value[0]})`);
  }
  const { rows: found } = await sql<Row>`
    with short as (
      select r.balance_id, sum(r.wanted - r.quantity) as missing, count(distinct r.order_id)::int as orders,
        min(o.due_date) as earliest
      from reservation r
      join production_order o on o.workspace_id = r.workspace_id and o.id = r.order_id
      where r.workspace_id = ${tx.workspaceId} and not r.closed and r.quantity < r.wanted
      group by r.balance_id
    ), page as (
      select b.id as "balanceId", v.id as "variantId", i.name as "itemName", v.name as "variantName", i.unit, v.sku,
        i.kind, w.id as "warehouseId", w.name as "warehouseName", trim_scale(s.missing)::text as missing,
        trim_scale(b.on_hand)::text as "onHand", trim_scale(greatest(b.on_hand, 0) - b.reserved)::text as free,
        s.orders, s.earliest::text as "earliestDue", row_number() over (order by ${sortKeys}) as place
      from short s
      join balance b on b.workspace_id = ${tx.workspaceId} and b.id = s.balance_id
      ${named}
      where ${sql.join(wishes, sql` and `)}
      order by ${sortKeys}
      limit ${input.limit + 1}
    )
    select g."balanceId", g."variantId", g."itemName", g."variantName", g.unit, g.sku, g.kind, g."warehouseId",
      g."warehouseName", g.missing, g."onHand", g.free, g.orders, g."earliestDue",
      trim_scale(coalesce(e.quantity, 0))::text as expected, e.day::text as "expectedDate"
    from page g
    left join lateral (
      select sum(l.quantity - l.received) as quantity, min(p.expected_date) as day
      from purchase_line l
      join purchase_order p on p.workspace_id = l.workspace_id and p.id = l.purchase_id
        and p.warehouse_id = g."warehouseId" and p.state in ('sent', 'partly_received')
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

const named = sql`
  join variant v on v.workspace_id = b.workspace_id and v.id = b.variant_id
  join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
  join warehouse w on w.workspace_id = b.workspace_id and w.id = b.warehouse_id`;

const sortKeys = sql`lower(i.name) collate "und-x-icu", lower(v.name) collate "und-x-icu",
  lower(w.name) collate "und-x-icu", b.id`;
