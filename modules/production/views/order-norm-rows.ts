import { sql } from "kysely";

/** A reservation `r` with its order, product and stage, as shortage-routes.ts shows it. */
export const orderNormColumns = sql`
  o.id as "orderId", o.number, i.name as "itemName", v.name as "variantName", r.order_norm_id as "normId",
  s.name as "stageName", o.priority, o.due_date::text as "dueDate", trim_scale(r.quantity)::text as held,
  trim_scale(case when r.closed then 0 else greatest(r.wanted - r.quantity, 0) end)::text as missing,
  r.by_hand as "byHand"`;

export const orderNormTables = sql`
  join production_order o on o.workspace_id = r.workspace_id and o.id = r.order_id
  join variant v on v.workspace_id = o.workspace_id and v.id = o.variant_id
  join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
  join order_norm n on n.workspace_id = r.workspace_id and n.id = r.order_norm_id
  join order_stage s on s.workspace_id = n.workspace_id and s.id = n.order_stage_id`;

/** As what comes in fills them (loadShort reads them so). No due date is the latest. */
export const fillingKeys = sql`-r.priority_rank, coalesce(r.due_at, 'infinity'), r.id`;
