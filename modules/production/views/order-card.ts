import { type RawBuilder, sql } from "kysely";
import type { z } from "zod";
import type { Id } from "#kernel/id.ts";
import type { Unit } from "#kernel/unit.ts";
import { photoOfItem } from "#modules/files/views/files-of.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { BatchMode } from "#modules/templates/contract/template-body.ts";
import type { OrderStatus, orderCard } from "#modules/production/contract/order-card.ts";
import type { Priority, StoredRunState } from "#modules/production/core/order-state.ts";
import { runStateAt } from "#modules/production/core/run-table.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { awaitedOrders, readAwaited } from "./awaited-orders.ts";
import { readBatches } from "./batches-of-orders.ts";

export type OrderCard = z.output<typeof orderCard>;

type CardRow = {
  id: Id;
  number: number;
  status: OrderStatus;
  priority: Priority;
  batch_mode: BatchMode;
  due_date: string | null;
  due_at: Date | null;
  ordered: number;
  received: number;
  planned_finish: Date | null;
  created_at: Date;
  finished_at: Date | null;
  item_name: string;
  variant_name: string;
  photo_id: Id | null;
  unit: Unit;
  deal_id: Id | null;
  deal_title: string | null;
  written_off: number;
  current: CurrentRun | null;
  any_blocked: boolean | null;
  lots: number | null;
  in_rework: number | null;
  escalated: number | null;
  defects: number;
  stages: [id: Id, isDone: boolean][] | null;
  short_stages: Id[] | null;
  parent_id: Id | null;
  parent_number: number | null;
  has_children: boolean;
  batch_order_id: Id | null;
  gathers: boolean;
  members: number | null;
  column_key: string | null;
  here: number | null;
};

/** As JSON says it: instants are texts. */
type CurrentRun = {
  runId: Id;
  stageId: Id;
  name: string;
  state: StoredRunState;
  operatorId: Id | null;
  operatorName: string | null;
  subcontractorName: string | null;
  availableAt: string;
  since: string;
  waitName: string | null;
};

export const openRunStates = sql`('waiting', 'in_progress', 'paused', 'blocked', 'held', 'escalated')`;
export const openStatuses = sql`('pending', 'aggregated', 'in_progress', 'partially_done')`;
export const inWorkStates = sql`('in_work', 'held', 'escalated')`;

const ownColumns = sql`o.id, o.number, o.variant_id, o.status, o.priority, o.batch_mode, o.due_date, o.due_at,
  o.ordered, o.received, o.written_off, o.planned_finish, o.deal_id, o.parent_id, o.batch_order_id, o.gathers, o.created_at, o.finished_at`;
/** What a page of orders has to select from production_order as `o`. */
export const pageColumns = sql`${ownColumns}, null::text as column_key, null::text as at_stage, null::integer as here`;
/** The same for a column of the board; in a stage's, how many units stand `here`. */
export const pageColumnsIn = (
  column: RawBuilder<unknown>,
  stage: RawBuilder<unknown> = sql`null::text`,
  here: RawBuilder<unknown> = sql`null::integer`,
): RawBuilder<unknown> => sql`${ownColumns}, ${column} as column_key, ${stage} as at_stage, ${here} as here`;

/**
 * The name of the wait that holds run `r` of lot `l`: of what is done for its units, what ends when the run
 * may begin.
 */
export const waitNameOfRun = (tx: Tx): RawBuilder<string | null> => sql<string | null>`(
  select before.wait_name
  from order_stage before
  where before.workspace_id = ${tx.workspaceId} and before.order_id = r.order_id and before.active
    and before.wait_minimum_seconds > 0 and jsonb_exists(l.done, before.id::text)
  order by abs(extract(epoch from (l.done ->> before.id::text)::timestamptz
    + make_interval(secs => before.wait_minimum_seconds) - r.available_at))
  limit 1)`;

/**
 * No unit of order `o` in work still needs stage `s`. What a cancelled order's withdrawn units had not passed
 * stays undone.
 */
