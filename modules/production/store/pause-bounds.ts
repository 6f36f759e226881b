import { sql } from "kysely";
import { type Calendar, endOfWorkingDay } from "#kernel/calendar.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { OrderState } from "../core/order-state.ts";
import { openIntervalsOf, type PauseBounds, stretchOf } from "../core/work-time.ts";

/** Where the paid pauses of a run stop paying: the person's next work elsewhere, and the end of their shift. */
export async function loadPauseBounds(
  tx: Tx,
  state: OrderState,
  runIds: readonly Id[],
): Promise<PauseBounds> {
  // Of a pause on several runs it is the one that leads whose bounds count, wherever it is.
  const open = runIds
    .flatMap((runId) => openIntervalsOf(state, runId))
    .flatMap((interval) => stretchOf(state, interval));
  const pauses = [...new Set(open)].filter((interval) => interval.kind === "pause" && interval.paid);
  if (pauses.length === 0) return new Map();
  const { rows } = await sql<{
    id: Id;
    started_at: Date;
    other_work_at: Date | null;
    calendar: Calendar;
    time_zone: string;
  }>`
    select p.id, p.started_at, w.calendar, w.time_zone,
      (select min(o.started_at) from work_interval o
       where o.workspace_id = p.workspace_id and o.member_id = p.member_id and o.kind = 'work'
         and not o.voided and o.started_at >= p.started_at and o.run_id <> p.run_id) as other_work_at
    from work_interval p
    join workspace w on w.workspace_id = p.workspace_id
    where p.workspace_id = ${tx.workspaceId} and p.id = any(${pauses.map((pause) => pause.id)}::uuid[])`.execute(
    tx.db,
  );
  return new Map(
    rows.map((row) => [
      row.id,
      { otherWorkAt: row.other_work_at, shiftEndsAt: shiftEnd(row.started_at, row.calendar, row.time_zone) },
    ]),
  );
}

/** A pause that began after the shift is paid by nothing but the person's next work: overtime has no end. */
export function shiftEnd(startedAt: Date, calendar: Calendar, timeZone: string): Date | null {
  const end = endOfWorkingDay(startedAt, calendar, timeZone);
  return end !== null && end > startedAt ? end : null;
}
