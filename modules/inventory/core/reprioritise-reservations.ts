import type { Id } from "#kernel/id.ts";
import { changeBalance } from "./change-balance.ts";
import { balanceById, type Stock, type StockContext } from "./stock-state.ts";

/** An order's priority or due date has changed: its reservations yield in their new place from now on. */
export function reprioritiseReservations(
  stock: Stock,
  asked: { readonly orderId: Id; readonly priorityRank: number; readonly dueAt: Date | null },
  context: StockContext,
): Stock {
  let after = stock;
  const own = [...stock.state.reservations.values()]
    .filter((reservation) => reservation.orderId === asked.orderId)
    .sort((a, b) => (a.normId < b.normId ? -1 : 1));
  for (const reservation of own) {
    const { normId, orderId, balanceId } = reservation;
    const change = {
      normId,
      orderId,
      quantity: "0",
      priorityRank: asked.priorityRank,
      dueAt: asked.dueAt?.toISOString() ?? null,
    };
    after = changeBalance(
      after,
      {
        kind: "stock_reprioritised",
        balance: balanceById(after, balanceId),
        reservations: [change],
        details: { orderId, normId },
      },
      context,
    );
  }
  return after;
}
