-- The spine: one workspace's members, items, stock, templates, deals, orders, cost, and the fact log.
-- Every key is (workspace_id, id), every foreign key names the workspace: another workspace's id is refused
-- by the schema itself, and the same schema distributes by workspace.

do $$
begin
  -- Roles belong to the cluster, not to the database; a second database, or another migrator, finds them there.
  perform pg_advisory_xact_lock(7203040001);
  if not exists (select from pg_roles where rolname = 'treadle_app') then
    create role treadle_app nologin noinherit;
  end if;
  if not exists (select from pg_roles where rolname = 'treadle_reader') then
    create role treadle_reader nologin noinherit;
  end if;
  -- A role that may only use them already, as an administrator has granted, can't grant them to itself again.
  if not (pg_has_role(current_user, 'treadle_app', 'member') and pg_has_role(current_user, 'treadle_reader', 'member')) then
    execute format('grant treadle_app, treadle_reader to %I', current_user);
  end if;
exception when insufficient_privilege then
  raise exception 'The migrating role can create no roles: create treadle_app and treadle_reader (nologin) and grant both to %', current_user;
end
$$;

create function current_workspace() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('treadle.workspace_id', true), '')::uuid;

-- ── access ────────────────────────────────────────────────────────────────────────────────────────────────

create table workspace (
  workspace_id uuid primary key,
  slug text not null check (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  name text not null,
  currency text not null,
  language text not null check (language in ('en', 'uk')),
  time_zone text not null,
  -- {"1": ["09:00","18:00"], …}: working hours by ISO weekday; a missing day is a day off
  calendar jsonb not null,
  allow_negative_stock boolean not null default true,
  is_demo boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null
);

-- The next number of a kind of thing. Not on the workspace's own row: every row of the workspace holds that one
-- by its foreign key, and an update among so many holders makes all of them wait.
create table number_series (
  workspace_id uuid not null references workspace,
  id uuid not null,
  kind text not null check (kind in ('order', 'deal')),
  next integer not null,
  primary key (workspace_id, id),
  unique (workspace_id, kind)
);

create table trade (
  workspace_id uuid not null references workspace,
  id uuid not null,
  name text not null,
  archived boolean not null default false,
  version integer not null default 1,
  primary key (workspace_id, id),
  unique (workspace_id, name)
);

create table member (
  workspace_id uuid not null references workspace,
  id uuid not null,
  -- the person in schema auth; null for operators who only have a PIN
  user_id text,
  name text not null,
  email text,
  language text not null check (language in ('en', 'uk')),
  roles text[] not null check (roles <@ array['owner','admin','sales_manager','technologist','supervisor','operator','storekeeper','accountant']),
  trade_ids uuid[] not null default '{}',
  active boolean not null default true,
  pin_hash text,
  pin_failures integer not null default 0,
  pin_locked_until timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, user_id)
);

create table invitation (
  workspace_id uuid not null references workspace,
  id uuid not null,
  email text not null,
  name text not null,
  roles text[] not null,
  trade_ids uuid[] not null default '{}',
  secret_hash text not null,
  invited_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, invited_by) references member (workspace_id, id)
);

create table device (
  workspace_id uuid not null references workspace,
  id uuid not null,
  name text not null,
  secret_hash text not null,
  registered_by uuid not null,
  registered_at timestamptz not null,
  revoked_at timestamptz,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, registered_by) references member (workspace_id, id)
);

-- ── the command and fact log ──────────────────────────────────────────────────────────────────────────────

create table command (
  workspace_id uuid not null references workspace,
  id uuid not null,
  name text not null,
  body_hash text not null,
  -- null while the command's own transaction is open; accepted answers are remembered 90 days
  answer jsonb,
  at timestamptz not null,
  primary key (workspace_id, id)
);
create index command_at on command (at);

