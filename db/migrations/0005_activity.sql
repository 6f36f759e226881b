-- What people write down about a deal or a customer: notes, calls and messages that were logged by hand. What the
-- product itself knows (moves, lines, orders, shipments, tasks) is in the fact log; the timeline shows both.

create table activity (
  workspace_id uuid not null references workspace,
  id uuid not null,
  kind text not null check (kind in ('note', 'call', 'message')),
  -- of a call or a message: 'in' from the customer, 'out' to them
  direction text check (direction in ('in', 'out')),
  -- of a call
  outcome text check (outcome in ('reached', 'no_answer', 'busy', 'left_message')),
  minutes integer check (minutes between 0 and 1440),
  -- of a message
  channel text check (channel in ('email', 'messenger', 'sms', 'letter', 'other')),
  text text not null,
  -- whom it is about: a deal with its contact and company of that day, or one of them alone
  deal_id uuid,
  contact_id uuid,
  company_id uuid,
  -- when it happened, which may be before it was written down
  at timestamptz not null,
  -- null: no member wrote it (automation, a telephony service)
  by_member uuid,
  by_whom text not null check (by_whom in ('member', 'automation', 'system')),
  edited_at timestamptz,
  removed boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, deal_id) references deal (workspace_id, id),
  foreign key (workspace_id, contact_id) references contact (workspace_id, id),
  foreign key (workspace_id, company_id) references company (workspace_id, id),
  foreign key (workspace_id, by_member) references member (workspace_id, id),
  check (num_nonnulls(deal_id, contact_id, company_id) > 0),
  check (kind = 'note' or direction is not null),
  check (kind = 'call' or (outcome is null and minutes is null)),
  check (kind = 'message' or channel is null)
);
create index activity_of_deal on activity (workspace_id, deal_id, at desc, id desc)
  where deal_id is not null and not removed;
create index activity_of_contact on activity (workspace_id, contact_id, at desc, id desc)
  where contact_id is not null and not removed;
create index activity_of_company on activity (workspace_id, company_id, at desc, id desc)
  where company_id is not null and not removed;

alter table task add column remind_at timestamptz;
alter table task add column contact_id uuid;
alter table task add column company_id uuid;
alter table task add column created_by uuid;
alter table task add foreign key (workspace_id, contact_id) references contact (workspace_id, id);
alter table task add foreign key (workspace_id, company_id) references company (workspace_id, id);
alter table task add foreign key (workspace_id, created_by) references member (workspace_id, id);
create index task_of_deal on task (workspace_id, deal_id) where deal_id is not null;
create index task_of_contact on task (workspace_id, contact_id) where contact_id is not null;
create index task_of_company on task (workspace_id, company_id) where company_id is not null;
-- the open ones by due date, those without one last
create index task_by_due on task (workspace_id, coalesce(due_date, 'infinity'), created_at desc, id desc)
  where done_at is null;
create index task_done on task (workspace_id, done_at desc, id desc) where done_at is not null;
drop index task_open;

-- values of what is asked at order: {"width": {"amount": "60", "unit": "cm"}, "colour": {"text": "red"}}
alter table deal_line add column attributes jsonb not null default '{}';
-- what a line was sold with may change; the log keeps what it was
grant delete on deal_line_upsell to treadle_app;

create index deal_by_company on deal (workspace_id, company_id) where company_id is not null;

-- The timeline of a deal has its orders' beginnings and ends, among hundreds of facts that each order has.
create index fact_order_milestone on fact (workspace_id, thing_id)
  where thing = 'order' and kind in ('order_created', 'order_finished', 'order_cancelled');

alter table activity enable row level security;
create policy own_workspace on activity to treadle_app
  using (workspace_id = current_workspace()) with check (workspace_id = current_workspace());
grant select, insert, update on activity to treadle_app;
