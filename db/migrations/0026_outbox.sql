-- Where the taps of one person on one phone stand: the phone keeps them until they are answered, and sends them in
-- order. The last number that was answered, and what was refused then, so that a late copy of a refused tap is
-- refused as before; and until when its taps reach, since times on a phone never go back.

create table outbox (
  workspace_id uuid not null references workspace,
  -- made by the phone
  id uuid not null,
  member_id uuid not null,
  last_number bigint not null default 0,
  -- the command that the last number was; no foreign key, since a refused one is not kept
  last_command_id uuid,
  -- what it was refused with; null: it was accepted
  last_refusal jsonb,
  last_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);

alter table outbox enable row level security;
create policy own_workspace on outbox to treadle_app
  using (workspace_id = current_workspace()) with check (workspace_id = current_workspace());
grant select, insert, update on outbox to treadle_app;