create table fact (
  workspace_id uuid not null references workspace,
  id uuid not null,
  -- (transaction, sequence) is a reader's position; see the safe-horizon reader
  transaction xid8 not null default pg_current_xact_id(),
  sequence bigint generated always as identity,
  kind text not null,
  thing text not null,
  thing_id uuid not null,
  version integer not null,
  data jsonb not null,
  at timestamptz not null,
  by_member uuid,
  -- 'member', 'automation' or 'system'
  by_whom text not null default 'member',
  command_id uuid not null,
  -- the fact that made automation act, and how long the chain is
  cause_id uuid,
  hop smallint not null default 0,
  primary key (workspace_id, id),
  unique (workspace_id, thing, thing_id, version)
);
create index fact_position on fact (transaction, sequence);

-- ── catalog ───────────────────────────────────────────────────────────────────────────────────────────────

create table item (
  workspace_id uuid not null references workspace,
  id uuid not null,
  kind text not null check (kind in ('product', 'semi_finished', 'material')),
  name text not null,
  unit text not null,
  shelf_life_days integer check (shelf_life_days > 0),
  archived boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (workspace_id, id)
);
create index item_by_name on item (workspace_id, archived, lower(name), id);

create table variant (
  workspace_id uuid not null references workspace,
  id uuid not null,
  item_id uuid not null,
  name text not null,
  sku text,
  -- {"weight": {"amount": "250", "unit": "g"}, "colour": "red"}
  attributes jsonb not null default '{}',
  sale_price numeric(18, 4),
  archived boolean not null default false,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, item_id) references item (workspace_id, id)
);
create index variant_by_item on variant (workspace_id, item_id);
create unique index variant_sku on variant (workspace_id, sku) where sku is not null;

-- what a variant is bought for when there are no receipts to average; dated, never rewritten
create table list_price (
  workspace_id uuid not null references workspace,
  id uuid not null,
  variant_id uuid not null,
  price numeric(18, 4) not null check (price >= 0),
  valid_from timestamptz not null,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, variant_id) references variant (workspace_id, id)
);
create index list_price_in_effect on list_price (workspace_id, variant_id, valid_from desc);

create table upsell (
  workspace_id uuid not null references workspace,
  id uuid not null,
  item_id uuid not null,
  name text not null,
  price numeric(18, 4) not null check (price >= 0),
  archived boolean not null default false,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, item_id) references item (workspace_id, id)
);
create index upsell_by_item on upsell (workspace_id, item_id);

-- ── crm ───────────────────────────────────────────────────────────────────────────────────────────────────

create table company (
  workspace_id uuid not null references workspace,
  id uuid not null,
  name text not null,
  phone text,
  email text,
  notes text not null default '',
  archived boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (workspace_id, id)
);

create table contact (
  workspace_id uuid not null references workspace,
  id uuid not null,
  name text not null,
  phone text,
  email text,
  company_id uuid,
  notes text not null default '',
  archived boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, company_id) references company (workspace_id, id)
);
create index contact_by_company on contact (workspace_id, company_id);

create table pipeline (
  workspace_id uuid not null references workspace,
  id uuid not null,
  name text not null,
  position integer not null,
  version integer not null default 1,
  primary key (workspace_id, id)
);

create table deal_status (
  workspace_id uuid not null references workspace,
  id uuid not null,
  pipeline_id uuid not null,
  name text not null,
  position integer not null,
  kind text not null check (kind in ('open', 'won', 'lost')),
  archived boolean not null default false,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, pipeline_id) references pipeline (workspace_id, id)
);
create index deal_status_by_pipeline on deal_status (workspace_id, pipeline_id, position);

create table deal (
  workspace_id uuid not null references workspace,
  id uuid not null,
  number integer not null,
  title text not null,
  contact_id uuid,
  company_id uuid,
  pipeline_id uuid not null,
  status_id uuid not null,
  responsible_id uuid,
  notes text not null default '',
  status_since timestamptz not null,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, number),
  foreign key (workspace_id, contact_id) references contact (workspace_id, id),
  foreign key (workspace_id, company_id) references company (workspace_id, id),
  foreign key (workspace_id, pipeline_id) references pipeline (workspace_id, id),
  foreign key (workspace_id, status_id) references deal_status (workspace_id, id),
  foreign key (workspace_id, responsible_id) references member (workspace_id, id)
);
create index deal_board on deal (workspace_id, status_id, status_since desc, id);
create index deal_by_contact on deal (workspace_id, contact_id);

