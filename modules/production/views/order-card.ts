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
import { findDoneStages } from "./done-stages.ts";

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
  current: CurrentRun | null;
  open_stages: Id[] | null;
  any_blocked: boolean | null;
  stages: [id: Id, key: string, waitsFor: string[]][] | null;
  short_stages: Id[] | null;
};

/** As JSON says it: instants are texts. */
type CurrentRun = {
  runId: Id;
  stageId: Id;
  name: string;
  state: StoredRunState;
  operatorId: Id | null;
  operatorName: string | null;
  availableAt: string;
  since: string;
  waitName: string | null;
};

export const openRunStates = sql`('waiting', 'in_progress', 'paused', 'blocked')`;
export const openStatuses = sql`('pending', 'in_progress', 'partially_done')`;

/** What a page of orders has to select from production_order as `o`. */
export const pageColumns = sql`o.id, o.number, o.variant_id, o.status, o.priority, o.batch_mode, o.due_date, o.due_at,
  o.ordered, o.received, o.planned_finish, o.deal_id, o.created_at, o.finished_at`;

/**
 * The name of the wait that holds run `r` at stage `s`: of what the stage waits for, the one that ends last.
 * A child lot's earlier stages were its parent's.
 */
export const waitNameOfRun = (tx: Tx): RawBuilder<string | null> => sql<string | null>`(
  select before.wait_name
  from order_stage before
  left join lot l on l.workspace_id = ${tx.workspaceId} and l.id = r.lot_id
  left join run done on done.workspace_id = ${tx.workspaceId} and done.lot_id in (l.id, l.parent_id)
    and done.order_stage_id = before.id and done.state = 'done'
  where before.workspace_id = ${tx.workspaceId} and before.order_id = s.order_id and before.key = any(s.waits_for)
  order by coalesce(done.finished_at, '-infinity') + make_interval(secs => before.wait_minimum_seconds) desc
  limit 1)`;

/**
 * The cards of the orders that `page` selects (pageColumns and `place`, which orders them), in one statement.
 * What is looked up besides is looked up for these rows alone.
 */
export async function readCards(tx: Tx, page: RawBuilder<unknown>, viewer: Viewer): Promise<OrderCard[]> {
  const { now } = viewer;
  const { rows } = await sql<CardRow>`
    select p.*, i.name as item_name, v.name as variant_name, i.unit,
      ${photoOfItem(tx, sql`i.id`)} as photo_id,
      (select d.title from deal d where d.workspace_id = ${tx.workspaceId} and d.id = p.deal_id) as deal_title,
      current.current, open.open_stages, open.any_blocked, graph.stages, short.short_stages
    from (${page}) p
    join variant v on v.workspace_id = ${tx.workspaceId} and v.id = p.variant_id
    join item i on i.workspace_id = ${tx.workspaceId} and i.id = v.item_id
    left join lateral (
      select jsonb_build_object('runId', r.id, 'stageId', s.id, 'name', s.name, 'state', r.state,
        'operatorId', r.operator_id, 'availableAt', r.available_at, 'since', r.since,
        'operatorName', (select m.name from member m where m.workspace_id = ${tx.workspaceId} and m.id = r.operator_id),
        'waitName', case when r.state = 'waiting' and r.available_at > ${now} then ${waitNameOfRun(tx)} end) as current
      from run r
      join order_stage s on s.workspace_id = ${tx.workspaceId} and s.id = r.order_stage_id
      where r.workspace_id = ${tx.workspaceId} and r.order_id = p.id and r.state in ${openRunStates}
      order by case r.state when 'in_progress' then 0 when 'paused' then 1 when 'blocked' then 2
        else case when r.available_at <= ${now} then 3 else 4 end end, s.position, r.since, r.id
      limit 1
    ) current on p.status in ${openStatuses}
    left join lateral (
      select array_agg(distinct r.order_stage_id) as open_stages, bool_or(r.state = 'blocked') as any_blocked
      from run r
      where r.workspace_id = ${tx.workspaceId} and r.order_id = p.id
        and r.state in ('waiting', 'in_progress', 'paused', 'blocked', 'ended')
        and (r.state <> 'ended' or p.status = 'cancelled')
    ) open on p.status <> 'done'
    left join lateral (
      select json_agg(json_build_array(s.id, s.key, s.waits_for)) as stages
      from order_stage s
      where s.workspace_id = ${tx.workspaceId} and s.order_id = p.id
    ) graph on true
    left join lateral (
      select array_agg(n.order_stage_id) as short_stages
      from order_norm n
      left join reservation s on s.workspace_id = ${tx.workspaceId} and s.order_norm_id = n.id
      where n.workspace_id = ${tx.workspaceId} and n.order_id = p.id
        and n.required > n.consumed + coalesce(s.quantity, 0) and s.closed is not true
    ) short on p.status in ${openStatuses}
    order by p.place`.execute(tx.db);
  return rows.map((row) => cardOf(row, viewer));
}

function cardOf(row: CardRow, viewer: Viewer): OrderCard {
  const { now } = viewer;
  const seesDeal = viewer.may("deal.read");
  const isOpen = row.status !== "done" && row.status !== "cancelled";
  const stages = (row.stages ?? []).map(([id, key, waitsFor]) => ({ id, key, waitsFor }));
  const doneStages = findDoneStages(stages, row.open_stages ?? []);
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
    stagesDone: doneStages.size,
    stagesTotal: stages.length,
    blocked: isOpen && row.any_blocked === true,
    shortages: (row.short_stages ?? []).filter((stageId) => !doneStages.has(stageId)).length,
    dealId: seesDeal ? row.deal_id : null,
    dealTitle: seesDeal ? row.deal_title : null,
    createdAt: row.created_at.toISOString(),
    finishedAt: textOf(row.finished_at),
  };
}

export const textOf = (instant: Date | null): string | null =>
  instant === null ? null : instant.toISOString();
