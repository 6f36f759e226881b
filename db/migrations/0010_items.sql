-- Items in full: what they are bought in (packs), codes for scanners, and taking in whole price lists.

-- Beside the SKU: what the maker has printed on it. Two variants with one code could not be told apart by a scanner.
alter table variant add column barcode text;
create unique index variant_barcode on variant (workspace_id, barcode) where barcode is not null;

-- The list of items, page after page, in the order in which people sort names: without it each page sorts all of them.
create index item_in_reading_order on item (workspace_id, archived, (lower(name) collate "und-x-icu"), id);

-- A sack of 50 kg: bought and counted as such, kept in the item's unit.
create table pack (
  workspace_id uuid not null references workspace,
  id uuid not null,
  item_id uuid not null,
  name text not null,
  -- in the item's unit
  contains numeric(18, 6) not null check (contains > 0),
  archived boolean not null default false,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, item_id) references item (workspace_id, id)
);
create unique index pack_name_key on pack (workspace_id, item_id, lower(name));

-- One file of items that somebody takes in. Its bytes lie in the file store until they have been read.
create table item_import (
  workspace_id uuid not null references workspace,
  id uuid not null,
  file_name text not null,
  bytes integer not null check (bytes > 0),
  format text not null check (format in ('text', 'xlsx')),
  state text not null check (state in ('reading', 'ready', 'taking', 'done', 'cancelled', 'refused')),
  -- of a text, as they were recognised
  encoding text,
  separator text,
  -- the row of the file that names the columns; the rows above it are left out
  header_row integer,
  -- ["Назва", "Артикул", …] and, for each of them, the field that it fills, or null
  header jsonb not null default '[]',
  columns jsonb not null default '[]',
  -- what rows get that leave it out: {"kind": "material", "unit": "kg", "warehouseId": null}
  defaults jsonb not null default '{}',
  -- raised when the columns are chosen anew: who checks rows by the old ones, stops
  reading integer not null default 1,
  row_count integer not null default 0,
  read_count integer not null default 0,
  new_count integer not null default 0,
  changed_count integer not null default 0,
  same_count integer not null default 0,
  bad_count integer not null default 0,
  taken_count integer not null default 0,
  failed_count integer not null default 0,
  -- how many chunks have been taken: the number makes the next one's command id
  chunk_count integer not null default 0,
  -- {"code": …, "data": …}
  refusal jsonb,
  version integer not null default 1,
  added_by uuid,
  added_at timestamptz not null,
  -- whose rights it is taken with
  taken_by uuid,
  ended_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, added_by) references member (workspace_id, id),
  foreign key (workspace_id, taken_by) references member (workspace_id, id),
  check ((state = 'refused') = (refusal is not null))
);
create index item_import_newest on item_import (workspace_id, added_at desc, id desc);
-- for the daily sweep
create index item_import_ended on item_import (workspace_id, ended_at) where ended_at is not null;

create table item_import_row (
  workspace_id uuid not null references workspace,
  id uuid not null,
  import_id uuid not null,
  -- as the file counts its rows
  number integer not null,
  cells jsonb not null,
  verdict text check (verdict in ('new', 'changed', 'same', 'bad')),
  -- null until it is taken; a row that was good when it was looked at can fail by then
  outcome text check (outcome in ('taken', 'failed')),
  -- what is to be written, as the cells were understood
  wish jsonb,
  -- [{"field": "salePrice", "from": "10", "to": "12"}]
  changes jsonb not null default '[]',
  -- [{"column": 3, "code": "not_a_number", "data": {"text": "abc"}}]
  problems jsonb not null default '[]',
  -- of new ones before they are there: rows of one new item share the first
  of_item uuid,
  of_variant uuid,
  primary key (workspace_id, id),
  foreign key (workspace_id, import_id) references item_import (workspace_id, id) on delete cascade,
  check (outcome is null or verdict in ('new', 'changed'))
);
create unique index item_import_row_number on item_import_row (workspace_id, import_id, number);
create index item_import_row_verdict on item_import_row (workspace_id, import_id, verdict, number);
-- the next chunk, however many have been taken
create index item_import_row_waiting on item_import_row (workspace_id, import_id, number)
  where outcome is null and verdict in ('new', 'changed');

do $$
declare
  name text;
begin
  foreach name in array array['pack', 'item_import', 'item_import_row'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy own_workspace on %I to treadle_app using (workspace_id = current_workspace()) with check (workspace_id = current_workspace())', name);
    execute format('grant select, insert, update on %I to treadle_app', name);
  end loop;
end
$$;
-- a file is read again from its beginning after a crash, and the rows of one that ended long ago go
grant delete on item_import_row to treadle_app;