create table deal_line (
  workspace_id uuid not null references workspace,
  id uuid not null,
  deal_id uuid not null,
  position integer not null,
  variant_id uuid not null,
  quantity numeric(18, 6) not null check (quantity > 0),
  price numeric(18, 4) not null check (price >= 0),
  promised_date date,
  shipped numeric(18, 6) not null default 0,
  removed boolean not null default false,
  primary key (workspace_id, id),
  foreign key (workspace_id, deal_id) references deal (workspace_id, id),
  foreign key (workspace_id, variant_id) references variant (workspace_id, id)
);
create index deal_line_by_deal on deal_line (workspace_id, deal_id, position);

create table deal_line_upsell (
  workspace_id uuid not null references workspace,
  id uuid not null,
  deal_line_id uuid not null,
  upsell_id uuid not null,
  price numeric(18, 4) not null,
  primary key (workspace_id, id),
  unique (workspace_id, deal_line_id, upsell_id),
  foreign key (workspace_id, deal_line_id) references deal_line (workspace_id, id),
  foreign key (workspace_id, upsell_id) references upsell (workspace_id, id)
);

create table task (
  workspace_id uuid not null references workspace,
  id uuid not null,
  title text not null,
  -- what made it, so that the reader's language words it: a key of web/texts and its values; null for typed ones
  text_id text,
  text_values jsonb,
  details text not null default '',
  assignee_id uuid,
  assignee_trade_id uuid,
  assignee_role text,
  due_date date,
  deal_id uuid,
  order_id uuid,
  done_at timestamptz,
  done_by uuid,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, assignee_id) references member (workspace_id, id),
  foreign key (workspace_id, assignee_trade_id) references trade (workspace_id, id),
  foreign key (workspace_id, deal_id) references deal (workspace_id, id),
  foreign key (workspace_id, done_by) references member (workspace_id, id)
);
create index task_open on task (workspace_id, created_at desc, id) where done_at is null;

-- ── inventory ─────────────────────────────────────────────────────────────────────────────────────────────

create table warehouse (
  workspace_id uuid not null references workspace,
  id uuid not null,
  name text not null,
  archived boolean not null default false,
  version integer not null default 1,
  primary key (workspace_id, id),
  unique (workspace_id, name)
);

create table balance (
  workspace_id uuid not null references workspace,
  id uuid not null,
  variant_id uuid not null,
  warehouse_id uuid not null,
  on_hand numeric(18, 6) not null default 0,
  reserved numeric(18, 6) not null default 0,
  -- the exact worth of what is on hand; the average prices what leaves
  value numeric(18, 4) not null default 0,
  average numeric(22, 10) not null default 0,
  has_receipts boolean not null default false,
  version integer not null default 1,
  primary key (workspace_id, id),
  unique (workspace_id, variant_id, warehouse_id),
  foreign key (workspace_id, variant_id) references variant (workspace_id, id),
  foreign key (workspace_id, warehouse_id) references warehouse (workspace_id, id),
  check (reserved >= 0 and reserved <= greatest(on_hand, 0))
);

-- ── templates ─────────────────────────────────────────────────────────────────────────────────────────────

create table template (
  workspace_id uuid not null references workspace,
  id uuid not null,
  item_id uuid not null,
  name text not null,
  current_number integer not null,
  archived boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, item_id) references item (workspace_id, id)
);
-- one base template a product
create unique index template_of_item on template (workspace_id, item_id) where not archived;

create table template_version (
  workspace_id uuid not null references workspace,
  id uuid not null,
  template_id uuid not null,
  number integer not null,
  -- stages, norms, triggers and policies, as modules/templates/contract/template-body.ts describes them
  body jsonb not null,
  comment text not null default '',
  -- triggers that create orders or move deals act only once an owner or admin has approved them
  approved_by uuid,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, template_id, number),
  foreign key (workspace_id, template_id) references template (workspace_id, id),
  foreign key (workspace_id, created_by) references member (workspace_id, id),
  foreign key (workspace_id, approved_by) references member (workspace_id, id)
);

