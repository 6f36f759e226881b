import type { Id } from "#kernel/id.ts";
import type { Balance, Reservation, StockFact } from "./stock-state.ts";

export type BalanceState = { readonly balance: Balance; readonly reservations: ReadonlyMap<Id, Reservation> };

export function evolveBalance(_state: BalanceState, _fact: StockFact): BalanceState {
  throw new Error("not written yet");
}
