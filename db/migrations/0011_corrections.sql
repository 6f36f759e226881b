-- Corrections of time and material after the work: things that are proposed, decided on and stay to be read. What they
-- do to time, stock and cost stands beside what was there; a correction rewrites nothing.

create table correction (
  workspace_id uuid not null references workspace,
  id uuid not null,
  order_id uuid not null,
  run_id uuid not null,
  kind text not null check (kind in ('time', 'material')),
  -- the stretch of time that was wrong; null where one was forgotten, and for material
  interval_id uuid,
  -- as it was and as it should have been: {"stretches": […]} or {"materials": […]}
  before jsonb not null,
  after jsonb not null,
  reason text not null,
  state text not null check (state in ('proposed', 'approved', 'declined', 'withdrawn')),
  -- whoever may decide proposed it and applied it in one act
  at_once boolean not null default false,
  proposed_by uuid,
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  decided_note text not null default '',
  -- what it did to the order's cost; null where no cost had been captured yet
  cost_difference numeric(18, 4),
  primary key (workspace_id, id),
  foreign key (workspace_id, order_id) references production_order (workspace_id, id),
  foreign key (workspace_id, run_id) references run (workspace_id, id),
  foreign key (workspace_id, interval_id) references work_interval (workspace_id, id),
  foreign key (workspace_id, proposed_by) references member (workspace_id, id),
  foreign key (workspace_id, decided_by) references member (workspace_id, id),
  check ((state = 'proposed') = (decided_at is null))
);
create index correction_by_order on correction (workspace_id, order_id, proposed_at desc, id);
create index correction_waiting on correction (workspace_id, proposed_at, id) where state = 'proposed';

-- A reversing line and the new one beside it name the correction that made them.
alter table cost_line
  add column correction_id uuid,
  add foreign key (workspace_id, correction_id) references correction (workspace_id, id);
create index cost_line_by_run on cost_line (workspace_id, run_id);

-- Whose time it was at a moment: a correction looks for what overlaps.
create index work_interval_by_member on work_interval (workspace_id, member_id, started_at) where not voided;

alter table correction enable row level security;
create policy own_workspace on correction to treadle_app
  using (workspace_id = current_workspace()) with check (workspace_id = current_workspace());
grant select, insert, update on correction to treadle_app;
