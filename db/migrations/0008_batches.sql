-- Batches: numbers and best-before dates, told apart where the item asks for it, traced both ways.

alter table item add column traced boolean not null default false;

create table batch (
  workspace_id uuid not null references workspace,
  id uuid not null,
  variant_id uuid not null,
  -- the supplier's, or the order's and lot's of what was made here
  number text not null,
  -- the last day on which it is good, in the workspace's calendar
  best_before date,
  received_at timestamptz not null,
  supplier text not null default '',
  -- what was made here names its order, and its lot where a lot is a batch of its own
  order_id uuid,
  lot_id uuid,
  note text not null default '',
  version integer not null default 1,
  primary key (workspace_id, id),
  constraint batch_number unique (workspace_id, variant_id, number),
  foreign key (workspace_id, variant_id) references variant (workspace_id, id),
  foreign key (workspace_id, order_id) references production_order (workspace_id, id),
  foreign key (workspace_id, lot_id) references lot (workspace_id, id)
);
create index batch_by_order on batch (workspace_id, order_id) where order_id is not null;
create index batch_by_best_before on batch (workspace_id, best_before, id);

-- What lies of which batch: [{"batchId", "bestBefore", "quantity"}], quantities above zero as text. In the row of the
-- balance, and so under its lock: a row that was waited for is fresh, and what has no batches costs no statement.
alter table balance add column batches jsonb not null default '[]';

-- A movement's part of each batch, signed as the movement is. The rest of it had no batch.
create table movement_batch (
  workspace_id uuid not null references workspace,
  id uuid not null,
  movement_id uuid not null,
  batch_id uuid not null,
  quantity numeric(18, 6) not null check (quantity <> 0),
  primary key (workspace_id, id),
  unique (workspace_id, movement_id, batch_id),
  foreign key (workspace_id, movement_id) references movement (workspace_id, id),
  foreign key (workspace_id, batch_id) references batch (workspace_id, id)
);
create index movement_batch_by_batch on movement_batch (workspace_id, batch_id);

do $$
declare
  name text;
begin
  foreach name in array array['batch', 'movement_batch'] loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy own_workspace on %I to treadle_app using (workspace_id = current_workspace()) with check (workspace_id = current_workspace())',
      name
    );
  end loop;
end
$$;
grant select, insert, update on batch to treadle_app;
-- a ledger: what was written stays
grant select, insert on movement_batch to treadle_app;
