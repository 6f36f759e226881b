import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

// Longer than any way from a product to what is bought; it ends a search through templates that name each other.
const mostLevels = 12;

/**
 * The shortest way from an item through what its template needs, and what that is made of, to one of `targets`, as
 * item ids from `itemId` to the target; null where none is needed. Templates in use as they are now, with the
 * materials of all their variants and options: a way that only one variant takes counts.
 */
export async function findOwnNeed(tx: Tx, itemId: Id, targets: readonly Id[]): Promise<readonly Id[] | null> {
  const { rows } = await sql<{ way: Id[] }>`
    with recursive need(item_id, way) as (
      select ${itemId}::uuid, array[${itemId}::uuid]
      union all
      select part.item_id, need.way || part.item_id
      from need
      join template t on t.workspace_id = ${tx.workspaceId} and t.item_id = need.item_id and not t.archived
      join template_version tv on tv.workspace_id = ${tx.workspaceId} and tv.template_id = t.id
        and tv.number = t.current_number
      cross join lateral (
        select distinct coalesce(v.item_id, (named.norm ->> 'itemId')::uuid) as item_id
        from (
          select jsonb_path_query(tv.body, '$.stages[*].norms[*]')
          union all select jsonb_path_query(tv.body, '$.variants[*].changedStages[*].addedNorms[*]')
          union all select jsonb_path_query(tv.body, '$.variants[*].changedStages[*].changedNorms[*].fields')
          union all select jsonb_path_query(tv.body, '$.variants[*].addedStages[*].stage.norms[*]')
        ) as named(norm)
        left join variant v on v.workspace_id = ${tx.workspaceId} and v.id = (named.norm ->> 'variantId')::uuid
      ) as part
      where part.item_id is not null
        -- a way that has arrived goes no further, and none goes round
        and (cardinality(need.way) = 1 or need.item_id <> all(${[...targets]}::uuid[]))
        and (part.item_id = any(${[...targets]}::uuid[]) or part.item_id <> all(need.way))
        and cardinality(need.way) <= ${mostLevels}
    )
    select way from need
    where cardinality(way) > 1 and item_id = any(${[...targets]}::uuid[])
    order by cardinality(way), way
    limit 1`.execute(tx.db);
  return rows[0]?.way ?? null;
}
