import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Unit } from "#kernel/unit.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { photoOfItem } from "#modules/files/views/files-of.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { Priority } from "../core/order-state.ts";

/** So many pending orders are looked at for proposals, those due first. */
export const mostLookedAt = 500;

/**
 * Pending orders that could be gathered with another one: their variant has several, nobody has touched them, and they
 * are neither made for another order nor wait for one. Whether they are alike stage by stage is the core's to say.
 */
export async function findPendingAlike(
  tx: Tx,
): Promise<{ readonly orderIds: readonly Id[]; readonly more: boolean }> {
  const { rows } = await sql<{ id: Id }>`
    with free as (
      select o.id, o.variant_id, o.due_order, count(*) over (partition by o.variant_id) as alike
      from production_order o
      where o.workspace_id = ${tx.workspaceId} and o.status = 'pending' and not o.gathers and o.parent_id is null
        and not exists (select from production_order c
          where c.workspace_id = ${tx.workspaceId} and c.parent_id = o.id
            and c.status in ('pending', 'in_progress', 'partially_done'))
        and not exists (select from run r
          where r.workspace_id = ${tx.workspaceId} and r.order_id = o.id
            and r.state in ('in_progress', 'paused', 'blocked', 'held', 'escalated'))
    )
    select id from free where alike > 1 order by due_order, id limit ${mostLookedAt + 1}`.execute(tx.db);
  return {
    orderIds: rows.slice(0, mostLookedAt).map((row) => row.id),
    more: rows.length > mostLookedAt,
  };
}

export type NamedOrder = {
  readonly orderId: Id;
  readonly itemName: string;
  readonly variantName: string;
  readonly unit: Unit;
  readonly photoId: Id | null;
  readonly dueDate: string | null;
  readonly priority: Priority;
  readonly notes: string;
  readonly contactName: string | null;
  readonly dealTitle: string | null;
};

/** What people know these orders by. */
export async function nameOrders(
  tx: Tx,
  orderIds: readonly Id[],
  viewer: Viewer,
): Promise<readonly NamedOrder[]> {
  if (orderIds.length === 0) return [];
  const { rows } = await sql<NamedOrder>`
    select o.id as "orderId", i.name as "itemName", v.name as "variantName", i.unit,
      ${photoOfItem(tx, sql`i.id`)} as "photoId", o.due_date as "dueDate", o.priority, left(o.notes, 200) as notes,
      case when ${viewer.may("contact.read")} then c.name end as "contactName",
      case when ${viewer.may("deal.read")} then d.title end as "dealTitle"
    from production_order o
    join variant v on v.workspace_id = ${tx.workspaceId} and v.id = o.variant_id
    join item i on i.workspace_id = ${tx.workspaceId} and i.id = v.item_id
    left join deal d on d.workspace_id = ${tx.workspaceId} and d.id = o.deal_id
    left join contact c on c.workspace_id = ${tx.workspaceId} and c.id = d.contact_id
    where o.workspace_id = ${tx.workspaceId} and o.id = any(${[...orderIds]}::uuid[])`.execute(tx.db);
  return rows;
}
