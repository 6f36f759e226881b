-- A stocktake that several people count over hours, while work goes on.

create table stocktake (
  workspace_id uuid not null references workspace,
  id uuid not null,
  warehouse_id uuid not null,
  state text not null check (state in ('counting', 'posted', 'cancelled')),
  note text not null default '',
  started_by uuid,
  started_at timestamptz not null,
  ended_by uuid,
  ended_at timestamptz,
  -- how many lines the posting changed
  adjusted integer,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, warehouse_id) references warehouse (workspace_id, id),
  foreign key (workspace_id, started_by) references member (workspace_id, id),
  foreign key (workspace_id, ended_by) references member (workspace_id, id)
);
-- two at once in one warehouse would correct the same difference twice
create unique index stocktake_counting on stocktake (workspace_id, warehouse_id) where state = 'counting';
create index stocktake_newest on stocktake (workspace_id, started_at desc, id desc);

create table stocktake_line (
  workspace_id uuid not null references workspace,
  id uuid not null,
  stocktake_id uuid not null,
  variant_id uuid not null,
  counted numeric(18, 6) not null check (counted >= 0),
  -- what the books said at the moment of the count: what moves later is no difference
  on_hand numeric(18, 6) not null,
  counted_by uuid,
  counted_at timestamptz not null,
  -- struck out: as if it had not been counted
  removed boolean not null default false,
  -- what the posting did to on hand, and to its worth
  adjusted numeric(18, 6),
  adjusted_value numeric(18, 4),
  primary key (workspace_id, id),
  unique (workspace_id, stocktake_id, variant_id),
  foreign key (workspace_id, stocktake_id) references stocktake (workspace_id, id),
  foreign key (workspace_id, variant_id) references variant (workspace_id, id),
  foreign key (workspace_id, counted_by) references member (workspace_id, id)
);

do $$
declare
  name text;
begin
  foreach name in array array['stocktake', 'stocktake_line'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy own_workspace on %I to treadle_app using (workspace_id = current_workspace()) with check (workspace_id = current_workspace())', name);
    execute format('grant select, insert, update on %I to treadle_app', name);
  end loop;
end
$$;
