-- Badges: what somebody shows to a registered device instead of typing a PIN.

create table badge (
  workspace_id uuid not null references workspace,
  id uuid not null,
  member_id uuid not null,
  -- SHA-256 of the code that is printed on it, as hex; the code itself is nowhere but on the paper
  secret_hash text not null check (length(secret_hash) = 64),
  issued_by uuid not null,
  issued_at timestamptz not null,
  revoked_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, secret_hash),
  foreign key (workspace_id, member_id) references member (workspace_id, id),
  foreign key (workspace_id, issued_by) references member (workspace_id, id)
);
-- a new one ends the one before
create unique index badge_in_use on badge (workspace_id, member_id) where revoked_at is null;

-- A code that is no badge names nobody: so the device that it was shown to is what is locked.
alter table device
  add column badge_failures integer not null default 0,
  add column badge_locked_until timestamptz;

-- how somebody proved who they are
alter table auth.member_session
  add column way text not null default 'pin' check (way in ('pin', 'badge'));

-- When somebody's floor was heard of last: their own phone, or the shared device where they signed in last. One small
-- row a member that is written over and over: room is left so that the new version lies beside the old one.
create table presence (
  workspace_id uuid not null references workspace,
  -- the member's
  id uuid not null,
  -- null: a phone of their own
  device_id uuid,
  heard_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, id) references member (workspace_id, id),
  foreign key (workspace_id, device_id) references device (workspace_id, id)
) with (fillfactor = 50);
create index presence_by_device on presence (workspace_id, device_id) where device_id is not null;

do $$
declare name text;
begin
  foreach name in array array['badge', 'presence'] loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy own_workspace on %I to treadle_app using (workspace_id = current_workspace()) with check (workspace_id = current_workspace())',
      name);
    execute format('grant select, insert, update on %I to treadle_app', name);
  end loop;
end $$;
