import { sql } from "kysely";
import { type Decimal, decimal, roundMoney, sum, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { costingRoutes } from "#modules/costing/contract/routes.ts";
import type { Measure, StoryBar, StoryLine } from "#modules/costing/core/cost-story.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { storiesOfOrders } from "./stories-of-orders.ts";

type Route = typeof costingRoutes.showCostStory;
type Answer = Output<Route>;
type Bar = Answer["bars"][number];

/** What moved most is told; a bar of more lines than this says how many follow, and what they come to. */
const toldLines = 100;

/** What each bar means stands in core/cost-story.ts. */
export async function showCostStory(tx: Tx, input: Input<Route>, viewer: Viewer): Promise<Result<Answer>> {
  const order = await readOrder(tx, input.orderId);
  if (order === undefined) return no("order_unknown", {}, ["orderId"]);
  const stories = await storiesOfOrders(tx, [input.orderId]);
  const story = stories.get(input.orderId);
  if (story === undefined) throw new Error(`Order ${input.orderId} has no story`);
  const seesReal = viewer.may("order.cost");
  const bars = seesReal ? story.bars : story.bars.filter(({ kind }) => kind === "quoted");
  const names = await readNames(
    tx,
    input.orderId,
    bars.flatMap(({ lines }) => lines),
  );
  const { dealId, dealNumber, dealTitle, revenue, started, inWork, ...head } = order;
  return ok({
    order: {
      ...head,
      withoutPrice: await readWithoutPrice(tx, input.orderId, seesReal),
      withoutRate: await readWithoutRate(tx, input.orderId, seesReal),
    },
    deal:
      dealId === null || !viewer.may("deal.read")
        ? null
        : {
            id: dealId,
            number: dealNumber,
            title: dealTitle,
            revenue: viewer.may("deal.money") && revenue !== null ? text(roundMoney(revenue)) : null,
          },
    provisional: inWork > 0,
    started: seesReal && started,
    bars: bars.map((bar) => barInWords(bar, names, viewer.may("rate.read"))),
    real: seesReal ? text(story.real) : null,
    expected: seesReal ? text(story.expected) : null,
  });
}

type OrderRow = {
  id: Id;
  number: number;
  itemName: string;
  variantName: string;
  unit: string;
  status: string;
  ordered: number;
  received: number;
  writtenOff: number;
  inWork: number;
  started: boolean;
  dealId: Id | null;
  dealNumber: number;
  dealTitle: string;
  revenue: Decimal | null;
};

async function readOrder(tx: Tx, orderId: Id): Promise<OrderRow | undefined> {
  const { rows } = await sql<OrderRow>`
    select o.id, o.number, i.name as "itemName", v.name as "variantName", i.unit, o.status, o.ordered, o.received,
      o.written_off as "writtenOff", o.in_work as "inWork",
      o.given_units > 0 or o.given_cost > 0
        or exists (select from cost_line c where c.workspace_id = ${tx.workspaceId} and c.order_id = o.id) as started,
      d.id as "dealId", d.number as "dealNumber", d.title as "dealTitle",
      o.ordered * (l.price + coalesce((
        select sum(u.price) from deal_line_upsell u
        where u.workspace_id = ${tx.workspaceId} and u.deal_line_id = l.id
      ), 0)) as revenue
    from production_order o
    join variant v on v.workspace_id = ${tx.workspaceId} and v.id = o.variant_id
    join item i on i.workspace_id = ${tx.workspaceId} and i.id = v.item_id
    left join deal d on d.workspace_id = ${tx.workspaceId} and d.id = o.deal_id
    left join deal_line l on l.workspace_id = ${tx.workspaceId} and l.id = o.deal_line_id
    where o.workspace_id = ${tx.workspaceId} and o.id = ${orderId}`.execute(tx.db);
  return rows[0];
}

/** Consumed at no price; and planned at none, where neither a receipt nor a list price has given it one since. */
async function readWithoutPrice(
  tx: Tx,
  orderId: Id,
  seesReal: boolean,
): Promise<Answer["order"]["withoutPrice"]> {
  const { rows } = await sql<Answer["order"]["withoutPrice"][number]>`
    select v.id as "variantId", v.item_id as "itemId", concat_ws(', ', i.name, nullif(v.name, i.name)) as name,
      bool_or(found.captured) as captured
    from (
      select c.variant_id, true as captured
      from cost_line c
      where c.workspace_id = ${tx.workspaceId} and c.order_id = ${orderId} and c.category = 'material' and c.no_price
        and ${seesReal}
      group by c.run_id, c.variant_id having sum(c.quantity) > 0
      union all
      select p.variant_id, false
      from planned_cost_line p
      where p.workspace_id = ${tx.workspaceId} and p.order_id = ${orderId} and p.category = 'material' and p.no_price
        and not exists (select from list_price l where l.workspace_id = ${tx.workspaceId} and l.variant_id = p.variant_id)
        and not exists (
          select from balance b
          where b.workspace_id = ${tx.workspaceId} and b.variant_id = p.variant_id and b.has_receipts)
    ) found
    join variant v on v.workspace_id = ${tx.workspaceId} and v.id = found.variant_id
    join item i on i.workspace_id = ${tx.workspaceId} and i.id = v.item_id
    group by v.id, v.item_id, v.name, i.name
    order by name, v.id`.execute(tx.db);
  return rows;
}

type Names = {
  readonly stages: ReadonlyMap<Id, string>;
  readonly members: ReadonlyMap<Id, string>;
  readonly variants: ReadonlyMap<Id, { name: string; unit: string }>;
  readonly items: ReadonlyMap<Id, { name: string; unit: string }>;
};

/** Names are read for the lines that are told, in one statement of its kind each. */
async function readNames(tx: Tx, orderId: Id, lines: readonly StoryLine[]): Promise<Names> {
  const ids = (of: (line: StoryLine) => readonly (Id | null)[]): Id[] => [
    ...new Set(lines.flatMap((line) => of(line).filter((id) => id !== null))),
  ];
  const [stages, members, variants, items] = await Promise.all([
    sql<{ id: Id; name: string }>`
      select id, name from order_stage
      where workspace_id = ${tx.workspaceId} and order_id = ${orderId}`.execute(tx.db),
    sql<{ id: Id; name: string }>`
      select id, name from member
      where workspace_id = ${tx.workspaceId}
        and id = any(${ids((line) => [line.memberId, ...line.memberIds])}::uuid[])`.execute(tx.db),
    sql<{ id: Id; name: string; unit: string }>`
      select v.id, concat_ws(', ', i.name, nullif(v.name, i.name)) as name, i.unit
      from variant v join item i on i.workspace_id = ${tx.workspaceId} and i.id = v.item_id
      where v.workspace_id = ${tx.workspaceId} and v.id = any(${ids((line) => [line.variantId])}::uuid[])`.execute(
      tx.db,
    ),
    sql<{ id: Id; name: string; unit: string }>`
      select id, name, unit from item
      where workspace_id = ${tx.workspaceId} and id = any(${ids((line) => [line.itemId])}::uuid[])`.execute(
      tx.db,
    ),
  ]);
  const byName = (rows: readonly { id: Id; name: string }[]) =>
    new Map(rows.map((row) => [row.id, row.name]));
  const byId = <Row extends { id: Id }>(rows: readonly Row[]) => new Map(rows.map((row) => [row.id, row]));
  return {
    stages: byName(stages.rows),
    members: byName(members.rows),
    variants: byId(variants.rows),
    items: byId(items.rows),
  };
}

function barInWords({ kind, amount, lines }: StoryBar, names: Names, seesRates: boolean): Bar {
  const told =
    lines.length <= toldLines ? lines : lines.toSorted((a, b) => b.amount.abs().cmp(a.amount.abs()));
  const more = told.slice(toldLines);
  return {
    kind,
    amount: text(amount),
    lines: told.slice(0, toldLines).map((line) => lineInWords(line, names, seesRates)),
    more: { count: more.length, amount: text(sum(more.map((line) => line.amount))) },
  };
}

function lineInWords(line: StoryLine, names: Names, seesRates: boolean): Bar["lines"][number] {
  const material =
    line.variantId !== null
      ? names.variants.get(line.variantId)
      : line.itemId !== null
        ? names.items.get(line.itemId)
        : undefined;
  const isLabour = line.category === "labour";
  const measured = (side: Measure | null): Bar["lines"][number]["from"] =>
    side === null
      ? null
      : {
          // Labour lies in seconds, and is paid and read by the hour.
          quantity: text(isLabour ? side.quantity.div(secondsInHour).round(6) : side.quantity),
          rate: isLabour && !seesRates ? null : text(side.rate),
        };
  return {
    stageId: line.stageId,
    stageName: names.stages.get(line.stageId) ?? "",
    cycle: line.cycle,
    category: line.category,
    name: (line.memberId === null ? material?.name : names.members.get(line.memberId)) ?? "",
    people: line.memberIds.flatMap((id) => names.members.get(id) ?? []),
    unit: isLabour ? "h" : (material?.unit ?? ""),
    from: measured(line.from),
    to: measured(line.to),
    amount: text(line.amount),
  };
}

const secondsInHour = decimal(3600);

/** Stages whose work was planned at 0, and whose work has counted as 0 and was not put right since. */
async function readWithoutRate(
  tx: Tx,
  orderId: Id,
  seesReal: boolean,
): Promise<Answer["order"]["withoutRate"]> {
  const { rows } = await sql<{ planned: string[]; captured: string[] }>`
    select
      array(select s.name from planned_cost_line p
        join order_stage s on s.workspace_id = p.workspace_id and s.id = p.order_stage_id
        where p.workspace_id = ${tx.workspaceId} and p.order_id = ${orderId} and p.category = 'labour' and p.no_price
        order by s.position) as planned,
      array(select m.name from member m
        where m.workspace_id = ${tx.workspaceId} and ${seesReal} and m.id in (
          select c.member_id from cost_line c
          where c.workspace_id = ${tx.workspaceId} and c.order_id = ${orderId} and c.category = 'labour' and c.no_price
          group by c.run_id, c.member_id having sum(c.quantity) > 0)
        order by m.name, m.id) as captured`.execute(tx.db);
  return rows[0] ?? { planned: [], captured: [] };
}
