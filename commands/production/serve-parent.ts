import { stockContextOf } from "#commands/inventory/stock-context.ts";
import { reserveStock } from "#modules/inventory/core/reserve-stock.ts";
import { balanceOf, missingOf, type Stock } from "#modules/inventory/core/stock-state.ts";
import { loadNamed } from "#modules/inventory/store/load-reservations.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { WithStock } from "./run-materials.ts";

/**
 * Goods that came in from an order made for another one are reserved for that one at once, before anybody else sees
 * them: its norm that was short first, then its others of the same material on this shelf. A reservation changes under
 * its balance's lock, which the receipt holds; the other order is not locked, since a lock on it after a balance's
 * would be the wrong way round. What a supervisor let go by hand stays let go.
 */
export async function serveParent(
  tx: Tx,
  { change, stock }: WithStock,
  act: Parameters<typeof stockContextOf>[0],
): Promise<WithStock> {
  const { order } = change.state;
  const { parentId, parentNormId } = order;
  if (parentId === null || order.received === change.before.order.received) return { change, stock };
  const balance = balanceOf(stock, order.variantId, order.warehouseId);
  const found = await loadNamed(tx, {
    balanceIds: [balance.id],
    orderId: parentId,
    runId: undefined,
    normIds: [],
  });
  const known = stock.state.reservations;
  const reservations = new Map([...found.map((row) => [row.normId, row] as const), ...known]);
  let served: Stock = { ...stock, state: { ...stock.state, reservations } };
  const first = (normId: string): number => (normId === parentNormId ? 0 : 1);
  const short = [...reservations.values()]
    .filter(
      (row) =>
        row.orderId === parentId && row.balanceId === balance.id && !row.byHand && missingOf(row).gt(0),
    )
    .sort((a, b) => first(a.normId) - first(b.normId) || a.id.localeCompare(b.id));
  for (const { normId, wanted, priorityRank, dueAt } of short) {
    const reserving = { balanceId: balance.id, orderId: parentId, normId, wanted, priorityRank, dueAt };
    served = reserveStock(served, reserving, stockContextOf(act)).stock;
  }
  return { change, stock: served };
}
