import { sql } from "kysely";
import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** The rate an hour that was in effect at the moment that each run ended, by run and person; without one, absent. */
export async function ratesAt(
  tx: Tx,
  asked: readonly { readonly runId: Id; readonly memberId: Id; readonly at: Date }[],
): Promise<(runId: Id, memberId: Id) => Decimal | undefined> {
  if (asked.length === 0) return () => undefined;
  const { rows } = await sql<{ run_id: Id; member_id: Id; rate: Decimal }>`
    select a.run_id, a.member_id, r.rate
    from jsonb_to_recordset(${JSON.stringify(
      asked.map(({ runId, memberId, at }) => ({ run_id: runId, member_id: memberId, at })),
    )}::jsonb) as a(run_id uuid, member_id uuid, at timestamptz)
    cross join lateral (
      select h.rate from hourly_rate h
      where h.workspace_id = ${tx.workspaceId} and h.member_id = a.member_id and h.valid_from <= a.at
      order by h.valid_from desc, h.id desc
      limit 1
    ) r`.execute(tx.db);
  const rates = new Map(rows.map((row) => [`${row.run_id} ${row.member_id}`, row.rate]));
  return (runId, memberId) => rates.get(`${runId} ${memberId}`);
}
