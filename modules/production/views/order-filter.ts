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
  /** what its words stand for, where somebody has looked (settleFilter) */
  readonly settled?: SettledWords | undefined;
};

export type SettledWords = {
  /** null: no operator is asked for by name */
  readonly operatorIds: readonly Id[] | null;
  /** of the product; null: none is asked for */
  readonly variantIds: readonly Id[] | null;
  /** what the text is found in; deals null: in too many to name */
  readonly found: {
    readonly variantIds: readonly Id[];
    readonly dealIds: readonly Id[] | null;
    /** of the order whose number it is */
    readonly orderIds: readonly Id[];
  } | null;
};
const mostDealsNamed = 200;

/**
 * Looks up once what the words of a filter stand for. Ids make one plan for every word, where a join in each question
 * would be planned and done again for each column.
 */
export async function settleFilter<F extends OrderFilter>(tx: Tx, filter: F, viewer: Viewer): Promise<F> {
  const { operator, product, itemId, search } = filter;
  const byName = operator !== undefined && operator !== "none";
  const asksText = search !== undefined && search !== "";
  if (!byName && product === undefined && itemId === undefined && !asksText) return filter;
  const idsOf = async (question: RawBuilder<{ id: Id }>): Promise<Id[]> =>
    (await question.execute(tx.db)).rows.map((row) => row.id);
  const pattern = containing(search ?? "");
  const number = numberIn(search ?? "");
  const [operatorIds, variantIds, variantsFound, dealsFound, orderIds] = await Promise.all([
    byName
      ? idsOf(sql<{ id: Id }>`
          select m.id from member m where m.workspace_id = ${tx.workspaceId} and ${isNamed(sql`m`, operator)}`)
      : null,
    product !== undefined || itemId !== undefined
      ? idsOf(sql<{ id: Id }>`
          select v.id from variant v join item i on i.workspace_id = ${tx.workspaceId} and i.id = v.item_id
          where v.workspace_id = ${tx.workspaceId}
            ${itemId === undefined ? sql`` : sql`and i.id = ${itemId}`}
            ${product === undefined ? sql`` : sql`and ${isNamed(sql`i`, product)}`}`)
      : null,
    asksText ? idsOf(variantsOfText(tx, pattern)) : [],
    asksText && viewer.may("deal.read")
      ? idsOf(sql<{ id: Id }>`${dealsOfText(tx, pattern)} limit ${sql.lit(mostDealsNamed + 1)}`)
      : [],
    number === null
      ? []
      : idsOf(sql<{ id: Id }>`
          select o.id from production_order o where o.workspace_id = ${tx.workspaceId} and o.number = ${number}`),
  ]);
  const dealIds = dealsFound.length > mostDealsNamed ? null : dealsFound;
  const found = asksText ? { variantIds: variantsFound, dealIds, orderIds } : null;
  return { ...filter, settled: { operatorIds, variantIds, found } };
}

const variantsOfText = (tx: Tx, pattern: string): RawBuilder<{ id: Id }> => sql<{ id: Id }>`
  select v.id from variant v join item i on i.workspace_id = ${tx.workspaceId} and i.id = v.item_id
  where v.workspace_id = ${tx.workspaceId}
    and (i.name ilike ${pattern} or v.name ilike ${pattern} or v.sku ilike ${pattern})
    -- Nothing is ordered of what has no template: of all materials the numbers in their names are none.
    and exists (select from template t where t.workspace_id = ${tx.workspaceId} and t.item_id = i.id)`;

const dealsOfText = (tx: Tx, pattern: string): RawBuilder<unknown> => sql`
  select d.id from deal d left join contact c on c.workspace_id = ${tx.workspaceId} and c.id = d.contact_id
  where d.workspace_id = ${tx.workspaceId} and (d.title ilike ${pattern} or c.name ilike ${pattern})`;

/** One of these: a single id is asked for as such, so that an index can say the order of the rows too. */
export const isOneOf = (column: RawBuilder<unknown>, ids: readonly Id[]): RawBuilder<boolean> =>
  ids.length === 1
    ? sql<boolean>`${column} = ${ids[0]}::uuid`
    : sql<boolean>`${column} = any(${[...ids]}::uuid[])`;

