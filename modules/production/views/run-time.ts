import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** Who works on a run, or has and is on a pause. */
export type CrewMember = {
  readonly memberId: Id;
  readonly name: string;
  readonly working: boolean;
  /** when this stretch or pause of theirs began */
  readonly since: Date;
  /** the last that was heard of them since; null: nothing */
  readonly seenAt: Date | null;
  /** one stretch on several runs has the same here */
  readonly togetherId: Id | null;
};

export type RunTime = {
  /** paid seconds of work that has ended; what runs now is counted on from `since` */
  readonly workedSeconds: number;
  readonly pausedSeconds: number;
  readonly crew: readonly CrewMember[];
};

const noTime: RunTime = { workedSeconds: 0, pausedSeconds: 0, crew: [] };

type Row = {
  run_id: Id;
  worked_seconds: number;
  paused_seconds: number;
  crew:
    | {
        memberId: Id;
        name: string;
        working: boolean;
        since: string;
        seenAt: string | null;
        togetherId: Id | null;
      }[]
    | null;
};

/** People's time on runs, in one statement: a run without any is answered too. */
export async function readRunTimes(
  tx: Tx,
  runIds: readonly Id[],
  now: Date,
): Promise<(runId: Id) => RunTime> {
  if (runIds.length === 0) return () => noTime;
  const { rows } = await sql<Row>`
    select i.run_id, coalesce(sum(i.seconds) filter (where i.kind = 'work'), 0)::bigint as worked_seconds,
      coalesce(sum(floor(extract(epoch from coalesce(i.ended_at, ${now}) - i.started_at)))
        filter (where i.kind = 'pause'), 0)::bigint as paused_seconds,
      json_agg(json_build_object('memberId', i.member_id, 'working', i.kind = 'work', 'since', i.started_at,
        'seenAt', i.seen_at, 'togetherId', i.together_id,
        'name', (select m.name from member m where m.workspace_id = ${tx.workspaceId} and m.id = i.member_id))
        order by i.started_at, i.id) filter (where i.ended_at is null) as crew
    from work_interval i
    where i.workspace_id = ${tx.workspaceId} and i.run_id = any(${[...runIds]}::uuid[]) and not i.voided
    group by i.run_id`.execute(tx.db);
  const times = new Map(
    rows.map((row): [Id, RunTime] => [
      row.run_id,
      {
        workedSeconds: row.worked_seconds,
        pausedSeconds: row.paused_seconds,
        crew: (row.crew ?? []).map((each) => ({
          ...each,
          since: new Date(each.since),
          seenAt: each.seenAt === null ? null : new Date(each.seenAt),
        })),
      },
    ]),
  );
  return (runId) => times.get(runId) ?? noTime;
}

export const crewOf = (time: RunTime): { memberId: Id; name: string; working: boolean }[] =>
  time.crew.map(({ memberId, name, working }) => ({ memberId, name, working }));

/** When the stretch of work that runs now began: anybody's, or one person's. */
export function workingSince(time: RunTime, memberId?: Id | null): Date | null {
  const working = time.crew.find(
    (each) => each.working && (memberId === undefined || each.memberId === memberId),
  );
  return working === undefined ? null : working.since;
}
