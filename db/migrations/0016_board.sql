-- The board at 20,000 open orders: what its columns, lanes and filters ask by stands in two indexes that are read
-- without the tables.

-- Most urgent first, then by due date, those without one last: one order of rows, so that a page goes on from a row.
alter table production_order
  add column rank smallint not null generated always as (
    case priority when 'urgent' then 0 when 'high' then 1 when 'normal' then 2 else 3 end) stored,
  add column due_order timestamptz not null generated always as (coalesce(due_at, timestamptz 'infinity')) stored;
create index production_order_open on production_order (workspace_id, status, rank, due_order, id)
  include (ordered, number, variant_id, deal_id, batch_mode, due_at, created_at, started_at)
  where status in ('pending', 'in_progress', 'partially_done');
create index production_order_created on production_order (workspace_id, created_at);
create index production_order_started on production_order (workspace_id, started_at) where started_at is not null;

-- Where units stand: the run's stage by name, and whether its order has begun, kept in step by the command that
-- changes either. Stages of different templates share a column by their name.
alter table run
  add column stage_name text not null default '',
  add column begun boolean not null default false,
  add column rank smallint not null generated always as (3 - urgency) stored,
  add column due_order timestamptz not null generated always as (coalesce(due_at, timestamptz 'infinity')) stored;
update run set stage_name = s.name, begun = o.status <> 'pending'
from order_stage s, production_order o
where s.workspace_id = run.workspace_id and s.id = run.order_stage_id
  and o.workspace_id = run.workspace_id and o.id = run.order_id;
create index run_standing on run (workspace_id, begun, stage_name, rank, due_order, order_id)
  include (units, operator_id, since)
  where state in ('waiting', 'in_progress', 'paused', 'blocked', 'held', 'escalated');
