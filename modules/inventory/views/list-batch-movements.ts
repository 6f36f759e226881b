import { sql } from "kysely";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { inventoryRoutes } from "../contract/routes.ts";

type Route = typeof inventoryRoutes.listBatchMovements;
type Row = Omit<Output<Route>["rows"][number], "at"> & { at: Date };

/** What moved of a batch, newest first; quantities are the batch's parts of the movements. */
export async function listBatchMovements(
  tx: Tx,
  input: Input<Route>,
  _viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const known = await tx.db
    .selectFrom("batch")
    .select("id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", input.batchId)
    .executeTakeFirst();
  if (known === undefined) return no("batch_unknown", {}, ["batchId"]);
  const wishes = [sql`p.workspace_id = ${tx.workspaceId} and p.batch_id = ${input.batchId}`];
  if (input.cursor !== undefined) {
    const after = decodeCursor(input.cursor, "iu");
    if (!after.ok) return after;
    wishes.push(sql`(m.at, m.id) < (${after.value[0]}::timestamptz, ${after.value[1]}::uuid)`);
  }
  const { rows: found } = await sql<Row>`
    select m.id, m.at, m.kind, h.name as "warehouseName", trim_scale(p.quantity)::text as quantity,
      m.order_id as "orderId", o.number as "orderNumber", s.name as "stageName",
      coalesce(lot.number, of_run.number) as "lotNumber", d.id as "dealId", d.number as "dealNumber",
      w.name as "byName", m.note
    from movement_batch p
    join movement m on m.workspace_id = p.workspace_id and m.id = p.movement_id
    join balance b on b.workspace_id = m.workspace_id and b.id = m.balance_id
    join warehouse h on h.workspace_id = b.workspace_id and h.id = b.warehouse_id
    left join production_order o on o.workspace_id = m.workspace_id and o.id = m.order_id
    left join run r on r.workspace_id = m.workspace_id and r.id = m.run_id
    left join order_stage s on s.workspace_id = r.workspace_id and s.id = r.order_stage_id
    left join lot of_run on of_run.workspace_id = r.workspace_id and of_run.id = r.lot_id
    left join lot on lot.workspace_id = m.workspace_id and lot.id = m.lot_id
    left join deal_line l on l.workspace_id = m.workspace_id and l.id = m.deal_line_id
    left join deal d on d.workspace_id = l.workspace_id and d.id = l.deal_id
    left join member w on w.workspace_id = m.workspace_id and w.id = m.by_member
    where ${sql.join(wishes, sql` and `)}
    order by m.at desc, m.id desc
    limit ${input.limit + 1}`.execute(tx.db);
  const rows = found.slice(0, input.limit);
  const last = found.length > input.limit ? rows.at(-1) : undefined;
  return ok({
    rows: rows.map((row) => ({ ...row, at: row.at.toISOString() })),
    next: last === undefined ? null : encodeCursor([last.at.toISOString(), last.id]),
  });
}
