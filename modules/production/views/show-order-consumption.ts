import { sql } from "kysely";
import { type Decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Unit } from "#kernel/unit.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

type Route = typeof productionRoutes.showOrderConsumption;
type Row = {
  run_id: Id;
  stage_name: string;
  lot_number: string;
  cycle: number;
  finished_at: Date | null;
  norm_id: Id;
  variant_id: Id;
  item_id: Id;
  item_name: string;
  variant_name: string;
  unit: Unit;
  warehouse_name: string;
  consumed: Decimal;
};

/** An order of a thousand units has a thousand runs a stage: the newest are what somebody still remembers. */
const shown = 500;

/**
 * What each captured run took of each norm of its stage, also where that was nothing: it may have been forgotten. A
 * norm of which another variant was taken has a row a variant.
 */
export async function showOrderConsumption(
  tx: Tx,
  { orderId }: Input<Route>,
): Promise<Result<Output<Route>>> {
  const order = await tx.db
    .selectFrom("production_order")
    .select("id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", orderId)
    .executeTakeFirst();
  if (order === undefined) return no("order_unknown", {}, ["orderId"]);
  const { rows } = await sql<Row>`
    select r.id as run_id, s.name as stage_name, l.number as lot_number, r.cycle, r.finished_at, n.id as norm_id,
      v.id as variant_id, i.id as item_id, i.name as item_name, v.name as variant_name, i.unit, w.name as warehouse_name,
      coalesce(taken.quantity, 0) as consumed
    from run r
    join order_stage s on s.workspace_id = r.workspace_id and s.id = r.order_stage_id
    join lot l on l.workspace_id = r.workspace_id and l.id = r.lot_id
    join order_norm n on n.workspace_id = r.workspace_id and n.order_id = r.order_id
      and n.order_stage_id = r.order_stage_id
    join warehouse w on w.workspace_id = n.workspace_id and w.id = n.warehouse_id
    left join lateral (
      select b.variant_id, -sum(m.quantity) as quantity
      from movement m join balance b on b.workspace_id = m.workspace_id and b.id = m.balance_id
      where m.workspace_id = r.workspace_id and m.run_id = r.id and m.order_norm_id = n.id
      group by b.variant_id
      having sum(m.quantity) <> 0
    ) taken on true
    join variant v on v.workspace_id = r.workspace_id and v.id = coalesce(taken.variant_id, n.variant_id)
    join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    where r.workspace_id = ${tx.workspaceId} and r.order_id = ${orderId} and r.cost_captured
    order by r.finished_at desc nulls last, r.id, n.position, v.id
    limit ${shown}`.execute(tx.db);
  const itemIds = [...new Set(rows.map((row) => row.item_id))];
  const variants = await sql<{ id: Id; item_id: Id; name: string }>`
    select id, item_id, name from variant
    where workspace_id = ${tx.workspaceId} and item_id = any(${itemIds}::uuid[]) and not archived
    order by name, id`.execute(tx.db);
  const ofItem = Map.groupBy(variants.rows, (row) => row.item_id);
  return ok({
    rows: rows.map((row) => ({
      runId: row.run_id,
      stageName: row.stage_name,
      lotNumber: row.lot_number,
      cycle: row.cycle,
      finishedAt: row.finished_at?.toISOString() ?? null,
      normId: row.norm_id,
      variantId: row.variant_id,
      itemName: row.item_name,
      variantName: row.variant_name,
      unit: row.unit,
      warehouseName: row.warehouse_name,
      consumed: text(row.consumed),
      choices: (ofItem.get(row.item_id) ?? [])
        .filter((variant) => variant.id !== row.variant_id)
        .map((variant) => ({ variantId: variant.id, variantName: variant.name })),
    })),
  });
}
