import { type RawBuilder, sql } from "kysely";
import { type Decimal, decimal, sum, text } from "#kernel/decimal.ts";
import type { Calendar } from "#kernel/calendar.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import type { StoredRunState } from "#modules/production/core/order-state.ts";
import { asksAt, plannedTogether } from "#modules/production/core/forgotten-time.ts";
import { runStateAt } from "#modules/production/core/run-table.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { type CorrectionRow, readCorrections } from "./correction-rows.ts";

type Route = typeof productionRoutes.showOrderTime;
type Answer = Output<Route>;
type Sums = Answer["total"];

/** Of a thousand units worked on one by one, the newest stretches; the sums are of all of them. */
const shownStretches = 500;
const shownCorrections = 200;

/** Whose time it was, stage by stage and run by run; sums over all of it, whatever the list is filtered by. */
export async function showOrderTime(tx: Tx, input: Input<Route>, viewer: Viewer): Promise<Result<Answer>> {
  const { rows: orders } = await sql<{ units: number }>`
    select ordered + over as units from production_order
    where workspace_id = ${tx.workspaceId} and id = ${input.orderId}`.execute(tx.db);
  const [order] = orders;
  if (order === undefined) return no("order_unknown", {}, ["orderId"]);
  if (input.memberId !== undefined && !(await isMember(tx, input.memberId))) {
    return no("member_unknown", {}, ["memberId"]);
  }
  const stages = await readStages(tx, input.orderId, order.units);
  if (input.stageId !== undefined && !stages.some((stage) => stage.id === input.stageId)) {
    return no("stage_unknown", {}, ["stageId"]);
  }
  const times = await readTimes(tx, input.orderId, viewer.now);
  const labour = viewer.may("order.cost") ? await readLabour(tx, input.orderId) : null;
  const by = await madeBy(tx, input.orderId);
  const { rows: stretches, more } = await readStretches(tx, input, by.voided.keys());
  const { rows: corrections } = await readCorrections(
    tx,
    {
      where: sql`c.order_id = ${input.orderId}`,
      order: sql`c.proposed_at desc, c.id`,
      limit: shownCorrections,
    },
    viewer,
  );
  const sumsOf = (of: (row: { stage_id: Id; member_id: Id | null }) => boolean): Sums => ({
    workedSeconds: total(times.filter(of).map((row) => row.worked)),
    pausedSeconds: total(times.filter(of).map((row) => row.paused)),
    paidPauseSeconds: total(times.filter(of).map((row) => row.paid_pause)),
    amount: labour === null ? null : text(sum(labour.filter(of).map((row) => row.amount))),
  });
  return ok({
    plannedSeconds: total(stages.map((stage) => stage.planned_seconds)),
    total: sumsOf(() => true),
    people: peopleOf(times, labour, viewer, sumsOf),
    stages: stages.map((stage) => ({
      stageId: stage.id,
      name: stage.name,
      plannedSeconds: stage.planned_seconds,
      ...sumsOf((row) => row.stage_id === stage.id),
    })),
    runs: runsOf(stretches, corrections, by, viewer),
    more,
    corrections,
  });
}

async function isMember(tx: Tx, memberId: Id): Promise<boolean> {
  const row = await tx.db
    .selectFrom("member")
    .select("id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", memberId)
    .executeTakeFirst();
  return row !== undefined;
}

const total = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

type StageRow = { id: Id; name: string; planned_seconds: number };

async function readStages(tx: Tx, orderId: Id, units: number): Promise<StageRow[]> {
  const { rows } = await sql<StageRow>`
    select s.id, s.name,
      case when s.active then s.set_up_seconds + s.batch_seconds + s.unit_seconds::bigint * ${units} else 0 end
        as planned_seconds
    from order_stage s
    where s.workspace_id = ${tx.workspaceId} and s.order_id = ${orderId}
      and (s.active or exists (
        select from run r where r.workspace_id = s.workspace_id and r.order_stage_id = s.id and r.started_at is not null))
    order by s.position`.execute(tx.db);
  return rows;
}

type TimeRow = {
  stage_id: Id;
  member_id: Id;
  name: string;
  worked: number;
  paused: number;
  paid_pause: number;
  working_since: Date | null;
};

