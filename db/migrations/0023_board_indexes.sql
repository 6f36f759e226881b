-- Lanes of subcontractors are counted as those of operators; until now nothing was given to any.
update production_order set standing = (
  select jsonb_agg(at.item || jsonb_build_array(null) order by at.place)
  from jsonb_array_elements(standing) with ordinality at(item, place))
where standing <> '[]' and jsonb_array_length(standing -> 0) = 4;
alter table board_count drop constraint board_count_grouping_check;
alter table board_count add constraint board_count_grouping_check check (grouping in
  ('status', 'status_product', 'status_operator', 'status_stage', 'status_subcontractor',
    'stage', 'stage_product', 'stage_operator', 'stage_subcontractor'));
insert into board_count (workspace_id, id, grouping, column_key, lane, orders, units)
select workspace_id, gen_random_uuid(), 'status_subcontractor', status, 'none', count(*), sum(ordered)
from production_order
where status in ('pending', 'aggregated', 'in_progress', 'partially_done') and standing <> '[]'
group by workspace_id, status
union all
select workspace_id, gen_random_uuid(), 'stage_subcontractor', column_key, 'none', sum(orders), sum(units)
from (
  select workspace_id, column_key, orders, units from board_count where grouping = 'stage'
) stages
group by workspace_id, column_key;

-- The board's pages, each by one walk of an index or by a few rows: docs/plans says which question takes which.

-- Members that wait in a batch stand on the board as what is open does.
drop index production_order_aggregated;
drop index production_order_open;
create index production_order_open on production_order (workspace_id, status, rank, due_order, id)
  include (ordered, number, variant_id, deal_id, batch_mode, due_at, created_at, started_at)
  where status in ('pending', 'aggregated', 'in_progress', 'partially_done');
create index production_order_open_of_variant on production_order (workspace_id, variant_id, status, rank, due_order, id)
  include (ordered)
  where status in ('pending', 'aggregated', 'in_progress', 'partially_done');

-- What has ended is counted without its rows; and what has not, is not in this index any more.
drop index production_order_finished;
create index production_order_over on production_order (workspace_id, status, finished_at desc, id)
  include (ordered, number, variant_id, deal_id, batch_mode, due_at, created_at, started_at)
  where finished_at is not null;

-- Whether an order has a run that is so; and an operator's runs in the order of the board.
create index run_open_of_order on run (workspace_id, order_id) include (operator_id, stage_name, since, units)
  where state in ('waiting', 'in_progress', 'paused', 'blocked', 'held', 'escalated');
drop index run_open_by_operator;
create index run_open_by_operator on run (workspace_id, operator_id, begun, stage_name, rank, due_order, order_id)
  include (units, since)
  where state in ('waiting', 'in_progress', 'paused', 'blocked', 'held', 'escalated');

-- As the list asks for it.
drop index production_order_open_due;
create index production_order_open_due on production_order (workspace_id, due_order, id)
  include (number, variant_id, deal_id, batch_mode, due_at, created_at, started_at)
  where status in ('pending', 'aggregated', 'in_progress', 'partially_done');

drop index production_order_ended;
create index production_order_ended on production_order (workspace_id, finished_at, id)
  include (status, number, variant_id, deal_id, batch_mode, due_at, created_at, started_at)
  where finished_at is not null;

-- A period is counted by its index alone.
drop index production_order_created;
create index production_order_created on production_order (workspace_id, created_at) include (status, ordered);
drop index production_order_started;
create index production_order_started on production_order (workspace_id, started_at) include (status, ordered)
  where started_at is not null;

-- Whether somebody has worked on an order.
drop index run_by_order;
create index run_by_order on run (workspace_id, order_id) include (state, operator_id);

-- What is over and has no finish: the list's last stretch, of which there is next to nothing.
create index production_order_over_undated on production_order (workspace_id, id)
  where finished_at is null and status not in ('pending', 'aggregated', 'in_progress', 'partially_done');

-- A row of every command that moves an order: its workspace has been proved by the order's own key in the same statement.
alter table board_change drop constraint board_change_workspace_id_fkey;
