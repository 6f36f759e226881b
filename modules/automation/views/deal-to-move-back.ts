import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type DealToMoveBack = {
  readonly dealId: Id;
  readonly fromStatusId: Id;
  readonly backToId: Id;
  /** the status's name; null where somebody has moved the deal since, or it is won or lost */
  readonly backTo: string | null;
  /** what has left stays */
  readonly stays: ("task" | "message" | "deal_moved_since")[];
};

/**
 * The deal that triggers moved because of what a command told, and where it stood before; null where none did.
 * A deal that somebody has moved since stays where it is.
 */
export async function dealToMoveBack(tx: Tx, commandId: Id): Promise<DealToMoveBack | null> {
  const { rows } = await sql<{
    deal_id: Id;
    from_id: Id;
    to_id: Id;
    from_name: string;
    untouched: boolean;
    tasks: number;
  }>`
    with told as (
      select f.id from fact f where f.workspace_id = ${tx.workspaceId} and f.command_id = ${commandId}
    ), effects as (
      select e.id, e.deal_id, e.outcome from trigger_effect e
      where e.workspace_id = ${tx.workspaceId} and e.fact_id in (select id from told) and e.state = 'done'
    )
    select moved.thing_id as deal_id, (moved.data ->> 'fromStatusId')::uuid as from_id,
      (moved.data ->> 'toStatusId')::uuid as to_id, moved.data ->> 'from' as from_name,
      d.status_id = (moved.data ->> 'toStatusId')::uuid and d.status_since = moved.at and s.kind = 'open' as untouched,
      (select count(*) from effects where outcome like 'task%')::int as tasks
    from effects e
    join fact moved on moved.workspace_id = ${tx.workspaceId} and moved.command_id = e.id and moved.kind = 'deal_moved'
    join deal d on d.workspace_id = moved.workspace_id and d.id = moved.thing_id
    join deal_status s on s.workspace_id = d.workspace_id and s.id = d.status_id
    order by moved.at desc
    limit 1`.execute(tx.db);
  const [row] = rows;
  if (row === undefined) return null;
  return {
    dealId: row.deal_id,
    fromStatusId: row.to_id,
    backToId: row.from_id,
    backTo: row.untouched ? row.from_name : null,
    stays: [
      ...(row.tasks > 0 ? (["task"] as const) : []),
      ...(row.untouched ? [] : (["deal_moved_since"] as const)),
    ],
  };
}

/** The act that a fact is of was taken back: what should have followed from it has no reason any more. */
export async function isCauseUndone(tx: Tx, factId: Id): Promise<boolean> {
  const { rows } = await sql<{ undone: boolean }>`
    select exists (
      select from fact cause
      join fact undone on undone.workspace_id = cause.workspace_id and undone.thing = cause.thing
        and undone.thing_id = cause.thing_id and undone.kind = 'work_undone'
        and undone.data ->> 'commandId' = cause.command_id::text
      where cause.workspace_id = ${tx.workspaceId} and cause.id = ${factId} and cause.thing = 'order'
    ) as undone`.execute(tx.db);
  return rows[0]?.undone === true;
}