/** What runs now counts to this moment. Of a stretch on several runs only the one that leads is counted while open. */
async function readTimes(tx: Tx, orderId: Id, now: Date): Promise<TimeRow[]> {
  const { rows } = await sql<TimeRow>`
    select r.order_stage_id as stage_id, i.member_id, m.name,
      coalesce(sum(coalesce(i.seconds, case when i.leads then lasted.seconds else 0 end))
        filter (where i.kind = 'work'), 0)::bigint as worked,
      coalesce(sum(lasted.seconds) filter (where i.kind = 'pause' and i.leads), 0)::bigint as paused,
      coalesce(sum(i.seconds) filter (where i.kind = 'pause' and i.paid), 0)::bigint as paid_pause,
      min(i.started_at) filter (where i.kind = 'work' and i.ended_at is null) as working_since
    from work_interval i
    join run r on r.workspace_id = i.workspace_id and r.id = i.run_id
    join member m on m.workspace_id = i.workspace_id and m.id = i.member_id
    cross join lateral (
      select greatest(0, floor(extract(epoch from coalesce(i.ended_at, ${now}) - i.started_at)))::bigint as seconds
    ) lasted
    where i.workspace_id = ${tx.workspaceId} and i.order_id = ${orderId} and not i.voided
    group by r.order_stage_id, i.member_id, m.name`.execute(tx.db);
  return rows;
}

type LabourRow = { stage_id: Id; member_id: Id | null; amount: Decimal; rates: string[] | null };

/** The labour that was captured, with what corrections took back and put instead; and the rates that stand. */
async function readLabour(tx: Tx, orderId: Id): Promise<LabourRow[]> {
  const { rows } = await sql<LabourRow>`
    select c.order_stage_id as stage_id, c.member_id, sum(c.amount) as amount,
      array_agg(distinct c.rate::text) filter (where c.reverses_id is null and not exists (
        select from cost_line back where back.workspace_id = c.workspace_id and back.run_id = c.run_id
          and back.reverses_id = c.id)) as rates
    from cost_line c
    where c.workspace_id = ${tx.workspaceId} and c.order_id = ${orderId} and c.category = 'labour'
    group by c.order_stage_id, c.member_id`.execute(tx.db);
  return rows;
}

function peopleOf(
  times: readonly TimeRow[],
  labour: readonly LabourRow[] | null,
  viewer: Viewer,
  sumsOf: (of: (row: { member_id: Id | null }) => boolean) => Sums,
): Answer["people"] {
  const names = new Map(times.map((row) => [row.member_id, row.name]));
  const people = [...names].map(([memberId, name]) => {
    const rates = new Set(
      (labour ?? [])
        .filter((row) => row.member_id === memberId)
        .flatMap((row) => (row.rates ?? []).map((rate) => text(decimal(rate)))),
    );
    const [rate] = rates;
    const working = times.flatMap((row) => (row.member_id === memberId ? (row.working_since ?? []) : []));
    const since = working.reduce<Date | null>(
      (first, at) => (first === null || at < first ? at : first),
      null,
    );
    return {
      memberId,
      name,
      ...sumsOf((row) => row.member_id === memberId),
      // Two rates are no rate: the lines of the cost say which was whose.
      rate: viewer.may("rate.read") && rates.size === 1 ? (rate ?? null) : null,
      workingSince: since?.toISOString() ?? null,
    };
  });
  return people.sort((a, b) => b.workedSeconds - a.workedSeconds || (a.name < b.name ? -1 : 1));
}

type StretchRow = {
  id: Id;
  run_id: Id;
  stage_id: Id;
  stage_name: string;
  lot_number: string;
  cycle: number;
  units: number;
  state: StoredRunState;
  available_at: Date;
  cost_captured: boolean;
  run_started_at: Date | null;
  run_finished_at: Date | null;
  member_id: Id;
  member_name: string;
  kind: "work" | "pause";
  reason_id: Id | null;
  reason_name: string | null;
  paid: boolean;
  started_at: Date;
  ended_at: Date | null;
  seconds: number | null;
  voided: boolean;
  together: number;
  seen_at: Date | null;
  planned_seconds: number;
  once_seconds: number;
  together_id: Id | null;
  calendar: Calendar;
};

