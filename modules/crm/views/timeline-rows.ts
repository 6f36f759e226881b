import { type RawBuilder, sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { crmRoutes } from "../contract/routes.ts";
import { dealsOfCompany } from "./deals-of-company.ts";

export type TimelineRow = Output<typeof crmRoutes.showDealTimeline>["rows"][number];
export type TimelineKind = TimelineRow["kind"];

/** One line of the story as it was found. `what`: the kind of an activity, or of a fact. */
export type FoundEvent = {
  id: Id;
  at: Date;
  source: "activity" | "deal" | "order" | "task";
  what: string;
  byMember: Id | null;
  byName: string | null;
  byWhom: TimelineRow["byWhom"];
  data: Record<string, unknown>;
  causeKind: string | null;
  dealId: Id | null;
  dealTitle: string | null;
  contactId: Id | null;
  contactName: string | null;
  orderId: Id | null;
  orderNumber: number | null;
  orderUnits: number | null;
  product: string | null;
  unit: string | null;
  taskId: Id | null;
  taskTitle: string | null;
  taskTextId: string | null;
  taskTextValues: Record<string, unknown> | null;
};

/** Whose story it is. */
export type Teller = { readonly thing: "deal" | "contact" | "company"; readonly id: Id };

/** What of the log each kind takes; the rest of it would drown the story. */
const dealEvents = {
  deal: [
    "deal_added",
    "deal_moved",
    "deal_changed",
    "deal_line_added",
    "deal_line_changed",
    "deal_line_removed",
  ],
  shipment: ["deal_shipped"],
} as const;

export const kindOfEvent = ({ source, what }: Pick<FoundEvent, "source" | "what">): TimelineKind => {
  if (source === "activity") return what as TimelineKind;
  if (source === "order" || source === "task") return source;
  return what === "deal_shipped" ? "shipment" : "deal";
};

/**
 * The newest lines of a story below a place in it, in one statement: what people wrote, and of the log the deals,
 * their orders' beginnings and ends, and the tasks. Each source hands up `limit` lines at most; the sort has no more
 * than four times that. Lines of one moment go by their ids, which grow with time.
 */
export async function selectEvents(
  tx: Tx,
  viewer: Viewer,
  teller: Teller,
  wish: {
    readonly kind: TimelineKind | undefined;
    readonly below: readonly [string, Id] | null;
    readonly limit: number;
  },
): Promise<FoundEvent[]> {
  const { kind, below, limit } = wish;
  const seesDeals = viewer.may("deal.read");
  const wants = (...kinds: TimelineKind[]): boolean => kind === undefined || kinds.includes(kind);
  const place = (alias: string): RawBuilder<unknown> =>
    below === null
      ? sql`true`
      : sql`(${sql.ref(`${alias}.at`)}, ${sql.ref(`${alias}.id`)}) < (${below[0]}::timestamptz, ${below[1]}::uuid)`;
  const newest = (alias: string): RawBuilder<unknown> =>
    sql`order by ${sql.ref(`${alias}.at`)} desc, ${sql.ref(`${alias}.id`)} desc limit ${limit}`;

  const sources: RawBuilder<unknown>[] = [];
  if (wants("note", "call", "message")) {
    const ofKind = kind === undefined ? sql`true` : sql`a.kind = ${kind}`;
    for (const about of activitiesOf(teller, seesDeals)) {
      sources.push(sql`(select a.id, a.at, 'activity' as source, a.kind as what, a.by_member, a.by_whom,
          jsonb_build_object('direction', a.direction, 'outcome', a.outcome, 'minutes', a.minutes,
            'channel', a.channel, 'text', a.text, 'edited', a.edited_at is not null) as data,
          null::uuid as cause_id, a.deal_id, a.contact_id, null::uuid as order_id, null::uuid as task_id
        from activity a
        where a.workspace_id = ${tx.workspaceId} and not a.removed and ${about} and ${ofKind} and ${place("a")}
        ${newest("a")})`);
    }
  }
  if (wants("deal", "shipment") && seesDeals) {
    const kinds = [
      ...(wants("deal") ? dealEvents.deal : []),
      ...(wants("shipment") ? dealEvents.shipment : []),
    ];
    sources.push(sql`(select f.id, f.at, 'deal', f.kind, f.by_member, f.by_whom, f.data, f.cause_id, f.thing_id,
        null::uuid, null::uuid, null::uuid
      from deals s join fact f on f.workspace_id = ${tx.workspaceId} and f.thing = 'deal' and f.thing_id = s.id
      where f.kind = any(${kinds}::text[]) and ${place("f")}
      ${newest("f")})`);
  }
  if (wants("order") && seesDeals) {
    // The words of the partial index, so that the orders' other facts are not walked.
    sources.push(sql`(select f.id, f.at, 'order', f.kind, f.by_member, f.by_whom, f.data, f.cause_id, o.deal_id,
        null::uuid, o.id, null::uuid
      from deals s
      join production_order o on o.workspace_id = ${tx.workspaceId} and o.deal_id = s.id
      join fact f on f.workspace_id = ${tx.workspaceId} and f.thing = 'order' and f.thing_id = o.id
      where f.kind in ('order_created', 'order_finished', 'order_cancelled') and ${place("f")}
      ${newest("f")})`);
  }
  if (wants("task")) {
    sources.push(sql`(select f.id, f.at, 'task', f.kind, f.by_member, f.by_whom, '{}'::jsonb, f.cause_id, t.deal_id,
        t.contact_id, null::uuid, t.id
      from (${tasksOf(tx, teller, seesDeals)}) s
      join task t on t.workspace_id = ${tx.workspaceId} and t.id = s.id
      join fact f on f.workspace_id = ${tx.workspaceId} and f.thing = 'task' and f.thing_id = t.id
      where f.kind in ('task_added', 'task_completed', 'task_reopened') and ${place("f")}
      ${newest("f")})`);
  }
  const { rows } = await sql<FoundEvent>`
    with deals as materialized (${dealsOf(tx, teller)}),
    found (id, at, source, what, by_member, by_whom, data, cause_id, deal_id, contact_id, order_id, task_id)
      as (${sql.join(sources, sql` union all `)}),
    chosen as (select * from found e ${newest("e")})
    select e.id, e.at, e.source, e.what, e.by_member as "byMember", m.name as "byName", e.by_whom as "byWhom", e.data,
      cause.kind as "causeKind", d.id as "dealId", d.title as "dealTitle", c.id as "contactId",
      c.name as "contactName", o.id as "orderId", o.number as "orderNumber", o.ordered as "orderUnits",
      concat_ws(', ', i.name, nullif(v.name, i.name)) as product, i.unit, t.id as "taskId", t.title as "taskTitle",
      t.text_id as "taskTextId", t.text_values as "taskTextValues"
    from chosen e
    left join member m on m.workspace_id = ${tx.workspaceId} and m.id = e.by_member
    left join fact cause on cause.workspace_id = ${tx.workspaceId} and cause.id = e.cause_id
    left join deal d on d.workspace_id = ${tx.workspaceId} and d.id = e.deal_id
    left join contact c on c.workspace_id = ${tx.workspaceId} and c.id = e.contact_id
    left join production_order o on o.workspace_id = ${tx.workspaceId} and o.id = e.order_id
    left join variant v on v.workspace_id = ${tx.workspaceId} and v.id = o.variant_id
    left join item i on i.workspace_id = ${tx.workspaceId} and i.id = v.item_id
    left join task t on t.workspace_id = ${tx.workspaceId} and t.id = e.task_id
    order by e.at desc, e.id desc`.execute(tx.db);
  return rows;
}

/** A deal alone, or all of a person's or a company's. */
function dealsOf(tx: Tx, { thing, id }: Teller): RawBuilder<unknown> {
  if (thing === "deal") return sql`select ${id}::uuid as id`;
  if (thing === "contact") {
    return sql`select d.id from deal d where d.workspace_id = ${tx.workspaceId} and d.contact_id = ${id}`;
  }
  return dealsOfCompany(tx, id);
}

/** Each condition is a walk of its own along an index; together they name every activity once. */
function activitiesOf({ thing, id }: Teller, seesDeals: boolean): RawBuilder<unknown>[] {
  if (thing === "deal") return [sql`a.deal_id = ${id}`];
  const own = sql.ref(thing === "contact" ? "a.contact_id" : "a.company_id");
  // What is written about a deal is the deal's secret.
  if (!seesDeals) return [sql`${own} = ${id} and a.deal_id is null`];
  return [
    sql`a.deal_id = any(select id from deals)`,
    sql`${own} = ${id} and (a.deal_id is null or a.deal_id not in (select id from deals))`,
  ];
}

function tasksOf(tx: Tx, { thing, id }: Teller, seesDeals: boolean): RawBuilder<unknown> {
  const ofDeals = sql`select t.id from deals s
    join task t on t.workspace_id = ${tx.workspaceId} and t.deal_id = s.id`;
  if (thing === "deal") return ofDeals;
  const own = sql`select t.id from task t
    where t.workspace_id = ${tx.workspaceId} and ${sql.ref(thing === "contact" ? "t.contact_id" : "t.company_id")} = ${id}`;
  return seesDeals ? sql`${ofDeals} union ${own}` : own;
}