/** Which orders are asked for: a column knows, and its question is the simpler for it. */
export type Asked = "open" | "over" | "any";

export type How = {
  /** what is asked of runs is found among them first, or looked for in each order that comes */
  readonly runs?: "first" | "each";
  /** an instant, before which nobody can have worked on an order that is over and passes: then these runs are found first */
  readonly workedSince?: RawBuilder<unknown>;
  /**
   * Rows are walked in the order of their end, newest first, until the page is full: no index of the period itself is to be
   * taken and sorted. What was due, made or begun in a time did not end long after, so the walk is a short one.
   */
  readonly walks?: boolean;
};

/** Conditions on production_order as `o`, begun with "and", so that no filter is no condition. */
export function filterOrders(
  tx: Tx,
  filter: OrderFilter,
  viewer: Viewer,
  asked: Asked = "any",
  { runs = "each", walks = false, workedSince }: How = {},
): RawBuilder<unknown> {
  const conditions: RawBuilder<unknown>[] = [];
  if (filter.dealId !== undefined) conditions.push(sql`and o.deal_id = ${filter.dealId}`);
  if (filter.itemId !== undefined || filter.product !== undefined)
    conditions.push(sql`and ${ofProduct(tx, filter)}`);
  if (filter.batch !== undefined) conditions.push(sql`and o.batch_mode = ${filter.batch}`);
  const ofPeriod = conditionsOfPeriod(filter, viewer, asked);
  // An index can't answer what is asked in this way.
  conditions.push(
    ...ofPeriod.map((condition) => (walks ? sql`and (${condition}) is true` : sql`and ${condition}`)),
  );
  const byRun = conditionOfRuns(tx, filter, viewer, asked, { runs, workedSince });
  if (byRun !== null) conditions.push(sql`and ${byRun}`);
  conditions.push(...conditionsOnLateness(filter, viewer, asked));
  if (filter.search !== undefined && filter.search !== "")
    conditions.push(searchOrders(tx, filter.search, viewer, filter.settled));
  return conditions.length === 0 ? sql`` : sql.join(conditions, sql` `);
}

/** What has ended is late no more. */
function conditionsOnLateness(
  { overdue }: OrderFilter,
  { now }: Viewer,
  asked: Asked,
): RawBuilder<unknown>[] {
  if (overdue === undefined) return [];
  if (asked === "over") return overdue ? [sql`and false`] : [];
  const late =
    asked === "open"
      ? sql`(o.due_order < ${now})`
      : sql`(o.due_at is not null and o.due_at < ${now} and o.status in ${openStatuses})`;
  return [overdue ? sql`and ${late}` : sql`and not ${late}`];
}

function ofProduct(tx: Tx, { itemId, product, settled }: OrderFilter): RawBuilder<unknown> {
  const ids = settled?.variantIds ?? null;
  if (ids !== null) return isOneOf(sql`o.variant_id`, ids);
  return sql`o.variant_id in (
    select v.id from variant v join item i on i.workspace_id = ${tx.workspaceId} and i.id = v.item_id
    where v.workspace_id = ${tx.workspaceId}
      ${itemId === undefined ? sql`` : sql`and i.id = ${itemId}`}
      ${product === undefined ? sql`` : sql`and ${isNamed(sql`i`, product)}`})`;
}

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
  if (by === "finished" && asked === "open") return [sql`false`];
  const instant = {
    // What is open stands in an index by this one, which is far off for what has no date.
    due: asked === "open" ? "o.due_order" : "o.due_at",
    created: "o.created_at",
    started: "o.started_at",
    finished: "o.finished_at",
  };
  const column = sql.raw(instant[by]);
  const conditions: RawBuilder<unknown>[] =
    by === "due" && asked === "open" ? [sql`o.due_order < timestamptz 'infinity'`] : [];
  if (filter.from !== undefined)
    conditions.push(sql`${column} >= ${startOfDay(filter.from, viewer.timeZone)}`);
  if (filter.to !== undefined)
    conditions.push(sql`${column} < ${new Date(endOfDay(filter.to, viewer.timeZone).getTime() + 1000)}`);
  return conditions;
}