-- The ids that a body names, so that the schema refuses another workspace's, and triggers are found by status.
create table template_reference (
  workspace_id uuid not null references workspace,
  id uuid not null,
  template_version_id uuid not null,
  variant_id uuid,
  warehouse_id uuid,
  member_id uuid,
  trade_id uuid,
  deal_status_id uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, template_version_id) references template_version (workspace_id, id),
  foreign key (workspace_id, variant_id) references variant (workspace_id, id),
  foreign key (workspace_id, warehouse_id) references warehouse (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id),
  foreign key (workspace_id, trade_id) references trade (workspace_id, id),
  foreign key (workspace_id, deal_status_id) references deal_status (workspace_id, id),
  check (num_nonnulls(variant_id, warehouse_id, member_id, trade_id, deal_status_id) = 1)
);
create index template_reference_by_version on template_reference (workspace_id, template_version_id);
create index template_reference_by_status on template_reference (workspace_id, deal_status_id) where deal_status_id is not null;

-- ── production ────────────────────────────────────────────────────────────────────────────────────────────

-- kind 'pause' or 'block': why work stopped
create table stop_reason (
  workspace_id uuid not null references workspace,
  id uuid not null,
  kind text not null check (kind in ('pause', 'block')),
  name text not null,
  paid boolean not null default false,
  archived boolean not null default false,
  version integer not null default 1,
  primary key (workspace_id, id),
  unique (workspace_id, kind, name)
);

create table production_order (
  workspace_id uuid not null references workspace,
  id uuid not null,
  number integer not null,
  template_version_id uuid not null,
  variant_id uuid not null,
  batch_mode text not null check (batch_mode in ('whole', 'per_unit', 'split')),
  status text not null check (status in ('pending', 'in_progress', 'partially_done', 'done', 'cancelled')),
  priority text not null check (priority in ('low', 'normal', 'high', 'urgent')),
  due_date date,
  due_at timestamptz,
  notes text not null default '',
  deal_id uuid,
  deal_line_id uuid,
  responsible_id uuid,
  warehouse_id uuid not null,
  defect_accounting text not null check (defect_accounting in ('included', 'separate')),
  over_yield numeric(9, 6) not null default 0,
  -- the law of units: ordered + over = received + in_work + written_off + withdrawn
  ordered integer not null check (ordered > 0),
  over integer not null default 0,
  received integer not null default 0,
  in_work integer not null,
  written_off integer not null default 0,
  withdrawn integer not null default 0,
  planned_start timestamptz,
  planned_finish timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  cancel_reason text,
  -- cost: frozen plan, and the running sums of the law of cost
  planned_cost numeric(18, 4) not null default 0,
  planned_material numeric(18, 4) not null default 0,
  planned_labour numeric(18, 4) not null default 0,
  planned_subcontracting numeric(18, 4) not null default 0,
  cost numeric(18, 4) not null default 0,
  received_cost numeric(18, 4) not null default 0,
  separate_loss numeric(18, 4) not null default 0,
  late_difference numeric(18, 4) not null default 0,
  carried numeric(18, 4) not null default 0,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid,
  primary key (workspace_id, id),
  unique (workspace_id, number),
  foreign key (workspace_id, template_version_id) references template_version (workspace_id, id),
  foreign key (workspace_id, variant_id) references variant (workspace_id, id),
  foreign key (workspace_id, deal_id) references deal (workspace_id, id),
  foreign key (workspace_id, deal_line_id) references deal_line (workspace_id, id),
  foreign key (workspace_id, responsible_id) references member (workspace_id, id),
  foreign key (workspace_id, warehouse_id) references warehouse (workspace_id, id),
  foreign key (workspace_id, created_by) references member (workspace_id, id),
  check (ordered + over = received + in_work + written_off + withdrawn),
  check (cost = received_cost + separate_loss + late_difference + carried)
);
-- `ordered` is carried along, so that the columns' counts and units are read from the index alone
create index production_order_board on production_order (workspace_id, status, due_at, id) include (ordered);
create index production_order_due on production_order (workspace_id, due_at, id);
create index production_order_by_deal on production_order (workspace_id, deal_id) where deal_id is not null;
create index production_order_by_version on production_order (workspace_id, template_version_id) where status in ('pending', 'in_progress', 'partially_done');
create index production_order_finished on production_order (workspace_id, status, finished_at desc, id) include (ordered);

