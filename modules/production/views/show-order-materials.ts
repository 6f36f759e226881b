import { sql } from "kysely";
import { atLeastZero, type Decimal, text, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Unit } from "#kernel/unit.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { OrderStatus } from "#modules/production/contract/order-card.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { findDoneStages } from "./done-stages.ts";
import { openRunStates } from "./order-card.ts";

type Route = typeof productionRoutes.showOrderMaterials;

type Row = {
  id: Id;
  order_stage_id: Id;
  stage_name: string;
  variant_id: Id;
  item_name: string;
  variant_name: string;
  unit: Unit;
  warehouse_name: string;
  required: Decimal;
  consumed: Decimal;
  reserved: Decimal;
  closed: boolean;
  free: Decimal;
};

type Head = {
  status: OrderStatus;
  stages: [id: Id, key: string, waitsFor: string[]][] | null;
  open_stages: Id[];
};

export async function showOrderMaterials(
  tx: Tx,
  input: Input<Route>,
  _viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const { rows: heads } = await sql<Head>`
    select o.status,
      (select json_agg(json_build_array(s.id, s.key, s.waits_for)) from order_stage s
        where s.workspace_id = ${tx.workspaceId} and s.order_id = o.id) as stages,
      array(select distinct r.order_stage_id from run r
        where r.workspace_id = ${tx.workspaceId} and r.order_id = o.id and r.state in ${openRunStates}) as open_stages
    from production_order o
    where o.workspace_id = ${tx.workspaceId} and o.id = ${input.orderId}`.execute(tx.db);
  const [head] = heads;
  if (head === undefined) return no("order_unknown", {}, ["orderId"]);
  const stages = (head.stages ?? []).map(([id, key, waitsFor]) => ({ id, key, waitsFor }));
  const done = findDoneStages(stages, head.open_stages);

  const { rows } = await sql<Row>`
    select n.id, n.order_stage_id, s.name as stage_name, n.variant_id, i.name as item_name, v.name as variant_name, i.unit,
      w.name as warehouse_name, n.required, n.consumed, coalesce(r.quantity, 0) as reserved, r.closed is true as closed,
      coalesce(greatest(greatest(b.on_hand, 0) - b.reserved, 0), 0) as free
    from order_norm n
    join order_stage s on s.workspace_id = ${tx.workspaceId} and s.id = n.order_stage_id
    join variant v on v.workspace_id = ${tx.workspaceId} and v.id = n.variant_id
    join item i on i.workspace_id = ${tx.workspaceId} and i.id = v.item_id
    join warehouse w on w.workspace_id = ${tx.workspaceId} and w.id = n.warehouse_id
    left join reservation r on r.workspace_id = ${tx.workspaceId} and r.order_norm_id = n.id
    left join balance b on b.workspace_id = ${tx.workspaceId} and b.variant_id = n.variant_id
      and b.warehouse_id = n.warehouse_id
    where n.workspace_id = ${tx.workspaceId} and n.order_id = ${input.orderId}
    order by s.position, n.position, n.id`.execute(tx.db);
  return ok({
    rows: rows.map((row) => {
      const isNeeded = !row.closed && !done.has(row.order_stage_id);
      return {
        normId: row.id,
        stageId: row.order_stage_id,
        stageName: row.stage_name,
        variantId: row.variant_id,
        itemName: row.item_name,
        variantName: row.variant_name,
        unit: row.unit,
        warehouseName: row.warehouse_name,
        norm: text(row.required),
        reserved: text(row.reserved),
        consumed: text(row.consumed),
        remainder: text(atLeastZero(row.required.minus(row.consumed))),
        overconsumption: row.consumed.gt(row.required),
        // A stage that nobody needs any more is short of nothing.
        shortage: text(isNeeded ? atLeastZero(row.required.minus(row.reserved).minus(row.consumed)) : zero),
        free: text(row.free),
      };
    }),
  });
}
