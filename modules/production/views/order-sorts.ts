import { type RawBuilder, sql } from "kysely";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { OrderSort, OrderSortWord } from "#modules/production/contract/order-list-routes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { openRunStates, openStatuses } from "./order-card.ts";

/** What rows are compared by: whole number, decimal, text, instant (or infinity), uuid. */
export type KeyKind = "n" | "d" | "t" | "i" | "u";
export type SortKey = { readonly sql: RawBuilder<unknown>; readonly kind: KeyKind };

/**
 * Orders of one kind, in one order: each of its keys is never null there, and all of them go the same way, so that a
 * page goes on from a row by one comparison. A list is its ranges one after another.
 */
export type SortRange = {
  readonly join: RawBuilder<unknown>;
  readonly where: RawBuilder<unknown>;
  readonly keys: readonly SortKey[];
  readonly down: boolean;
  /** what stands in it, where that is one thing: the filter's question is the simpler for it */
  readonly asked?: "open" | "over";
};

const nothing = sql``;
/** Its beginning, in small letters: a cursor holds no long text, and the id tells the rest apart. */
const word = (name: RawBuilder<unknown>, letters = 60): SortKey => ({
  sql: sql`lower(left(${name}, ${sql.lit(letters)}))`,
  kind: "t",
});
const idKey: SortKey = { sql: sql`o.id`, kind: "u" };
const own = (column: string, kind: KeyKind): SortKey => ({ sql: sql.raw(`o.${column}`), kind });
const range = (
  where: RawBuilder<unknown>,
  keys: readonly SortKey[],
  down: boolean,
  join: RawBuilder<unknown> = nothing,
): SortRange => ({ join, where, keys: [...keys, idKey], down });
const newestFirst = (where: RawBuilder<unknown>, join?: RawBuilder<unknown>): SortRange =>
  range(where, [], true, join);

/** In the order of the work. */
const open = ["pending", "aggregated", "in_progress", "partially_done"];
const over = ["done", "cancelled"];

/** What the viewer may not see does not sort either: its order would tell. */
export function sortFor(sort: OrderSortWord | undefined, viewer: Viewer): OrderSortWord | undefined {
  const column = sort?.replace("-", "");
  if (column === "deal" && !viewer.may("deal.read")) return undefined;
  if (column === "cost" && !viewer.may("order.cost")) return undefined;
  return sort;
}

/**
 * What stands in production_order is read by an index whichever way it is sorted, no further than the page goes.
 * What stands in runs, defects and reservations is gathered first, and progress, cost and names of deals are compared
 * row by row: that grows with the orders that match.
 */
export function rangesOf(tx: Tx, sort: OrderSortWord | undefined): readonly SortRange[] {
  if (sort === undefined) return asItComes();
  const down = sort.startsWith("-");
  return rangesBy(tx, sort.replace("-", "") as OrderSort, down);
}

function asItComes(): readonly SortRange[] {
  return [
    { ...range(sql`o.status in ${openStatuses}`, [own("due_order", "i")], false), asked: "open" },
    {
      ...range(
        sql`o.finished_at is not null and o.status not in ${openStatuses}`,
        [own("finished_at", "i")],
        true,
      ),
      asked: "over",
    },
    { ...newestFirst(sql`o.finished_at is null and o.status not in ${openStatuses}`), asked: "over" },
  ];
}

