import { sql } from "kysely";
import { localDate } from "#kernel/calendar.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import { containing } from "#kernel/search.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { inventoryRoutes } from "../contract/routes.ts";
import { lying, ofBatch, stateColumn } from "./batch-columns.ts";

type Route = typeof inventoryRoutes.listBatches;
type Row = Omit<Output<Route>["rows"][number], "receivedAt"> & { receivedAt: Date };

/** What expires first, first; those without a date last. Of which nothing is left only where it is asked for. */
export async function listBatches(
  tx: Tx,
  input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const today = localDate(viewer.now, viewer.timeZone);
  const wishes = [sql`t.workspace_id = ${tx.workspaceId}`];
  // Read from the balances: those that lie somewhere are few among all that ever came in.
  if (!input.all || input.warehouseId !== undefined) {
    wishes.push(sql`t.id in (
      select (l ->> 'batchId')::uuid from balance b cross join jsonb_array_elements(b.batches) as l
      where b.workspace_id = ${tx.workspaceId}
        ${input.warehouseId === undefined ? sql`` : sql`and b.warehouse_id = ${input.warehouseId}`})`);
  }
  if (input.variantId !== undefined) wishes.push(sql`t.variant_id = ${input.variantId}`);
  if (input.expiringWithin !== undefined) {
    wishes.push(sql`t.best_before <= ${today}::date + ${input.expiringWithin}::integer`);
  }
  if (input.search !== undefined && input.search !== "") {
    const pattern = containing(input.search);
    wishes.push(sql`(t.number ilike ${pattern} or t.supplier ilike ${pattern} or i.name ilike ${pattern}
      or v.name ilike ${pattern} or v.sku ilike ${pattern})`);
  }
  if (input.cursor !== undefined) {
    const after = decodeCursor(input.cursor, "Au");
    if (!after.ok) return after;
    wishes.push(sql`(coalesce(t.best_before, 'infinity'), t.id) >
      (coalesce(${after.value[0]}::date, 'infinity'), ${after.value[1]}::uuid)`);
  }
  const { rows: found } = await sql<Row>`
    select t.id, t.number, t.best_before as "bestBefore", ${stateColumn(today)} as state, t.variant_id as "variantId",
      i.name as "itemName", v.name as "variantName", i.unit, t.received_at as "receivedAt",
      t.supplier as supplier, t.order_id as "orderId", o.number as "orderNumber",
      trim_scale(coalesce(lies.on_hand, 0))::text as "onHand", coalesce(lies.places, '[]') as places
    from batch t
    ${ofBatch}
    left join production_order o on o.workspace_id = t.workspace_id and o.id = t.order_id
    ${lying}
    where ${sql.join(wishes, sql` and `)}
    order by coalesce(t.best_before, 'infinity'), t.id
    limit ${input.limit + 1}`.execute(tx.db);
  const rows = found.slice(0, input.limit);
  const last = found.length > input.limit ? rows.at(-1) : undefined;
  return ok({
    rows: rows.map((row) => ({ ...row, receivedAt: row.receivedAt.toISOString() })),
    next: last === undefined ? null : encodeCursor([last.bestBefore, last.id]),
  });
}