async function readStretches(
  tx: Tx,
  input: Input<Route>,
  corrected: Iterable<Id>,
): Promise<{ rows: StretchRow[]; more: number }> {
  const filters: RawBuilder<unknown>[] = [
    ...(input.memberId === undefined ? [] : [sql`i.member_id = ${input.memberId}`]),
    ...(input.stageId === undefined ? [] : [sql`r.order_stage_id = ${input.stageId}`]),
    // A start that was taken back never was; what was corrected is shown beside what it was corrected to.
    sql`(not i.voided or i.id = any(${[...corrected]}::uuid[]))`,
  ];
  const { rows } = await sql<StretchRow & { all_rows: number }>`
    select i.id, i.run_id, r.order_stage_id as stage_id, s.name as stage_name, l.number as lot_number, r.cycle,
      case when r.state in ('done', 'ended') then r.units else l.units end as units, r.state, r.available_at,
      r.cost_captured, r.started_at as run_started_at, r.finished_at as run_finished_at,
      i.member_id, m.name as member_name, i.kind, i.reason_id, p.name as reason_name, i.paid, i.started_at, i.ended_at,
      i.seconds, i.voided, i.seen_at, i.together_id,
      s.set_up_seconds + s.batch_seconds + s.unit_seconds::bigint * l.units as planned_seconds,
      s.set_up_seconds + s.batch_seconds as once_seconds,
      (select w.calendar from workspace w where w.workspace_id = ${tx.workspaceId}) as calendar, count(*) over () as all_rows,
      case when i.together_id is null then 1 else (
        select count(*) from work_interval t
        where t.workspace_id = i.workspace_id and t.order_id = i.order_id and t.together_id = i.together_id) end as together
    from work_interval i
    join run r on r.workspace_id = i.workspace_id and r.id = i.run_id
    join order_stage s on s.workspace_id = r.workspace_id and s.id = r.order_stage_id
    join lot l on l.workspace_id = r.workspace_id and l.id = r.lot_id
    join member m on m.workspace_id = i.workspace_id and m.id = i.member_id
    left join stop_reason p on p.workspace_id = i.workspace_id and p.id = i.reason_id
    where i.workspace_id = ${tx.workspaceId} and i.order_id = ${input.orderId} and ${sql.join(filters, sql` and `)}
    order by i.started_at desc, i.id desc
    limit ${shownStretches}`.execute(tx.db);
  const all = rows[0]?.all_rows ?? 0;
  return { rows: rows.toReversed(), more: all - rows.length };
}

/** By interval: the correction that put it there, and the one that voided it. */
async function madeBy(
  tx: Tx,
  orderId: Id,
): Promise<{ made: ReadonlyMap<Id, Id>; voided: ReadonlyMap<Id, Id> }> {
  const { rows } = await sql<{ correction_id: Id; made: Id[]; voided: Id[] }>`
    select (f.data ->> 'correctionId')::uuid as correction_id,
      array(select (each ->> 'intervalId')::uuid from jsonb_array_elements(f.data -> 'added') each) as made,
      array(select each::uuid from jsonb_array_elements_text(f.data -> 'voided') each) as voided
    from fact f
    where f.workspace_id = ${tx.workspaceId} and f.thing = 'order' and f.thing_id = ${orderId}
      and f.kind = 'time_corrected'`.execute(tx.db);
  const by = (key: "made" | "voided") =>
    new Map(rows.flatMap((row) => row[key].map((id) => [id, row.correction_id] as const)));
  return { made: by("made"), voided: by("voided") };
}

function runsOf(
  stretches: readonly StretchRow[],
  corrections: readonly CorrectionRow[],
  by: Awaited<ReturnType<typeof madeBy>>,
  viewer: Viewer,
): Answer["runs"] {
  const known = new Set(corrections.map((correction) => correction.id));
  const listed = (id: Id | undefined): Id | null => (id !== undefined && known.has(id) ? id : null);
  return [...Map.groupBy(stretches, (row) => row.run_id).values()].flatMap((rows) => {
    const [run] = rows;
    if (run === undefined) return [];
    return [
      {
        runId: run.run_id,
        stageId: run.stage_id,
        stageName: run.stage_name,
        lotNumber: run.lot_number,
        cycle: run.cycle,
        units: run.units,
        state: runStateAt({ state: run.state, availableAt: run.available_at }, viewer.now),
        captured: run.cost_captured,
        startedAt: run.run_started_at?.toISOString() ?? null,
        finishedAt: run.run_finished_at?.toISOString() ?? null,
        correctable: run.run_started_at !== null && viewer.may("correction.propose_any"),
        stretches: rows.map((row) => ({
          id: row.id,
          memberId: row.member_id,
          memberName: row.member_name,
          kind: row.kind,
          reasonId: row.reason_id,
          reasonName: row.reason_name,
          paid: row.paid,
          from: row.started_at.toISOString(),
          to: row.ended_at?.toISOString() ?? null,
          seconds: row.seconds,
          asksAt: asksAtOf(row, stretches, viewer),
          together: row.together,
          madeBy: listed(by.made.get(row.id)),
          corrected: row.voided,
          correctedBy: listed(by.voided.get(row.id)),
        })),
      },
    ];
  });
}

/** From when on it looks forgotten: work that runs on, with all the runs that it is on. */
function asksAtOf(row: StretchRow, stretches: readonly StretchRow[], viewer: Viewer): string | null {
  if (row.kind === "pause" || row.ended_at !== null || row.voided) return null;
  const runs =
    row.together_id === null ? [row] : stretches.filter((each) => each.together_id === row.together_id);
  const plannedSeconds = plannedTogether(
    runs.map((run) => ({ plannedSeconds: run.planned_seconds, onceSeconds: run.once_seconds })),
  );
  const work = { startedAt: row.started_at, seenAt: row.seen_at, plannedSeconds };
  return asksAt(work, { calendar: row.calendar, timeZone: viewer.timeZone }).toISOString();
}