export const isStageDone = (
  tx: Tx,
  o: { readonly id: RawBuilder<unknown>; readonly status: RawBuilder<unknown> },
): RawBuilder<boolean> => sql<boolean>`(${o.status} = 'done' or not exists (
  select from lot l
  where l.workspace_id = ${tx.workspaceId} and l.order_id = ${o.id} and not jsonb_exists(l.done, s.id::text)
    and (l.state in ${inWorkStates} or (${o.status} = 'cancelled' and l.state = 'withdrawn' and l.units > 0))))`;

/**
 * The cards of the orders that `page` selects (pageColumns and `place`, which orders them), in one statement.
 * What is looked up besides is looked up for these rows alone.
 *
 * `current` is the open run that a supervisor would look at first: what only they can decide, what is blocked,
 * then where work goes on; a held run comes last, since what it waits for is a run too.
 */
export async function readCards(tx: Tx, page: RawBuilder<unknown>, viewer: Viewer): Promise<OrderCard[]> {
  return (await readPlacedCards(tx, page, viewer)).map((placed) => placed.card);
}

export type PlacedCard = {
  readonly column: string | null;
  readonly here: number | null;
  readonly card: OrderCard;
  /** what `page` selects besides */
  readonly row: Readonly<Record<string, unknown>>;
};

/** The same with the column that each stands in; in a stage's column `current` is the run at that stage. */
export async function readPlacedCards(
  tx: Tx,
  page: RawBuilder<unknown>,
  viewer: Viewer,
): Promise<PlacedCard[]> {
  const { now } = viewer;
  const { rows } = await sql<CardRow>`
    select p.*, i.name as item_name, v.name as variant_name, i.unit,
      ${photoOfItem(tx, sql`i.id`)} as photo_id,
      (select d.title from deal d where d.workspace_id = ${tx.workspaceId} and d.id = p.deal_id) as deal_title,
      current.current, current.any_blocked, parts.lots, parts.in_rework, parts.escalated,
      (select count(*) from defect f
        where f.workspace_id = ${tx.workspaceId} and f.order_id = p.id and not f.undone) as defects,
      graph.stages, short.short_stages,
      (select m.number from production_order m where m.workspace_id = ${tx.workspaceId} and m.id = p.parent_id)
        as parent_number,
      exists (select from production_order c where c.workspace_id = ${tx.workspaceId} and c.parent_id = p.id)
        as has_children,
      case when p.gathers then (select count(*)::integer from production_order g
        where g.workspace_id = ${tx.workspaceId} and g.batch_order_id = p.id) end as members
    from (${page}) p
    join variant v on v.workspace_id = ${tx.workspaceId} and v.id = p.variant_id
    join item i on i.workspace_id = ${tx.workspaceId} and i.id = v.item_id
    left join lateral (
      select jsonb_build_object('runId', r.id, 'stageId', s.id, 'name', s.name, 'state', r.state,
        'operatorId', r.operator_id, 'availableAt', r.available_at, 'since', r.since,
        'operatorName', (select m.name from member m where m.workspace_id = ${tx.workspaceId} and m.id = r.operator_id),
        'subcontractorName', (select c.name from subcontractor c
          where c.workspace_id = ${tx.workspaceId} and c.id = r.performer_subcontractor_id),
        'waitName', case when r.state = 'waiting' and r.available_at > ${now} then (
          select ${waitNameOfRun(tx)} from lot l
          where l.workspace_id = ${tx.workspaceId} and l.id = r.lot_id) end) as current,
        r.any_blocked
      from (
        select open.*, bool_or(open.state = 'blocked') over () as any_blocked
        from run open
        where open.workspace_id = ${tx.workspaceId} and open.order_id = p.id and open.state in ${openRunStates}
          and p.status in ${openStatuses}
      ) r
      join order_stage s on s.workspace_id = ${tx.workspaceId} and s.id = r.order_stage_id
      where p.at_stage is null or r.stage_name = p.at_stage
      order by case r.state when 'escalated' then 0 when 'blocked' then 1 when 'in_progress' then 2 when 'paused' then 3
        when 'held' then 6 else case when r.available_at <= ${now} then 4 else 5 end end, s.position, r.since, r.id
      limit 1
    ) current on true
    left join lateral (
      select count(*) as lots,
        coalesce(sum(l.units) filter (where l.state = 'escalated'), 0) as escalated,
        coalesce(sum(l.units) filter (where l.state <> 'escalated' and l.returns <> '{}' and exists (
          select from run r
          where r.workspace_id = ${tx.workspaceId} and r.lot_id = l.id and r.cycle > 0 and r.state in ${openRunStates}
        )), 0) as in_rework
      from lot l
      where l.workspace_id = ${tx.workspaceId} and l.order_id = p.id and l.state in ${inWorkStates}
        and p.status in ${openStatuses}
    ) parts on true
    left join lateral (
      select json_agg(json_build_array(s.id, ${isStageDone(tx, { id: sql`p.id`, status: sql`p.status` })})) as stages
      from order_stage s
      where s.workspace_id = ${tx.workspaceId} and s.order_id = p.id and s.active
    ) graph on true
    left join lateral (
      select array_agg(n.order_stage_id) as short_stages
      from reservation h
      join order_norm n on n.workspace_id = ${tx.workspaceId} and n.id = h.order_norm_id
      where h.workspace_id = ${tx.workspaceId} and h.order_id = p.id and not h.closed and h.quantity < h.wanted
        and p.status in ${openStatuses}
    ) short on true
    order by p.place`.execute(tx.db);
  // Few orders wait for another: only these are asked about.
  const waiting = rows.filter((row) => row.has_children && row.short_stages !== null);
  const batches = await readBatches(
    tx,
    rows.flatMap((row) => row.batch_order_id ?? []),
  );
  const awaited = await readAwaited(
    tx,
    waiting.map((row) => row.id),
  );
  return rows.map((row) => ({
    column: row.column_key,
    here: row.here,
    row,
    card: {
      ...cardOf(row, viewer),
      madeFor:
        row.parent_id === null || row.parent_number === null
          ? null
          : { orderId: row.parent_id, number: row.parent_number },
      batch: batches.get(row.batch_order_id ?? "") ?? null,
      awaits: awaitedOrders(awaited.get(row.id) ?? []),
    },
  }));
}

