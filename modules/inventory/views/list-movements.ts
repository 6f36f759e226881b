import { sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { inventoryRoutes } from "../contract/routes.ts";

type Route = typeof inventoryRoutes.listMovements;
type Row = Omit<Output<Route>["rows"][number], "at"> & { at: Date };

/** The ledger, newest first. Values are null where the reader may not see cost. */
export async function listMovements(
  tx: Tx,
  input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const wishes = [sql`m.workspace_id = ${tx.workspaceId}`];
  if (input.variantId !== undefined)
    wishes.push(sql`m.balance_id in (
    select b.id from balance b where b.workspace_id = ${tx.workspaceId} and b.variant_id = ${input.variantId})`);
  if (input.warehouseId !== undefined)
    wishes.push(sql`m.balance_id in (
    select b.id from balance b where b.workspace_id = ${tx.workspaceId} and b.warehouse_id = ${input.warehouseId})`);
  if (input.orderId !== undefined) wishes.push(sql`m.order_id = ${input.orderId}`);
  if (input.cursor !== undefined) {
    const after = decodeCursor(input.cursor, "iu");
    if (!after.ok) return after;
    wishes.push(sql`(m.at, m.id) < (${after.value[0]}::timestamptz, ${after.value[1]}::uuid)`);
  }
  // The page first, its names after, each looked up by itself: a join of nine tables takes longer to plan than to run.
  const { rows: found } = await sql<Row>`
    with page as materialized (
      select m.* from movement m
      where ${sql.join(wishes, sql` and `)}
      order by m.at desc, m.id desc
      limit ${input.limit + 1}
    )
    select m.id, m.at, m.kind, v.id as "variantId", i.name as "itemName", v.name as "variantName", i.unit,
      (select w.name from warehouse w where w.workspace_id = m.workspace_id and w.id = b.warehouse_id) as "warehouseName",
      trim_scale(m.quantity)::text as quantity,
      ${viewer.may("item.cost") ? sql`trim_scale(m.value)::text` : sql`null`} as value,
      m.order_id as "orderId",
      (select o.number from production_order o where o.workspace_id = m.workspace_id and o.id = m.order_id) as "orderNumber",
      (select s.name from run r join order_stage s on s.workspace_id = r.workspace_id and s.id = r.order_stage_id
        where r.workspace_id = m.workspace_id and r.id = m.run_id) as "stageName",
      (select p.name from member p where p.workspace_id = m.workspace_id and p.id = m.by_member) as "byName", m.note
    from page m
    join balance b on b.workspace_id = m.workspace_id and b.id = m.balance_id
    join variant v on v.workspace_id = b.workspace_id and v.id = b.variant_id
    join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    order by m.at desc, m.id desc`.execute(tx.db);
  const rows = found.slice(0, input.limit);
  const last = found.length > input.limit ? rows.at(-1) : undefined;
  return ok({
    rows: rows.map((row) => ({ ...row, at: row.at.toISOString() })),
    next: last === undefined ? null : encodeCursor([last.at.toISOString(), last.id]),
  });
}
