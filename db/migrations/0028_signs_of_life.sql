-- The last that the person of a stretch of work was heard of during it, other than by beginning and ending it: they
-- said that they still work, or how many units are made. Null: nothing was heard. A stretch of before has none, as its
-- facts tell of none.
alter table work_interval
  add column seen_at timestamptz,
  add constraint work_interval_seen_after_start check (seen_at is null or seen_at >= started_at);
