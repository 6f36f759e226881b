import { sql } from "kysely";
import { decimal, sum } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { Reservation } from "../core/stock-state.ts";
import { type ReservationRow, reservationOfRow } from "./stock-rows.ts";

export type WantedReservations = {
  readonly balanceIds: readonly Id[];
  readonly orderId: Id | undefined;
  readonly runId: Id | undefined;
  readonly normIds: readonly Id[];
};

/** How much more than is free may be taken from a balance; null: no bound is known. */
export type Lack = { readonly balance_id: Id; readonly lack: string | null };

const columns = sql`r.id, r.balance_id, r.order_id, r.order_norm_id, r.quantity, r.wanted, r.priority_rank,
  r.due_at, r.closed, r.by_hand`;

/** The reservations on locked balances that the command names. No statement where it names none. */
export async function loadNamed(tx: Tx, wanted: WantedReservations): Promise<Reservation[]> {
  const { orderId, runId, normIds } = wanted;
  // Arrays, and not a join with a set: the planner knows how few they are and takes the index.
  const onThese = sql`r.workspace_id = ${tx.workspaceId} and r.balance_id = any(${wanted.balanceIds}::uuid[])`;
  const parts = [];
  if (orderId !== undefined) {
    parts.push(sql`select ${columns} from reservation r where ${onThese} and r.order_id = ${orderId}`);
  }
  if (normIds.length > 0) {
    parts.push(
      sql`select ${columns} from reservation r where ${onThese} and r.order_norm_id = any(${normIds}::uuid[])`,
    );
  }
  if (runId !== undefined) {
    parts.push(sql`select ${columns} from reservation r where ${onThese} and r.order_norm_id = any(array(
      select (t ->> 'normId')::uuid from movement m cross join jsonb_array_elements(m.taken) as t
      where m.workspace_id = ${tx.workspaceId} and m.run_id = ${runId}))`);
  }
  if (parts.length === 0) return [];
  const found = await sql<ReservationRow>`${sql.join(parts, sql` union `)}`.execute(tx.db);
  return found.rows.map(reservationOfRow);
}

// Enough for nearly every command; a fabric that ten thousand orders wait for is not read whole for two metres.
const usuallyEnough = 100;

/** The reservations that would yield to the lacks, in that order. No statement where nothing lacks. */
export async function loadYielding(tx: Tx, lacks: readonly Lack[]): Promise<Reservation[]> {
  if (lacks.length === 0) return [];
  const bounded = lacks.every((row) => row.lack !== null);
  const found = await readYielding(tx, lacks, bounded ? usuallyEnough : null);
  const cutShort = lacks.some(({ balance_id: balanceId, lack }) => {
    const own = found.filter((row) => row.balanceId === balanceId);
    return (
      lack !== null && own.length === usuallyEnough && sum(own.map((row) => row.quantity)).lt(decimal(lack))
    );
  });
  return bounded && cutShort ? readYielding(tx, lacks, null) : found;
}

async function readYielding(tx: Tx, lacks: readonly Lack[], most: number | null): Promise<Reservation[]> {
  // Lateral, so that each balance is read along reservation_by_balance: joined plainly, the planner merges
  // along the whole workspace's index.
  const found = await sql<ReservationRow>`
    select ${columns}
    from jsonb_to_recordset(${JSON.stringify(lacks)}::jsonb) as w(balance_id uuid, lack numeric)
    cross join lateral (
      select first.*, sum(first.quantity) over (
        order by first.priority_rank, first.due_at desc nulls first, first.id rows unbounded preceding) as until_here
      from (
        select * from reservation q
        where q.workspace_id = ${tx.workspaceId} and q.balance_id = w.balance_id and q.quantity > 0
        order by q.priority_rank, q.due_at desc nulls first, q.id
        limit ${most}
      ) as first
    ) as r
    where w.lack is null or r.until_here - r.quantity < w.lack`.execute(tx.db);
  return found.rows.map(reservationOfRow);
}
