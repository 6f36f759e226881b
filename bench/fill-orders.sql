-- Fills a migrated, otherwise empty database with one workspace and many orders, to look at plans and time
-- views: psql -v open=100000 -v done=10000 -v movements=1000000 -f bench/fill-orders.sql (bench/measure-large.ts does
-- so without psql). Each order has 3 stages and 4 norms.
-- The rows obey the laws of units, work intervals and statuses; facts are only a few, so law 8 is not kept.
\set workspace '01900000-0000-7000-8000-000000000001'
begin;
set local session_replication_role = replica;

create function pg_temp.made_id(kind integer, n bigint) returns uuid language sql immutable as
  $$ select ('0190' || lpad(to_hex(kind), 4, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;

create function pg_temp.dice(n bigint, throw integer, sides integer) returns integer language sql immutable as
  $$ select ((hashint8extended(n, throw) >> 8) & 1073741823)::integer % sides $$;

insert into workspace (workspace_id, slug, name, currency, language, time_zone, calendar, created_at)
values (:'workspace'::uuid, 'fill', 'Fill', 'UAH', 'en', 'Europe/Kyiv', '{}', now());
insert into trade (workspace_id, id, name) select :'workspace'::uuid, pg_temp.made_id(1, n), 'Trade ' || n from generate_series(1, 3) n;
insert into member (workspace_id, id, name, language, roles, trade_ids, created_at)
select :'workspace'::uuid, pg_temp.made_id(2, n), 'Member ' || n, 'en',
  case when n = 1 then array['owner'] when n = 2 then array['supervisor'] else array['operator'] end,
  array[pg_temp.made_id(1, 1 + n % 3)], now()
from generate_series(1, 60) n;
insert into warehouse (workspace_id, id, name) values (:'workspace'::uuid, pg_temp.made_id(3, 1), 'Main');
insert into item (workspace_id, id, kind, name, unit, created_at)
select :'workspace'::uuid, pg_temp.made_id(4, n), 'product', 'Product ' || n, 'pcs', now() from generate_series(1, 20) n
union all
select :'workspace'::uuid, pg_temp.made_id(4, 100 + n), 'material', 'Material ' || n, 'kg', now() from generate_series(1, 80) n;
insert into variant (workspace_id, id, item_id, name)
select :'workspace'::uuid, pg_temp.made_id(5, n), pg_temp.made_id(4, n), 'Plain' from generate_series(1, 180) n where n <= 20 or n > 100;
insert into balance (workspace_id, id, variant_id, warehouse_id, on_hand, reserved, value, average, has_receipts)
select :'workspace'::uuid, pg_temp.made_id(6, n), pg_temp.made_id(5, 100 + n), pg_temp.made_id(3, 1), 1e9, 0, 1e10, 10, true from generate_series(1, 80) n;
insert into template (workspace_id, id, item_id, name, current_number, created_at)
select :'workspace'::uuid, pg_temp.made_id(7, n), pg_temp.made_id(4, n), 'Template ' || n, 1, now() from generate_series(1, 20) n;
insert into template_version (workspace_id, id, template_id, number, body, created_by, created_at)
select :'workspace'::uuid, pg_temp.made_id(8, n), pg_temp.made_id(7, n), 1, '{}', pg_temp.made_id(2, 1), now() from generate_series(1, 20) n;
insert into stop_reason (workspace_id, id, kind, name) values (:'workspace'::uuid, pg_temp.made_id(9, 1), 'block', 'No material');

-- Of both sizes the same shares, so that a page is as full at 1,000 orders as at 100,000, and what is measured is what
-- grows. `passed`: how many of the 3 stages are done; open orders, made within a week: 60 % pending, 40 % in progress, a
-- third of those with a due date overdue; half of all are of the product that sells best; what has ended, within a year.
-- `dice` tells these apart, each by itself. Half of what is open is given to somebody, and sixty orders to one person, so
-- that this one's board is full in either.
create temp table filling on commit drop as
select n, n > :open as finished,
  case when n > :open then 3 when pg_temp.dice(n, 1, 10) < 6 then 0 else 1 + pg_temp.dice(n, 2, 2) end as passed,
  case when n > :open then now() - make_interval(mins => pg_temp.dice(n, 3, 525600) + 20)
    else now() - make_interval(secs => (:open - n) * 604800.0 / :open) end as made,
  case when pg_temp.dice(n, 4, 7) = 0 then null else (now() at time zone 'Europe/Kyiv')::date + pg_temp.dice(n, 5, 60) - 20 end as due_date,
  case when pg_temp.dice(n, 6, 2) = 0 then 3 else 1 + pg_temp.dice(n, 7, 20) end as product, 10 + n % 90 as ordered,
  pg_temp.dice(n, 8, 58) as person, pg_temp.dice(n, 9, 2) = 0 as is_given, n % (:open / 60) = 0 as is_of_one,
  1 + pg_temp.dice(n, 10, 6) as priority
from generate_series(1, :open + :done) n;
alter table filling add column due timestamptz;
update filling set due = ((due_date + 1)::timestamp at time zone 'Europe/Kyiv') - interval '1 second';

insert into production_order (workspace_id, id, number, template_version_id, variant_id, batch_mode, status, priority,
  due_date, due_at, warehouse_id, defect_accounting, ordered, received, in_work, planned_finish, started_at, finished_at,
  cost, carried, received_cost, created_at, created_by)
select :'workspace'::uuid, pg_temp.made_id(10, n), n, pg_temp.made_id(8, product), pg_temp.made_id(5, product), 'whole',
  case when finished then 'done' when passed = 0 then 'pending' else 'in_progress' end,
  (array['low', 'normal', 'normal', 'normal', 'high', 'urgent'])[priority],
  due_date, due, pg_temp.made_id(3, 1), 'included', ordered, case when finished then ordered else 0 end,
  case when finished then 0 else ordered end, due, case when passed > 0 then made end,
  case when finished then made + interval '20 minutes' end,
  passed * 90, case when finished then 0 else passed * 90 end, case when finished then passed * 90 else 0 end,
  made, pg_temp.made_id(2, 2)
from filling;

insert into order_stage (workspace_id, id, order_id, key, position, name, instruction, performer_kind, performer_trade_id,
  set_up_seconds, unit_seconds, wait_name, wait_minimum_seconds, waits_for, consumption)
select :'workspace'::uuid, pg_temp.made_id(11, n * 4 + s), pg_temp.made_id(10, n), 's' || s, s, (array['Cut', 'Sew', 'Pack'])[s],
  '"Do it well."', 'trade', pg_temp.made_id(1, s), 300, 60, case when s = 1 then 'Resting' end, case when s = 1 then 3600 else 0 end,
  case when s = 1 then array[]::text[] else array['s' || (s - 1)] end, 'at_completion'
from filling, generate_series(1, 3) s;

insert into order_norm (workspace_id, id, order_id, order_stage_id, position, variant_id, warehouse_id, per_unit, required, consumed)
select :'workspace'::uuid, pg_temp.made_id(12, n * 4 + m), pg_temp.made_id(10, n), pg_temp.made_id(11, n * 4 + least(m, 3)), m,
  pg_temp.made_id(5, 100 + (product - 1) * 4 + m), pg_temp.made_id(3, 1), 0.5, ordered * 0.5,
  case when passed >= least(m, 3) then ordered * 0.5 else 0 end
from filling, generate_series(1, 4) m;

insert into reservation (workspace_id, id, balance_id, order_id, order_norm_id, quantity, wanted, priority_rank, due_at, closed)
select :'workspace'::uuid, pg_temp.made_id(13, n * 4 + m), pg_temp.made_id(6, (product - 1) * 4 + m), pg_temp.made_id(10, n),
  pg_temp.made_id(12, n * 4 + m),
  case when passed >= least(m, 3) then 0 when n % 11 = 0 and m = 1 then 1 else ordered * 0.5 end,
  case when passed >= least(m, 3) then 0 else ordered * 0.5 end, 1, due, passed >= least(m, 3)
from filling, generate_series(1, 4) m;
analyze reservation;
update balance set reserved = held.reserved
from (select balance_id, sum(quantity) as reserved from reservation group by balance_id) held
where held.balance_id = balance.id;

insert into lot (workspace_id, id, order_id, number, state, units, first_pass, finished_at)
select :'workspace'::uuid, pg_temp.made_id(14, n), pg_temp.made_id(10, n), '1', case when finished then 'finished' else 'in_work' end,
  ordered, passed * 90, case when finished then now() end
from filling;

insert into run (workspace_id, id, order_id, lot_id, order_stage_id, state, state_before_block, units, operator_id, available_at,
  started_at, finished_at, block_reason_id, cost_captured, performer_trade_id, since)
select :'workspace'::uuid, pg_temp.made_id(15, n * 4 + s), pg_temp.made_id(10, n), pg_temp.made_id(14, n), pg_temp.made_id(11, n * 4 + s),
  state, case when state = 'blocked' then 'waiting' end, ordered,
  case when is_of_one and state <> 'done' then pg_temp.made_id(2, 4)
    when state in ('done', 'in_progress', 'paused') or is_given then pg_temp.made_id(2, 3 + (person + s) % 58) end,
  case when n % 4 = 0 and s > 1 then now() + interval '1 hour' else made end,
  case when state in ('done', 'in_progress', 'paused') then made end, case when state = 'done' then made end,
  case when state = 'blocked' then pg_temp.made_id(9, 1) end, state = 'done', pg_temp.made_id(1, s), made
from (
  select f.*, s, case when s <= passed then 'done' when passed > 0 and n % 97 = 0 then 'paused' when n % 50 = 0 then 'blocked'
    else 'waiting' end as state
  from filling f, generate_series(1, 3) s where s <= passed + 1
) runs;

insert into work_interval (workspace_id, id, order_id, run_id, member_id, kind, started_at, ended_at, seconds)
select :'workspace'::uuid, pg_temp.made_id(16, row_number() over ()), order_id, id, operator_id, 'work', started_at, started_at + interval '10 minutes', 600
from run where state = 'done';

insert into cost_line (workspace_id, id, order_id, run_id, order_stage_id, cycle, category, variant_id, member_id, quantity, rate, amount, at)
select :'workspace'::uuid, pg_temp.made_id(17, row_number() over ()), r.order_id, r.id, r.order_stage_id, 0, c,
  case when c = 'material' then pg_temp.made_id(5, 101) end, case when c = 'labour' then r.operator_id end,
  case when c = 'material' then 5 else 600 end, case when c = 'material' then 10 else 240 end,
  case when c = 'material' then 50 else 40 end, r.finished_at
from run r, unnest(array['material', 'labour']) c where r.state = 'done';
insert into planned_cost_line (workspace_id, id, order_id, order_stage_id, category, variant_id, quantity, rate, amount)
select :'workspace'::uuid, pg_temp.made_id(20, n * 8 + m), pg_temp.made_id(10, n), pg_temp.made_id(11, n * 4 + least(m, 3)),
  'material', pg_temp.made_id(5, 100 + (product - 1) * 4 + m), ordered * 0.5, 10, ordered * 5
from filling, generate_series(1, 4) m
union all
select :'workspace'::uuid, pg_temp.made_id(20, n * 8 + 4 + s), pg_temp.made_id(10, n), pg_temp.made_id(11, n * 4 + s),
  'labour', null, 300 + 60 * ordered, 240, (300 + 60 * ordered) / 15.0
from filling, generate_series(1, 3) s;
insert into cost_share (workspace_id, id, order_id, run_id, lot_id, part, amount)
select :'workspace'::uuid, pg_temp.made_id(18, row_number() over ()), order_id, id, lot_id, 'first_pass', 90 from run where state = 'done';

insert into movement (workspace_id, id, balance_id, kind, quantity, value, average_before, order_id, at, by_member)
select :'workspace'::uuid, pg_temp.made_id(19, n), pg_temp.made_id(6, 1 + n % 80), case when n % 5 = 0 then 'receipt' else 'issue' end,
  case when n % 5 = 0 then 20 else -5 end, case when n % 5 = 0 then 200 else -50 end, 10,
  case when n % 5 = 0 then null else pg_temp.made_id(10, 1 + n % (:open + :done)) end,
  now() - make_interval(secs => (:movements - n)::integer * 3), pg_temp.made_id(2, 2)
from generate_series(1, :movements) n;

insert into fact (workspace_id, id, kind, thing, thing_id, version, data, at, command_id)
select :'workspace'::uuid, gen_random_uuid(), case v when 1 then 'order_created' else 'run_reached' end, 'order', pg_temp.made_id(10, n), v, '{}', made, gen_random_uuid()
from filling, generate_series(1, 2) v;

-- What lots and runs remember of what was done, and of their order.
analyze production_order;
analyze order_stage;
analyze lot;
analyze run;
update lot set done = done_of.done, begun = done_of.begun
from (
  select workspace_id, lot_id,
    coalesce(jsonb_object_agg(order_stage_id, to_char(finished_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
      filter (where state = 'done'), '{}') as done,
    coalesce(jsonb_object_agg(order_stage_id, 1) filter (where started_at is not null), '{}') as begun
  from run group by workspace_id, lot_id
) done_of where done_of.workspace_id = lot.workspace_id and done_of.lot_id = lot.id;
update run set urgency = case o.priority when 'low' then 0 when 'normal' then 1 when 'high' then 2 else 3 end,
  due_at = o.due_at, opens_stage = run.started_at is not null, begun = o.status <> 'pending', stage_name = s.name
from production_order o, order_stage s where o.workspace_id = run.workspace_id and o.id = run.order_id
  and s.workspace_id = run.workspace_id and s.id = run.order_stage_id;

commit;
vacuum analyze;
