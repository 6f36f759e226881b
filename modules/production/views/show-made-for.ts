import { sql } from "kysely";
import type { z } from "zod";
import { type Decimal, decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Unit } from "#kernel/unit.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { OrderStatus } from "#modules/production/contract/order-card.ts";
import type { semiFinishedRoutes, shortToMake } from "#modules/production/contract/semi-finished-routes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { openRunStates, openStatuses } from "./order-card.ts";

type Route = typeof semiFinishedRoutes.showMadeFor;

/** Both ways: what was made for this order, and for which order it was made itself. */
export async function showMadeFor(
  tx: Tx,
  { orderId }: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const order = await tx.db
    .selectFrom("production_order")
    .select(["parent_id", "status"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", orderId)
    .executeTakeFirst();
  if (order === undefined) return no("order_unknown", {}, ["orderId"]);
  const isOpen = order.status !== "done" && order.status !== "cancelled";
  const [parent, children, short] = await Promise.all([
    order.parent_id === null ? null : readParent(tx, orderId),
    readChildren(tx, orderId, viewer),
    isOpen ? readShort(tx, orderId) : [],
  ]);
  return ok({ parent, children, short });
}

type Row = {
  id: Id;
  number: number;
  variant_id: Id;
  item_name: string;
  variant_name: string;
  unit: Unit;
  status: OrderStatus;
  ordered: number;
  received: number;
  in_work: number;
  stage_name: string | null;
  due_date: string | null;
  due_at: Date | null;
  needed_at: string;
  cost: Decimal;
};

async function readParent(tx: Tx, orderId: Id): Promise<Output<Route>["parent"]> {
  const { rows } = await sql<Row>`
    select p.id, p.number, i.name as item_name, v.name as variant_name, p.status, s.name as needed_at
    from production_order o
    join production_order p on p.workspace_id = o.workspace_id and p.id = o.parent_id
    join variant v on v.workspace_id = p.workspace_id and v.id = p.variant_id
    join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    join order_norm n on n.workspace_id = o.workspace_id and n.id = o.parent_norm_id
    join order_stage s on s.workspace_id = n.workspace_id and s.id = n.order_stage_id
    where o.workspace_id = ${tx.workspaceId} and o.id = ${orderId}`.execute(tx.db);
  const [row] = rows;
  if (row === undefined) return null;
  return {
    orderId: row.id,
    number: row.number,
    itemName: row.item_name,
    variantName: row.variant_name,
    status: row.status,
    neededAt: row.needed_at,
  };
}

async function readChildren(tx: Tx, orderId: Id, viewer: Viewer): Promise<Output<Route>["children"]> {
  const { rows } = await sql<Row>`
    select o.id, o.number, o.variant_id, i.name as item_name, v.name as variant_name, i.unit, o.status, o.ordered,
      o.received, o.in_work, o.due_date, o.due_at, o.cost, s.name as needed_at,
      case when o.status in ${openStatuses} then (
        select at.name from run r
        join order_stage at on at.workspace_id = r.workspace_id and at.id = r.order_stage_id
        where r.workspace_id = ${tx.workspaceId} and r.order_id = o.id and r.state in ${openRunStates}
        order by at.position, r.id
        limit 1
      ) end as stage_name
    from production_order o
    join variant v on v.workspace_id = o.workspace_id and v.id = o.variant_id
    join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    join order_norm n on n.workspace_id = o.workspace_id and n.id = o.parent_norm_id
    join order_stage s on s.workspace_id = n.workspace_id and s.id = n.order_stage_id
    where o.workspace_id = ${tx.workspaceId} and o.parent_id = ${orderId}
    order by o.number
    limit 200`.execute(tx.db);
  return rows.map((row) => ({
    orderId: row.id,
    number: row.number,
    variantId: row.variant_id,
    itemName: row.item_name,
    variantName: row.variant_name,
    unit: row.unit,
    status: row.status,
    ordered: row.ordered,
    received: row.received,
    inWork: row.in_work,
    stageName: row.stage_name,
    dueDate: row.due_date,
    overdue: row.in_work > 0 && row.due_at !== null && row.due_at < viewer.now,
    neededAt: row.needed_at,
    cost: viewer.may("order.cost") ? text(row.cost) : null,
  }));
}

/** Only what has a template in use: the rest is bought. What is expected comes off what is to be made. */
async function readShort(tx: Tx, orderId: Id): Promise<z.output<typeof shortToMake>[]> {
  const { rows } = await sql<{
    variant_id: Id;
    warehouse_id: Id;
    item_name: string;
    variant_name: string;
    unit: Unit;
    warehouse_name: string;
    missing: Decimal;
    expected: Decimal | null;
    needed_at: string;
  }>`
    select short.*, i.name as item_name, v.name as variant_name, i.unit, w.name as warehouse_name, (
      select sum(c.in_work) from production_order c
      where c.workspace_id = ${tx.workspaceId} and c.parent_id = ${orderId} and c.variant_id = short.variant_id
        and c.warehouse_id = short.warehouse_id and c.status in ${openStatuses}
    )::numeric as expected
    from (
      select n.variant_id, n.warehouse_id, sum(r.wanted - r.quantity) as missing,
        (array_agg(s.name order by s.position, n.position))[1] as needed_at,
        min(s.position) as place
      from order_norm n
      join order_stage s on s.workspace_id = n.workspace_id and s.id = n.order_stage_id and s.active
      join reservation r on r.workspace_id = n.workspace_id and r.order_norm_id = n.id
        and not r.closed and r.wanted > r.quantity
      where n.workspace_id = ${tx.workspaceId} and n.order_id = ${orderId} and n.variant_id is not null
      group by n.variant_id, n.warehouse_id
    ) as short
    join variant v on v.workspace_id = ${tx.workspaceId} and v.id = short.variant_id
    join item i on i.workspace_id = v.workspace_id and i.id = v.item_id and i.kind <> 'material'
    join warehouse w on w.workspace_id = v.workspace_id and w.id = short.warehouse_id
    where exists (
      select from template t where t.workspace_id = ${tx.workspaceId} and t.item_id = i.id and not t.archived)
    order by short.place, i.name, v.name`.execute(tx.db);
  return rows.map((row) => {
    const expected = row.expected ?? decimal(0);
    const rest = row.missing.minus(expected);
    return {
      variantId: row.variant_id,
      warehouseId: row.warehouse_id,
      itemName: row.item_name,
      variantName: row.variant_name,
      unit: row.unit,
      warehouseName: row.warehouse_name,
      missing: text(row.missing),
      expected: text(expected),
      toMake: rest.gt(0) ? rest.round(0, 3).toNumber() : 0,
      neededAt: row.needed_at,
    };
  });
}