function rangesBy(tx: Tx, sort: OrderSort, down: boolean): readonly SortRange[] {
  const always = sql`true`;
  switch (sort) {
    case "number":
      return [range(always, [own("number", "n")], down)];
    case "created":
      return [range(always, [own("created_at", "i")], down)];
    case "quantity":
      return [range(always, [own("ordered", "n")], down)];
    case "due":
      return withWithout("due_at", down);
    case "plannedStart":
      return withWithout("planned_start", down);
    case "plannedFinish":
      return withWithout("planned_finish", down);
    case "started":
      return withWithout("started_at", down);
    case "finished":
      return withWithout("finished_at", down);
    case "priority":
      return turned(
        [0, 1, 2, 3].map((rank) => range(sql`o.rank = ${sql.lit(rank)}`, [own("due_order", "i")], false)),
        down,
      );
    case "status":
      return [
        ...turned([...open.map(byBoard), ...over.map(byEnd)], down),
        newestFirst(sql`o.finished_at is null and o.status not in ${openStatuses}`),
      ];
    case "progress":
      // In ten-thousandths, so that it is compared exactly.
      return [
        range(always, [{ sql: sql`(o.received::bigint * 10000 / (o.ordered + o.over))`, kind: "n" }], down),
      ];
    case "cost":
      return [range(always, [own("cost", "d")], down)];
    case "product":
      return [
        range(
          always,
          [word(sql`named_item.name`, 40), word(sql`named_variant.name`, 20)],
          down,
          sql`join variant named_variant
                on named_variant.workspace_id = ${tx.workspaceId} and named_variant.id = o.variant_id
              join item named_item
                on named_item.workspace_id = ${tx.workspaceId} and named_item.id = named_variant.item_id`,
        ),
      ];
    case "deal":
      return [
        range(
          always,
          [word(sql`named_deal.title`)],
          down,
          sql`join deal named_deal on named_deal.workspace_id = ${tx.workspaceId} and named_deal.id = o.deal_id`,
        ),
        newestFirst(sql`o.deal_id is null`),
      ];
    case "shortage":
      return byCount(
        down,
        sql`
          select h.order_id, count(distinct n.order_stage_id) as count
          from reservation h
          join order_norm n on n.workspace_id = ${tx.workspaceId} and n.id = h.order_norm_id
          where h.workspace_id = ${tx.workspaceId} and not h.closed and h.quantity < h.wanted
          group by h.order_id`,
      );
    case "defects":
      return byCount(
        down,
        sql`
          select f.order_id, count(*) as count
          from defect f
          where f.workspace_id = ${tx.workspaceId} and not f.undone
          group by f.order_id`,
      );
    case "stage":
      return byRun(tx, [word(sql`standing.stage_name`)], down);
    case "standing":
      // Whoever has stood longest came first.
      return byRun(tx, [], down, !down);
    case "operator":
      return byRun(tx, [word(sql`standing.operator_name`)], down);
    case "subcontractor":
      return byRun(tx, [word(sql`standing.subcontractor_name`)], down);
  }
}

const turned = (ranges: readonly SortRange[], down: boolean): readonly SortRange[] =>
  down ? ranges.toReversed() : ranges;

/** Those without come last, whichever way. */
function withWithout(column: string, down: boolean): readonly SortRange[] {
  const instant = sql.raw(`o.${column}`);
  return [range(sql`${instant} is not null`, [own(column, "i")], down), newestFirst(sql`${instant} is null`)];
}

/** Within a status as its column of the board has it. */
const byBoard = (status: string): SortRange =>
  range(sql`o.status = ${sql.lit(status)}`, [own("rank", "n"), own("due_order", "i")], false);
const byEnd = (status: string): SortRange =>
  range(sql`o.status = ${sql.lit(status)} and o.finished_at is not null`, [own("finished_at", "i")], true);

function byCount(down: boolean, counts: RawBuilder<unknown>): readonly SortRange[] {
  const some = range(
    sql`true`,
    [{ sql: sql`counted.count`, kind: "n" }],
    down,
    sql`join (${counts}) counted on counted.order_id = o.id`,
  );
  const none = newestFirst(
    sql`counted.order_id is null`,
    sql`left join (${counts}) counted on counted.order_id = o.id`,
  );
  return down ? [some, none] : [none, some];
}

/** By the run that its card names (readCards): the same choice, for all that are open at once. */
function byRun(
  tx: Tx,
  keys: readonly SortKey[],
  down: boolean,
  sinceDown: boolean = down,
): readonly SortRange[] {
  const standing = sql`(
    select distinct on (r.order_id) r.order_id, r.stage_name, m.name as operator_name, c.name as subcontractor_name, r.since
    from run r
    join order_stage s on s.workspace_id = ${tx.workspaceId} and s.id = r.order_stage_id
    left join member m on m.workspace_id = ${tx.workspaceId} and m.id = r.operator_id
    left join subcontractor c on c.workspace_id = ${tx.workspaceId} and c.id = r.performer_subcontractor_id
    where r.workspace_id = ${tx.workspaceId} and r.state in ${openRunStates}
    order by r.order_id, case r.state when 'escalated' then 0 when 'blocked' then 1 when 'in_progress' then 2
      when 'paused' then 3 when 'held' then 6 else 4 end, s.position, r.since, r.id
  ) standing`;
  const since: SortKey = { sql: sql`standing.since`, kind: "i" };
  const joined = sql`join ${standing} on standing.order_id = o.id`;
  const isOpen = sql`o.status in ${openStatuses}`;
  const rest = newestFirst(
    sql`(o.status not in ${openStatuses} or standing.order_id is null)`,
    sql`left join ${standing} on standing.order_id = o.id`,
  );
  const named = keys[0];
  if (named === undefined) return [range(isOpen, [since], sinceDown, joined), rest];
  return [
    range(sql`${isOpen} and ${named.sql} is not null`, [named, since], down, joined),
    range(sql`${isOpen} and ${named.sql} is null`, [since], down, joined),
    rest,
  ];
}
