import { type RawBuilder, sql } from "kysely";
import { text } from "#kernel/decimal.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { asTexts } from "../core/batch-state.ts";
import type { Balance, Movement, Reservation, Stock, ValuationLine } from "../core/stock-state.ts";

/**
 * The writes of saveStock, each null where there is nothing to write.
 */
type Write = RawBuilder<unknown> | null;

export function changedBalances(before: Stock, after: Stock): Balance[] {
  return [...after.state.balances.values()].filter(
    (balance) => before.state.balances.get(balance.id)?.version !== balance.version,
  );
}

export function changedReservations(before: Stock, after: Stock): Reservation[] {
  return [...after.state.reservations.values()].filter(
    (reservation) => before.state.reservations.get(reservation.normId) !== reservation,
  );
}

export function updateBalances(tx: Tx, balances: readonly Balance[]): Write {
  if (balances.length === 0) return null;
  const rows = balances.map((balance) => ({
    id: balance.id,
    on_hand: text(balance.onHand),
    reserved: text(balance.reserved),
    value: text(balance.value),
    average: text(balance.average),
    has_receipts: balance.hasReceipts,
    batches: asTexts(balance.batches),
    version: balance.version,
  }));
  return sql`
    update balance b set on_hand = n.on_hand, reserved = n.reserved, value = n.value, average = n.average,
      has_receipts = n.has_receipts, batches = n.batches, version = n.version
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(id uuid, on_hand numeric, reserved numeric,
      value numeric, average numeric, has_receipts boolean, batches jsonb, version integer)
    where b.workspace_id = ${tx.workspaceId} and b.id = n.id`;
}

export function upsertReservations(tx: Tx, reservations: readonly Reservation[]): Write {
  if (reservations.length === 0) return null;
  const rows = reservations.map((reservation) => ({
    id: reservation.id,
    balance_id: reservation.balanceId,
    order_id: reservation.orderId,
    order_norm_id: reservation.normId,
    quantity: text(reservation.quantity),
    wanted: text(reservation.wanted),
    priority_rank: reservation.priorityRank,
    due_at: reservation.dueAt,
    closed: reservation.closed,
    by_hand: reservation.byHand,
  }));
  // A norm has one reservation for good: it is emptied and closed, never taken away. It stands on another balance
  // once another material was picked for the norm.
  return sql`
    insert into reservation
      (workspace_id, id, balance_id, order_id, order_norm_id, quantity, wanted, priority_rank, due_at, closed, by_hand)
    select ${tx.workspaceId}, n.id, n.balance_id, n.order_id, n.order_norm_id, n.quantity, n.wanted, n.priority_rank,
      n.due_at, n.closed, n.by_hand
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(id uuid, balance_id uuid, order_id uuid,
      order_norm_id uuid, quantity numeric, wanted numeric, priority_rank smallint, due_at timestamptz, closed boolean,
      by_hand boolean)
    on conflict (workspace_id, order_norm_id) do update set balance_id = excluded.balance_id,
      quantity = excluded.quantity, wanted = excluded.wanted, priority_rank = excluded.priority_rank,
      due_at = excluded.due_at, closed = excluded.closed, by_hand = excluded.by_hand`;
}

export function insertMovements(tx: Tx, movements: readonly Movement[]): Write {
  if (movements.length === 0) return null;
  const rows = movements.map((movement) => ({
    id: movement.id,
    balance_id: movement.balanceId,
    kind: movement.kind,
    quantity: text(movement.quantity),
    value: text(movement.value),
    average_before: text(movement.averageBefore),
    order_id: movement.orderId,
    run_id: movement.runId,
    order_norm_id: movement.normId,
    deal_line_id: movement.dealLineId,
    lot_id: movement.lotId,
    purchase_line_id: movement.purchaseLineId,
    reverses_id: movement.reversesId,
    pair_id: movement.pairId,
    taken: movement.taken.map((part) => ({ normId: part.normId, quantity: text(part.quantity) })),
    note: movement.note,
    at: movement.at,
    by_member: movement.byMember,
  }));
  return sql`
    insert into movement (workspace_id, id, balance_id, kind, quantity, value, average_before, order_id, run_id,
      order_norm_id, deal_line_id, lot_id, purchase_line_id, reverses_id, pair_id, taken, note, at, by_member)
    select ${tx.workspaceId}, n.id, n.balance_id, n.kind, n.quantity, n.value, n.average_before, n.order_id, n.run_id,
      n.order_norm_id, n.deal_line_id, n.lot_id, n.purchase_line_id, n.reverses_id, n.pair_id, n.taken, n.note, n.at, n.by_member
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(id uuid, balance_id uuid, kind text, quantity numeric,
      value numeric, average_before numeric, order_id uuid, run_id uuid, order_norm_id uuid, deal_line_id uuid,
      lot_id uuid, purchase_line_id uuid, reverses_id uuid, pair_id uuid, taken jsonb, note text, at timestamptz, by_member uuid)`;
}

export function insertValuationLines(tx: Tx, lines: readonly ValuationLine[]): Write {
  if (lines.length === 0) return null;
  const rows = lines.map((line) => ({
    id: line.id,
    balance_id: line.balanceId,
    movement_id: line.movementId,
    run_id: line.runId,
    amount: text(line.amount),
    reason: line.reason,
    at: line.at,
  }));
  return sql`
    insert into valuation_line (workspace_id, id, balance_id, movement_id, run_id, amount, reason, at)
    select ${tx.workspaceId}, n.id, n.balance_id, n.movement_id, n.run_id, n.amount, n.reason, n.at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(id uuid, balance_id uuid, movement_id uuid,
      run_id uuid, amount numeric, reason text, at timestamptz)`;
}
