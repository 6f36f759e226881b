import { sql } from "kysely";
import { atLeastZero, type Decimal, decimal, sum, text, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Unit } from "#kernel/unit.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { OrderStatus } from "#modules/production/contract/order-card.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { readChoices } from "./material-choices.ts";
import { isStageDone } from "./order-card.ts";

type Route = typeof productionRoutes.showOrderMaterials;

type Row = {
  id: Id;
  order_stage_id: Id;
  stage_name: string;
  is_done: boolean;
  variant_id: Id | null;
  item_id: Id;
  is_picked: boolean;
  item_name: string;
  variant_name: string | null;
  unit: Unit;
  warehouse_id: Id;
  warehouse_name: string;
  required: Decimal;
  consumed: Decimal;
  reserved: Decimal;
  missing: Decimal;
  by_hand: boolean;
  free: Decimal;
};

/**
 * A norm of order_norm as `n` and order_stage as `s` that has anything to say: a stage that is switched off, or a
 * formula that came to nothing, needs no material.
 */
export const isShownNorm = sql<boolean>`(n.consumed > 0 or (s.active and n.required > 0))`;

export async function showOrderMaterials(
  tx: Tx,
  input: Input<Route>,
  _viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const { rows: heads } = await sql<{ status: OrderStatus }>`
    select status from production_order where workspace_id = ${tx.workspaceId} and id = ${input.orderId}`.execute(
    tx.db,
  );
  const [head] = heads;
  if (head === undefined) return no("order_unknown", {}, ["orderId"]);
  const isOpen = head.status !== "done" && head.status !== "cancelled";
  const { rows } = await sql<Row>`
    select n.id, n.order_stage_id, s.name as stage_name,
      ${isStageDone(tx, { id: sql`s.order_id`, status: sql`${head.status}::text` })} as is_done,
      n.variant_id, i.id as item_id, n.item_id is not null as is_picked, i.name as item_name, v.name as variant_name, i.unit,
      n.warehouse_id, w.name as warehouse_name, n.required, n.consumed, coalesce(r.quantity, 0) as reserved,
      case when r.closed then 0 else greatest(coalesce(r.wanted - r.quantity, 0), 0) end as missing,
      r.by_hand is true and not r.closed as by_hand, coalesce(greatest(greatest(b.on_hand, 0) - b.reserved, 0), 0) as free
    from order_norm n
    join order_stage s on s.workspace_id = ${tx.workspaceId} and s.id = n.order_stage_id
    left join variant v on v.workspace_id = ${tx.workspaceId} and v.id = n.variant_id
    join item i on i.workspace_id = ${tx.workspaceId} and i.id = coalesce(v.item_id, n.item_id)
    join warehouse w on w.workspace_id = ${tx.workspaceId} and w.id = n.warehouse_id
    left join reservation r on r.workspace_id = ${tx.workspaceId} and r.order_norm_id = n.id
    left join balance b on b.workspace_id = ${tx.workspaceId} and b.variant_id = n.variant_id
      and b.warehouse_id = n.warehouse_id
    where n.workspace_id = ${tx.workspaceId} and n.order_id = ${input.orderId} and ${isShownNorm}
    order by s.position, n.position, n.id`.execute(tx.db);
  const isPickable = (row: Row): boolean => isOpen && row.is_picked && row.consumed.eq(0) && !row.is_done;
  const choicesOf = await readChoices(
    tx,
    rows.filter(isPickable).map((row) => ({ itemId: row.item_id, warehouseId: row.warehouse_id })),
  );
  return ok({
    rows: rows.map((row) => {
      // A stage that nobody needs any more is short of nothing.
      const isNeeded = isOpen && !row.is_done;
      const isAwaiting = row.variant_id === null && isOpen && !row.is_done;
      const choices = isPickable(row) ? choicesOf(row.item_id, row.warehouse_id) : [];
      // What nobody has picked is short only where all variants together would not cover it.
      const free = isAwaiting ? sum(choices.map((choice) => decimal(choice.free))) : row.free;
      const missing = isAwaiting ? atLeastZero(row.required.minus(row.consumed).minus(free)) : row.missing;
      return {
        normId: row.id,
        stageId: row.order_stage_id,
        stageName: row.stage_name,
        variantId: row.variant_id,
        itemId: row.item_id,
        itemName: row.item_name,
        variantName: row.variant_name,
        unit: row.unit,
        warehouseId: row.warehouse_id,
        warehouseName: row.warehouse_name,
        norm: text(row.required),
        reserved: text(row.reserved),
        consumed: text(row.consumed),
        remainder: text(atLeastZero(row.required.minus(row.consumed))),
        overconsumption: row.consumed.gt(row.required),
        shortage: text(isNeeded ? missing : zero),
        byHand: isNeeded && row.by_hand,
        free: text(free),
        awaitingSelection: isAwaiting,
        choices,
      };
    }),
  });
}
