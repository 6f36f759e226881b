import { type RawBuilder, sql } from "kysely";
import { localDate, startOfDay } from "#kernel/calendar.ts";
import type { Id, WorkspaceId } from "#kernel/id.ts";
import { rolesOfNotices } from "#modules/notices/contract/kinds.ts";
import { chooseRecipients, type PossibleRecipient } from "#modules/notices/core/choose-recipients.ts";
import { listPossibleRecipients } from "#modules/notices/store/notice.ts";
import { type Database, readWorkspace, type Tx } from "#server/database/workspace-transaction.ts";
import type { PlannedNotice } from "./plan-notices.ts";
import { tellOnce } from "./tell-of-facts.ts";

/** Work that was begun and has stood in one state for so long is stuck: over a night it isn't, over a day it is. */
export const hoursUntilStuck = 24;
const hour = 3_600_000;
/** So many that became late today are told of one by one in an hour; more would bury the rest. */
const mostAtOnce = 100;

type Kind = "order_overdue" | "run_stuck";
type Late = {
  readonly orderId: Id;
  readonly order: number;
  readonly memberId: Id | null;
  /** what is late, itself: the order, or its run */
  readonly lateId: Id;
  readonly stage: string | null;
};
type LateOfMember = { readonly memberId: Id | null; readonly count: number; readonly first: Late };
type Told = { readonly once: string; readonly notice: PlannedNotice };

/**
 * What no fact tells of, because nothing happens: a due date that passes, work that stands still. Each order (each
 * run) is told of once a day: what became late today by itself, what was late before in one line that counts it.
 * Answers how many were told of something; asked again the same day, it tells only what is new.
 */
export async function watchOrders(database: Database, workspaceId: WorkspaceId, now: Date): Promise<number> {
  const told = await readWorkspace(database, workspaceId, (tx) => planDay(tx, now));
  for (const { once, notice } of told) await tellOnce(database, workspaceId, once, notice, now);
  return told.length;
}

async function planDay(tx: Tx, now: Date): Promise<Told[]> {
  const { time_zone: timeZone } = await tx.db
    .selectFrom("workspace")
    .select("time_zone")
    .where("workspace_id", "=", tx.workspaceId)
    .executeTakeFirstOrThrow();
  const day = localDate(now, timeZone);
  const midnight = startOfDay(now, timeZone);
  const members = await listPossibleRecipients(tx);
  const told: Told[] = [];
  for (const kind of ["order_overdue", "run_stuck"] as const) {
    const { fresh, before } = await findLate(tx, kind, midnight, now);
    told.push(...fresh.flatMap((late) => oneByOne(members, kind, day, late)));
    told.push(...inOneLine(members, kind, day, before));
  }
  return told;
}

const recipientsOf = (members: readonly PossibleRecipient[], kind: Kind, memberId: Id | null): Id[] =>
  chooseRecipients(members, { memberId, roles: rolesOfNotices[kind], exceptId: null });

function oneByOne(members: readonly PossibleRecipient[], kind: Kind, day: string, late: Late): Told[] {
  const memberIds = recipientsOf(members, kind, late.memberId);
  if (memberIds.length === 0) return [];
  return [{ once: `${kind} ${late.lateId} ${day}`, notice: { ...noticeOf(kind, late, 1), memberIds } }];
}

function inOneLine(
  members: readonly PossibleRecipient[],
  kind: Kind,
  day: string,
  groups: readonly LateOfMember[],
): Told[] {
  const ofMembers = new Map<Id, { count: number; first: Late }>();
  for (const { memberId, count, first } of groups) {
    for (const id of recipientsOf(members, kind, memberId)) {
      const known = ofMembers.get(id);
      ofMembers.set(id, { count: count + (known?.count ?? 0), first: known?.first ?? first });
    }
  }
  return [...ofMembers].map(([id, { count, first }]) => ({
    once: `${kind} of ${id} ${day}`,
    notice: { ...noticeOf(kind, first, count), memberIds: [id] },
  }));
}

function noticeOf(
  kind: Kind,
  { orderId, order, stage }: Late,
  count: number,
): Omit<PlannedNotice, "memberIds"> {
  const values = { order, count, ...(stage === null ? {} : { stage }) };
  return { kind, thing: "production_order", thingId: orderId, values };
}

type Found = { readonly fresh: readonly Late[]; readonly before: readonly LateOfMember[] };

async function findLate(tx: Tx, kind: Kind, midnight: Date, now: Date): Promise<Found> {
  const { from, lateSince } = kind === "order_overdue" ? overdue(tx) : stuck(tx);
  const late = sql`select o.id as "orderId", o.number as order, o.responsible_id as "memberId", ${from}`;
  const [fresh, before] = await Promise.all([
    sql<Late>`${late} and ${lateSince} >= ${midnight} and ${lateSince} < ${now}
      order by ${lateSince} limit ${mostAtOnce}`.execute(tx.db),
    sql<LateOfMember>`
      select "memberId", count(*)::integer as count, (array_agg(to_jsonb(late) order by late."order"))[1] as first
      from (${late} and ${lateSince} < ${midnight}) as late group by "memberId"`.execute(tx.db),
  ]);
  return { fresh: fresh.rows, before: before.rows };
}

type Lateness = { readonly from: RawBuilder<unknown>; readonly lateSince: RawBuilder<Date> };

const overdue = (tx: Tx): Lateness => ({
  from: sql`o.id as "lateId", null as stage
    from production_order o
    where o.workspace_id = ${tx.workspaceId} and o.status in ('pending', 'aggregated', 'in_progress', 'partially_done')`,
  lateSince: sql`o.due_at`,
});

const stuck = (tx: Tx): Lateness => ({
  from: sql`r.id as "lateId", s.name as stage
    from run r
    join production_order o on o.workspace_id = r.workspace_id and o.id = r.order_id
    join order_stage s on s.workspace_id = r.workspace_id and s.id = r.order_stage_id
    where r.workspace_id = ${tx.workspaceId} and r.state in ('in_progress', 'paused', 'blocked')`,
  lateSince: sql`(r.since + make_interval(secs => ${(hoursUntilStuck * hour) / 1000}))`,
});
