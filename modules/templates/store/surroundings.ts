import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** What a ready template finds in a workspace, of what it would otherwise have to make. */
export type Surroundings = {
  readonly language: "en" | "uk";
  /** open statuses of the first pipeline, in their order */
  readonly statuses: readonly { readonly pipeline: string; readonly status: string }[];
  readonly warehouses: readonly string[];
  readonly trades: readonly string[];
  readonly subcontractors: readonly { readonly name: string; readonly archived: boolean }[];
  readonly items: readonly { readonly id: Id; readonly kind: string; readonly name: string }[];
};

/** `names`: the items and subcontractors that are asked for; of items one in use of each name. */
export async function findSurroundings(tx: Tx, names: readonly string[] = []): Promise<Surroundings> {
  const { rows } = await sql<Surroundings>`
    select w.language,
      coalesce((
        select jsonb_agg(jsonb_build_object('pipeline', p.name, 'status', s.name) order by s.position, s.id)
        from (
          select * from pipeline where workspace_id = ${tx.workspaceId} order by position, id limit 1
        ) p
        join deal_status s on s.workspace_id = ${tx.workspaceId} and s.pipeline_id = p.id
        where s.kind = 'open' and not s.archived
      ), '[]') as statuses,
      array(select h.name from warehouse h
        where h.workspace_id = ${tx.workspaceId} and not h.archived order by h.id) as warehouses,
      array(select r.name from trade r where r.workspace_id = ${tx.workspaceId} order by r.id) as trades,
      coalesce((
        select jsonb_agg(jsonb_build_object('name', c.name, 'archived', c.archived) order by c.id)
        from subcontractor c where c.workspace_id = ${tx.workspaceId} and c.name = any(${[...names]}::text[])
      ), '[]') as subcontractors,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', i.id, 'kind', i.kind, 'name', i.name) order by i.id)
        from item i
        where i.workspace_id = ${tx.workspaceId} and i.name = any(${[...names]}::text[]) and not i.archived
      ), '[]') as items
    from workspace w where w.workspace_id = ${tx.workspaceId}`.execute(tx.db);
  const [row] = rows;
  if (row === undefined) throw new Error("A transaction is in a workspace");
  return row;
}
