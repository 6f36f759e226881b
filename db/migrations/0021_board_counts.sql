-- What the board counts, kept by the commands that change it: docs/decisions/counts-of-the-board.md.

-- Where an order's units stand: [[stage, operator or null, open runs, units], …]. Of an order unit by unit a command
-- loads some runs only, and this says the rest.
alter table production_order add column standing jsonb not null default '[]';
update production_order set standing = places.standing
from (
  select workspace_id, order_id,
    jsonb_agg(jsonb_build_array(stage_name, operator_id, runs, units) order by stage_name, operator_id) as standing
  from (
    select workspace_id, order_id, stage_name, operator_id, count(*) as runs, sum(units) as units
    from run where state in ('waiting', 'in_progress', 'paused', 'blocked', 'held', 'escalated')
    group by workspace_id, order_id, stage_name, operator_id
  ) at
  group by workspace_id, order_id
) places
where places.workspace_id = production_order.workspace_id and places.order_id = production_order.id;

-- Orders and units by what the board gathers them in. `lane`: the batch mode, the variant, the operator ("none") or the
-- stage, as `grouping` says.
create table board_count (
  workspace_id uuid not null references workspace,
  id uuid not null,
  grouping text not null check (grouping in
    ('status', 'status_product', 'status_operator', 'status_stage', 'stage', 'stage_product', 'stage_operator')),
  column_key text not null,
  lane text not null,
  orders bigint not null,
  units bigint not null,
  primary key (workspace_id, id),
  unique (workspace_id, grouping, lane, column_key)
);

-- What commands have added since, a row each: they never wait for each other here. Folded into board_count every moment:
-- [{"g": grouping, "c": column, "l": lane, "o": orders, "u": units}, …], both signed.
create table board_change (
  workspace_id uuid not null references workspace,
  id uuid not null,
  changes jsonb not null,
  primary key (workspace_id, id)
);
-- Rows live for a moment: the pages of those that are gone are wanted again soon.
alter table board_change set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

insert into board_count (workspace_id, id, grouping, column_key, lane, orders, units)
with o as (
  select * from production_order where status in ('pending', 'aggregated', 'in_progress', 'partially_done')
),
place as (
  select o.workspace_id, o.id, o.status, o.ordered, o.batch_mode, o.variant_id, at.item ->> 0 as stage,
    coalesce(at.item ->> 1, 'none') as operator, (at.item ->> 3)::bigint as units
  from o cross join lateral jsonb_array_elements(o.standing) at(item)
),
begun as (select * from place where status in ('in_progress', 'partially_done'))
select workspace_id, gen_random_uuid(), grouping, column_key, lane, count(*), sum(units)
from (
  select workspace_id, 'status' as grouping, status as column_key, batch_mode as lane, ordered::bigint as units from o
  union all
  select workspace_id, 'status_product', status, variant_id::text, ordered from o
  union all
  select workspace_id, 'status_operator', status, operator, max(ordered) from place group by workspace_id, id, status, operator
  union all
  select workspace_id, 'status_stage', status, stage, max(ordered) from place group by workspace_id, id, status, stage
  union all
  select workspace_id, 'stage', stage, batch_mode, sum(units) from begun group by workspace_id, id, stage, batch_mode
  union all
  select workspace_id, 'stage_product', stage, variant_id::text, sum(units) from begun
  group by workspace_id, id, stage, variant_id
  union all
  select workspace_id, 'stage_operator', stage, operator, sum(units) from begun group by workspace_id, id, stage, operator
) counted
group by workspace_id, grouping, column_key, lane;

do $$
declare
  name text;
begin
  foreach name in array array['board_count', 'board_change'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy own_workspace on %I to treadle_app using (workspace_id = current_workspace()) with check (workspace_id = current_workspace())', name);
    execute format('grant select, insert, update, delete on %I to treadle_app', name);
  end loop;
end
$$;
