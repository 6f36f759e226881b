import { type Decimal, lesser, text, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { changeBalance } from "./change-balance.ts";
import {
  type Reservation,
  type Stock,
  type StockContext,
  balanceById,
  freeOf,
  missingOf,
} from "./stock-state.ts";

export type Reserving = {
  readonly balanceId: Id;
  readonly orderId: Id;
  readonly normId: Id;
  /** in all, with what is held already: what the norm needs less what was consumed for it */
  readonly wanted: Decimal;
  readonly priorityRank: number;
  readonly dueAt: Date | null;
};

/**
 * Adds what is free, up to what is wanted, to the norm's reservation, which opens it again where it was closed or
 * let go; the norm's reservation must be loaded where it has one. One of another balance comes over: what it held
 * there is free. `reserved` is what was added; what is wanted beyond stays on the reservation as its shortage, so a
 * norm has one also where nothing was free. A reservation that is so already leaves no trace.
 */
export function reserveStock(
  stock: Stock,
  reserving: Reserving,
  context: StockContext,
): { readonly stock: Stock; readonly reserved: Decimal } {
  const { normId, orderId, priorityRank, dueAt, wanted } = reserving;
  const present = stock.state.reservations.get(normId);
  const comes = present !== undefined && present.balanceId !== reserving.balanceId;
  const before = comes ? leaveBalance(stock, present, context) : stock;
  const balance = balanceById(before, reserving.balanceId);
  const existing = comes ? undefined : present;
  const missing = missingOf({ closed: false, wanted, quantity: existing?.quantity ?? zero });
  const reserved = lesser(freeOf(balance), missing);
  if (reserved.lte(0) && existing !== undefined && isSo(existing, reserving)) {
    return { stock: before, reserved: zero };
  }
  const change = {
    normId,
    orderId,
    quantity: text(reserved),
    wanted: text(wanted),
    reservationId: present?.id ?? context.newId(),
    priorityRank,
    dueAt: dueAt === null ? null : dueAt.toISOString(),
    closed: false,
    byHand: false,
  };
  const details = { orderId, normId };
  return {
    stock: changeBalance(
      before,
      { kind: "stock_reserved", balance, reservations: [change], details },
      context,
    ),
    reserved,
  };
}

function isSo(existing: Reservation, reserving: Reserving): boolean {
  return !existing.closed && !existing.byHand && existing.wanted.eq(reserving.wanted);
}

function leaveBalance(stock: Stock, reservation: Reservation, context: StockContext): Stock {
  const { normId, orderId, balanceId } = reservation;
  const quantity = text(reservation.quantity.neg());
  return changeBalance(
    stock,
    {
      kind: "stock_released",
      balance: balanceById(stock, balanceId),
      reservations: [{ normId, orderId, quantity, leaves: true }],
      details: { orderId, normId },
    },
    context,
  );
}
