-- The board's numbers by time: when orders are due, were made, begun and ended, by day; and since when the longest
-- standing of their runs stands, by hour. docs/decisions/counts-of-the-board.md.

-- Where an order's units stand, with the hour since when.
update production_order set standing = places.standing
from (
  select workspace_id, order_id,
    jsonb_agg(jsonb_build_array(stage_name, operator_id, runs, units, subcontractor_id, since)
      order by stage_name, operator_id, subcontractor_id, since) as standing
  from (
    select workspace_id, order_id, stage_name, operator_id, performer_subcontractor_id as subcontractor_id,
      to_char(since at time zone 'UTC', 'YYYY-MM-DD"T"HH24') as since, count(*) as runs, sum(units) as units
    from run where state in ('waiting', 'in_progress', 'paused', 'blocked', 'held', 'escalated')
    group by 1, 2, 3, 4, 5, 6
  ) at
  group by workspace_id, order_id
) places
where places.workspace_id = production_order.workspace_id and places.order_id = production_order.id;

alter table board_count drop constraint board_count_grouping_check;
alter table board_count add constraint board_count_grouping_check check (grouping in
  ('status', 'status_product', 'status_operator', 'status_stage', 'status_subcontractor',
    'stage', 'stage_product', 'stage_operator', 'stage_subcontractor',
    'status_since', 'status_due', 'status_created', 'status_started', 'status_finished'));
insert into board_count (workspace_id, id, grouping, column_key, lane, orders, units)
select workspace_id, gen_random_uuid(), grouping, status, lane, count(*), sum(ordered)
from (
  select workspace_id, 'status_due' as grouping, status, to_char(due_at at time zone 'UTC', 'YYYY-MM-DD') as lane, ordered
  from production_order where due_at is not null
  union all
  select workspace_id, 'status_created', status, to_char(created_at at time zone 'UTC', 'YYYY-MM-DD'), ordered
  from production_order
  union all
  select workspace_id, 'status_started', status, to_char(started_at at time zone 'UTC', 'YYYY-MM-DD'), ordered
  from production_order where started_at is not null
  union all
  select workspace_id, 'status_finished', status, to_char(finished_at at time zone 'UTC', 'YYYY-MM-DD'), ordered
  from production_order where finished_at is not null and status in ('done', 'cancelled')
  union all
  select o.workspace_id, 'status_since', o.status, min(at.item ->> 5), o.ordered
  from production_order o cross join lateral jsonb_array_elements(o.standing) at(item)
  where o.status in ('pending', 'aggregated', 'in_progress', 'partially_done')
  group by o.workspace_id, o.id, o.status, o.ordered
) counted
group by workspace_id, grouping, status, lane;

-- Nothing asks for what is open by when it may begin; what has stood long is asked for.
drop index run_open;
create index run_open_since on run (workspace_id, since) include (order_id)
  where state in ('waiting', 'in_progress', 'paused', 'blocked', 'held', 'escalated');

-- What somebody has done, by the orders that it was done for.
drop index run_done_by;
create index run_done_by on run (workspace_id, operator_id, finished_at desc) include (order_id) where state = 'done';
