import { stockContextOf } from "#commands/inventory/stock-context.ts";
import type { Act } from "#commands/run-command.ts";
import type { Id } from "#kernel/id.ts";
import { releaseReservation } from "#modules/inventory/core/release-reservation.ts";
import type { Stock } from "#modules/inventory/core/stock-state.ts";
import { leaveBatch } from "#modules/production/core/aggregation.ts";
import type { AggregationFactData } from "#modules/production/core/aggregation-fact.ts";
import { byDueDate } from "#modules/production/core/share-batch.ts";
import type { OrderChange } from "#modules/production/core/order-change.ts";
import { normsStillNeeded } from "#modules/production/core/order-needs.ts";
import { type Order, type OrderState, priorityRank } from "#modules/production/core/order-state.ts";
import { reserveNorms } from "../create-order.ts";

type Context = Parameters<typeof stockContextOf>[0] & Pick<Act, "now" | "newId">;

/**
 * Members that are on their own again: their runs come anew, and they reserve what the batch has let go, the most urgent
 * first. The balances of their norms are locked, with their reservations.
 */
export function returnMembers(
  batch: Order,
  members: readonly OrderState[],
  why: (member: OrderState) => AggregationFactData["order_left_batch"]["why"],
  stock: Stock,
  act: Context,
): { readonly members: readonly OrderChange[]; readonly stock: Stock } {
  const name = { batchOrderId: batch.id, batchNumber: batch.number };
  const moment = { now: act.now, newId: act.newId };
  const changes = members.map((state) => leaveBatch(state, name, why(state), moment));
  let after = stock;
  const inLine = changes.toSorted(
    (a, b) =>
      priorityRank[b.state.order.priority] - priorityRank[a.state.order.priority] ||
      byDueDate(a.state.order, b.state.order),
  );
  for (const { state } of inLine) after = reserveNorms(after, { ...state, norms: neededNorms(state) }, act);
  return { members: changes, stock: after };
}

/** What members hold is free for the batch that takes their place, in the same transaction. */
export function releaseOfMembers(stock: Stock, members: readonly OrderState[], act: Context): Stock {
  let after = stock;
  for (const { norms } of members) {
    for (const normId of norms.keys()) after = releaseReservation(after, { normId }, stockContextOf(act));
  }
  return after;
}

const neededNorms = (state: OrderState): OrderState["norms"] =>
  new Map(normsStillNeeded(state).map((norm) => [norm.id, norm]));

export const normIdsOf = (members: readonly OrderState[]): Id[] =>
  members.flatMap((state) => [...state.norms.keys()]);
