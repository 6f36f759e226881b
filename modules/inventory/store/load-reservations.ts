import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { Reservation } from "../core/stock-state.ts";
import { type ReservationRow, reservationOfRow } from "./stock-rows.ts";

export type WantedReservations = {
  readonly balanceIds: readonly Id[];
  readonly orderId: Id | undefined;
  readonly runId: Id | undefined;
  readonly normIds: readonly Id[];
  readonly lacks: readonly Lack[];
};

/** How much more than is free may be taken from a balance; null: no bound is known. */
export type Lack = { readonly balance_id: Id; readonly lack: string | null };

/** The reservations of locked balances that a command may touch, by norm. No statement where there are none. */
export async function loadReservations(
  tx: Tx,
  wanted: WantedReservations,
): Promise<ReadonlyMap<Id, Reservation>> {
  const { orderId, runId, normIds, lacks } = wanted;
  const balanceIds = JSON.stringify(wanted.balanceIds);
  const parts = [];
  const onThese = sql`r.workspace_id = ${tx.workspaceId}
    and r.balance_id in (select value::uuid from jsonb_array_elements_text(${balanceIds}::jsonb))`;
  if (orderId !== undefined) {
    parts.push(sql`select ${columns} from reservation r where ${onThese} and r.order_id = ${orderId}`);
  }
  if (normIds.length > 0) {
    parts.push(sql`select ${columns} from reservation r where ${onThese} and r.order_norm_id in
      (select value::uuid from jsonb_array_elements_text(${JSON.stringify(normIds)}::jsonb))`);
  }
  if (runId !== undefined) {
    parts.push(sql`select ${columns} from reservation r where ${onThese} and r.order_norm_id in
      (select (t ->> 'normId')::uuid from movement m cross join jsonb_array_elements(m.taken) as t
       where m.workspace_id = ${tx.workspaceId} and m.run_id = ${runId})`);
  }
  if (lacks.length > 0) {
    // Reads a balance's open reservations along reservation_by_balance and keeps those before the lack is met.
    parts.push(sql`select ${columns} from (
      select q.*, w.lack, sum(q.quantity) over (
        partition by q.balance_id
        order by q.priority_rank, q.due_at desc nulls first, q.id rows unbounded preceding) as until_here
      from jsonb_to_recordset(${JSON.stringify(lacks)}::jsonb) as w(balance_id uuid, lack numeric)
      join reservation q on q.workspace_id = ${tx.workspaceId} and q.balance_id = w.balance_id and q.quantity > 0
    ) as r where r.lack is null or r.until_here - r.quantity < r.lack`);
  }
  if (parts.length === 0) return new Map();
  const found = await sql<ReservationRow>`${sql.join(parts, sql` union `)}`.execute(tx.db);
  return new Map(found.rows.map((row) => [row.order_norm_id, reservationOfRow(row)]));
}

const columns = sql`r.id, r.balance_id, r.order_id, r.order_norm_id, r.quantity, r.priority_rank, r.due_at, r.closed`;
