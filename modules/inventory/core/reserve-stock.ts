import { type Decimal, lesser, text, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { changeBalance } from "./change-balance.ts";
import { type Stock, type StockContext, balanceById, freeOf } from "./stock-state.ts";

export type Reserving = {
  readonly balanceId: Id;
  readonly orderId: Id;
  readonly normId: Id;
  readonly wanted: Decimal;
  readonly priorityRank: number;
  readonly dueAt: Date | null;
};

/**
 * Adds what is free, up to what is wanted, to the norm's reservation, which opens it again where it was
 * closed; the norm's reservation must be loaded where it has one. `reserved` is what was added; the rest is
 * the caller's shortage. Adding nothing leaves no trace.
 */
export function reserveStock(
  stock: Stock,
  reserving: Reserving,
  context: StockContext,
): { readonly stock: Stock; readonly reserved: Decimal } {
  const balance = balanceById(stock, reserving.balanceId);
  const { normId, orderId, priorityRank, dueAt } = reserving;
  const reserved = lesser(freeOf(balance), reserving.wanted);
  if (reserved.lte(0)) return { stock, reserved: zero };
  const existing = stock.state.reservations.get(normId);
  if (existing !== undefined && existing.balanceId !== balance.id) {
    throw new Error(`Norm ${normId} is reserved on another balance`);
  }
  const change = {
    normId,
    orderId,
    quantity: text(reserved),
    reservationId: existing?.id ?? context.newId(),
    priorityRank,
    dueAt: dueAt === null ? null : dueAt.toISOString(),
    closed: false,
  };
  const details = { orderId, normId };
  return {
    stock: changeBalance(
      stock,
      { kind: "stock_reserved", balance, reservations: [change], details },
      context,
    ),
    reserved,
  };
}
