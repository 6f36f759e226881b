-- What needs a person is told to that person; and what a search of everything looks orders up by.

create table notice (
  workspace_id uuid not null references workspace,
  id uuid not null,
  member_id uuid not null,
  kind text not null,
  -- what it is about, for the link: a table's name and an id; no foreign key, since it may be of any kind
  thing text not null,
  thing_id uuid not null,
  -- what its sentence names
  data jsonb not null default '{}',
  created_at timestamptz not null,
  read_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create index notice_newest on notice (workspace_id, member_id, created_at desc, id desc);
create index notice_unread on notice (workspace_id, member_id, created_at desc, id desc) where read_at is null;
-- the daily sweep
create index notice_by_age on notice (workspace_id, created_at);

-- What a member does not want to be told of; no row: told.
create table notice_setting (
  workspace_id uuid not null references workspace,
  id uuid not null,
  member_id uuid not null,
  kind text not null,
  told boolean not null,
  primary key (workspace_id, id),
  unique (workspace_id, member_id, kind),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);

-- The newest orders of a product.
create index production_order_by_variant on production_order (workspace_id, variant_id, number desc);

do $$
declare
  name text;
begin
  foreach name in array array['notice', 'notice_setting'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy own_workspace on %I to treadle_app using (workspace_id = current_workspace()) with check (workspace_id = current_workspace())', name);
    execute format('grant select, insert, update on %I to treadle_app', name);
  end loop;
end
$$;
-- what was told long ago is swept away
grant delete on notice to treadle_app;
