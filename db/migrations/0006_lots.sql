-- Lots that part, go back, wait and join again; defects; crews; optional stages; materials picked at start.

-- ── orders ────────────────────────────────────────────────────────────────────────────────────────────────

-- what the item asks at order: {"width": {"amount": "60", "unit": "cm"}}
alter table production_order add column attributes jsonb not null default '{}';

create table order_upsell (
  workspace_id uuid not null references workspace,
  id uuid not null,
  order_id uuid not null,
  upsell_id uuid not null,
  removed boolean not null default false,
  primary key (workspace_id, id),
  unique (workspace_id, order_id, upsell_id),
  foreign key (workspace_id, order_id) references production_order (workspace_id, id),
  foreign key (workspace_id, upsell_id) references upsell (workspace_id, id)
);

alter table order_stage
  add column active boolean not null default true,
  add column optional boolean not null default false,
  add column checks jsonb not null default '[]',
  add column photo_required boolean not null default false;
alter table order_stage alter column instruction drop default;
alter table order_stage alter column instruction type jsonb using to_jsonb(instruction);
alter table order_stage alter column instruction set default '""';

alter table order_norm
  add column key text,
  -- set where the variant is picked later; variant_id is null until then
  add column item_id uuid,
  add foreign key (workspace_id, item_id) references item (workspace_id, id);
alter table order_norm alter column variant_id drop not null;
alter table order_norm add check (variant_id is not null or item_id is not null);

-- ── lots ──────────────────────────────────────────────────────────────────────────────────────────────────

alter table lot drop constraint lot_state_check;
alter table lot
  add check (state in ('in_work', 'held', 'escalated', 'finished', 'written_off', 'withdrawn', 'merged')),
  -- what its units took over from written-off ones; below zero on those that passed it on
  add column absorbed numeric(18, 4) not null default 0,
  -- by stage id: when it was done for the units that the lot holds; how often they began it; how often they were
  -- sent back to it
  add column done jsonb not null default '{}',
  add column begun jsonb not null default '{}',
  add column returns jsonb not null default '{}',
  add column merges_into_run_id uuid,
  add column receivable_at timestamptz,
  -- per unit: this unit's own values over the order's
  add column attributes jsonb not null default '{}',
  add foreign key (workspace_id, merges_into_run_id) references run (workspace_id, id);
create index lot_receivable on lot (workspace_id, receivable_at) where receivable_at is not null and state = 'in_work';

-- ── runs ──────────────────────────────────────────────────────────────────────────────────────────────────

alter table run drop constraint run_state_check;
alter table run
  add check (state in ('waiting', 'in_progress', 'paused', 'blocked', 'held', 'escalated', 'done', 'ended', 'void')),
  -- lots that left while it was under way, and how many of its units they hold: they take their share of its cost
  add column left_units jsonb not null default '[]',
  add column checks jsonb not null default '[]',
  add column concession text,
  -- the first to begin its stage in the order: the amounts per batch went with it
  add column opens_stage boolean not null default false,
  -- escalated: the stage that the units were to go back to
  add column returns_to_id uuid,
  -- the order's priority and due date, kept in step, so that My Stages reads one index
  add column urgency smallint not null default 1,
  add column due_at timestamptz,
  add foreign key (workspace_id, returns_to_id) references order_stage (workspace_id, id);
alter table run drop constraint run_workspace_id_lot_id_order_stage_id_cycle_key;
create unique index run_of_lot on run (workspace_id, lot_id, order_stage_id, cycle) where state <> 'void';
drop index run_open;
drop index run_open_by_operator;
drop index run_open_to;
create index run_open on run (workspace_id, available_at, id)
  where state in ('waiting', 'in_progress', 'paused', 'blocked', 'held', 'escalated');
create index run_open_by_operator on run (workspace_id, operator_id)
  where state in ('waiting', 'in_progress', 'paused', 'blocked', 'held', 'escalated') and operator_id is not null;
create index run_open_to on run (workspace_id, open_to, urgency desc, due_at, available_at, id)
  where state in ('waiting', 'blocked', 'held', 'escalated');

-- A stretch of work on several runs together is a row a run, of which the first leads.
alter table work_interval
  add column together_id uuid,
  add column leads boolean not null default true;
drop index work_interval_open;
create unique index work_interval_open on work_interval (workspace_id, member_id)
  where ended_at is null and kind = 'work' and leads;

