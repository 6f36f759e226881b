import { missingOf } from "#modules/inventory/core/stock-state.ts";
import { readStock } from "#modules/inventory/store/read-stock.ts";
import type { OrderState } from "#modules/production/core/order-state.ts";
import type { Reserved } from "#modules/production/core/semi-finished.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { normKeys } from "./end-work.ts";

/** What is reserved for an order's norms now, unlocked: to decide by what may change by the hand of others anyway. */
export async function readReserved(tx: Tx, state: OrderState): Promise<Reserved> {
  const stock = await readStock(tx, normKeys(state.norms.values()), { orderId: state.order.id });
  return new Map(
    [...stock.state.reservations.values()].map((reservation) => [
      reservation.normId,
      { quantity: reservation.quantity, missing: missingOf(reservation) },
    ]),
  );
}