create index production_order_by_line on production_order (workspace_id, deal_line_id) where deal_line_id is not null;

alter table task add foreign key (workspace_id, order_id) references production_order (workspace_id, id);

create table order_stage (
  workspace_id uuid not null references workspace,
  id uuid not null,
  order_id uuid not null,
  key text not null,
  position integer not null,
  name text not null,
  instruction text not null default '',
  performer_kind text not null check (performer_kind in ('member', 'trade', 'role', 'chosen_at_start')),
  performer_member_id uuid,
  performer_trade_id uuid,
  performer_role text,
  set_up_seconds integer not null default 0,
  unit_seconds integer not null default 0,
  batch_seconds integer not null default 0,
  wait_name text,
  wait_minimum_seconds integer not null default 0,
  wait_maximum_seconds integer,
  -- keys of the stages that must be done before
  waits_for text[] not null default '{}',
  consumption text not null check (consumption in ('at_start', 'at_completion')),
  rework_limit integer,
  planned_start timestamptz,
  planned_finish timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, order_id, key),
  foreign key (workspace_id, order_id) references production_order (workspace_id, id),
  foreign key (workspace_id, performer_member_id) references member (workspace_id, id),
  foreign key (workspace_id, performer_trade_id) references trade (workspace_id, id)
);

create table order_norm (
  workspace_id uuid not null references workspace,
  id uuid not null,
  order_id uuid not null,
  order_stage_id uuid not null,
  position integer not null,
  variant_id uuid not null,
  warehouse_id uuid not null,
  per_unit numeric(18, 6) not null default 0,
  per_batch numeric(18, 6) not null default 0,
  loss numeric(9, 6) not null default 0,
  allowance numeric(9, 6) not null default 0,
  rounding_step numeric(18, 6),
  -- the order's whole need, worked out once
  required numeric(18, 6) not null,
  consumed numeric(18, 6) not null default 0,
  planned_price numeric(22, 10) not null default 0,
  primary key (workspace_id, id),
  foreign key (workspace_id, order_id) references production_order (workspace_id, id),
  foreign key (workspace_id, order_stage_id) references order_stage (workspace_id, id),
  foreign key (workspace_id, variant_id) references variant (workspace_id, id),
  foreign key (workspace_id, warehouse_id) references warehouse (workspace_id, id)
);
create index order_norm_by_order on order_norm (workspace_id, order_id);

create table lot (
  workspace_id uuid not null references workspace,
  id uuid not null,
  order_id uuid not null,
  number text not null,
  parent_id uuid,
  state text not null check (state in ('in_work', 'held', 'escalated', 'finished', 'written_off', 'withdrawn')),
  units integer not null check (units >= 0),
  -- what the units carry: put on by first passes, and by rework
  first_pass numeric(18, 4) not null default 0,
  rework numeric(18, 4) not null default 0,
  finished_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, order_id, number),
  foreign key (workspace_id, order_id) references production_order (workspace_id, id),
  foreign key (workspace_id, parent_id) references lot (workspace_id, id)
);

