-- The list of orders sorts by what stands in production_order, each way by one index; and what somebody has set the
-- board or the list to is kept by name.

-- The list as it comes: what is open by its due date, then what is over.
create index production_order_open_due on production_order (workspace_id, due_order, id)
  where status in ('pending', 'in_progress', 'partially_done');
create index production_order_ended on production_order (workspace_id, finished_at, id) where finished_at is not null;
create index production_order_priority on production_order (workspace_id, rank, due_order, id);
create index production_order_quantity on production_order (workspace_id, ordered, id);
create index production_order_planned_start on production_order (workspace_id, planned_start, id)
  where planned_start is not null;
create index production_order_planned_finish on production_order (workspace_id, planned_finish, id)
  where planned_finish is not null;

create table saved_view (
  workspace_id uuid not null references workspace,
  id uuid not null,
  member_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  -- everybody who sees orders sees it; changed only by its author and by heads
  shared boolean not null default false,
  -- the words of the board's address
  search jsonb not null,
  removed boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create unique index saved_view_name_key on saved_view (workspace_id, member_id, lower(name)) where not removed;
create index saved_view_shared on saved_view (workspace_id, lower(name), id) where shared and not removed;

-- What the board opens with for a member; no row, or none: as it is.
create table opening_view (
  workspace_id uuid not null references workspace,
  id uuid not null,
  member_id uuid not null,
  view_id uuid,
  primary key (workspace_id, id),
  unique (workspace_id, member_id),
  foreign key (workspace_id, member_id) references member (workspace_id, id),
  foreign key (workspace_id, view_id) references saved_view (workspace_id, id)
);

do $$
declare
  name text;
begin
  foreach name in array array['saved_view', 'opening_view'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy own_workspace on %I to treadle_app using (workspace_id = current_workspace()) with check (workspace_id = current_workspace())', name);
    execute format('grant select, insert, update on %I to treadle_app', name);
  end loop;
end
$$;
