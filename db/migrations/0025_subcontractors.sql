-- Whoever does a stage outside the house: the dictionary, what they ask for it, and the stages and runs that are theirs.

create table subcontractor (
  workspace_id uuid not null references workspace,
  id uuid not null,
  name text not null,
  -- in words: "embroidery, screen printing"
  services text not null default '',
  contact_person text not null default '',
  phone text,
  email text,
  -- the same one among the contacts
  contact_id uuid,
  notes text not null default '',
  archived boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, name),
  foreign key (workspace_id, contact_id) references contact (workspace_id, id)
);

-- What a service costs; dated, never rewritten: the newest row of the two is in effect.
create table subcontractor_price (
  workspace_id uuid not null references workspace,
  id uuid not null,
  subcontractor_id uuid not null,
  service text not null,
  kind text not null check (kind in ('fixed', 'hourly', 'per_unit', 'variable')),
  -- of the whole stage, of an hour, of a unit that comes back good; an estimate where it is variable
  amount numeric(18, 4) not null check (amount >= 0),
  -- no longer offered
  withdrawn boolean not null default false,
  valid_from timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, subcontractor_id) references subcontractor (workspace_id, id)
);
create index subcontractor_price_in_effect
  on subcontractor_price (workspace_id, subcontractor_id, service, valid_from desc, id desc);

alter table template_reference
  add column subcontractor_id uuid,
  add foreign key (workspace_id, subcontractor_id) references subcontractor (workspace_id, id),
  drop constraint template_reference_check,
  add constraint template_reference_check check (num_nonnulls(
    variant_id, item_id, upsell_id, warehouse_id, member_id, trade_id, deal_status_id, subcontractor_id) = 1);

alter table order_stage drop constraint order_stage_performer_kind_check;
alter table order_stage
  add check (performer_kind in ('member', 'trade', 'role', 'chosen_at_start', 'subcontractor')),
  add column performer_subcontractor_id uuid,
  -- as it was agreed when the order was made
  add column price_kind text check (price_kind in ('fixed', 'hourly', 'per_unit', 'variable')),
  add column price_amount numeric(18, 4) check (price_amount >= 0),
  add foreign key (workspace_id, performer_subcontractor_id) references subcontractor (workspace_id, id),
  add check ((performer_kind = 'subcontractor') = (performer_subcontractor_id is not null)),
  add check ((performer_subcontractor_id is null) = (price_kind is null)),
  add check ((price_kind is null) = (price_amount is null));

alter table run
  add column performer_subcontractor_id uuid,
  add foreign key (workspace_id, performer_subcontractor_id) references subcontractor (workspace_id, id);

-- What a subcontractor does stands on nobody's My Stages. The column is made anew, since what a generated column
-- says can't be changed, and with it the index that My Stages asks by.
alter table run drop column open_to;
alter table run add column open_to text not null generated always as (
  coalesce(
    case when performer_subcontractor_id is not null then 'subcontractor' end,
    operator_id::text, performer_member_id::text, performer_trade_id::text, performer_role, 'anyone')
) stored;
create index run_open_to on run (workspace_id, open_to, urgency desc, due_at, available_at, id)
  where state in ('waiting', 'blocked', 'held', 'escalated');

-- The board's lanes and its filter ask by it beside the operator.
drop index run_standing;
create index run_standing on run (workspace_id, begun, stage_name, rank, due_order, order_id)
  include (units, operator_id, since, performer_subcontractor_id)
  where state in ('waiting', 'in_progress', 'paused', 'blocked', 'held', 'escalated');
create index run_by_subcontractor on run (workspace_id, performer_subcontractor_id, state)
  where performer_subcontractor_id is not null;

do $$
declare
  name text;
begin
  foreach name in array array['subcontractor', 'subcontractor_price'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy own_workspace on %I to treadle_app using (workspace_id = current_workspace()) with check (workspace_id = current_workspace())', name);
    execute format('grant select, insert on %I to treadle_app', name);
  end loop;
end
$$;
grant update on subcontractor to treadle_app;