create table run (
  workspace_id uuid not null references workspace,
  id uuid not null,
  order_id uuid not null,
  lot_id uuid not null,
  order_stage_id uuid not null,
  cycle integer not null default 0,
  -- 'waiting' becomes 'ready' when available_at passes: time does it, nobody writes it
  state text not null check (state in ('waiting', 'in_progress', 'paused', 'blocked', 'done', 'ended')),
  state_before_block text,
  units integer not null,
  progress integer not null default 0,
  -- whom it was given to, and who works on it: a start that is taken back leaves the first as it was
  assigned_id uuid,
  operator_id uuid,
  available_at timestamptz not null,
  released_early boolean not null default false,
  planned_start timestamptz,
  planned_finish timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  block_reason_id uuid,
  block_note text,
  comment text,
  cost_captured boolean not null default false,
  -- kept in step by the same command, so that My Stages reads one index
  performer_member_id uuid,
  performer_trade_id uuid,
  performer_role text,
  -- Whom it is for, the nearest word first: what My Stages asks by. A column, because behind row-level security
  -- no index on an expression with a cast is used.
  open_to text not null generated always as (
    coalesce(operator_id::text, performer_member_id::text, performer_trade_id::text, performer_role, 'anyone')
  ) stored,
  -- where the run stands since when: the board's 'has stood'
  since timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, lot_id, order_stage_id, cycle),
  foreign key (workspace_id, order_id) references production_order (workspace_id, id),
  foreign key (workspace_id, lot_id) references lot (workspace_id, id),
  foreign key (workspace_id, order_stage_id) references order_stage (workspace_id, id),
  foreign key (workspace_id, assigned_id) references member (workspace_id, id),
  foreign key (workspace_id, operator_id) references member (workspace_id, id),
  foreign key (workspace_id, block_reason_id) references stop_reason (workspace_id, id),
  foreign key (workspace_id, performer_member_id) references member (workspace_id, id),
  foreign key (workspace_id, performer_trade_id) references trade (workspace_id, id)
);
create index run_by_order on run (workspace_id, order_id);
create index run_open on run (workspace_id, available_at, id) where state in ('waiting', 'in_progress', 'paused', 'blocked');
create index run_open_by_operator on run (workspace_id, operator_id)
  where state in ('waiting', 'in_progress', 'paused', 'blocked') and operator_id is not null;
create index run_open_to on run (workspace_id, open_to, available_at, id) where state in ('waiting', 'blocked');
create index run_done_by on run (workspace_id, operator_id, finished_at desc) where state = 'done';

create table work_interval (
  workspace_id uuid not null references workspace,
  id uuid not null,
  order_id uuid not null,
  run_id uuid not null,
  member_id uuid not null,
  kind text not null check (kind in ('work', 'pause')),
  reason_id uuid,
  paid boolean not null default true,
  started_at timestamptz not null,
  ended_at timestamptz,
  -- the seconds that are paid; a paid pause may end earlier than the pause does
  seconds integer,
  voided boolean not null default false,
  primary key (workspace_id, id),
  foreign key (workspace_id, order_id) references production_order (workspace_id, id),
  foreign key (workspace_id, run_id) references run (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id),
  foreign key (workspace_id, reason_id) references stop_reason (workspace_id, id),
  check (ended_at is null or ended_at >= started_at)
);
create index work_interval_by_run on work_interval (workspace_id, run_id);
create index work_interval_by_order on work_interval (workspace_id, order_id);
-- law 5: one open work interval a person
create unique index work_interval_open on work_interval (workspace_id, member_id) where ended_at is null and kind = 'work';
create index work_interval_open_pause on work_interval (workspace_id, member_id) where ended_at is null and kind = 'pause';

-- ── stock that names orders ───────────────────────────────────────────────────────────────────────────────

create table movement (
  workspace_id uuid not null references workspace,
  id uuid not null,
  balance_id uuid not null,
  kind text not null check (kind in ('receipt', 'issue', 'return', 'output', 'transfer_out', 'transfer_in', 'adjustment', 'shipment', 'scrap')),
  -- signed: what it did to on hand and to the worth on hand
  quantity numeric(18, 6) not null check (quantity <> 0),
  value numeric(18, 4) not null,
  average_before numeric(22, 10) not null,
  order_id uuid,
  run_id uuid,
  order_norm_id uuid,
  deal_line_id uuid,
  lot_id uuid,
  -- a return names the issue it takes back
  reverses_id uuid,
  -- the other leg of a transfer
  pair_id uuid,
  -- which reservations gave what to an issue, so that a return gives it back: [{"normId", "quantity"}]
  taken jsonb not null default '[]',
  note text not null default '',
  at timestamptz not null,
  by_member uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, balance_id) references balance (workspace_id, id),
  foreign key (workspace_id, order_id) references production_order (workspace_id, id),
  foreign key (workspace_id, run_id) references run (workspace_id, id),
  foreign key (workspace_id, order_norm_id) references order_norm (workspace_id, id),
  foreign key (workspace_id, deal_line_id) references deal_line (workspace_id, id),
  foreign key (workspace_id, lot_id) references lot (workspace_id, id),
  foreign key (workspace_id, reverses_id) references movement (workspace_id, id),
  foreign key (workspace_id, by_member) references member (workspace_id, id)
);
create index movement_by_balance on movement (workspace_id, balance_id, at desc, id);
create index movement_newest on movement (workspace_id, at desc, id desc);
create index movement_by_run on movement (workspace_id, run_id) where run_id is not null;
create index movement_by_order on movement (workspace_id, order_id) where order_id is not null;
create index movement_by_deal_line on movement (workspace_id, deal_line_id) where deal_line_id is not null;