update run set urgency = case o.priority when 'low' then 0 when 'normal' then 1 when 'high' then 2 else 3 end,
  due_at = o.due_at
from production_order o where o.workspace_id = run.workspace_id and o.id = run.order_id;
-- Every order was one lot.
update run set opens_stage = true where started_at is not null;
-- What until now was read from the runs of a lot stands on the lot.
update lot set
  done = coalesce((
    select jsonb_object_agg(r.order_stage_id, to_char(r.finished_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    from run r where r.workspace_id = lot.workspace_id and r.lot_id = lot.id and r.state = 'done'), '{}'),
  begun = coalesce((
    select jsonb_object_agg(r.order_stage_id, 1)
    from run r where r.workspace_id = lot.workspace_id and r.lot_id = lot.id and r.started_at is not null), '{}');

-- ── defects ───────────────────────────────────────────────────────────────────────────────────────────────

create table defect_reason (
  workspace_id uuid not null references workspace,
  id uuid not null,
  name text not null,
  photo_id uuid,
  archived boolean not null default false,
  version integer not null default 1,
  primary key (workspace_id, id),
  unique (workspace_id, name),
  foreign key (workspace_id, photo_id) references file (workspace_id, id)
);

create table defect (
  workspace_id uuid not null references workspace,
  id uuid not null,
  order_id uuid not null,
  run_id uuid not null,
  from_lot_id uuid not null,
  -- the lot that the units are in since, or were written off as
  lot_id uuid not null,
  reason_id uuid not null,
  units integer not null check (units > 0),
  decision text not null check (decision in ('write_off', 'return')),
  caught_stage_id uuid not null,
  born_stage_id uuid not null,
  to_stage_id uuid,
  escalated boolean not null default false,
  resolution text check (resolution in ('once_more', 'write_off', 'accept')),
  resolution_reason text,
  resolved_by uuid,
  resolved_at timestamptz,
  note text not null default '',
  -- what the units had gathered when it was reported
  cost numeric(18, 4) not null default 0,
  undone boolean not null default false,
  reported_by uuid,
  at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, order_id) references production_order (workspace_id, id),
  foreign key (workspace_id, run_id) references run (workspace_id, id),
  foreign key (workspace_id, from_lot_id) references lot (workspace_id, id),
  foreign key (workspace_id, lot_id) references lot (workspace_id, id),
  foreign key (workspace_id, reason_id) references defect_reason (workspace_id, id),
  foreign key (workspace_id, caught_stage_id) references order_stage (workspace_id, id),
  foreign key (workspace_id, born_stage_id) references order_stage (workspace_id, id),
  foreign key (workspace_id, to_stage_id) references order_stage (workspace_id, id),
  foreign key (workspace_id, reported_by) references member (workspace_id, id),
  foreign key (workspace_id, resolved_by) references member (workspace_id, id)
);
create index defect_by_order on defect (workspace_id, order_id, at desc, id);
create index defect_by_run on defect (workspace_id, run_id);

-- Every workspace has the reasons that it would have been made with.
insert into defect_reason (workspace_id, id, name)
select w.workspace_id, gen_random_uuid(), words.name
from workspace w cross join lateral (
  select unnest(case w.language
    when 'uk' then array['Дефект сировини', 'Помилка налаштування обладнання', 'Людський фактор', 'Дефект пакування']
    else array['Raw material defect', 'Equipment setup error', 'Human factor', 'Packaging defect'] end) as name
) words;

-- ── cost ──────────────────────────────────────────────────────────────────────────────────────────────────

-- A share that moves from lot to lot (a split, a merge, a loss passed on) belongs to no run.
alter table cost_share drop constraint cost_share_part_check;
alter table cost_share alter column run_id drop not null;
alter table cost_share add check (part in ('first_pass', 'rework', 'absorbed'));

alter table valuation_line drop constraint valuation_line_reason_check;
alter table valuation_line add check (reason in ('receipt_below_zero', 'captured_price', 'emptied', 'transfer', 'correction', 'undo'));

-- An undo finds what a command did by its facts.
create index fact_by_command on fact (workspace_id, command_id);

do $$
declare
  name text;
begin
  foreach name in array array['order_upsell', 'defect_reason', 'defect'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy own_workspace on %I to treadle_app using (workspace_id = current_workspace()) with check (workspace_id = current_workspace())', name);
    execute format('grant select, insert, update on %I to treadle_app', name);
  end loop;
end
$$;
