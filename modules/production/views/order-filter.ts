import { type RawBuilder, sql } from "kysely";
import { endOfDay, startOfDay } from "#kernel/calendar.ts";
import type { Id } from "#kernel/id.ts";
import { containing } from "#kernel/search.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { BatchMode } from "#modules/templates/contract/template-body.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { openRunStates, openStatuses } from "./order-card.ts";

/** As contract/board-routes.ts says it (orderFilterFields). */
export type OrderFilter = {
  readonly search?: string | undefined;
  readonly operator?: string | undefined;
  readonly operatorId?: Id | undefined;
  readonly sub?: string | undefined;
  readonly subId?: Id | undefined;
  readonly product?: string | undefined;
  readonly itemId?: Id | undefined;
  readonly dealId?: Id | undefined;
  readonly batch?: BatchMode | undefined;
  readonly overdue?: boolean | undefined;
  readonly stuck?: number | undefined;
  readonly stage?: string | undefined;
  readonly by?: "due" | "created" | "started" | "finished" | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

/** Which orders are asked for: a column knows, and its question is the simpler for it. */
export type Asked = "open" | "over" | "any";

/** Conditions on production_order as `o`, begun with "and", so that no filter is no condition. */
export function filterOrders(
  tx: Tx,
  filter: OrderFilter,
  viewer: Viewer,
  asked: Asked = "any",
): RawBuilder<unknown> {
  const conditions: RawBuilder<unknown>[] = [];
  if (filter.dealId !== undefined) conditions.push(sql`and o.deal_id = ${filter.dealId}`);
  if (filter.itemId !== undefined) conditions.push(sql`and ${ofItem(tx, sql`v.item_id = ${filter.itemId}`)}`);
  if (filter.product !== undefined) {
    conditions.push(
      sql`and ${ofItem(
        tx,
        sql`v.item_id in (select i.id from item i where i.workspace_id = ${tx.workspaceId} and ${isNamed(sql`i`, filter.product)})`,
      )}`,
    );
  }
  if (filter.batch !== undefined) conditions.push(sql`and o.batch_mode = ${filter.batch}`);
  conditions.push(...conditionsOfPeriod(filter, viewer, asked));
  const byRun = conditionOfRuns(tx, filter, viewer, asked);
  if (byRun !== null) conditions.push(sql`and ${byRun}`);
  const late = sql`(o.due_at is not null and o.due_at < ${viewer.now} and o.status in ${openStatuses})`;
  if (filter.overdue === true) conditions.push(sql`and ${late}`);
  if (filter.overdue === false) conditions.push(sql`and not ${late}`);
  if (filter.search !== undefined && filter.search !== "")
    conditions.push(searchOrders(tx, filter.search, viewer));
  return conditions.length === 0 ? sql`` : sql.join(conditions, sql` `);
}

const ofItem = (tx: Tx, condition: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`o.variant_id in (select v.id from variant v where v.workspace_id = ${tx.workspaceId} and ${condition})`;

const id = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A word of an address ("serhii-koval") or an id, against the row's name. */
export function isNamed(row: RawBuilder<unknown>, word: string): RawBuilder<boolean> {
  if (id.test(word)) return sql<boolean>`${row}.id = ${word.toLowerCase()}::uuid`;
  return sql<boolean>`replace(lower(${row}.name), ' ', '-') = replace(lower(${word}::text), ' ', '-')`;
}

/** Whether a period is asked for: then the columns of what has ended show it instead of their last days. */
export const hasPeriod = ({ from, to }: OrderFilter): boolean => from !== undefined || to !== undefined;

function conditionsOfPeriod(filter: OrderFilter, viewer: Viewer, asked: Asked): RawBuilder<unknown>[] {
  if (!hasPeriod(filter)) return [];
  const by = filter.by ?? "due";
  // What is open has no finish.
  if (by === "finished" && asked === "open") return [sql`and false`];
  const instant = {
    due: "o.due_at",
    created: "o.created_at",
    started: "o.started_at",
    finished: "o.finished_at",
  };
  const column = sql.raw(instant[by]);
  const conditions: RawBuilder<unknown>[] = [];
  if (filter.from !== undefined)
    conditions.push(sql`and ${column} >= ${startOfDay(filter.from, viewer.timeZone)}`);
  if (filter.to !== undefined)
    conditions.push(sql`and ${column} < ${new Date(endOfDay(filter.to, viewer.timeZone).getTime() + 1000)}`);
  return conditions;
}

/** What of a filter is asked of runs, and what of orders. */
export function partFilter(filter: OrderFilter): { ofRuns: OrderFilter; ofOrder: OrderFilter } {
  const { operator, operatorId, sub, subId, stuck, stage, ...ofOrder } = filter;
  return { ofRuns: { operator, operatorId, sub, subId, stuck, stage }, ofOrder };
}

/** What is asked of runs holds for one and the same run: Serhii's, at Sewing, for more than three days. */
export function conditionsOnRun(tx: Tx, filter: OrderFilter, viewer: Viewer): RawBuilder<unknown>[] {
  const conditions = [...conditionsOnOperator(tx, filter), ...conditionsOnSubcontractor(tx, filter)];
  if (filter.stage !== undefined) conditions.push(sql`and r.stage_name = ${filter.stage}`);
  if (filter.stuck !== undefined) {
    const before = new Date(viewer.now.getTime() - filter.stuck * 24 * 60 * 60 * 1000);
    conditions.push(sql`and r.since < ${before}`);
  }
  return conditions;
}

function conditionsOnOperator(tx: Tx, filter: OrderFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  if (filter.operatorId !== undefined) conditions.push(sql`and r.operator_id = ${filter.operatorId}`);
  if (filter.operator === "none") conditions.push(sql`and r.operator_id is null`);
  else if (filter.operator !== undefined) {
    conditions.push(sql`and r.operator_id in (
      select m.id from member m where m.workspace_id = ${tx.workspaceId} and ${isNamed(sql`m`, filter.operator)})`);
  }
  return conditions;
}

function conditionsOnSubcontractor(tx: Tx, { sub, subId }: OrderFilter): RawBuilder<unknown>[] {
  const conditions: RawBuilder<unknown>[] = [];
  if (subId !== undefined) conditions.push(sql`and r.performer_subcontractor_id = ${subId}`);
  if (sub === "none") conditions.push(sql`and r.performer_subcontractor_id is null`);
  else if (sub !== undefined) {
    conditions.push(sql`and r.performer_subcontractor_id in (
      select c.id from subcontractor c where c.workspace_id = ${tx.workspaceId} and ${isNamed(sql`c`, sub)})`);
  }
  return conditions;
}

function conditionOfRuns(
  tx: Tx,
  filter: OrderFilter,
  viewer: Viewer,
  asked: Asked,
): RawBuilder<unknown> | null {
  const conditions = conditionsOnRun(tx, filter, viewer);
  if (conditions.length === 0) return null;
  const open = sql`o.id in (
    select r.order_id from run r
    where r.workspace_id = ${tx.workspaceId} and r.state in ${openRunStates} ${sql.join(conditions, sql` `)})`;
  // What has ended stands nowhere, and was done by those who did it.
  const standsSomewhere =
    filter.stage !== undefined || filter.stuck !== undefined || filter.operator === "none";
  if (asked === "open" || (asked === "any" && standsSomewhere)) return open;
  if (standsSomewhere) return sql`false`;
  const byWhom = sql.join(
    [...conditionsOnOperator(tx, filter), ...conditionsOnSubcontractor(tx, filter)],
    sql` `,
  );
  if (asked === "over") {
    return sql`exists (
      select from run r
      where r.workspace_id = ${tx.workspaceId} and r.order_id = o.id and r.state = 'done' ${byWhom})`;
  }
  return sql`(${open} or (o.status not in ${openStatuses} and o.id in (
    select r.order_id from run r
    where r.workspace_id = ${tx.workspaceId} and r.state = 'done' ${byWhom})))`;
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
