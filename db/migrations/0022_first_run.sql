-- The first run: what a workspace said of itself, how far its first steps are, and the example beside it.

alter table workspace
  add column makes text check (makes in ('sewing', 'furniture', 'bakery', 'joinery', 'print', 'coffee', 'other')),
  add column people text check (people in ('one', 'few', 'dozens', 'many')),
  -- when the questions were answered; null: never asked
  add column set_up_at timestamptz,
  -- when somebody first looked at what a finished order really cost
  add column cost_seen_at timestamptz;

-- the first steps are put away by each for themselves
alter table member add column first_steps_away boolean not null default false;

-- An example is a workspace of its own, beside the one that it was made for. Removed, it has no doors any more; its
-- rows wait for `npm run erase:workspaces`, since the app can delete no ledger.
alter table auth.workspace_address
  add column example_of uuid,
  add column removed_at timestamptz,
  add check (removed_at is null or example_of is not null);
-- one at a time
create unique index workspace_address_example on auth.workspace_address (example_of)
  where example_of is not null and removed_at is null;
