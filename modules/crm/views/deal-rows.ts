import { type RawBuilder, sql } from "kysely";
import { type Decimal, text } from "#kernel/decimal.ts";
import type { Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { crmRoutes } from "../contract/routes.ts";

export type DealRow = Output<typeof crmRoutes.listDeals>["rows"][number];
type Found = Omit<DealRow, "revenue" | "statusSince" | "production"> & {
  revenue: Decimal;
  statusSince: Date;
  orders: number;
  done: number;
  stageName: string | null;
};

/** What a deal's lines are sold for, upsells with them. `lines` names the line's table or alias. */
export const revenueOf = (tx: Tx, line: string): RawBuilder<Decimal> => sql<Decimal>`
  coalesce(sum(${sql.ref(`${line}.quantity`)} * (${sql.ref(`${line}.price`)} + coalesce((
    select sum(u.price) from deal_line_upsell u
    where u.workspace_id = ${tx.workspaceId} and u.deal_line_id = ${sql.ref(`${line}.id`)}
  ), 0))), 0)`;

/** The words of a search: number, title, contact, company. `deal`, `contact` and `company` are d, c and co. */
export const dealMatches = (words: string, pattern: string): RawBuilder<unknown> =>
  sql`(d.title ilike ${pattern} or d.number::text = ${words.replace(/^#/, "")} or c.name ilike ${pattern}
    or co.name ilike ${pattern})`;

/** A deal's people and status, by the aliases that every query of this folder uses. */
export const dealTables = (tx: Tx): RawBuilder<unknown> => sql`
  deal d
  join deal_status s on s.workspace_id = ${tx.workspaceId} and s.id = d.status_id
  left join contact c on c.workspace_id = ${tx.workspaceId} and c.id = d.contact_id
  left join company co on co.workspace_id = ${tx.workspaceId} and co.id = d.company_id
  left join member m on m.workspace_id = ${tx.workspaceId} and m.id = d.responsible_id`;

/**
 * Rows of deals that `chosen` names: a subquery of their ids, already limited. One statement; the sums are made
 * for these rows alone.
 */
export async function selectDealRows(
  tx: Tx,
  viewer: Viewer,
  chosen: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
): Promise<DealRow[]> {
  const { rows } = await sql<Found>`
    select d.id, d.number, d.title, c.name as "contactName", co.name as "companyName", s.id as "statusId",
      s.name as "statusName", s.kind as "statusKind", d.status_since as "statusSince",
      m.name as "responsibleName", lines.revenue, lines.promised as "promisedDate",
      orders.orders, orders.done, furthest.name as "stageName"
    from ${dealTables(tx)}
    cross join lateral (
      select ${revenueOf(tx, "l")} as revenue, min(l.promised_date) filter (where l.shipped < l.quantity) as promised
      from deal_line l where l.workspace_id = ${tx.workspaceId} and l.deal_id = d.id and not l.removed
    ) lines
    cross join lateral (
      select count(*) as orders, count(*) filter (where o.status = 'done') as done
      from production_order o
      where o.workspace_id = ${tx.workspaceId} and o.deal_id = d.id and o.status <> 'cancelled'
    ) orders
    left join lateral (
      select os.name
      from production_order o
      -- what is gathered stands where its batch stands
      join run r on r.workspace_id = ${tx.workspaceId}
        and r.order_id = case o.status when 'aggregated' then o.batch_order_id else o.id end
        and r.state in ('waiting', 'in_progress', 'paused', 'blocked')
      join order_stage os on os.workspace_id = ${tx.workspaceId} and os.id = r.order_stage_id
      where o.workspace_id = ${tx.workspaceId} and o.deal_id = d.id
        and o.status in ('pending', 'aggregated', 'in_progress', 'partially_done')
      order by os.position desc, r.id limit 1
    ) furthest on true
    where d.workspace_id = ${tx.workspaceId} and d.id in (${chosen})
    order by ${order}`.execute(tx.db);
  const seesMoney = viewer.may("deal.money");
  return rows.map(({ orders, done, stageName, revenue, statusSince, ...row }) => ({
    ...row,
    statusSince: statusSince.toISOString(),
    revenue: seesMoney ? text(revenue) : null,
    production: orders === 0 ? null : { orders, done, stageName },
  }));
}
