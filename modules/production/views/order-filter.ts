import { type RawBuilder, sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { containing } from "#kernel/search.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { openRunStates, openStatuses } from "./order-card.ts";

export type OrderFilter = {
  readonly search?: string | undefined;
  readonly operatorId?: Id | undefined;
  readonly itemId?: Id | undefined;
  readonly dealId?: Id | undefined;
  readonly overdue?: boolean | undefined;
};

/** Conditions on production_order as `o`, begun with "and", so that no filter is no condition. */
export function filterOrders(tx: Tx, filter: OrderFilter, viewer: Viewer): RawBuilder<unknown> {
  const conditions: RawBuilder<unknown>[] = [];
  if (filter.dealId !== undefined) conditions.push(sql`and o.deal_id = ${filter.dealId}`);
  if (filter.itemId !== undefined) {
    conditions.push(sql`and o.variant_id in (
      select v.id from variant v where v.workspace_id = ${tx.workspaceId} and v.item_id = ${filter.itemId})`);
  }
  // Whoever works on it now, or did.
  if (filter.operatorId !== undefined) {
    const byOperator = sql`select r.order_id from run r
      where r.workspace_id = ${tx.workspaceId} and r.operator_id = ${filter.operatorId}`;
    conditions.push(sql`and o.id in (
      ${byOperator} and r.state in ${openRunStates} union all ${byOperator} and r.state = 'done')`);
  }
  const late = sql`(o.due_at is not null and o.due_at < ${viewer.now} and o.status in ${openStatuses})`;
  if (filter.overdue === true) conditions.push(sql`and ${late}`);
  if (filter.overdue === false) conditions.push(sql`and not ${late}`);
  if (filter.search !== undefined && filter.search !== "")
    conditions.push(searchOrders(tx, filter.search, viewer));
  return conditions.length === 0 ? sql`` : sql.join(conditions, sql` `);
}

/** A number is the order's own; words are the product's, the variant's or, for those who may see it, the deal's. */
function searchOrders(tx: Tx, search: string, viewer: Viewer): RawBuilder<unknown> {
  const pattern = containing(search);
  const digits = /^[#№]?\s*(\d{1,9})$/.exec(search)?.[1];
  const ways: RawBuilder<unknown>[] = [
    sql`o.variant_id in (
      select v.id from variant v join item i on i.workspace_id = ${tx.workspaceId} and i.id = v.item_id
      where v.workspace_id = ${tx.workspaceId}
        and (i.name ilike ${pattern} or v.name ilike ${pattern} or v.sku ilike ${pattern}))`,
  ];
  if (digits !== undefined) ways.push(sql`o.number = ${Number(digits)}`);
  if (viewer.may("deal.read")) {
    ways.push(sql`o.deal_id in (
      select d.id from deal d left join contact c on c.workspace_id = ${tx.workspaceId} and c.id = d.contact_id
      where d.workspace_id = ${tx.workspaceId} and (d.title ilike ${pattern} or c.name ilike ${pattern}))`);
  }
  return sql`and (${sql.join(ways, sql` or `)})`;
}
