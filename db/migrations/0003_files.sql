-- Files: pictures and documents that people upload, and what they are attached to. The bytes lie in the file store
-- (a folder), under the keys that stand here; a row is written after its bytes.

create table file (
  workspace_id uuid not null references workspace,
  id uuid not null,
  name text not null,
  kind text not null check (kind in ('picture', 'document')),
  -- of what is kept, found from its content; what the sender said counts for nothing
  media_type text not null,
  bytes integer not null check (bytes > 0),
  -- pictures only, as they are kept: turned upright and shrunk
  width integer,
  height integer,
  -- of what is kept, in hex
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  storage_key text not null,
  thumbnail_key text,
  -- null: no member did it (automation, an import)
  uploaded_by uuid,
  uploaded_at timestamptz not null,
  -- 1 until the file is attached for the first time: every attaching and detaching raises it
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, uploaded_by) references member (workspace_id, id),
  check ((kind = 'picture') = (width is not null and height is not null and thumbnail_key is not null))
);
-- what the daily sweep looks for
create index file_never_attached on file (workspace_id, uploaded_at) where version = 1;

create table file_link (
  workspace_id uuid not null references workspace,
  id uuid not null,
  file_id uuid not null,
  -- 'item', 'deal', 'order', 'defect'…; the command that attaches has looked the thing up
  thing text not null,
  thing_id uuid not null,
  -- what the file is to the thing: 'photo', 'drawing', 'attachment'…
  role text not null,
  position integer not null,
  added_by uuid,
  added_at timestamptz not null,
  removed_at timestamptz,
  primary key (workspace_id, id),
  -- detached and attached again, it is the same row in its old place
  unique (workspace_id, thing, thing_id, role, file_id),
  foreign key (workspace_id, file_id) references file (workspace_id, id),
  foreign key (workspace_id, added_by) references member (workspace_id, id)
);
-- the files of a thing, and the first photo of a product on every card of the board
create index file_link_of_thing on file_link (workspace_id, thing, thing_id, role, position, id)
  where removed_at is null;
create index file_link_of_file on file_link (workspace_id, file_id);

do $$
declare
  name text;
begin
  foreach name in array array['file', 'file_link'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy own_workspace on %I to treadle_app using (workspace_id = current_workspace()) with check (workspace_id = current_workspace())', name);
    execute format('grant select, insert, update on %I to treadle_app', name);
  end loop;
end
$$;
-- only what was never attached to anything
grant delete on file to treadle_app;
