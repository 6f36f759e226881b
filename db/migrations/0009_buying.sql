-- Buying: suppliers and their prices, purchase orders, minimum levels; a receipt names the line that it came by.

alter table number_series drop constraint number_series_kind_check;
alter table number_series add check (kind in ('order', 'deal', 'purchase'));

create table supplier (
  workspace_id uuid not null references workspace,
  id uuid not null,
  name text not null,
  phone text,
  email text,
  notes text not null default '',
  -- days from the order to the goods, where it is known
  lead_days integer check (lead_days between 0 and 365),
  archived boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, name)
);

-- What a supplier offers a variant for; dated, never rewritten: the newest row of the two is in effect.
create table supplier_price (
  workspace_id uuid not null references workspace,
  id uuid not null,
  supplier_id uuid not null,
  variant_id uuid not null,
  -- for one of the item's unit
  price numeric(18, 4) not null check (price >= 0),
  -- sold in packs of so many of the item's unit; a name without a content is none
  pack_name text,
  pack_contains numeric(18, 6) check (pack_contains > 0),
  article_number text not null default '',
  -- of several suppliers the one that is proposed: where its newest row says so, the newest of these
  preferred boolean not null default false,
  -- no longer offered
  withdrawn boolean not null default false,
  valid_from timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, supplier_id) references supplier (workspace_id, id),
  foreign key (workspace_id, variant_id) references variant (workspace_id, id),
  check ((pack_name is null) = (pack_contains is null))
);
create index supplier_price_in_effect on supplier_price (workspace_id, variant_id, supplier_id, valid_from desc, id desc);
create index supplier_price_by_supplier on supplier_price (workspace_id, supplier_id);

create table purchase_order (
  workspace_id uuid not null references workspace,
  id uuid not null,
  number integer not null,
  supplier_id uuid not null,
  warehouse_id uuid not null,
  state text not null check (state in ('draft', 'sent', 'partly_received', 'received', 'cancelled')),
  -- received, although not all of it came: the rest is no longer expected
  closed_short boolean not null default false,
  expected_date date,
  notes text not null default '',
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid,
  sent_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, number),
  foreign key (workspace_id, supplier_id) references supplier (workspace_id, id),
  foreign key (workspace_id, warehouse_id) references warehouse (workspace_id, id),
  foreign key (workspace_id, created_by) references member (workspace_id, id),
  check (not closed_short or state = 'received')
);
create index purchase_order_open on purchase_order (workspace_id, warehouse_id)
  where state in ('draft', 'sent', 'partly_received');
create index purchase_order_by_supplier on purchase_order (workspace_id, supplier_id);

create table purchase_line (
  workspace_id uuid not null references workspace,
  id uuid not null,
  purchase_id uuid not null,
  position integer not null,
  variant_id uuid not null,
  -- in the item's unit; how many packs that is follows from what a pack contains
  quantity numeric(18, 6) not null check (quantity > 0),
  pack_name text,
  pack_contains numeric(18, 6) check (pack_contains > 0),
  -- for one of the item's unit; null while nobody knows it
  price numeric(18, 4) check (price >= 0),
  received numeric(18, 6) not null default 0 check (received >= 0),
  -- what came was worth this, at the prices it came at
  received_value numeric(18, 4) not null default 0,
  removed boolean not null default false,
  primary key (workspace_id, id),
  foreign key (workspace_id, purchase_id) references purchase_order (workspace_id, id),
  foreign key (workspace_id, variant_id) references variant (workspace_id, id),
  check ((pack_name is null) = (pack_contains is null)),
  check (not removed or received = 0)
);
create index purchase_line_by_purchase on purchase_line (workspace_id, purchase_id, position);
create index purchase_line_by_variant on purchase_line (workspace_id, variant_id) where received < quantity and not removed;

-- how much is to be there at least, and what is filled up to when it is less
create table minimum_level (
  workspace_id uuid not null references workspace,
  id uuid not null,
  variant_id uuid not null,
  warehouse_id uuid not null,
  -- 0: there is none
  minimum numeric(18, 6) not null check (minimum >= 0),
  fill_up_to numeric(18, 6) check (fill_up_to >= minimum),
  version integer not null default 1,
  primary key (workspace_id, id),
  unique (workspace_id, variant_id, warehouse_id),
  foreign key (workspace_id, variant_id) references variant (workspace_id, id),
  foreign key (workspace_id, warehouse_id) references warehouse (workspace_id, id)
);

alter table movement add column purchase_line_id uuid;
alter table movement add foreign key (workspace_id, purchase_line_id) references purchase_line (workspace_id, id);
create index movement_by_purchase_line on movement (workspace_id, purchase_line_id) where purchase_line_id is not null;

do $$
declare
  name text;
begin
  foreach name in array array['supplier', 'supplier_price', 'purchase_order', 'purchase_line', 'minimum_level'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy own_workspace on %I to treadle_app using (workspace_id = current_workspace()) with check (workspace_id = current_workspace())', name);
    execute format('grant select, insert on %I to treadle_app', name);
    if name <> 'supplier_price' then
      execute format('grant update on %I to treadle_app', name);
    end if;
  end loop;
end
$$;
