import { type RawBuilder, sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

type Renaming = { readonly from: string; readonly to: string };
type Renamed = Renaming & { readonly id: Id; readonly version: number };

/** Renames what still has the name that the workspace began with; whatever somebody has touched stays. */
export async function renameStopReasons(tx: Tx, names: readonly Renaming[]): Promise<Renamed[]> {
  const { rows } = await sql<Renamed>`
    update stop_reason d set name = n."to", version = d.version + 1 from ${list(names)}
    where d.workspace_id = ${tx.workspaceId} and d.name = n."from" and d.version = 1
    returning d.id, d.version, n."from", n."to"`.execute(tx.db);
  return rows;
}

export async function renameDefectReasons(tx: Tx, names: readonly Renaming[]): Promise<Renamed[]> {
  const { rows } = await sql<Renamed>`
    update defect_reason d set name = n."to", version = d.version + 1 from ${list(names)}
    where d.workspace_id = ${tx.workspaceId} and d.name = n."from" and d.version = 1
    returning d.id, d.version, n."from", n."to"`.execute(tx.db);
  return rows;
}

const list = (names: readonly Renaming[]): RawBuilder<unknown> =>
  sql`jsonb_to_recordset(${JSON.stringify(names)}::jsonb) as n("from" text, "to" text)`;
