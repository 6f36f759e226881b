import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

type Renaming = { readonly from: string; readonly to: string };

/** Renames what still has the name that the workspace began with; whatever somebody has touched stays. */
export async function renameWarehouses(
  tx: Tx,
  names: readonly Renaming[],
): Promise<(Renaming & { id: Id; version: number })[]> {
  const { rows } = await sql<Renaming & { id: Id; version: number }>`
    update warehouse d set name = n."to", version = d.version + 1
    from jsonb_to_recordset(${JSON.stringify(names)}::jsonb) as n("from" text, "to" text)
    where d.workspace_id = ${tx.workspaceId} and d.name = n."from" and d.version = 1
    returning d.id, d.version, n."from", n."to"`.execute(tx.db);
  return rows;
}
