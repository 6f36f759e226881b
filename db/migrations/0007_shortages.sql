-- What an order still wants of a material stands on its reservation, also where nothing is held yet: what is missing
-- is then a row, in the order in which later receipts fill it.

alter table reservation
  -- the norm's need less what first passes have consumed; below zero where they took more
  add column wanted numeric(18, 6) not null default 0,
  -- a supervisor let it go: it is filled again when somebody asks for it, never by itself
  add column by_hand boolean not null default false;

update reservation r set wanted = n.required + coalesce((
  select sum(m.quantity)
  from movement m left join run u on u.workspace_id = m.workspace_id and u.id = m.run_id
  where m.workspace_id = r.workspace_id and m.order_id = r.order_id and m.order_norm_id = r.order_norm_id
    and coalesce(u.cycle, 0) = 0), 0)
from order_norm n
where n.workspace_id = r.workspace_id and n.id = r.order_norm_id;

-- Until now a norm had no reservation where nothing was free. They are rows without facts that hold nothing.
create temporary table unreserved on commit drop as
select n.workspace_id, n.id as order_norm_id, n.order_id, n.variant_id, n.warehouse_id,
  n.required + coalesce((
    select sum(m.quantity)
    from movement m left join run u on u.workspace_id = m.workspace_id and u.id = m.run_id
    where m.workspace_id = n.workspace_id and m.order_id = n.order_id and m.order_norm_id = n.id
      and coalesce(u.cycle, 0) = 0), 0) as wanted,
  case o.priority when 'low' then 0 when 'normal' then 1 when 'high' then 2 else 3 end as priority_rank,
  o.due_at
from order_norm n
join production_order o on o.workspace_id = n.workspace_id and o.id = n.order_id
  and o.status not in ('done', 'cancelled')
join order_stage s on s.workspace_id = n.workspace_id and s.id = n.order_stage_id and s.active
where n.variant_id is not null
  and not exists (
    select from reservation r where r.workspace_id = n.workspace_id and r.order_norm_id = n.id)
  and exists (
    select from lot l
    where l.workspace_id = n.workspace_id and l.order_id = n.order_id
      and l.state in ('in_work', 'held', 'escalated') and l.units > 0 and not l.done ? s.id::text);

insert into balance (workspace_id, id, variant_id, warehouse_id, version)
select u.workspace_id, gen_random_uuid(), u.variant_id, u.warehouse_id, 0
from (select distinct workspace_id, variant_id, warehouse_id from unreserved) as u
on conflict (workspace_id, variant_id, warehouse_id) do nothing;

insert into reservation
  (workspace_id, id, balance_id, order_id, order_norm_id, quantity, wanted, priority_rank, due_at)
select u.workspace_id, gen_random_uuid(), b.id, u.order_id, u.order_norm_id, 0, u.wanted, u.priority_rank, u.due_at
from unreserved u
join balance b on b.workspace_id = u.workspace_id and b.variant_id = u.variant_id
  and b.warehouse_id = u.warehouse_id;

-- Who is short of what lies here, the first to be filled first.
create index reservation_short on reservation (workspace_id, balance_id, priority_rank desc, due_at, id)
  where not closed and quantity < wanted;
