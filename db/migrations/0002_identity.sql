-- Who somebody is, and through which doors they may go. Global by nature: a person may belong to several
-- workspaces and signs in before one is known. So nothing here carries row-level security, and nothing here
-- has a foreign key to a workspace's tables: those distribute by workspace, this schema does not.

create schema auth;

-- ── better-auth's tables, in our letter case (server/identity/better-auth-options.ts maps the names) ──────

create table auth."user" (
  -- a uuid v7; text because the library treats its ids as opaque texts, and member.user_id follows
  id text primary key,
  name text not null,
  -- the library lowers the letters before it looks or writes; the check is the last guard
  email text not null unique check (email = lower(email)),
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table auth.session (
  id text primary key,
  user_id text not null references auth."user" on delete cascade,
  -- random, and of no use alone: the cookie carries it signed with the server's secret
  token text not null unique,
  ip_address text,
  user_agent text,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index session_by_user on auth.session (user_id);
create index session_by_expiry on auth.session (expires_at);

create table auth.account (
  id text primary key,
  user_id text not null references auth."user" on delete cascade,
  provider_id text not null,
  account_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  -- argon2id in PHC form
  password text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, account_id)
);
create index account_by_user on auth.account (user_id);

create table auth.verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index verification_by_identifier on auth.verification (identifier);
create index verification_by_expiry on auth.verification (expires_at);

-- ── ours ──────────────────────────────────────────────────────────────────────────────────────────────────

-- Attempts to sign in, counted in a window that begins with the first one. A key is a network address, alone
-- or with a hash of the e-mail that was tried: the address somebody mistyped is personal data of somebody else.
create table auth.sign_in_attempt (
  key text primary key,
  count integer not null check (count >= 0),
  window_ends_at timestamptz not null
);
create index sign_in_attempt_by_end on auth.sign_in_attempt (window_ends_at);

-- which workspace an address means
create table auth.workspace_address (
  slug text primary key check (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  workspace_id uuid not null unique
);

-- which workspaces a person may enter, as which member
create table auth.workspace_door (
  user_id text not null references auth."user" on delete cascade,
  workspace_id uuid not null,
  member_id uuid not null,
  primary key (user_id, workspace_id),
  -- one member is one person
  unique (workspace_id, member_id)
);

-- Operators who signed in with a PIN on a registered device; they need no e-mail and no row in "user".
create table auth.member_session (
  id uuid primary key,
  workspace_id uuid not null,
  member_id uuid not null,
  device_id uuid not null,
  -- SHA-256 of the cookie's secret, as hex
  secret_hash text not null check (length(secret_hash) = 64),
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at),
  ended_at timestamptz
);
create index member_session_by_device on auth.member_session (workspace_id, device_id) where ended_at is null;
create index member_session_by_member on auth.member_session (workspace_id, member_id) where ended_at is null;
create index member_session_by_expiry on auth.member_session (expires_at);

-- ── what the running app may do ───────────────────────────────────────────────────────────────────────────

grant usage on schema auth to treadle_app;
grant select, insert, update, delete on
  auth."user", auth.session, auth.account, auth.verification, auth.sign_in_attempt,
  auth.workspace_door, auth.member_session
to treadle_app;
-- an address moves with a renaming; it goes only when a whole workspace goes, which the app can't do
grant select, insert, update on auth.workspace_address to treadle_app;
