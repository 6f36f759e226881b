import { stockContextOf } from "#commands/inventory/stock-context.ts";
import type { Act } from "#commands/run-command.ts";
import { atLeastZero, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { releaseReservation } from "#modules/inventory/core/release-reservation.ts";
import {
  reverseMovement,
  reverseValuation,
  restoreReservation,
} from "#modules/inventory/core/reverse-movement.ts";
import type { Stock } from "#modules/inventory/core/stock-state.ts";
import type { readStock } from "#modules/inventory/store/read-stock.ts";
import type { lockStock } from "#modules/inventory/store/stock.ts";
import { type StockOfCommand, stockOfCommand } from "#modules/inventory/store/stock-of-command.ts";
import type { OrderChange } from "#modules/production/core/order-change.ts";
import type { OrderNorm, OrderState } from "#modules/production/core/order-state.ts";
import { isUndoable, undoWork } from "#modules/production/core/undo-work.ts";
import { numberOfBatch } from "#modules/production/store/aggregation.ts";
import {
  type ActOnOrder,
  correctedSince,
  membersAtLeisure,
  orderAroundAct,
} from "#modules/production/store/order-log.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { namingMaterial } from "./name-material.ts";
import { reserveNorms } from "./create-order.ts";

export type TakenBack = {
  readonly change: OrderChange;
  readonly stockBefore: Stock;
  readonly stock: Stock;
  readonly done: StockOfCommand;
};

/**
 * Reverses an act on an order whole: its lots, runs and time, the stock that it moved, the cost that it captured.
 * Nothing is saved here: the undo saves it, and its preview shows it. The order has been locked.
 */
export async function takeBack(
  tx: Tx,
  state: OrderState,
  asked: { readonly act: ActOnOrder; readonly reason: string | null },
  act: Pick<Act, "now" | "newId" | "actor">,
  loadStock: typeof lockStock | typeof readStock,
): Promise<Result<TakenBack>> {
  const { act: undone } = asked;
  const { batchOrderId, gathers, finishedAt, status } = state.order;
  if (batchOrderId !== null && status === "aggregated")
    return no("order_aggregated", { number: await numberOfBatch(tx, batchOrderId) });
  // What its members got of it is theirs: another share of it would be a new one.
  if (gathers && finishedAt !== null) return no("batch_given_back", { number: state.order.number });
  if (!isUndoable(undone.facts)) return no("undo_unknown", {}, ["commandId"]);
  if (undone.undone) return no("undo_done_already");
  const { before, after } = await orderAroundAct(tx, state.order.id, undone);
  const stopped = [...after.intervals.values()].flatMap((interval) => {
    const then = before.intervals.get(interval.id);
    return then !== undefined && then !== interval && then.kind === "work" ? [then.memberId] : [];
  });
  const change = undoWork(
    state,
    {
      before,
      after,
      facts: undone.facts,
      commandId: undone.commandId,
      verb: undone.verb,
      reason: asked.reason,
      corrected: await correctedSince(tx, state.order.id, undone.firstVersion),
      freeMembers: await membersAtLeisure(tx, [...new Set(stopped)], undone.at),
    },
    { now: act.now, newId: act.newId },
  );
  if (!change.ok) return change;
  const done = await stockOfCommand(tx, undone.commandId);
  const stock = await loadStock(tx, done.steps, {
    orderId: state.order.id,
    normIds: namedNorms(done),
  });
  const unpicked = [...change.value.state.norms.values()].filter(
    (norm) => norm.variantId !== state.norms.get(norm.id)?.variantId,
  );
  const reversed = reverseStock(stock, done, state, unpicked, act);
  if (!reversed.ok) return namingMaterial(tx, reversed, state);
  const stockAfter = unpick(reversed.value, change.value.state, unpicked, act);
  return ok({ change: change.value, stockBefore: stock, stock: stockAfter, done });
}

function namedNorms(done: StockOfCommand): Id[] {
  const taken = done.steps.flatMap((step) => step.movement?.taken.map((part) => part.normId) ?? []);
  return [...new Set([...done.reservations.keys(), ...taken])];
}

/** Backwards, step by step; then the order's own reservations are what they were, as far as it is free. */
function reverseStock(
  stock: Stock,
  done: StockOfCommand,
  { order, runs }: OrderState,
  unpicked: readonly OrderNorm[],
  act: Parameters<typeof stockContextOf>[0],
): Result<Stock> {
  const context = stockContextOf(act);
  const wished = new Map(
    [...done.reservations].map(([normId, { change, closed }]) => {
      const now = stock.state.reservations.get(normId);
      return [normId, { quantity: atLeastZero((now?.quantity ?? zero).minus(change)), closed }] as const;
    }),
  );
  let after = stock;
  // Goods that were reserved for the order they were made for, as they came in, are free again first.
  const shelves = new Set(
    done.steps.flatMap(({ movement }) => (movement?.kind === "output" ? [movement.balanceId] : [])),
  );
  for (const [normId, { quantity }] of wished) {
    const now = after.state.reservations.get(normId);
    const isServed = now !== undefined && now.orderId === order.parentId && shelves.has(now.balanceId);
    if (!isServed || (done.reservations.get(normId)?.change ?? zero).lte(0)) continue;
    after = restoreReservation(after, { normId, quantity, closed: now.closed }, context);
  }
  for (const { movement, valuation } of done.steps.toReversed()) {
    if (valuation !== null) after = reverseValuation(after, valuation, context);
    if (movement === null) continue;
    const rework = movement.runId !== null && (runs.get(movement.runId)?.cycle ?? 0) > 0;
    const reversed = reverseMovement(after, movement, context, { rework });
    if (!reversed.ok) return reversed;
    after = reversed.value;
  }
  for (const [normId, { quantity, closed }] of wished) {
    const now = after.state.reservations.get(normId);
    // Others' reservations got back what they gave with the issue itself.
    if (now === undefined || now.orderId !== order.id) continue;
    if (unpicked.some((norm) => norm.id === normId)) continue;
    after = restoreReservation(after, { normId, quantity, closed: closed ? false : now.closed }, context);
  }
  return ok(after);
}

/** The reservation of a material whose pick is taken back goes to what was picked before, or nowhere. */
function unpick(
  stock: Stock,
  state: OrderState,
  unpicked: readonly OrderNorm[],
  act: Parameters<typeof stockContextOf>[0],
): Stock {
  let now = stock;
  for (const { id, variantId } of unpicked) {
    if (variantId === null) now = releaseReservation(now, { normId: id }, stockContextOf(act));
  }
  return reserveNorms(now, { ...state, norms: new Map(unpicked.map((norm) => [norm.id, norm])) }, act);
}