create table reservation (
  workspace_id uuid not null references workspace,
  id uuid not null,
  balance_id uuid not null,
  order_id uuid not null,
  order_norm_id uuid not null,
  quantity numeric(18, 6) not null check (quantity >= 0),
  -- who yields first when somebody consumes more than is free
  -- low 0 … urgent 3
  priority_rank smallint not null,
  due_at timestamptz,
  -- the stage has ended or the order is cancelled: nothing comes back to it
  closed boolean not null default false,
  primary key (workspace_id, id),
  unique (workspace_id, order_norm_id),
  foreign key (workspace_id, balance_id) references balance (workspace_id, id),
  foreign key (workspace_id, order_id) references production_order (workspace_id, id),
  foreign key (workspace_id, order_norm_id) references order_norm (workspace_id, id)
);
create index reservation_by_balance on reservation (workspace_id, balance_id, priority_rank, due_at desc nulls first, id) where quantity > 0;
create index reservation_by_order on reservation (workspace_id, order_id);

create table valuation_line (
  workspace_id uuid not null references workspace,
  id uuid not null,
  balance_id uuid not null,
  movement_id uuid,
  run_id uuid,
  amount numeric(18, 4) not null,
  reason text not null check (reason in ('receipt_below_zero', 'captured_price', 'emptied', 'transfer', 'correction')),
  at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, balance_id) references balance (workspace_id, id),
  foreign key (workspace_id, movement_id) references movement (workspace_id, id),
  foreign key (workspace_id, run_id) references run (workspace_id, id)
);
create index valuation_line_by_balance on valuation_line (workspace_id, balance_id);

-- ── costing ───────────────────────────────────────────────────────────────────────────────────────────────

create table hourly_rate (
  workspace_id uuid not null references workspace,
  id uuid not null,
  member_id uuid not null,
  rate numeric(18, 4) not null check (rate >= 0),
  valid_from timestamptz not null,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create index hourly_rate_in_effect on hourly_rate (workspace_id, member_id, valid_from desc);

create table cost_line (
  workspace_id uuid not null references workspace,
  id uuid not null,
  order_id uuid not null,
  run_id uuid not null,
  order_stage_id uuid not null,
  cycle integer not null,
  category text not null check (category in ('material', 'labour', 'subcontracting')),
  variant_id uuid,
  member_id uuid,
  -- quantity of the item's unit, or hours × 3600 as whole seconds for labour
  quantity numeric(18, 6) not null,
  rate numeric(22, 10) not null,
  amount numeric(18, 4) not null,
  no_price boolean not null default false,
  reverses_id uuid,
  reason text,
  at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, order_id) references production_order (workspace_id, id),
  foreign key (workspace_id, run_id) references run (workspace_id, id),
  foreign key (workspace_id, order_stage_id) references order_stage (workspace_id, id),
  foreign key (workspace_id, variant_id) references variant (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id),
  foreign key (workspace_id, reverses_id) references cost_line (workspace_id, id)
);
create index cost_line_by_order on cost_line (workspace_id, order_id);

