import { type Decimal, decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { MovementKind } from "../contract/routes.ts";
import { type BatchPartText, fromTexts } from "../core/batch-state.ts";
import type { Balance, Movement, Reservation } from "../core/stock-state.ts";

/** Rows as the pool gives them, and what the rules call them. */
export type BalanceRow = {
  id: Id;
  variant_id: Id;
  warehouse_id: Id;
  on_hand: Decimal;
  reserved: Decimal;
  value: Decimal;
  average: Decimal;
  has_receipts: boolean;
  batches: BatchPartText[];
  version: number;
};

export type ReservationRow = {
  id: Id;
  balance_id: Id;
  order_id: Id;
  order_norm_id: Id;
  quantity: Decimal;
  wanted: Decimal;
  priority_rank: number;
  due_at: Date | null;
  closed: boolean;
  by_hand: boolean;
};

export type MovementRow = {
  id: Id;
  balance_id: Id;
  kind: MovementKind;
  quantity: Decimal;
  value: Decimal;
  average_before: Decimal;
  order_id: Id | null;
  run_id: Id | null;
  order_norm_id: Id | null;
  deal_line_id: Id | null;
  lot_id: Id | null;
  purchase_line_id: Id | null;
  reverses_id: Id | null;
  pair_id: Id | null;
  taken: { normId: Id; quantity: string }[];
  /** null where it moved none */
  batches: BatchPartText[] | null;
  note: string;
  at: Date;
  by_member: Id | null;
};

export function balanceOfRow(row: BalanceRow): Balance {
  return {
    id: row.id,
    variantId: row.variant_id,
    warehouseId: row.warehouse_id,
    onHand: row.on_hand,
    reserved: row.reserved,
    value: row.value,
    average: row.average,
    hasReceipts: row.has_receipts,
    batches: fromTexts(row.batches),
    version: row.version,
  };
}

export function reservationOfRow(row: ReservationRow): Reservation {
  return {
    id: row.id,
    balanceId: row.balance_id,
    orderId: row.order_id,
    normId: row.order_norm_id,
    quantity: row.quantity,
    wanted: row.wanted,
    priorityRank: row.priority_rank,
    dueAt: row.due_at,
    closed: row.closed,
    byHand: row.by_hand,
  };
}

export function movementOfRow(row: MovementRow): Movement {
  return {
    id: row.id,
    balanceId: row.balance_id,
    kind: row.kind,
    quantity: row.quantity,
    value: row.value,
    averageBefore: row.average_before,
    orderId: row.order_id,
    runId: row.run_id,
    normId: row.order_norm_id,
    dealLineId: row.deal_line_id,
    lotId: row.lot_id,
    purchaseLineId: row.purchase_line_id,
    reversesId: row.reverses_id,
    pairId: row.pair_id,
    taken: row.taken.map((part) => ({ normId: part.normId, quantity: decimal(part.quantity) })),
    batches: fromTexts(row.batches ?? []),
    note: row.note,
    at: row.at,
    byMember: row.by_member,
  };
}
