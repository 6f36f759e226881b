-- What each unit needs of a norm, where units are made one by one and differ; options of orders older than options.

-- [{"amount": "0.6", "units": [[1, 11]]}, …]: units by their numbers; a unit that is named nowhere takes another variant.
-- null: all units need the same, as those of every order so far are offered.
alter table order_norm add column unit_needs jsonb;

-- Orders of deals from before orders kept their options: what was sold with the line is told to them as a fact, so that
-- folding the log still gives the state.
with sold as (
  select o.workspace_id, o.id as order_id, jsonb_agg(u.upsell_id::text order by u.upsell_id::text) as upsell_ids
  from production_order o
  join fact made on made.workspace_id = o.workspace_id and made.thing = 'order' and made.thing_id = o.id
    and made.kind = 'order_created' and not made.data ? 'upsellIds'
  join deal_line_upsell u on u.workspace_id = o.workspace_id and u.deal_line_id = o.deal_line_id
  where not exists (
      select from order_upsell own where own.workspace_id = o.workspace_id and own.order_id = o.id)
    and not exists (
      select from fact later
      where later.workspace_id = o.workspace_id and later.thing = 'order' and later.thing_id = o.id
        and later.kind = 'upsells_changed')
  group by o.workspace_id, o.id
), raised as (
  update production_order o set version = o.version + 1
  from sold where o.workspace_id = sold.workspace_id and o.id = sold.order_id
  returning o.workspace_id, o.id, o.version
), told as (
  insert into fact (workspace_id, id, kind, thing, thing_id, version, data, at, by_whom, command_id)
  select raised.workspace_id, gen_random_uuid(), 'upsells_changed', 'order', raised.id, raised.version,
    jsonb_build_object('from', '[]'::jsonb, 'to', sold.upsell_ids), now(), 'system', gen_random_uuid()
  from raised join sold on sold.workspace_id = raised.workspace_id and sold.order_id = raised.id
)
insert into order_upsell (workspace_id, id, order_id, upsell_id)
select sold.workspace_id, gen_random_uuid(), sold.order_id, each.id::uuid
from sold cross join jsonb_array_elements_text(sold.upsell_ids) each(id);