function cardOf(row: CardRow, viewer: Viewer): Omit<OrderCard, "madeFor" | "awaits" | "batch"> {
  const { now } = viewer;
  const seesDeal = viewer.may("deal.read");
  const isOpen = row.status !== "done" && row.status !== "cancelled";
  const stages = new Map(row.stages ?? []);
  const { current } = row;
  return {
    id: row.id,
    number: row.number,
    itemName: row.item_name,
    variantName: row.variant_name,
    photoId: row.photo_id,
    unit: row.unit,
    ordered: row.ordered,
    received: row.received,
    status: row.status,
    priority: row.priority,
    batchMode: row.batch_mode,
    dueDate: row.due_date,
    dueAt: textOf(row.due_at),
    overdue: isOpen && row.due_at !== null && row.due_at < now,
    plannedFinish: textOf(row.planned_finish),
    current:
      current === null
        ? null
        : {
            ...current,
            state: runStateAt({ state: current.state, availableAt: new Date(current.availableAt) }, now),
            availableAt: new Date(current.availableAt).toISOString(),
            since: new Date(current.since).toISOString(),
          },
    stagesDone: [...stages.values()].filter((isDone) => isDone).length,
    stagesTotal: stages.size,
    lots: row.lots ?? 0,
    inRework: row.in_rework ?? 0,
    escalated: row.escalated ?? 0,
    writtenOff: row.written_off,
    defects: row.defects,
    blocked: isOpen && row.any_blocked === true,
    // A stage that nobody needs any more, or that is switched off, is short of nothing.
    shortages: (row.short_stages ?? []).filter((stageId) => stages.get(stageId) === false).length,
    dealId: seesDeal ? row.deal_id : null,
    dealTitle: seesDeal ? row.deal_title : null,
    gathers: row.members,
    createdAt: row.created_at.toISOString(),
    finishedAt: textOf(row.finished_at),
  };
}

export const textOf = (instant: Date | null): string | null =>
  instant === null ? null : instant.toISOString();
