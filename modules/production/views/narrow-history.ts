import { type RawBuilder, sql } from "kysely";
import type { Input } from "#kernel/route.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import { kindsOfGroup } from "#modules/production/core/history-groups.ts";
import type { OrderFactKind } from "#modules/production/core/order-fact.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** These hold the whole order, or what was before: far more than their sentence says. */
const bulky: readonly OrderFactKind[] = ["order_created", "norms_changed", "work_undone"];

type Wish = Pick<
  Input<typeof productionRoutes.showOrderHistory>,
  "orderId" | "group" | "memberId" | "search" | "saying"
>;

/** Further conditions on facts `f` of an order by members `m`: each begins with "and". */
export function narrowed(
  tx: Tx,
  { orderId, group, memberId, search = "", saying = "" }: Wish,
): RawBuilder<unknown> {
  const byGroup =
    group === undefined
      ? sql``
      : group === "automation"
        ? sql`and f.by_whom <> 'member'`
        : sql`and f.kind = any(${kindsOfGroup(group)}::text[])`;
  const byMember = memberId === undefined ? sql`` : sql`and f.by_member = ${memberId}`;
  if (search === "") return sql`${byGroup} ${byMember}`;
  const pattern = `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const kinds = saying.split(",").filter((kind) => kind !== "");
  return sql`${byGroup} ${byMember} and (
    f.kind = any(${kinds}::text[])
    or m.name ilike ${pattern}
    or exists (
      select from jsonb_path_query(case when f.kind = any(${bulky}::text[]) then (
          select jsonb_object_agg(part.key, part.value) from jsonb_each(f.data) part
          where jsonb_typeof(part.value) = 'string'
        ) else f.data end, 'lax $.**') value
      cross join lateral (select value #>> '{}' as words) as of_value
      where jsonb_typeof(value) = 'string' and (
        -- what a person reads: no ids, no instants; and no amounts, which may be prices and rates
        (words ilike ${pattern}
          and words !~ '^[0-9a-f]{8}-[0-9a-f]{4}-|^[0-9]{4}-[0-9]{2}-[0-9]{2}T|^-?[0-9]+(\\.[0-9]+)?$')
        or words in (select named.id from (${named(tx, orderId, pattern)}) named)
      )))`;
}

/** Ids, as text, of what facts of the order name by id alone, and whose name has the words. */
const named = (tx: Tx, orderId: string, pattern: string): RawBuilder<unknown> => sql`
  select s.id::text from order_stage s
  where s.workspace_id = ${tx.workspaceId} and s.order_id = ${orderId} and s.name ilike ${pattern}
  union all
  select r.id::text from run r
  join order_stage s on s.workspace_id = ${tx.workspaceId} and s.id = r.order_stage_id
  where r.workspace_id = ${tx.workspaceId} and r.order_id = ${orderId} and s.name ilike ${pattern}
  union all
  select n.id::text from order_norm n
  left join variant v on v.workspace_id = ${tx.workspaceId} and v.id = n.variant_id
  join item i on i.workspace_id = ${tx.workspaceId} and i.id = coalesce(v.item_id, n.item_id)
  where n.workspace_id = ${tx.workspaceId} and n.order_id = ${orderId}
    and (i.name ilike ${pattern} or v.name ilike ${pattern})
  union all
  select w.id::text from member w where w.workspace_id = ${tx.workspaceId} and w.name ilike ${pattern}
  union all
  select q.id::text from stop_reason q where q.workspace_id = ${tx.workspaceId} and q.name ilike ${pattern}
  union all
  select q.id::text from defect_reason q where q.workspace_id = ${tx.workspaceId} and q.name ilike ${pattern}`;
