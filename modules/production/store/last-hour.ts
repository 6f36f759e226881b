import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/**
 * Until when a person's hours are written down already, if later than `since`; open work counts from its start. Pauses
 * count only where they are paid.
 */
export async function lastHourOf(tx: Tx, memberId: Id, since: Date): Promise<Date | null> {
  const { rows } = await sql<{ until: Date | null }>`
    select max(coalesce(ended_at, started_at)) as until from work_interval
    where workspace_id = ${tx.workspaceId} and member_id = ${memberId} and not voided
      and (kind = 'work' or (paid and ended_at is not null))
      and started_at > ${new Date(since.getTime() - longestStretch)}
      and coalesce(ended_at, started_at) > ${since}`.execute(tx.db);
  return rows[0]?.until ?? null;
}

/** Whoever forgot to stop for longer than this has been asked about it long ago: milliseconds. */
const longestStretch = 30 * 86_400_000;
