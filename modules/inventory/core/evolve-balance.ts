import { type Decimal, decimal, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { type BatchPartText, evolveLevels } from "./batch-state.ts";
import type { Balance, Reservation, StockFact } from "./stock-state.ts";

export const stockFactKinds = [
  "stock_received",
  "stock_output",
  "stock_issued",
  "stock_shipped",
  "stock_scrapped",
  "stock_returned",
  "stock_adjusted",
  "stock_transferred_out",
  "stock_transferred_in",
  "stock_reserved",
  "stock_released",
  "stock_revalued",
  "stock_reprioritised",
  "stock_batch_dated",
  "stock_reservation_moved",
] as const;
export type StockFactKind = (typeof stockFactKinds)[number];

/** What happened to one reservation; a new one names all of itself. Quantity is the signed change, as text. */
export type ReservationChange = {
  readonly normId: Id;
  readonly orderId: Id;
  readonly quantity: string;
  readonly reservationId?: Id;
  readonly priorityRank?: number;
  readonly dueAt?: string | null;
  readonly closed?: boolean;
  /** what is wanted in all after it; absolute, as text */
  readonly wanted?: string;
  readonly byHand?: boolean;
  /** It goes to another balance, where its next fact names it anew. */
  readonly leaves?: true;
};

/** The part of a stock fact's data that every kind has; decimals as text, quantity and value signed changes. */
export type StockFactData = {
  readonly variantId: Id;
  readonly warehouseId: Id;
  readonly quantity: string;
  /** the movement's value */
  readonly value: string;
  /** the valuation line that the movement brought along: worth that left the balance without a movement */
  readonly revalued: string;
  /** after it */
  readonly average: string;
  readonly hasReceipts: boolean;
  readonly reservations: readonly ReservationChange[];
  /** what it moved of which batch; a quantity of zero dates a batch anew. Facts of before have none */
  readonly batches?: readonly BatchPartText[];
  /** There was something, or nothing, and now there is less than nothing. */
  readonly fellBelowZero?: true;
};

export type BalanceState = {
  readonly balance: Balance;
  readonly reservations: ReadonlyMap<Id, Reservation>;
};

/**
 * One step of a balance. The rules make facts and get their new state from here, so that folding a balance's
 * facts in the order of their versions gives what is stored. A fact out of order is a bug, and throws.
 */
export function evolveBalance(state: BalanceState, fact: StockFact): BalanceState {
  const { balance } = state;
  if (fact.version !== balance.version + 1) {
    throw new Error(
      `Fact ${fact.version} of balance ${fact.balanceId} can't follow version ${balance.version}`,
    );
  }
  const data = fact.data as StockFactData;
  const reservations = evolveReservations(state.reservations, fact.balanceId, data.reservations);
  return {
    balance: {
      id: fact.balanceId,
      variantId: data.variantId,
      warehouseId: data.warehouseId,
      onHand: balance.onHand.plus(decimal(data.quantity)),
      reserved: balance.reserved.plus(changeOfReserved(data.reservations)),
      value: balance.value.plus(decimal(data.value)).minus(decimal(data.revalued)),
      average: decimal(data.average),
      hasReceipts: data.hasReceipts,
      batches: evolveLevels(balance.batches, data.batches ?? []),
      version: fact.version,
    },
    reservations,
  };
}

function changeOfReserved(changes: readonly ReservationChange[]): Decimal {
  return changes.reduce((total, change) => total.plus(decimal(change.quantity)), zero);
}

function evolveReservations(
  before: ReadonlyMap<Id, Reservation>,
  balanceId: Id,
  changes: readonly ReservationChange[],
): ReadonlyMap<Id, Reservation> {
  if (changes.length === 0) return before;
  const after = new Map(before);
  for (const change of changes) {
    const reservation = after.get(change.normId) ?? newReservation(balanceId, change);
    if (reservation.balanceId !== balanceId) {
      throw new Error(`The reservation of norm ${change.normId} is on another balance`);
    }
    if (change.leaves === true) {
      after.delete(change.normId);
      continue;
    }
    after.set(change.normId, {
      ...reservation,
      quantity: reservation.quantity.plus(decimal(change.quantity)),
      priorityRank: change.priorityRank ?? reservation.priorityRank,
      dueAt: change.dueAt === undefined ? reservation.dueAt : dateOf(change.dueAt),
      closed: change.closed ?? reservation.closed,
      wanted: change.wanted === undefined ? reservation.wanted : decimal(change.wanted),
      byHand: change.byHand ?? reservation.byHand,
    });
  }
  return after;
}

function newReservation(balanceId: Id, change: ReservationChange): Reservation {
  if (change.reservationId === undefined || change.priorityRank === undefined) {
    throw new Error(`The reservation of norm ${change.normId} was changed before it was made`);
  }
  return {
    id: change.reservationId,
    balanceId,
    orderId: change.orderId,
    normId: change.normId,
    quantity: zero,
    wanted: zero,
    priorityRank: change.priorityRank,
    dueAt: null,
    closed: false,
    byHand: false,
  };
}

function dateOf(value: string | null): Date | null {
  return value === null ? null : new Date(value);
}