-- a run's cost shared over the lots whose units it handled
create table cost_share (
  workspace_id uuid not null references workspace,
  id uuid not null,
  order_id uuid not null,
  run_id uuid not null,
  lot_id uuid not null,
  part text not null check (part in ('first_pass', 'rework')),
  amount numeric(18, 4) not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, order_id) references production_order (workspace_id, id),
  foreign key (workspace_id, run_id) references run (workspace_id, id),
  foreign key (workspace_id, lot_id) references lot (workspace_id, id)
);
create index cost_share_by_order on cost_share (workspace_id, order_id);

create table late_difference (
  workspace_id uuid not null references workspace,
  id uuid not null,
  order_id uuid not null,
  run_id uuid,
  lot_id uuid,
  amount numeric(18, 4) not null,
  reason text not null,
  at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, order_id) references production_order (workspace_id, id),
  foreign key (workspace_id, run_id) references run (workspace_id, id),
  foreign key (workspace_id, lot_id) references lot (workspace_id, id)
);
create index late_difference_by_order on late_difference (workspace_id, order_id);

create table planned_cost_line (
  workspace_id uuid not null references workspace,
  id uuid not null,
  order_id uuid not null,
  order_stage_id uuid not null,
  category text not null check (category in ('material', 'labour', 'subcontracting')),
  variant_id uuid,
  quantity numeric(18, 6) not null,
  rate numeric(22, 10) not null,
  amount numeric(18, 4) not null,
  no_price boolean not null default false,
  primary key (workspace_id, id),
  foreign key (workspace_id, order_id) references production_order (workspace_id, id),
  foreign key (workspace_id, order_stage_id) references order_stage (workspace_id, id),
  foreign key (workspace_id, variant_id) references variant (workspace_id, id)
);
create index planned_cost_line_by_order on planned_cost_line (workspace_id, order_id);

-- ── automation ────────────────────────────────────────────────────────────────────────────────────────────

-- the log of what triggers did: one row an effect, kept by its idempotency key (the command id of the effect)
create table trigger_effect (
  workspace_id uuid not null references workspace,
  id uuid not null,
  fact_id uuid not null,
  trigger_kind text not null,
  template_version_id uuid,
  deal_id uuid,
  order_id uuid,
  state text not null check (state in ('waiting', 'done', 'skipped', 'failed')),
  -- code and data of what happened, worded for the reader
  outcome text,
  outcome_data jsonb,
  attempts integer not null default 0,
  hop smallint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, fact_id) references fact (workspace_id, id),
  foreign key (workspace_id, template_version_id) references template_version (workspace_id, id),
  foreign key (workspace_id, deal_id) references deal (workspace_id, id),
  foreign key (workspace_id, order_id) references production_order (workspace_id, id)
);
create index trigger_effect_log on trigger_effect (workspace_id, created_at desc, id);

-- ── the wall ──────────────────────────────────────────────────────────────────────────────────────────────

do $$
declare
  name text;
  append_only constant text[] := array['fact', 'movement', 'valuation_line', 'cost_line', 'cost_share',
    'late_difference', 'planned_cost_line', 'template_version', 'template_reference', 'list_price', 'hourly_rate'];
begin
  for name in
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r'
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id')
  loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy own_workspace on %I to treadle_app using (workspace_id = current_workspace()) with check (workspace_id = current_workspace())', name);
    execute format('grant select, insert on %I to treadle_app', name);
    if not name = any (append_only) then
      execute format('grant update on %I to treadle_app', name);
    end if;
  end loop;
end
$$;
-- approval is the one thing that may come to a version later
grant update (approved_by) on template_version to treadle_app;
grant delete on command to treadle_app;

-- one role sees the facts of all workspaces, and nothing else does
create policy every_workspace on fact for select to treadle_reader using (true);
grant select on fact to treadle_reader;
grant usage on schema public to treadle_app, treadle_reader;

-- where the readers of the fact log stand; global, since a reader serves all workspaces
create schema jobs;
create table jobs.reader_position (
  name text primary key,
  transaction xid8 not null,
  sequence bigint not null
);
grant usage on schema jobs to treadle_app, treadle_reader;
grant select, insert, update on jobs.reader_position to treadle_reader;
