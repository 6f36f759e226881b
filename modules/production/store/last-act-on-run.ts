import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** What somebody did, as a phone that was away tells it: `kind` is the fact's, `at` when it was done. */
export type LastAct = { readonly kind: string; readonly by: string; readonly at: string };

/** The last that somebody else did on a run or with its order; null where nobody did. */
export async function lastActOnRun(tx: Tx, runId: Id, notBy: Id): Promise<LastAct | null> {
  const { rows } = await sql<{ kind: string; by: string; at: Date }>`
    select f.kind, m.name as by, coalesce((f.data ->> 'at')::timestamptz, f.at) as at
    from run r
    join fact f on f.workspace_id = r.workspace_id and f.thing = 'order' and f.thing_id = r.order_id
    join member m on m.workspace_id = f.workspace_id and m.id = f.by_member
    where r.workspace_id = ${tx.workspaceId} and r.id = ${runId} and f.by_member <> ${notBy}
      and ((f.kind = any (${acts}) and f.data ->> 'runId' = r.id::text) or f.kind = 'order_cancelled')
    order by f.version desc limit 1`.execute(tx.db);
  const [row] = rows;
  return row === undefined ? null : { kind: row.kind, by: row.by, at: row.at.toISOString() };
}

const acts = [
  "run_started",
  "run_paused",
  "run_resumed",
  "run_finished",
  "start_cancelled",
  "run_blocked",
  "run_unblocked",
  "run_reassigned",
];
