-- Semi-finished items made by their own orders: an order may be made for what another one is short of, and what it
-- makes is reserved for that one first. Orders that are there keep as they are: made for nobody, and only warned.

alter table production_order
  -- the order that needs what this one makes, and the norm of it that was short
  add column parent_id uuid,
  add column parent_norm_id uuid,
  -- what its own stages do while such orders are in work: wait for them, or only say so
  add column semi_finished text not null default 'warn' check (semi_finished in ('wait', 'warn')),
  add foreign key (workspace_id, parent_id) references production_order (workspace_id, id),
  add foreign key (workspace_id, parent_norm_id) references order_norm (workspace_id, id),
  add check ((parent_id is null) = (parent_norm_id is null)),
  add check (parent_id <> id);

create index production_order_by_parent on production_order (workspace_id, parent_id) where parent_id is not null;
