-- Small orders gathered into one batch order: the members wait in it, marked 'aggregated', and get their units and
-- cost back when it is done. Orders that are there are no members of anything.

alter table production_order drop constraint production_order_status_check;
alter table production_order
  add constraint production_order_status_check
    check (status in ('pending', 'aggregated', 'in_progress', 'partially_done', 'done', 'cancelled')),
  -- a member: the order that carries its units; it stays named after the units came back
  add column batch_order_id uuid,
  -- a batch order: it was made of members
  add column gathers boolean not null default false,
  -- of a member: what came back to it; of a batch order: what it gave away. A report takes the one off the other
  add column given_units integer not null default 0,
  add column given_cost numeric(18, 4) not null default 0,
  add foreign key (workspace_id, batch_order_id) references production_order (workspace_id, id),
  add check (batch_order_id is null or not gathers),
  add check (status <> 'aggregated' or batch_order_id is not null);

create index production_order_by_batch on production_order (workspace_id, batch_order_id) where batch_order_id is not null;
-- The members that wait in a batch have a column of the board, as quick as the others.
create index production_order_aggregated on production_order (workspace_id, status, rank, due_order, id)
  include (ordered, number, variant_id, deal_id, batch_mode, due_at, created_at, started_at)
  where status = 'aggregated';

-- What a batch order gave to each member, and what it kept (order_id is its own). The first row of an order says its
-- units; further ones say what became known later. Nothing is ever changed here.
create table aggregation_share (
  workspace_id uuid not null references workspace,
  id uuid not null,
  batch_order_id uuid not null,
  order_id uuid not null,
  -- the first to be served is 0; the batch's own comes last
  position integer not null,
  units integer not null,
  -- cost goes by these: the units, or where none came out well what each had ordered
  weight integer not null,
  received_cost numeric(18, 4) not null,
  separate_loss numeric(18, 4) not null,
  late_difference numeric(18, 4) not null,
  at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, batch_order_id) references production_order (workspace_id, id),
  foreign key (workspace_id, order_id) references production_order (workspace_id, id)
);
create index aggregation_share_by_batch on aggregation_share (workspace_id, batch_order_id, position);
create index aggregation_share_by_order on aggregation_share (workspace_id, order_id);

alter table aggregation_share enable row level security;
create policy own_workspace on aggregation_share to treadle_app
  using (workspace_id = current_workspace()) with check (workspace_id = current_workspace());
grant select, insert on aggregation_share to treadle_app;
