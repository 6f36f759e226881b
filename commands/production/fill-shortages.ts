import { z } from "zod";
import { stockContextOf } from "#commands/inventory/stock-context.ts";
import { defineCommand } from "#commands/run-command.ts";
import { idField } from "#kernel/field.ts";
import { no, ok } from "#kernel/result.ts";
import type { Route } from "#kernel/route.ts";
import { reserveStock } from "#modules/inventory/core/reserve-stock.ts";
import { balanceById, freeOf } from "#modules/inventory/core/stock-state.ts";
import { loadShort, placeOfBalance, withReservations } from "#modules/inventory/store/short-reservations.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";

/** So many at a time: nobody else waits long for the balance. The rest is another command's. */
export const mostFilledAtOnce = 50;

/** No route of the product: automation asks for it when something has become free. */
const route = {
  kind: "command",
  scope: "workspace",
  method: "POST",
  path: "",
  action: null,
  summary: "Reserves what is free for those who are short of it, by priority and due date.",
  body: z.strictObject({ balanceId: idField }),
  output: z.object({
    filled: z.number(),
    /** something is free still, and others may wait for it */
    more: z.boolean(),
  }),
  refusals: ["balance_unknown"],
} as const satisfies Route;

/**
 * The balance's lock is enough. A reservation changes under it alone, and says itself whether its stage is over, its
 * order cancelled or somebody let it go; the orders need no lock, and so wait for nobody.
 */
export const fillShortages = defineCommand("fillShortages", route, async (tx, { balanceId }, act) => {
  const place = await placeOfBalance(tx, balanceId);
  if (place === null) return no("balance_unknown");
  const locked = await lockStock(tx, [place]);
  if (freeOf(balanceById(locked, balanceId)).eq(0)) return ok({ filled: 0, more: false });
  const short = await loadShort(tx, balanceId, mostFilledAtOnce);
  const before = withReservations(locked, short);
  let stock = before;
  let filled = 0;
  for (const reservation of short) {
    if (freeOf(balanceById(stock, balanceId)).eq(0)) break;
    stock = reserveStock(stock, reservation, stockContextOf(act)).stock;
    filled += 1;
  }
  await saveStock(tx, before, stock, act);
  const isLeft = freeOf(balanceById(stock, balanceId)).gt(0);
  return ok({ filled, more: isLeft && short.length === mostFilledAtOnce });
});