/** What of a filter is asked of runs, and what of orders. */
export function partFilter(filter: OrderFilter): { ofRuns: OrderFilter; ofOrder: OrderFilter } {
  const { operator, operatorId, sub, subId, stuck, stage, ...ofOrder } = filter;
  const { settled } = filter;
  return { ofRuns: { operator, operatorId, sub, subId, stuck, stage, settled }, ofOrder };
}

/** Whether a part of a filter asks for anything. */
export const asksAnything = (filter: OrderFilter): boolean =>
  Object.entries(filter).some(([name, value]) => name !== "settled" && value !== undefined && value !== "");

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
    const ids = filter.settled?.operatorIds ?? null;
    if (ids !== null) return [...conditions, sql`and ${isOneOf(sql`r.operator_id`, ids)}`];
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
  { runs, workedSince }: Pick<How, "runs" | "workedSince">,
): RawBuilder<unknown> | null {
  const conditions = conditionsOnRun(tx, filter, viewer);
  if (conditions.length === 0) return null;
  // A look at the order's own runs, in the order in which the orders come: as a join, all runs would be gathered first.
  const open =
    runs === "first"
      ? sql`o.id = any(array(
    select r.order_id from run r
    where r.workspace_id = ${tx.workspaceId} and r.state in ${openRunStates} ${sql.join(conditions, sql` `)}))`
      : sql`(
    select true from run r
    where r.workspace_id = ${tx.workspaceId} and r.order_id = o.id and r.state in ${openRunStates}
      ${sql.join(conditions, sql` `)} limit 1)`;
  // What has ended stands nowhere, and was done by those who did it.
  const standsSomewhere =
    filter.stage !== undefined || filter.stuck !== undefined || filter.operator === "none";
  if (asked === "open" || (asked === "any" && standsSomewhere)) return open;
  if (standsSomewhere) return sql`false`;
  const byWhom = sql.join(
    [...conditionsOnOperator(tx, filter), ...conditionsOnSubcontractor(tx, filter)],
    sql` `,
  );
  if (asked === "over" && workedSince !== undefined)
    // Asked of each row that comes, and not joined: rows come in the order of the page.
    return sql`(o.id in (
    select r.order_id from run r
    where r.workspace_id = ${tx.workspaceId} and r.state = 'done' and r.finished_at >= ${workedSince} ${byWhom})) is true`;
  const worked = sql`(
    select true from run r
    where r.workspace_id = ${tx.workspaceId} and r.order_id = o.id and r.state = 'done' ${byWhom} limit 1)`;
  if (asked === "over") return worked;
  return sql`(${open} or (o.status not in ${openStatuses} and ${worked}))`;
}

/** The number that a text may be of an order. */
export function numberIn(search: string): number | null {
  const digits = /^[#№]?\s*(\d{1,9})$/.exec(search)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** A number is the order's own; words are the product's, the variant's or, for those who may see it, the deal's. */
function searchOrders(
  tx: Tx,
  search: string,
  viewer: Viewer,
  settled: SettledWords | undefined,
): RawBuilder<unknown> {
  const pattern = containing(search);
  const found = settled?.found ?? null;
  const number = numberIn(search);
  const ways: RawBuilder<unknown>[] = [];
  if (found === null) ways.push(sql`o.variant_id in (${variantsOfText(tx, pattern)})`);
  else if (found.variantIds.length > 0) ways.push(isOneOf(sql`o.variant_id`, found.variantIds));
  if (found !== null && found.orderIds.length > 0) ways.push(isOneOf(sql`o.id`, found.orderIds));
  if (found === null && number !== null) ways.push(sql`o.number = ${number}`);
  if (found !== null && found.dealIds !== null) {
    if (found.dealIds.length > 0) ways.push(isOneOf(sql`o.deal_id`, found.dealIds));
  } else if (viewer.may("deal.read")) ways.push(sql`o.deal_id in (${dealsOfText(tx, pattern)})`);
  return ways.length === 0 ? sql`and false` : sql`and (${sql.join(ways, sql` or `)})`;
}
