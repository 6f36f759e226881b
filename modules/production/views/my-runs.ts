import { type RawBuilder, sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import { waitingShown } from "#modules/production/contract/waiting-shown.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type MyList = "inProgress" | "waiting" | "doneToday";
type Member = Extract<Actor, { kind: "member" }>;
export type MyRun = {
  readonly id: Id;
  readonly list: MyList;
  readonly orderId: Id;
  readonly stageId: Id;
  readonly lotId: Id;
  /** how it stands: only runs that stand alike are taken together */
  readonly stands: "ready" | "at_work" | "other";
  /** its units are here again: why, is theirs alone to say */
  readonly isRework: boolean;
};
type MyRuns = {
  /** each list in its order; of what waits the runs that are not shown among them */
  readonly runs: readonly MyRun[];
  /** of them, those that are shown */
  readonly shown: readonly MyRun[];
  /** whether more of what waits would be shown, were it asked for */
  readonly more: boolean;
  /** how many there are; of what waits no more than a thousand are counted */
  readonly counts: Readonly<Record<MyList, number>>;
};

const shownOfList = { inProgress: 100, doneToday: 30 } as const;
/** Of one stage of one order: twelve chairs are twelve cards, a thousand must not hide all other orders. */
const shownOfStage = 20;
/** So many are looked at for what is shown, in the order of the list, where units of one order stand beside each other. */
const mostRead = 300;
export const mostCounted = 1000;

type Found = Pick<Placed, "id" | "order_id" | "order_stage_id" | "lot_id" | "cycle">;
type Row = Found & {
  list: MyList;
  rank: number;
  urgency: number;
  due_at: Date | null;
  available_at: Date;
  since: Date;
};
/** `place`: in the order of the list, among those that wait for somebody. */
type Placed = {
  id: Id;
  order_id: Id;
  order_stage_id: Id;
  lot_id: Id;
  cycle: number;
  is_ready: boolean;
  place: number;
};

/** What is shown of what waits: so many, and all of one order. */
export type Asked = { readonly waiting?: number | undefined; readonly order?: string | undefined };

export async function findMyRuns(
  tx: Tx,
  member: Member,
  now: Date,
  today: Date,
  asked: Asked,
): Promise<MyRuns> {
  const most = asked.waiting ?? waitingShown.first;
  // So many where no units of one order stand beside each other.
  const firstRead = most + shownOfStage;
  const orderId = asked.order === undefined ? null : await idOfOrder(tx, asked.order);
  const [rows, first, counted, ofOrder] = await Promise.all([
    findOwnRuns(tx, member, today),
    findWaitingRuns(tx, member, now, { ofWord: firstRead, inAll: firstRead }),
    countRuns(tx, member, today),
    orderId === null ? [] : findWaitingRuns(tx, member, now, wholeOrder, sql` and r.order_id = ${orderId}`),
  ]);
  const read = isCrowded(first)
    ? await findWaitingRuns(tx, member, now, { ofWord: mostRead, inAll: null })
    : first;
  const placed = withOrder(read, ofOrder);
  const lists = Map.groupBy(distinct(rows), (row) => row.list);
  const sorted = (list: MyList, order: (a: Row, b: Row) => number): MyRun[] =>
    (lists.get(list) ?? [])
      .sort(order)
      .map((row) => myRun(row, list, list === "inProgress" ? "at_work" : "other"));
  const inProgress = sorted("inProgress", (a, b) => a.rank - b.rank || newestFirst(a, b));
  const joinable = sorted("waiting", mostUrgentFirst);
  const doneToday = sorted("doneToday", newestFirst);
  // What can be begun, what can be joined, what can't be touched yet.
  const waiting = [
    ...placed.filter((row) => row.is_ready).map((row) => myRun(row, "waiting", "ready")),
    ...joinable,
    ...placed.filter((row) => !row.is_ready).map((row) => myRun(row, "waiting", "other")),
  ];
  const cards = someOfEach(waiting);
  return {
    runs: [...inProgress, ...waiting, ...doneToday],
    shown: [
      ...inProgress.slice(0, shownOfList.inProgress),
      ...cards.filter((run, place) => place < most || run.orderId === orderId),
      ...doneToday,
    ],
    more: cards.length > most,
    counts: {
      inProgress: inProgress.length,
      waiting: Math.min(mostCounted, counted.waiting + joinable.length),
      doneToday: counted.done,
    },
  };
}

/** What they work on, have finished today, and may join. */
async function findOwnRuns(tx: Tx, member: Member, today: Date): Promise<Row[]> {
  const own = sql`r.workspace_id = ${tx.workspaceId} and r.operator_id = ${member.memberId}`;
  const columns = sql`r.id, r.order_id, r.order_stage_id, r.lot_id, r.cycle, r.urgency, r.due_at, r.available_at, r.since`;
  const { rows } = await sql<Row>`
    select ${columns}, 'inProgress' as list, case r.state when 'in_progress' then 0 else 1 end as rank
    from run r where ${own} and r.state in ('in_progress', 'paused')
    union all
    select ${columns}, 'inProgress', case r.state when 'in_progress' then 0 else 1 end
    from (${ofCrew(tx, member)}) crew
    join run r on r.workspace_id = ${tx.workspaceId} and r.id = crew.run_id
    where r.operator_id is distinct from ${member.memberId} and r.state in ('in_progress', 'paused')
    union all
    (select ${columns}, 'doneToday', 0
      from run r where ${own} and r.state = 'done' and r.finished_at >= ${today}
      order by r.finished_at desc, r.id limit ${shownOfList.doneToday})
    union all
    select ${columns}, 'waiting', 1
    from (${ofOthers(tx, member)}) work
    join run r on r.workspace_id = ${tx.workspaceId} and r.id = work.run_id
    where r.state = 'in_progress' and r.operator_id is distinct from ${member.memberId} and ${isOpenToRole(member)}`.execute(
    tx.db,
  );
  return rows;
}

/**
 * What waits for them: ready, or not to be touched yet. Put in order where it is found, since to say several hundred dates
 * costs more than to find them.
 */
async function findWaitingRuns(
  tx: Tx,
  member: Member,
  now: Date,
  most: { readonly ofWord: number; readonly inAll: number | null },
  only = sql``,
): Promise<Placed[]> {
  const columns = sql`r.id, r.order_id, r.order_stage_id, r.lot_id, r.cycle, r.urgency, r.due_at, r.available_at`;
  // Each word is a range of the index that stands in the order of the list; all words at once are not.
  const open = sql`r.workspace_id = ${tx.workspaceId} and r.open_to = word.of and r.state in ${waitingStates}${only}`;
  const inOrder = sql`order by r.urgency desc, r.due_at, r.available_at, r.id limit ${sql.lit(most.ofWord)}`;
  const notYet = sql`r.state = 'waiting' and r.available_at > ${now}`;
  const { rows } = await sql<Placed>`
    select found.id, found.order_id, found.order_stage_id, found.lot_id, found.cycle, found.is_ready,
      row_number() over (order by not found.is_ready, found.urgency desc, found.due_at, found.available_at, found.id)::integer
        as place
    from unnest(${wordsOf(member)}::text[]) word(of)
    cross join lateral (
      (select ${columns}, r.state = 'waiting' as is_ready
        from run r where ${open} and not (${notYet}) ${inOrder})
      union all
      select ${columns}, false from (select r.* from run r where ${open} ${inOrder}) r where ${notYet}
    ) found
    order by place
    ${most.inAll === null ? sql`` : sql`limit ${sql.lit(most.inAll)}`}`.execute(tx.db);
  return rows;
}

const wholeOrder = { ofWord: mostRead, inAll: mostRead };

/** Its number stands on a printed card, too. */
async function idOfOrder(tx: Tx, order: string): Promise<Id | null> {
  if (!/^\d+$/.test(order)) return order;
  const row = await tx.db
    .selectFrom("production_order")
    .select("id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("number", "=", Number(order))
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Those of an order that stand further back than was read come last, in their own order. */
function withOrder(read: readonly Placed[], ofOrder: readonly Placed[]): readonly Placed[] {
  const byPlace = (a: Placed, b: Placed): number => a.place - b.place;
  const known = new Set(read.map((row) => row.id));
  return [...read.toSorted(byPlace), ...ofOrder.filter((row) => !known.has(row.id)).toSorted(byPlace)];
}

const waitingStates = sql`('waiting', 'blocked', 'held', 'escalated')`;

/** From the indexes alone. */
async function countRuns(
  tx: Tx,
  member: Member,
  today: Date,
): Promise<{ readonly waiting: number; readonly done: number }> {
  const { rows } = await sql<{ waiting: number; done: number }>`
    select coalesce(sum(found.count), 0)::bigint as waiting,
      (select count(*) from run r
        where r.workspace_id = ${tx.workspaceId} and r.operator_id = ${member.memberId} and r.state = 'done'
          and r.finished_at >= ${today}) as done
    from unnest(${wordsOf(member)}::text[]) word(of)
    cross join lateral (
      select count(*) from (
        select from run r
        where r.workspace_id = ${tx.workspaceId} and r.open_to = word.of and r.state in ${waitingStates}
        limit ${mostCounted}
      ) capped
    ) found`.execute(tx.db);
  return rows[0] ?? { waiting: 0, done: 0 };
}

const myRun = (row: Found, list: MyList, stands: MyRun["stands"]): MyRun => ({
  id: row.id,
  list,
  orderId: row.order_id,
  stageId: row.order_stage_id,
  lotId: row.lot_id,
  stands,
  isRework: row.cycle > 0,
});

/** Runs that may be one card: of one stage of one order, and alike. */
export const keyOfCard = (run: MyRun): string =>
  `${run.orderId} ${run.stageId} ${run.stands} ${run.isRework}`;

/** A run that is one's own is on no other list, though another way may lead to it too. */
function distinct(rows: readonly Row[]): Row[] {
  const seen = new Set<Id>();
  return rows.filter((row) => !seen.has(row.id) && seen.add(row.id));
}

/** Where some stand alike, they must not hide the others, and each is told of the rest. */
const isCrowded = (placed: readonly Placed[]): boolean =>
  new Set(placed.map((row) => keyOfCard(myRun(row, "waiting", row.is_ready ? "ready" : "other")))).size <
  placed.length;

const byId = (a: Row, b: Row): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
const newestFirst = (a: Row, b: Row): number => b.since.getTime() - a.since.getTime() || byId(a, b);
const dueOf = (row: Row): number => (row.due_at === null ? Infinity : row.due_at.getTime());

/** By urgency, then by what is due first. */
function mostUrgentFirst(a: Row, b: Row): number {
  const [due, other] = [dueOf(a), dueOf(b)];
  return (
    b.urgency - a.urgency ||
    (due === other ? 0 : due - other) ||
    a.available_at.getTime() - b.available_at.getTime() ||
    byId(a, b)
  );
}

function someOfEach(runs: readonly MyRun[]): MyRun[] {
  const shown = new Map<string, number>();
  return runs.filter((run) => {
    const key = keyOfCard(run);
    const count = (shown.get(key) ?? 0) + 1;
    shown.set(key, count);
    return count <= shownOfStage;
  });
}

/** The runs that somebody works on, or is on a pause from, whosever they are. */
const ofCrew = (tx: Tx, member: Member): RawBuilder<unknown> => {
  const open = sql`select w.run_id from work_interval w
    where w.workspace_id = ${tx.workspaceId} and w.member_id = ${member.memberId} and w.ended_at is null and not w.voided`;
  return sql`${open} and w.kind = 'work' and w.leads union ${open} and w.kind = 'pause'`;
};

/** What others work on: one open stretch a person, so that there are few. */
const ofOthers = (tx: Tx, member: Member): RawBuilder<unknown> => sql`
  select distinct w.run_id from work_interval w
  where w.workspace_id = ${tx.workspaceId} and w.ended_at is null and w.kind = 'work' and w.leads and not w.voided
    and w.member_id <> ${member.memberId}`;

const wordsOf = (member: Member): string[] => [
  member.memberId,
  ...member.tradeIds,
  ...member.roles,
  "anyone",
];

/**
 * isOwnRun of modules/access/core/may.ts, said in SQL of run `r`: a test holds the two against each other.
 * `open_to` is the nearest word of whom a run is for: its operator, else its performer, else "anyone".
 */
export function isOpenTo(member: Member): RawBuilder<boolean> {
  return sql<boolean>`r.open_to = any(${wordsOf(member)}::text[])`;
}

/** The same, whoever has the run: to join it. */
function isOpenToRole(member: Member): RawBuilder<boolean> {
  return sql<boolean>`coalesce(r.performer_member_id::text, r.performer_trade_id::text, r.performer_role, 'anyone')
    = any(${wordsOf(member)}::text[])`;
}
