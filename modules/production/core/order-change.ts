import type { NewId } from "#kernel/id.ts";
import type { OrderFact } from "./order-fact.ts";
import type { OrderState } from "./order-state.ts";
import { evolveOrder } from "./evolve-order.ts";

/** What one command does to an order: the facts so far, and the state they make. Verbs extend it and pass it on. */
export type OrderChange = {
  readonly before: OrderState;
  readonly state: OrderState;
  readonly facts: readonly OrderFact[];
};

/** Time and ids come from outside: the core reads no clock and throws no dice. */
export type Moment = { readonly now: Date; readonly newId: NewId };

export const unchanged = (state: OrderState): OrderChange => ({ before: state, state, facts: [] });

export function record(change: OrderChange, fact: OrderFact): OrderChange {
  return {
    before: change.before,
    state: evolveOrder(change.state, change.state.order.id, fact),
    facts: [...change.facts, fact],
  };
}
