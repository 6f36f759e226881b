import { sql } from "kysely";
import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

// The cards import this file.
const openStatuses = sql`('pending', 'in_progress', 'partially_done')`;

/** What a stage lacks and another order is making for it. */
export type AwaitedOrder = {
  readonly orderId: Id;
  readonly number: number;
  readonly itemName: string;
  readonly received: number;
  readonly ordered: number;
};
type AwaitedAtStage = AwaitedOrder & {
  readonly waitingOrderId: Id;
  readonly stageId: Id;
  readonly normId: Id;
  readonly reserved: Decimal;
  /** the order's stages wait for it; else it is only shown */
  readonly binds: boolean;
};

/** Of each of these orders: the orders in work made for what it still lacks, by stage. One index look-up an order. */
export async function readAwaited(
  tx: Tx,
  orderIds: readonly Id[],
): Promise<ReadonlyMap<Id, readonly AwaitedAtStage[]>> {
  if (orderIds.length === 0) return new Map();
  // It is rare that orders were made for others, and to plan the long question takes longer than to ask the short one.
  const made = await sql`
    select from production_order c
    where c.workspace_id = ${tx.workspaceId} and c.parent_id = any(${[...new Set(orderIds)]}::uuid[]) limit 1`.execute(
    tx.db,
  );
  if (made.rows.length === 0) return new Map();
  const { rows } = await sql<AwaitedAtStage>`
    select c.id as "orderId", c.number, i.name as "itemName", c.received, c.ordered, p.id as "waitingOrderId",
      n.order_stage_id as "stageId", n.id as "normId", r.quantity as reserved, p.semi_finished = 'wait' as binds
    from production_order c
    join production_order p on p.workspace_id = c.workspace_id and p.id = c.parent_id and p.status in ${openStatuses}
    join order_norm n on n.workspace_id = c.workspace_id and n.order_id = c.parent_id
      and n.variant_id = c.variant_id and n.warehouse_id = c.warehouse_id
    join reservation r on r.workspace_id = n.workspace_id and r.order_norm_id = n.id
      and not r.closed and r.wanted > r.quantity
    join variant v on v.workspace_id = c.workspace_id and v.id = c.variant_id
    join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    where c.workspace_id = ${tx.workspaceId} and c.parent_id = any(${[...new Set(orderIds)]}::uuid[])
      and c.status in ${openStatuses}
    order by c.number`.execute(tx.db);
  return Map.groupBy(rows, (row) => row.waitingOrderId);
}

export const awaitedOrderOf = ({
  orderId,
  number,
  itemName,
  received,
  ordered,
}: AwaitedOrder): AwaitedOrder => ({
  orderId,
  number,
  itemName,
  received,
  ordered,
});

/** Each order once, whatever the number of norms that wait for it. */
export function awaitedOrders(rows: readonly AwaitedOrder[]): AwaitedOrder[] {
  return [...new Map(rows.map((row) => [row.orderId, awaitedOrderOf(row)])).values()];
}
