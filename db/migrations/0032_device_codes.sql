-- With such a code a tablet is registered by a supervisor who stands elsewhere. Before it is typed nobody knows whose
-- tablet it will be, so it lies outside of any workspace.
create table auth.device_code (
  id uuid primary key,
  workspace_id uuid not null,
  -- what the tablet will be called
  name text not null check (name <> ''),
  -- SHA-256 of the code, as hex. Of ten digits a hash hides nothing for long; the code lives ten minutes
  secret_hash text not null unique check (length(secret_hash) = 64),
  issued_by uuid not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > issued_at),
  used_at timestamptz
);
create index device_code_by_expiry on auth.device_code (expires_at);
grant select, insert, update, delete on auth.device_code to treadle_app;
