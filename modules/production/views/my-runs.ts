import { type RawBuilder, sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type MyList = "inProgress" | "waiting" | "doneToday";
type Member = Extract<Actor, { kind: "member" }>;
type MyRuns = {
  /** each list in its order */
  readonly runs: readonly { readonly id: Id; readonly list: MyList }[];
  /** how many there are, shown or not */
  readonly counts: Readonly<Record<MyList, number>>;
};

const shown = 100;

export async function findMyRuns(tx: Tx, member: Member, now: Date, today: Date): Promise<MyRuns> {
  const own = sql`r.workspace_id = ${tx.workspaceId} and r.operator_id = ${member.memberId}`;
  const { rows } = await sql<{ id: Id; list: MyList; total: number }>`
    select id, list, total from (
      (select r.id, 'inProgress' as list, count(*) over () as total, row_number() over (order by r.state, r.since desc, r.id) as place
        from run r where ${own} and r.state in ('in_progress', 'paused')
        order by place limit ${shown})
      union all
      (select r.id, 'doneToday', count(*) over (), row_number() over (order by r.finished_at desc, r.id) as place
        from run r where ${own} and r.state = 'done' and r.finished_at >= ${today}
        order by place limit ${shown})
      union all
      (select r.id, 'waiting', count(*) over (),
          row_number() over (order by (r.state = 'waiting' and r.available_at <= ${now}) desc,
            case o.priority when 'urgent' then 0 when 'high' then 1 when 'normal' then 2 else 3 end,
            o.due_at, r.available_at, r.id) as place
        from run r join production_order o on o.workspace_id = ${tx.workspaceId} and o.id = r.order_id
        where r.workspace_id = ${tx.workspaceId} and r.state in ('waiting', 'blocked') and ${isOpenTo(member)}
        order by place limit ${shown})
    ) lists
    order by list, place`.execute(tx.db);
  const totalOf = (list: MyList) => rows.find((row) => row.list === list)?.total ?? 0;
  return {
    runs: rows,
    counts: {
      inProgress: totalOf("inProgress"),
      waiting: totalOf("waiting"),
      doneToday: totalOf("doneToday"),
    },
  };
}

/**
 * isOwnRun of modules/access/core/may.ts, said in SQL of run `r`: a test holds the two against each other.
 * `open_to` is the nearest word of whom a run is for: its operator, else its performer, else "anyone".
 */
export function isOpenTo(member: Member): RawBuilder<boolean> {
  const words = [member.memberId, ...member.tradeIds, ...member.roles, "anyone"];
  return sql<boolean>`r.open_to = any(${words}::text[])`;
}
