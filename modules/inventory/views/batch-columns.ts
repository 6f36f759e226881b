import { type RawBuilder, sql } from "kysely";

/** Of batch `t` of item `i`: a quarter of its shelf life, a month at most, is soon. The last good day is good. */
export function stateColumn(today: string): RawBuilder<unknown> {
  return sql`case
    when t.best_before is null then 'good'
    when t.best_before < ${today}::date then 'expired'
    when t.best_before - ${today}::date <= least(30, greatest(1, ceil(coalesce(i.shelf_life_days, 120) / 4.0))) then 'soon'
    else 'good' end`;
}

/** The variant and item of batch `t`, and the order that made it. */
export const ofBatch = sql`
  join variant v on v.workspace_id = t.workspace_id and v.id = t.variant_id
  join item i on i.workspace_id = v.workspace_id and i.id = v.item_id`;

/** What lies of batch `t`, in all and by warehouse: along the balances of its variant, which are few. */
export const lying = sql`
  left join lateral (
    select sum((l ->> 'quantity')::numeric) as on_hand,
      jsonb_agg(jsonb_build_object('warehouseId', h.id, 'warehouseName', h.name,
        'quantity', trim_scale((l ->> 'quantity')::numeric)::text) order by h.name) as places
    from balance b
    cross join jsonb_array_elements(b.batches) as l
    join warehouse h on h.workspace_id = b.workspace_id and h.id = b.warehouse_id
    where b.workspace_id = t.workspace_id and b.variant_id = t.variant_id and l ->> 'batchId' = t.id::text
  ) as lies on true`;
