import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { OtherTime } from "#modules/production/core/correct-time.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/**
 * Two corrections of one person's time on two orders wait in line here, so that neither misses the other's. In the
 * order of the ids, after the order and before balances, as everywhere.
 */
export async function lockTimeOf(tx: Tx, memberIds: readonly Id[]): Promise<void> {
  await sql`
    select id from member where workspace_id = ${tx.workspaceId} and id = any(${[...memberIds]}::uuid[])
    order by id for no key update`.execute(tx.db);
}

/** Also people who have left since: they worked then. Null: all of them are of this workspace. */
export async function findUnknownMember(tx: Tx, memberIds: readonly Id[]): Promise<Id | null> {
  if (memberIds.length === 0) return null;
  const rows = await tx.db
    .selectFrom("member")
    .select("id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "in", [...memberIds])
    .execute();
  const known = new Set(rows.map((row) => row.id));
  return memberIds.find((id) => !known.has(id)) ?? null;
}

type Row = {
  id: Id;
  run_id: Id;
  member_id: Id;
  kind: "work" | "pause";
  paid: boolean;
  started_at: Date;
  until: Date | null;
  number: number;
  stage: string;
};

/** What people did in a span of time, on whatever order: their work, and their pauses as far as these pay. */
export async function loadOtherTime(
  tx: Tx,
  memberIds: readonly Id[],
  from: Date,
  to: Date,
): Promise<readonly OtherTime[]> {
  if (memberIds.length === 0) return [];
  const { rows } = await sql<Row>`
    select i.id, i.run_id, i.member_id, i.kind, i.paid, i.started_at, o.number, s.name as stage,
      case
        when i.ended_at is null then null
        when i.kind = 'pause' and i.paid then i.started_at + make_interval(secs => (
          select sum(part.seconds) from work_interval part
          where part.workspace_id = i.workspace_id and not part.voided
            and (part.id = i.id or part.together_id = i.together_id)))
        else i.ended_at end as until
    from work_interval i
    join production_order o on o.workspace_id = i.workspace_id and o.id = i.order_id
    join run r on r.workspace_id = i.workspace_id and r.id = i.run_id
    join order_stage s on s.workspace_id = r.workspace_id and s.id = r.order_stage_id
    where i.workspace_id = ${tx.workspaceId} and i.member_id = any(${[...memberIds]}::uuid[]) and not i.voided
      and i.started_at < ${to} and (i.ended_at is null or i.ended_at > ${from})
    order by i.started_at, i.id`.execute(tx.db);
  return rows.map((row) => ({
    intervalId: row.id,
    runId: row.run_id,
    memberId: row.member_id,
    kind: row.kind,
    paid: row.paid,
    from: row.started_at,
    to: row.until,
    orderNumber: row.number,
    stage: row.stage,
  }));
}
