import { type RawBuilder, sql } from "kysely";

/**
 * The board's kept numbers are what counting would say; over the tables that checkOrderLaws names (`o`, `r`, `w`). By
 * runs alone, so that a wrong `standing` cannot vouch for wrong numbers.
 */
const stood = sql`(
  select o.id, o.status, o.ordered, o.batch_mode, o.variant_id, r.stage_name as stage,
    coalesce(r.operator_id::text, 'none') as operator,
    coalesce(r.performer_subcontractor_id::text, 'none') as subcontractor, sum(r.units) as units
  from o join r on r.order_id = o.id
    and r.state in ('waiting', 'in_progress', 'paused', 'blocked', 'held', 'escalated')
  where o.status in ('pending', 'aggregated', 'in_progress', 'partially_done')
  group by o.id, o.status, o.ordered, o.batch_mode, o.variant_id, r.stage_name, r.operator_id,
    r.performer_subcontractor_id)`;

const ofOrder = (grouping: string, lane: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select ${grouping}, o.status, ${lane}, count(*) as orders, sum(o.ordered) as units
  from o where o.status in ('pending', 'aggregated', 'in_progress', 'partially_done') group by 2, 3`;

/** Each order once, with all its units. */
const byStatus = (grouping: string, lane: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select ${grouping}, one.status, one.lane, count(*), sum(one.ordered)
  from (select distinct at.id, at.status, at.ordered, ${lane} as lane from ${stood} at) one group by 2, 3`;

/** Each order once, with the units that stand there. */
const byStage = (grouping: string, lane: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select ${grouping}, at.stage, ${lane}, count(distinct at.id), sum(at.units)
  from ${stood} at where at.status in ('in_progress', 'partially_done') group by 2, 3`;

const day = "YYYY-MM-DD";
const inLane = (instant: string, format: string): RawBuilder<unknown> =>
  sql`to_char(${sql.raw(instant)} at time zone 'UTC', ${format})`;

/** What is open and what is over, by a moment of its own; what has none is in no lane. */
const byMoment = (grouping: string, column: string): RawBuilder<unknown> => sql`
  select ${grouping}, o.status, ${inLane(`o.${column}`, day)}, count(*), sum(o.ordered)
  from o
  where ${sql.raw(`o.${column}`)} is not null
    and (${grouping} <> 'status_finished' or o.status in ('done', 'cancelled')) group by 2, 3`;

/** By the run that has stood longest. */
const bySince = sql`
  select 'status_since', one.status, one.lane, count(*), sum(one.ordered)
  from (
    select o.id, o.status, o.ordered, min(${inLane("r.since", 'YYYY-MM-DD"T"HH24')}) as lane
    from o join r on r.order_id = o.id
      and r.state in ('waiting', 'in_progress', 'paused', 'blocked', 'held', 'escalated')
    where o.status in ('pending', 'aggregated', 'in_progress', 'partially_done')
    group by o.id, o.status, o.ordered
  ) one group by 2, 3`;

export const lawsOfBoard = [
  sql`
    select 'board_counts_all', 'workspace', w.id,
      concat_ws(' ', truth.grouping, truth.column_key, truth.lane, truth.orders, truth.units),
      concat_ws(' ', kept.grouping, kept.column_key, kept.lane, kept.orders, kept.units)
    from (
      ${sql.join(
        [
          ofOrder("status", sql`o.batch_mode`),
          ofOrder("status_product", sql`o.variant_id::text`),
          byStatus("status_operator", sql`at.operator`),
          byStatus("status_stage", sql`at.stage`),
          byStatus("status_subcontractor", sql`at.subcontractor`),
          byStage("stage", sql`at.batch_mode`),
          byStage("stage_product", sql`at.variant_id::text`),
          byStage("stage_operator", sql`at.operator`),
          byStage("stage_subcontractor", sql`at.subcontractor`),
          byMoment("status_due", "due_at"),
          byMoment("status_created", "created_at"),
          byMoment("status_started", "started_at"),
          byMoment("status_finished", "finished_at"),
          bySince,
        ],
        sql` union all `,
      )}
    ) truth(grouping, column_key, lane, orders, units)
    full join (
      select told.grouping, told.column_key, told.lane, sum(told.orders) as orders, sum(told.units) as units
      from (
        select b.grouping, b.column_key, b.lane, b.orders, b.units from board_count b where b.workspace_id = (select id from w)
        union all
        select c.g, c.c, c.l, c.o, c.u
        from board_change b cross join lateral jsonb_to_recordset(b.changes) c(g text, c text, l text, o bigint, u bigint)
        where b.workspace_id = (select id from w)
      ) told
      group by told.grouping, told.column_key, told.lane
      having sum(told.orders) <> 0 or sum(told.units) <> 0
    ) kept on kept.grouping = truth.grouping and kept.column_key = truth.column_key and kept.lane = truth.lane
    cross join w
    where (truth.orders, truth.units) is distinct from (kept.orders, kept.units)`,
  sql`
    select 'standing_is_of_runs', 'order', o.id, counted.words, told.words
    from o
    left join lateral (
      select string_agg(concat_ws(' ', at.stage_name, coalesce(at.operator_id::text, 'none'), at.runs, at.units,
        coalesce(at.sub::text, 'none'), at.since), ', ' order by at.stage_name, at.operator_id, at.sub, at.since) as words
      from (
        select r.stage_name, r.operator_id, r.performer_subcontractor_id as sub,
          ${inLane("r.since", 'YYYY-MM-DD"T"HH24')} as since, count(*) as runs, sum(r.units) as units
        from r
        where r.order_id = o.id and r.state in ('waiting', 'in_progress', 'paused', 'blocked', 'held', 'escalated')
        group by 1, 2, 3, 4
      ) at
    ) counted on true
    left join lateral (
      select string_agg(concat_ws(' ', at.item ->> 0, coalesce(at.item ->> 1, 'none'), at.item ->> 2, at.item ->> 3,
        coalesce(at.item ->> 4, 'none'), at.item ->> 5), ', '
        order by at.item ->> 0, (at.item ->> 1)::uuid, (at.item ->> 4)::uuid, at.item ->> 5) as words
      from jsonb_array_elements(o.standing) at(item)
    ) told on true
    where counted.words is distinct from told.words`,
];
